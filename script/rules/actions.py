"""Rules for the actions of an integration."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    blocks,
    called,
    dotted,
    last_name,
    text,
)

from .examples import examples
from .rule import Severity, rule
from .setup import own_functions
from .sources import plugin

_REGISTER: Final = {
    "async_register_admin_service",
    "async_register_platform_entity_service",
    "async_register_batched_platform_entity_service",
}

# Methods that carry out an action of an entity, without "async_"
_METHODS: Final = {
    platform: names.split()
    for platform, names in {
        "alarm_control_panel": "alarm_arm_away alarm_arm_custom_bypass alarm_arm_home alarm_arm_night"
        " alarm_arm_vacation alarm_disarm alarm_trigger",
        "assist_satellite": "announce start_conversation",
        "button": "press",
        "calendar": "create_event delete_event get_events update_event",
        "camera": "camera_image disable_motion_detection enable_motion_detection turn_off turn_on",
        "climate": "set_fan_mode set_humidity set_hvac_mode set_preset_mode set_swing_horizontal_mode"
        " set_swing_mode set_temperature toggle turn_off turn_on",
        "cover": "close_cover close_cover_tilt open_cover open_cover_tilt set_cover_position"
        " set_cover_tilt_position stop_cover stop_cover_tilt toggle toggle_tilt",
        "date": "set_value",
        "datetime": "set_value",
        "fan": "decrease_speed increase_speed oscillate set_direction set_percentage set_preset_mode"
        " toggle turn_off turn_on",
        "humidifier": "set_humidity set_mode toggle turn_off turn_on",
        "image": "image",
        "lawn_mower": "dock pause start_mowing",
        "light": "toggle turn_off turn_on",
        "lock": "lock open unlock",
        "media_player": "browse_media clear_playlist join_players media_next_track media_pause media_play"
        " media_play_pause media_previous_track media_seek media_stop mute_volume play_media search_media"
        " select_sound_mode select_source set_repeat set_shuffle set_volume_level toggle turn_off turn_on"
        " unjoin_player volume_down volume_up",
        "notify": "send_message",
        "number": "set_native_value set_value",
        "remote": "delete_command learn_command send_command toggle turn_off turn_on",
        "scene": "activate",
        "select": "select_option",
        "siren": "toggle turn_off turn_on",
        "switch": "toggle turn_off turn_on",
        "text": "set_value",
        "time": "set_value",
        "todo": "create_todo_item delete_todo_items update_todo_item",
        "tts": "clear_cache speak",
        "update": "install",
        "vacuum": "clean_segments clean_spot locate pause return_to_base send_command set_fan_speed start stop",
        "valve": "close_valve open_valve set_valve_position stop_valve toggle",
        "water_heater": "set_operation_mode set_temperature turn_away_mode_off turn_away_mode_on turn_off turn_on",
    }.items()
}


def registers(call: ast.Call) -> bool:
    """Return whether a call registers an action."""
    match call.func:
        case ast.Attribute(value=owner, attr="async_register" | "register"):
            return last_name(owner) == "services"
    return last_name(call.func) in _REGISTER


@rule(
    code="home-assistant-service-registered-in-setup-entry",
    title="Actions are there without a config entry",
    severity=Severity.REFUSED,
    source=plugin("service_registration"),
    why="Automations that use an action are checked when they are loaded, also while no entry is.",
    mend="Register it in async_setup",
    good=examples(
        """
        async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
            hass.services.async_register(DOMAIN, "read", async_read)
            return True
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            async_register_platform_entity_service(hass, DOMAIN, "read")
        """,
    ),
    bad=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            hass.services.async_register(DOMAIN, "read", async_read)  # !
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            _setup_services(hass)

        def _setup_services(hass: HomeAssistant) -> None:
            async_register_admin_service(hass, DOMAIN, "read", async_read)  # !
        """,
    ),
)
def registered_for_entry(integration: Integration) -> Iterator[Finding]:
    """Report actions that are there only while an entry is loaded."""
    for module in integration.modules:
        for function in _reached(module, "async_setup_entry"):
            for call in ast.walk(function):
                if (
                    isinstance(call, ast.Call)
                    and registers(call)
                    and last_name(call.func) != "async_register_platform_entity_service"
                ):
                    yield module.found(
                        call,
                        "An action is registered for a config entry, so automations cannot be checked without one",
                    )


def _reached(module: Module, *names: str) -> list[Function]:
    """Return such functions of a module, and those that they call."""
    functions = own_functions(module)
    pending = list(names)
    reached: dict[str, Function] = {}
    while pending:
        if (name := pending.pop()) in functions and name not in reached:
            reached[name] = functions[name]
            pending += called(functions[name])
    return list(reached.values())


@rule(
    code="home-assistant-action-registered-outside-services-module",
    title="Actions are registered in services.py",
    severity=Severity.REFUSED,
    source="home-assistant/core: comments that disable the check (it was told from them)",
    why="Everybody looks for them there, and setup stays short.",
    mend="Register it in async_setup_services of services.py, and call that in async_setup",
    good=examples(
        """
        @callback
        def async_setup_services(hass: HomeAssistant) -> None:
            hass.services.async_register(DOMAIN, "read", async_read)
        """,
        """
        @callback
        def async_setup_services(hass: HomeAssistant) -> None:
            _register(hass, "read")

        def _register(hass: HomeAssistant, name: str) -> None:
            async_register_admin_service(hass, DOMAIN, name, async_read)
        """,
        file="services.py",
    ),
    bad=(
        *examples(
            """
            async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
                hass.services.async_register(DOMAIN, "read", async_read)  # !
                return True
            """
        ),
        *examples(
            """
            def register(hass: HomeAssistant) -> None:
                hass.services.async_register(DOMAIN, "read", async_read)  # !
            """,
            file="services.py",
        ),
    ),
)
def registered_elsewhere(integration: Integration) -> Iterator[Finding]:
    """Report actions that are not registered where everybody looks for them."""
    for module in integration.modules:
        known = (
            _reached(module, "async_setup_services", "setup_services")
            if module.part == "services"
            else []
        )
        for call in module.calls:
            if registers(call) and module.function_around(call) not in known:
                yield module.found(
                    call,
                    "An action is not registered by async_setup_services of the services module",
                )


