"""Rules for what entities say of their device."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import assigned, inner, last_name, methods
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import installed, plugin, threads

from .classes import entity_classes

# What takes a device's information
_DEVICES: Final = ("DeviceInfo", "ChildDeviceInfo", "async_get_or_create")


@rule(
    code="home-assistant-device-info-dict",
    title="Device info is made by its class",
    severity=Severity.REFUSED,
    source=plugin("device_info_dict"),
    why="Nobody checks the keys of a dict, and a wrong one is noticed at run time only.",
    mend="Write DeviceInfo(...)",
    good=examples(
        """
        class ExampleEntity(Entity):
            def __init__(self, serial: str) -> None:
                self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)})
        """,
        """
        class ExampleClient:
            @property
            def device_info(self) -> dict[str, str]:
                return {"serial": self.serial}
        """,
        file="entity.py",
    ),
    bad=examples(
        """
        class ExampleEntity(Entity):
            def __init__(self, serial: str) -> None:
                self._attr_device_info = {"identifiers": {(DOMAIN, serial)}}  # !
        """,
        """
        class ExampleEntity(Entity):
            @property
            def device_info(self) -> DeviceInfo:
                return dict(identifiers={(DOMAIN, self.serial)})  # !
        """,
        file="entity.py",
    ),
)
def device_info_dict(integration: Integration) -> Iterator[Finding]:
    """Report device info that is a dict, whose keys nobody checks."""
    for module in integration.modules:
        for class_ in entity_classes(module):
            values = [
                value
                for node in ast.walk(class_)
                for target, value in assigned(node)
                if last_name(target) == "_attr_device_info"
            ]
            if (property_ := methods(class_).get("device_info")) is not None:
                values += [
                    node.value
                    for node in inner(property_)
                    if isinstance(node, ast.Return) and node.value
                ]
            for value in values:
                if isinstance(value, ast.Dict) or (
                    isinstance(value, ast.Call) and last_name(value) == "dict"
                ):
                    yield module.found(
                        value, f"The device info of {class_.name} is a dict"
                    )


@rule(
    code="home-assistant-unnecessary-format-mac",
    title="The address of a connection is passed as it is",
    severity=Severity.REFUSED,
    source=plugin("unnecessary_format_mac"),
    why="The device registry brings it into shape itself.",
    mend="Pass the address as it is",
    good=examples(
        """
        INFO = DeviceInfo(connections={(CONNECTION_NETWORK_MAC, status.mac)})
        """,
        """
        INFO = DeviceInfo(identifiers={(DOMAIN, format_mac(status.mac))})
        """,
        file="entity.py",
    ),
    bad=examples(
        """
        INFO = DeviceInfo(
            connections={(CONNECTION_NETWORK_MAC, format_mac(status.mac))},  # !
        )
        """,
        """
        def register(registry: dr.DeviceRegistry, entry: ConfigEntry) -> None:
            registry.async_get_or_create(
                config_entry_id=entry.entry_id,
                connections={(dr.CONNECTION_NETWORK_MAC, dr.format_mac(entry.unique_id))},  # !
            )
        """,
        file="entity.py",
    ),
)
def unnecessary_format_mac(integration: Integration) -> Iterator[Finding]:
    """Report MAC addresses that are put into shape before the device registry does it."""
    for module in integration.modules:
        for node in module.nodes:
            match node:
                case ast.Tuple(elts=[kind, ast.Call() as call]) if (
                    last_name(kind) == "CONNECTION_NETWORK_MAC"
                    and last_name(call) == "format_mac"
                    and any(
                        isinstance(each, ast.keyword) and each.arg == "connections"
                        for each in module.around(node)
                    )
                ):
                    yield module.found(
                        call, "The address of a connection is brought into shape"
                    )


@rule(
    code="review-guide/deprecated-device-info",
    title="Device info has only what the device registry still takes",
    severity=Severity.REFUSED,
    source=installed("helpers.device_registry"),
    why="Type checkers do not know it any more, and Home Assistant reports it until it is removed.",
    mend="Use what replaces it",
    good=examples(
        """
        LAMP = DeviceInfo(identifiers={(DOMAIN, serial)}, name="Lamp", via_device_id=hub.id)
        """,
        """
        RECORD = ExampleRecord(serial=serial, via_device=hub.serial)
        """,
        file="entity.py",
    ),
    bad=examples(
        """
        LAMP = DeviceInfo(
            identifiers={(DOMAIN, serial)},
            via_device=(DOMAIN, hub.serial),  # !
        )
        """,
        """
        def register(registry: dr.DeviceRegistry, entry: ConfigEntry) -> None:
            registry.async_get_or_create(
                config_entry_id=entry.entry_id,
                identifiers={(DOMAIN, entry.unique_id)},
                default_name="Hub",  # !
            )
        """,
        file="entity.py",
    ),
)
def deprecated_device_info(integration: Integration) -> Iterator[Finding]:
    """Report what the device registry says is deprecated."""
    registry = integration.module("homeassistant.helpers.device_registry")
    table = registry and registry.bindings.get("_DEPRECATED_DEVICE_INFO_PARAMETERS")
    deprecated = ast.literal_eval(table) if isinstance(table, ast.Dict) else {}
    for module in integration.modules:
        for call in module.calls:
            if last_name(call.func) in _DEVICES:
                for each in call.keywords:
                    if each.arg in deprecated:
                        _, replacement = deprecated[each.arg]
                        yield module.found(
                            each,
                            f"{each.arg} is deprecated",
                            f"Use {replacement}" if replacement else "Leave it out",
                        )


@rule(
    code="review-guide/default-device-name",
    title="A device that is named like its entry has no name of its own",
    severity=Severity.ADVICE,
    source=threads(145125),
    why="The device registry takes the title of the entry where there is no name.",
    mend="Leave it out",
    good=examples(
        """
        INFO = DeviceInfo(identifiers={(DOMAIN, serial)}, name=status.name)
        """,
        # A subentry is not what the device registry asks.
        """
        INFO = DeviceInfo(identifiers={(DOMAIN, subentry.subentry_id)}, name=subentry.title)
        """,
        file="entity.py",
    ),
    bad=examples(
        """
        INFO = DeviceInfo(
            identifiers={(DOMAIN, entry.entry_id)},
            name=entry.title,  # !
        )
        """,
        """
        class ExampleEntity(CoordinatorEntity):
            def __init__(self, coordinator: ExampleCoordinator) -> None:
                self._attr_device_info = DeviceInfo(
                    name=coordinator.config_entry.title,  # !
                    identifiers={(DOMAIN, coordinator.serial)},
                )
        """,
        file="entity.py",
    ),
)
def default_device_name(integration: Integration) -> Iterator[Finding]:
    """Report names that are the title of the entry."""
    for module in integration.modules:
        for call in module.calls:
            if last_name(call.func) != "DeviceInfo":
                continue
            for given in call.keywords:
                match given:
                    case ast.keyword(
                        arg="name", value=ast.Attribute(value=entry, attr="title")
                    ) if last_name(entry) in ("entry", "config_entry"):
                        yield module.found(
                            given, "The name of the device is the title of its entry"
                        )
