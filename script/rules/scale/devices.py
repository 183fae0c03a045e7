"""Rules for devices, and for those that come and go."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.names import COORDINATOR
from script.integration.syntax import FUNCTIONS, Function, keyword, last_name
from script.rules.entities.kinds import sets
from script.rules.examples import Example, examples

from .tier_rule import Tier, TierRule

# The types of what a platform is given to add entities with
_ADDS: Final = {"AddConfigEntryEntitiesCallback", "AddEntitiesCallback"}


_HUB: Final = {"manifest.json": {"integration_type": "hub"}}
_CHILD: Final = {
    "entity.py": """\
def info(serial: str) -> DeviceInfo:
    return DeviceInfo(identifiers={(DOMAIN, serial)}, via_device=(DOMAIN, "hub"))  # !
"""
}


def device_infos(integration: Integration) -> Iterator[tuple[Module, ast.Call]]:
    """Yield what devices say of themselves."""
    return (
        (module, call)
        for module, call in integration.calls(
            "DeviceInfo", "ChildDeviceInfo", "async_get_or_create"
        )
        if last_name(call.func) != "async_get_or_create"
        or keyword(call, "identifiers")
        or keyword(call, "connections")
    )


def _devices(integration: Integration) -> Iterator[Fact]:
    """Yield what devices say of themselves."""
    for module, call in device_infos(integration):
        yield fact(module, "there is a device", call)


def described_devices(integration: Integration) -> Iterator[Fact]:
    """Yield what devices say of themselves, in whichever way entities are told of it."""
    yield from _devices(integration)
    yield from sets("device_info", "an entity has a device")(integration)


@TierRule(
    tier=Tier.GOLD,
    code="devices",
    title="DeviceInfo identifies and describes the device",
    why="The device page shows what it is, and what several integrations say of one device comes together.",
    mend="Tell as much of it as is known",
    evidence=described_devices,
    against=_devices,
    good=examples(
        """
        class ExampleEntity(Entity):
            def __init__(self, serial: str) -> None:
                self._attr_device_info = DeviceInfo(  # ✔
                    identifiers={(DOMAIN, serial)}, manufacturer="Example"
                )
        """,
        """
        def info(mac: str) -> DeviceInfo:
            return DeviceInfo(  # ✔
                connections={(CONNECTION_NETWORK_MAC, mac)},
                default_manufacturer="Example",
            )
        """,
        file="entity.py",
    ),
    bad=(
        *examples(
            """
            def info(serial: str) -> DeviceInfo:
                return DeviceInfo(identifiers={(DOMAIN, serial)})  # !
            """,
            """
            class ExampleEntity(Entity):
                def __init__(self, serial: str) -> None:
                    self._serial = serial
            """,
            file="entity.py",
        ),
        Example(
            {
                "manifest.json": {"integration_type": "service"},
                "entity.py": """\
def info(account: str) -> DeviceInfo:
    return DeviceInfo(identifiers={(DOMAIN, account)}, manufacturer="Example")  # !
