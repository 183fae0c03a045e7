"""Rules for where the data of a config entry is kept."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import dotted, last_name, parameters

from .examples import examples
from .rule import Severity, rule
from .setup import root
from .sources import guide, plugin, quality_scale

_WITHOUT: Final = ("application_credentials", "config_flow", "const", "diagnostics")
_TAKING_DOWN: Final = {
    "async_migrate_entry",
    "async_remove_entry",
    "async_unload_entry",
}
_DATA: Final = ("hass.data", "self.hass.data")

# What rules here and of the quality scale speak of
ABOUT: Final = "hass.data[DOMAIN]"


@rule(
    code="home-assistant-use-runtime-data",
    title="The data of an entry is kept in its runtime_data",
    severity=Severity.REFUSED,
    source=plugin("use_runtime_data"),
    why="Data in hass.data[DOMAIN] has no type and outlives the entry.",
    mend="Keep it in entry.runtime_data",
    about=ABOUT,
    good=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data = await connect(entry)
        """,
        """
        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            if not hass.data[DOMAIN]:
                hass.data.pop(DOMAIN)
        """,
    ),
    bad=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            hass.data[DOMAIN] = await connect(entry)  # !
        """,
        """
        class ExampleSensor(SensorEntity):
            def update(self) -> None:
                self.client = self.hass.data[DOMAIN]["client"]  # !
        """,
        file="sensor.py",
    ),
)
def kept_elsewhere(integration: Integration) -> Iterator[Finding]:
    """Report data of an entry that is kept elsewhere than in the entry."""
    for module in _modules(integration):
        for node in module.nodes:
            match node:
                case ast.Subscript(value=data, slice=ast.Name(id="DOMAIN")) if (
                    dotted(data) in _DATA
                ):
                    pass
                case _:
                    continue
            if module.part not in _WITHOUT and not _is_taken_down(module, node):
                yield module.found(
                    node,
                    "Data is kept in hass.data[DOMAIN], which has no type and outlives the entry",
                )


def _modules(integration: Integration) -> tuple[Module, ...]:
    """Return the modules that could keep data of an entry."""
    return integration.modules if integration.manifest.get("config_flow") else ()


def _is_taken_down(module: Module, node: ast.Subscript) -> bool:
    """Return whether data is only taken out of where it was."""
    function = module.function_around(node)
    parent = module.parents[node]
    return (
        (function is not None and function.name in _TAKING_DOWN)
        or isinstance(parent, ast.Delete)
        or (isinstance(parent, ast.Attribute) and parent.attr == "pop")
    )


@rule(
    code="review-guide/shared-data",
    title="Nothing is kept under the bare domain",
    severity=Severity.ASKED,
    source=quality_scale("runtime-data"),
    why="What is kept under a string has no type, whether it is of one entry or shared by all.",
    mend="Keep it in entry.runtime_data, or what entries share under a HassKey",
    about=ABOUT,
    good=examples(
        """
        from homeassistant.util.hass_dict import HassKey

        KEY: HassKey[int] = HassKey(DOMAIN)


        def count(hass: HomeAssistant) -> int:
            return hass.data.setdefault(KEY, 0)
        """,
        'def others(hass: HomeAssistant) -> Any:\n    return hass.data["recorder"]\n',
    ),
    bad=examples(
        "def keep(hass: HomeAssistant) -> None:\n    hass.data.setdefault(DOMAIN, {})  # !\n",
        'def kept(hass: HomeAssistant) -> Any:\n    return hass.data["example"]  # !\n',
    ),
)
def shared_data(integration: Integration) -> Iterator[Finding]:
    """Report data kept under the domain by another way of writing it."""
    for module in _modules(integration):
        for node in module.nodes:
            match node:
                case ast.Subscript(value=data, slice=ast.Constant(value=key)):
                    pass
                case ast.Call(
                    func=ast.Attribute(value=data, attr="get" | "setdefault"),
                    args=[key, *_],
                ):
                    key = module.value(key)
                case _:
                    continue
            if key == integration.domain and dotted(data) in _DATA:
                yield module.found(
                    node,
                    f'Data is kept in hass.data["{key}"], which has no type and outlives the entry',
                )


@rule(
    code="review-guide/untyped-runtime-data",
    title="An entry whose runtime_data is used has a type that says what it is",
    severity=Severity.ASKED,
    source=guide("typing"),
    why="The runtime_data of a plain ConfigEntry is anything, so that no type checker looks at its uses.",
    mend="Define `type MyConfigEntry = ConfigEntry[MyData]` and annotate with that",
    good=examples(
        """
        type ExampleConfigEntry = ConfigEntry[ExampleClient]

        async def async_unload_entry(hass: HomeAssistant, entry: ExampleConfigEntry) -> None:
            await entry.runtime_data.close()
        """,
        """
        async def async_remove_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            await forget(entry.entry_id)
        """,
    ),
    bad=examples(
        """
        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            await entry.runtime_data.close()  # !
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: config_entries.ConfigEntry) -> None:
            entry.runtime_data = await connect(entry)  # !
        """,
    ),
)
def typed_entry(integration: Integration) -> Iterator[Finding]:
    """Report runtime data of an entry whose type does not say what it is."""
    if (module := root(integration)) is None:
        return
    for node in module.nodes:
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr="runtime_data"):
                function = module.function_around(node)
            case _:
                continue
        for parameter in parameters(function) if function else ():
            if (
                parameter.arg == name
                and isinstance(parameter.annotation, ast.Name | ast.Attribute)
                and last_name(parameter.annotation) == "ConfigEntry"
            ):
                yield module.found(
                    node,
                    f"{name} is a ConfigEntry, which does not say what its runtime_data is",
                )
