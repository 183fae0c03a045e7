"""Check exceptions: those raised, those caught, and their translations."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Definition, Module
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    blocks,
    dotted,
    keyword,
    last_name,
    methods,
    parameters,
    text,
)

HOME_ASSISTANT_ERROR: Final = "homeassistant.exceptions.HomeAssistantError"

# Methods that carry out an action, without "async_".
ACTIONS: Final = {
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


def _raised(integration: Integration) -> Iterator[tuple[Module, ast.Call]]:
    """Yield each error of Home Assistant that is raised."""
    for module in integration.modules:
        for node in module.nodes:
            match node:
                case ast.Raise(exc=ast.Call(func=error) as call):
                    definition = module.definition(error)
                case _:
                    continue
            if definition and _is_plain(definition):
                yield module, call


def _is_plain(error: Definition) -> bool:
    """Return whether a class is an error of Home Assistant that takes a translation."""
    if error.module is None or not isinstance(error.node, ast.ClassDef):
        return False
    family = (error, *error.module.ancestors(error.node))
    init = next(
        (
            found
            for each in family
            if isinstance(each.node, ast.ClassDef)
            and (found := methods(each.node).get("__init__"))
        ),
        None,
    )
    return (
        HOME_ASSISTANT_ERROR in (each.name for each in family)
        and init is not None
        and (
            init.args.kwarg is not None
            or "translation_key" in (each.arg for each in parameters(init))
        )
    )


def untranslated(integration: Integration) -> Iterator[Finding]:
    """Report errors that the user gets in English only."""
    for module, call in _raised(integration):
        name = last_name(call)
        key, domain = (
            keyword(call, "translation_key"),
            keyword(call, "translation_domain"),
        )
        if call.args and key is None:
            if integration.done("exception-translations"):
                yield module.finding(
                    call,
                    "home-assistant-exception-not-translated",
                    f"exception-translations is done, and {name} has a message in English",
                    "Pass translation_domain and translation_key, and put the message into strings.json",
                )
        elif call.args:
            yield module.finding(
                call,
                "home-assistant-exception-message-with-translation",
                f"{name} has a message beside its translation",
                "Leave the message out",
            )
        elif (key is None) != (domain is None):
            yield module.finding(
                call,
                "home-assistant-exception-translation-key-domain-mismatch",
                f"{name} has only one of translation_key and translation_domain",
                "Pass both",
            )
        elif key is not None:
            yield from _mismatch(integration, module, call, key, domain)


def _mismatch(
    integration: Integration,
    module: Module,
    call: ast.Call,
    key: ast.expr,
    domain: ast.expr | None,
) -> Iterator[Finding]:
    """Report a translation that is not there, or wants other placeholders."""
    own = text(domain) == integration.domain or dotted(domain) == "DOMAIN"
    if not own or (name := text(key)) is None:
        return
    match integration.strings:
        case {"exceptions": dict() as exceptions}:
            pass
        case _:
            exceptions = {}
    if name not in exceptions:
        yield module.finding(
            call,
            "home-assistant-exception-translation-key-missing",
            f"strings.json has no exceptions.{name}",
            "Add it with a message",
        )
        return
    match exceptions[name]:
        case {"message": str() as message} if not message.startswith("[%key:"):
            wanted = set(re.findall(r"\{(\w+)\}", message))
        case _:
            return
    given = _keys(module, keyword(call, "translation_placeholders"))
    if wanted and given is not None and given != wanted:
        yield module.finding(
            call,
            "home-assistant-exception-placeholder-mismatch",
            f"exceptions.{name} wants {_listed(wanted)}, and gets {_listed(given)}",
            "Let translation_placeholders and the message have the same names",
        )


def _keys(module: Module, placeholders: ast.expr | None) -> set[str] | None:
    """Return the names that are passed for placeholders, or None where they are not known."""
    match placeholders:
        case None:
            return set()
        case ast.Dict(keys=keys):
            names = [module.value(key) for key in keys]
            return {name for name in names if name} if None not in names else None
    return None


def _listed(names: set[str]) -> str:
    """Return names for a message."""
    return ", ".join(f"{{{name}}}" for name in sorted(names)) or "none"


def _actions(integration: Integration) -> Iterator[tuple[Module, Function]]:
    """Yield what carries out the actions of the integration."""
    for module in integration.modules:
        registered = {name for call in module.calls if (name := _handler(call))}
        names = ACTIONS.get(module.part, [])
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
            yield module.finding(
                place,
                "home-assistant-action-swallowed-exception",
                f"{function.name} catches an error and does not raise, so the user thinks that it worked",
                "Raise a translated HomeAssistantError from it",
            )


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


CHECKS: Final = (untranslated, swallowed)