""",
            }
        ),
    ),
)
def devices(integration: Integration) -> Iterator[Finding]:
    """Report devices that say too little of themselves."""
    calls = list(device_infos(integration))
    given = {each.arg for _, call in calls for each in call.keywords}
    wanted = [{"connections", "identifiers"}, {"default_manufacturer", "manufacturer"}]
    if integration.manifest.get("integration_type") == "service":
        wanted.append({"entry_type"})
    for names in wanted if calls else ():
        if (
            None not in given
            and not names & given
            and not any(_mentions(integration, name) for name in names)
        ):
            yield gap(
                calls[0][0],
                f"no device has {' or '.join(sorted(names))}",
                "Tell as much of it as is known",
                calls[0][1],
                # A service may have none.
                advice=not names & {"identifiers"},
            )


def _mentions(integration: Integration, word: str) -> bool:
    """Return whether the code has a word as a name or a string."""
    return any(
        (isinstance(node, ast.Name | ast.Attribute) and last_name(node).endswith(word))
        or (isinstance(node, ast.Constant) and node.value == word)
        for module in integration.modules
        for node in module.nodes
    )


def _behind_hub(integration: Integration) -> Iterator[Fact]:
    """Yield devices that are reached through a hub."""
    if integration.manifest.get("integration_type", "hub") != "hub":
        return
    for module, call in device_infos(integration):
        if last_name(call.func) == "ChildDeviceInfo" or keyword(call, "via_device"):
            yield fact(module, "a device is reached through the hub", call)


def _later_entities(integration: Integration) -> Iterator[tuple[Module, Function]]:
    """Yield the functions within others, and the methods, that add entities or hand on what does."""
    for module in integration.modules:
        adding = {"async_add_entities", "_async_add_entities"} | {
            node.arg
            for node in module.nodes
            if isinstance(node, ast.arg) and last_name(node.annotation) in _ADDS
        }
        for function in module.functions:
            inner = isinstance(
                module.parents[function], FUNCTIONS
            ) or module.class_around(function)
            if inner and any(
                isinstance(node, ast.Call)
                and any(last_name(each) in adding for each in (node.func, *node.args))
                for node in ast.walk(function)
            ):
                yield module, function


def devices_come(integration: Integration) -> Iterator[Fact]:
    """Yield what adds entities while the integration runs."""
    for module, node in _later_entities(integration):
        if _happens_later(integration, module, node):
            yield fact(module, "entities are added while it runs", node)
    # A reload adds whatever has come.
    for module, call in integration.calls("async_reload", "async_schedule_reload"):
        function = module.function_around(call)
        if function and _happens_later(integration, module, function):
            yield fact(module, "a reload adds what has come", call)


def may_come(integration: Integration) -> Iterator[Fact]:
    """Yield that a hub adds entities while it runs, or reaches devices that may come."""
    # What comes later with a single device or service are entities of that one.
    if integration.manifest.get("integration_type", "hub") == "hub":
        yield from (
            each for each in devices_come(integration) if "reload" not in each.what
        )
        yield from _behind_hub(integration)


dynamic_devices = TierRule(
    tier=Tier.GOLD,
    code="dynamic-devices",
    title="entities of new devices are added while it runs",
    why="Whoever adds a device to the hub expects to see it without a reload.",
    mend="Add entities in a listener of the coordinator",
    evidence=devices_come,
    against=may_come,
    is_reasoned=True,
    good=examples(
        """
        async def async_setup_entry(hass, entry, async_add_entities):
            def add() -> None:  # ✔
                async_add_entities([ExampleSensor()])

            entry.runtime_data.async_add_listener(add)
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[None]):
            async def _async_update_data(self) -> None:
                if await self.client.new_devices():
                    self.hass.config_entries.async_schedule_reload(self.entry_id)  # ✔
        """,
        file="sensor.py",
    ),
    bad=(
        *examples(
            """
            async def async_setup_entry(hass, entry, async_add_entities):
                def add() -> None:
                    async_add_entities([ExampleSensor()])

                add()
            """,
            file="sensor.py",
        ),
        Example({**_HUB, **_CHILD, "quality_scale.yaml": {}}),
    ),
)


def _removals(integration: Integration) -> Iterator[tuple[Module, ast.AST]]:
    """Yield what removes devices."""
    for module in integration.modules:
        for function in module.functions:
            if function.name == "async_remove_config_entry_device":
                yield module, function
        for call in module.calls:
            around = module.function_around(call)
            if around and "migrate" in around.name:
                continue
            if last_name(call.func) == "async_remove_device" or (
                last_name(call.func) == "async_update_device"
                and keyword(call, "remove_config_entry_id")
            ):
                yield module, call


def devices_go(integration: Integration) -> Iterator[Fact]:
    """Yield what removes devices."""
    for module, node in _removals(integration):
        yield fact(module, "devices are removed", node)


def may_go(integration: Integration) -> Iterator[Fact]:
    """Yield that devices are removed, or are reached through a hub, which may lose them."""
    yield from devices_go(integration)
    yield from _behind_hub(integration)


stale_devices = TierRule(
    tier=Tier.GOLD,
    code="stale-devices",
    title="devices that are gone can be removed",
    why="What the user has given away would stay in Home Assistant for ever.",
    mend="Remove them once the hub has them no more, or let the user do it by async_remove_config_entry_device",
    evidence=devices_go,
    against=may_go,
    is_reasoned=True,
    good=examples(
        """
        async def async_remove_config_entry_device(hass, entry, device) -> bool:  # ✔
            return device.id not in entry.runtime_data.devices
        """,
        """
        def clean(hass: HomeAssistant, device_id: str) -> None:
            dr.async_get(hass).async_remove_device(device_id)  # ✔
        """,
    ),
    bad=(
        # It removes what a former version left.
        *examples(
            """
            async def async_migrate_entry(hass, entry):
                dr.async_get(hass).async_remove_device(entry.data["device"])
            """
        ),
        Example({**_HUB, **_CHILD, "quality_scale.yaml": {}}),
    ),
)


def _happens_later(integration: Integration, module: Module, start: Function) -> bool:
    """Return whether a function is handed on for others to call, or called by one that is."""
    seen: set[str] = set()
    pending: list[tuple[Module, Function]] = [(module, start)]
    while pending:
        home, function = pending.pop()
        if _is_called_by_core(home, function):
            return True
        if function.name in seen:
            continue
        seen.add(function.name)
        for other in integration.modules:
            for node in other.nodes:
                if (
                    not isinstance(node, ast.Name | ast.Attribute)
                    or last_name(node) != function.name
                    or not isinstance(node.ctx, ast.Load)
                ):
                    continue
                match parent := other.parents[node]:
                    case ast.Call(func=called) if called is node:
                        caller = other.function_around(node)
                        if any(
                            isinstance(each, ast.Lambda) for each in other.around(node)
                        ):
                            return True
                        if caller:
                            pending.append((other, caller))
                    # An entry that the user has changed says nothing of devices.
                    case ast.Call() if last_name(parent.func) == "add_update_listener":
                        pass
                    case _:
                        return True
    return False


def _is_called_by_core(module: Module, function: Function) -> bool:
    """Return whether this is a method that a coordinator is asked for data with."""
    class_ = module.parents.get(function)
    return (
        function.name == "_async_update_data"
        and isinstance(class_, ast.ClassDef)
        and module.derives(class_, COORDINATOR)
    )