@rule(
    code="home-assistant-action-swallowed-exception",
    title="An action that fails raises",
    severity=Severity.REFUSED,
    source=plugin("action_swallowed_exception"),
    why="Who calls an action that only logs its failure, thinks that it worked.",
    mend="Raise a translated HomeAssistantError from it",
    good=examples(
        """
        class Relay(SwitchEntity):
            async def async_turn_on(self, **kwargs: Any) -> None:
                try:
                    await self.client.turn_on()
                except ExampleError as err:
                    raise HomeAssistantError("It is stuck") from err
        """,
        """
        class Relay(SwitchEntity):
            async def async_update(self) -> None:
                try:
                    await self.client.fetch()
                except ExampleError:
                    _LOGGER.error("No answer")
        """,
        file="switch.py",
    ),
    bad=(
        *examples(
            """
            class Relay(SwitchEntity):
                async def async_turn_on(self, **kwargs: Any) -> None:
                    try:
                        await self.client.turn_on()
                    except ExampleError:  # !
                        _LOGGER.error("It is stuck")
            """,
            file="switch.py",
        ),
        *examples(
            """
            import contextlib

            async def _read(call: ServiceCall) -> None:
                with contextlib.suppress(ExampleError):  # !
                    await client.read()

            def async_setup_services(hass: HomeAssistant) -> None:
                hass.services.async_register(DOMAIN, "read", _read)
            """,
            file="services.py",
        ),
    ),
)
def swallowed(integration: Integration) -> Iterator[Finding]:
    """Report actions that fail in silence."""
    for module, function in _actions(integration):
        place = _swallows(function.body) or next(
            (
                each
                for each in function.decorator_list
                if _wrapper_swallows(module, each)
            ),
            None,
        )
        if place is not None:
            yield module.found(
                place,
                f"{function.name} catches an error and does not raise, so the user thinks that it worked",
            )


def _actions(integration: Integration) -> Iterator[tuple[Module, Function]]:
    """Yield what carries out the actions of the integration."""
    for module in integration.modules:
        registered = {name for call in module.calls if (name := _handler(call))}
        names = _METHODS.get(module.part, [])
        for function in module.functions:
            parent = module.parents[function]
            is_method = isinstance(parent, ast.ClassDef) and bool(parent.bases)
            if (is_method and function.name.removeprefix("async_") in names) or (
                function.name in registered
                and isinstance(parent, ast.ClassDef | ast.Module)
            ):
                yield module, function


def _handler(call: ast.Call) -> str | None:
    """Return the name of the function that is registered for an action."""
    match call:
        case ast.Call(
            func=ast.Attribute(attr="async_register_entity_service"),
            args=[_, _, handler, *_],
        ):
            return text(handler) or (
                handler.id if isinstance(handler, ast.Name) else None
            )
        case ast.Call(
            func=ast.Attribute(attr="async_register"),
            args=[_, _, ast.Name(id=name), *_],
        ):
            return name
        case ast.Call(
            func=ast.Name(id="async_register_admin_service"),
            args=[_, _, _, ast.Name(id=name), *_],
        ):
            return name
    return None


def _wrapper_swallows(module: Module, decorator: ast.expr) -> bool:
    """Return whether errors end in what a decorator of Home Assistant wraps around a function."""
    definition = module.definition(
        decorator.func if isinstance(decorator, ast.Call) else decorator
    )
    if definition is None or not isinstance(definition.node, ast.FunctionDef):
        return False
    return any(
        _swallows(node.body) is not None
        for node in ast.walk(definition.node)
        if isinstance(node, FUNCTIONS)
    )


def _swallows(block: list[ast.stmt]) -> ast.AST | None:
    """Return the first place in a block where an error ends."""
    for statement in block:
        match statement:
            case ast.Try(handlers=handlers):
                found: ast.AST | None = next(
                    (each for each in handlers if _only_logs(each)), None
                )
            case ast.With(items=items) | ast.AsyncWith(items=items):
                suppresses = any(
                    dotted(getattr(item.context_expr, "func", None))
                    == "contextlib.suppress"
                    for item in items
                )
                found = statement if suppresses else _swallows(statement.body)
            case ast.If() | ast.For() | ast.AsyncFor() | ast.While():
                found = next(
                    (
                        each
                        for inside in blocks(statement)
                        if (each := _swallows(inside))
                    ),
                    None,
                )
            case _:
                found = None
        if found is not None:
            return found
    return None


def _only_logs(handler: ast.ExceptHandler) -> bool:
    """Return whether an error is dropped, or logged at most."""
    logs = False
    others = False
    for statement in handler.body:
        match statement:
            case ast.Raise():
                return False
            case ast.Pass():
                continue
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(
                        value=ast.Name(id="_LOGGER" | "LOGGER"),
                        attr="error" | "exception" | "warning",
                    )
                )
            ):
                logs = True
            case ast.Return() if logs:
                return True
            case _:
                others = True
    return logs or not others
