"""Rules for what is imported, and from where."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module

from .examples import Example, examples
from .rule import Severity, rule
from .sources import plugin

COMPONENTS: Final = "homeassistant.components"

# Components whose inner modules core lets others import from
_OPEN_COMPONENTS: Final = {
    "bluetooth",
    "device_tracker",
    "homeassistant",
    "homeassistant_hardware",
    "http",
    "recorder",
}

# How core names the modules of the registries
_REGISTRIES: Final = {
    f"homeassistant.helpers.{name}_registry": name[0] + "r"
    for name in ("area", "category", "device", "entity", "floor", "issue", "label")
}

# Names that moved: the module, the names, and what stands in their place
_MOVED: Final = (
    ("functools", r"cached_property", "propcache.api.cached_property"),
    ("propcache", r"(under_)?cached_property", "propcache.api"),
    ("homeassistant.components.light", r"COLOR_MODE_\w*", "the ColorMode enum"),
    ("homeassistant.components.light", r"SUPPORT_\w*", "the LightEntityFeature enum"),
    (
        "homeassistant.components.media_player",
        r"DEVICE_CLASS_\w*|SUPPORT_\w*|MEDIA_(CLASS|TYPE)_\w*|REPEAT_MODE\w*",
        "the enums of media_player",
    ),
    ("homeassistant.components.vacuum", r"SUPPORT_\w*", "the VacuumEntityFeature enum"),
    ("homeassistant.config_entries", r"DISABLED_\w*", "the ConfigEntryDisabler enum"),
    ("homeassistant.const", r"CONF_UNIT_SYSTEM_\w+", "a constant of your own"),
    (
        "homeassistant.helpers.config_validation",
        r"PLATFORM_SCHEMA(_BASE)?",
        "the platform's own schema",
    ),
    (
        "homeassistant.helpers.json",
        r"JSON_(DECODE|ENCODE)_EXCEPTIONS|json_loads",
        "homeassistant.util.json",
    ),
    ("homeassistant.util.unit_system", r"IMPERIAL_SYSTEM", "US_CUSTOMARY_SYSTEM"),
)


def imports_of(integration: Integration) -> Iterator[tuple[Module, ast.ImportFrom]]:
    """Yield the imports of names, of the integration and its tests."""
    for module in (*integration.modules, *integration.tests):
        for node in module.nodes:
            if isinstance(node, ast.ImportFrom):
                yield module, node


def _own_package(module: Module) -> str:
    """Return the package of the integration, or of its tests, that a module is in."""
    return ".".join(module.name.split(".")[:3])


def is_in(name: str, package: str) -> bool:
    """Return whether a module is a package, or in it."""
    return f"{name}.".startswith(f"{package}.")


def component_of(name: str) -> str:
    """Return the component that a module is of, or ""."""
    return (
        name.removeprefix(f"{COMPONENTS}.").partition(".")[0]
        if name.startswith(f"{COMPONENTS}.")
        else ""
    )


@rule(
    code="home-assistant-relative-import",
    title="An integration imports from itself relatively",
    severity=Severity.REFUSED,
    source=plugin("imports"),
    why="A relative import shows at first sight what is the integration's own.",
    mend="Import it relatively",
    good=(
        *examples("from .const import DOMAIN", file="sensor.py"),
        Example(
            {
                "climate/__init__.py": "from ..const import DOMAIN\n",
                "tests/test_init.py": "from homeassistant.components.example.const import DOMAIN\n",
            }
        ),
    ),
    bad=(
        *examples(
            "from homeassistant.components.example.const import DOMAIN  # !",
            file="sensor.py",
        ),
        *examples(
            "from homeassistant.components.example.const import DOMAIN  # !",
            file="climate/zone.py",
        ),
        *examples(
            "from tests.components.example import setup_integration  # !",
            file="tests/test_init.py",
        ),
    ),
)
def relative_import(integration: Integration) -> Iterator[Finding]:
    """Report imports from the same integration by its full name."""
    for module, node in imports_of(integration):
        own = _own_package(module)
        source = node.module or ""
        if node.level:
            continue
        if is_in(source, own):
            relative = _relative(module.package, source)
            names = ", ".join(ast.unparse(alias) for alias in node.names)
            mend = f"Write `from {relative} import {names}`"
        elif any(f"{source}.{each.name}" == own for each in node.names):
            mend = "Import what it has, as `from .const import …`"
        else:
            continue
        yield module.found(
            node, f"{source} is imported by its full name from within it", mend
        )


def _relative(package: str, source: str) -> str:
    """Return how a module of a package names another one above or beside it."""
    ours, theirs = package.split("."), source.split(".")
    shared = next(
        (
            index
            for index, (our, their) in enumerate(zip(ours, theirs, strict=False))
            if our != their
        ),
        min(len(ours), len(theirs)),
    )
    return "." * (len(ours) - shared + 1) + ".".join(theirs[shared:])


@rule(
    code="home-assistant-absolute-import",
    title="What is not the integration's own is imported by its full name",
    severity=Severity.REFUSED,
    source=plugin("imports"),
    why="A relative import reads as if the other component were a part of this one.",
    mend="Import it by its full name",
    good=(
        *examples(
            "from homeassistant.components.sensor import SensorEntity", file="sensor.py"
        ),
        *examples("from ..const import DOMAIN", file="climate/zone.py"),
    ),
    bad=(
        *examples("from ..sensor import SensorEntity  # !", file="sensor.py"),
        *examples("from ...sensor import SensorEntity  # !", file="climate/zone.py"),
    ),
)
def absolute_import(integration: Integration) -> Iterator[Finding]:
    """Report relative imports that lead out of the integration."""
    for module, node in imports_of(integration):
        own = _own_package(module)
        source = module.imported(node)
        if (
            node.level
            and not is_in(source, own)
            and f"{source}.{node.names[0].name}" != own
        ):
            yield module.found(
                node,
                "A relative import leads out of the integration",
                f"Import from {source or 'there'} by its full name",
            )


@rule(
    code="home-assistant-component-root-import",
    title="What another component offers is imported from its root",
    severity=Severity.REFUSED,
    source=plugin("imports"),
    why="A component's inner modules may change at any time; what its `__init__.py` has is for others.",
    mend="Import it from the component itself",
    good=examples(
        "from homeassistant.components.switch import SwitchEntity",
        "from homeassistant.components.bluetooth.match import ADDRESS",
        "from .switch.const import RELAY",
    ),
    bad=examples(
        "from homeassistant.components.switch.const import DOMAIN as SWITCH_DOMAIN  # !",
        "from homeassistant.components.zeroconf import const  # !",
    ),
)
def component_root_import(integration: Integration) -> Iterator[Finding]:
    """Report imports from the inner modules of other components."""
    for module, node in imports_of(integration):
        source = module.imported(node)
        component = component_of(source)
        if node.level or component in ("", integration.domain, *_OPEN_COMPONENTS):
            continue
        if source.count(".") > 2 or any(each.name == "const" for each in node.names):
            yield module.found(
                node,
                f"{source} is an inner module of the component {component}",
                f"Import from {COMPONENTS}.{component}, which is what others may rely on",
            )


@rule(
    code="home-assistant-deprecated-import",
    title="Names that have moved are imported from their new place",
    severity=Severity.REFUSED,
    source=plugin("imports"),
    why="The old place is kept for custom components only, and goes one day.",
    mend="Import it from its new place",
    good=examples(
        "from propcache.api import cached_property",
        "from functools import cache",
    ),
    bad=examples(
        "from functools import cached_property  # !",
        "from homeassistant.helpers.json import json_loads  # !",
    ),
)
def deprecated_import(integration: Integration) -> Iterator[Finding]:
    """Report names that have moved."""
    for module, node in imports_of(integration):
        for source, names, replacement in _MOVED:
            if node.level or node.module != source:
                continue
            for alias in node.names:
                if re.fullmatch(names, alias.name):
                    yield module.found(
                        node,
                        f"{source}.{alias.name} is deprecated",
                        f"Use {replacement}",
                    )


@rule(
    code="home-assistant-helper-namespace-import",
    title="Functions of a registry are called through their registry",
    severity=Severity.REFUSED,
    source=plugin("imports"),
    why="All registries have an `async_get`, so that the bare name does not say which one is meant.",
    mend="Import the registry, and call its function",
    good=examples(
        "from homeassistant.helpers import device_registry as dr\n\nregistry = dr.async_get(hass)",
        "from homeassistant.helpers.device_registry import DeviceInfo",
    ),
    bad=examples(
        "from homeassistant.helpers.entity_registry import async_get  # !",
        "from homeassistant.helpers.device_registry import async_entries_for_config_entry  # !",
    ),
)
def helper_namespace_import(integration: Integration) -> Iterator[Finding]:
    """Report functions of the registries that are imported without their registry."""
    for module, node in imports_of(integration):
        source = node.module or ""
        if not (short := _REGISTRIES.get(source)):
            continue
        for alias in node.names:
            if alias.name == "async_get" or (
                alias.name == "async_entries_for_config_entry" and short in ("dr", "er")
            ):
                yield module.found(
                    node,
                    f"{alias.name} does not say which registry it is of",
                    f"Import {source.rpartition('.')[2]} as {short} and call {short}.{alias.name}",
                )


def _libraries(
    integration: Integration,
) -> Iterator[tuple[Module, ast.stmt, str, str | None]]:
    """Yield each module that is imported by its full name, with its alias."""
    for module in (*integration.modules, *integration.tests):
        for node in module.nodes:
            match node:
                case ast.Import(names=names):
                    for each in names:
                        yield module, node, each.name, each.asname
                case ast.ImportFrom(module=str() as name, level=0):
                    yield module, node, name, None


@rule(
    code="TID251",
    title="Data is validated with Probatio",
    severity=Severity.REFUSED,
    source="ruff: TID251, with voluptuous banned in core's pyproject.toml",
    why="Core's helpers and its serialization of forms know Probatio's classes since 2026.9.",
    mend="Write `import probatio` and probatio.Schema, probatio.Required and so on",
    good=examples(
        "import probatio\n\nSCHEMA = probatio.Schema({})",
        "from probatio import Schema",
    ),
    bad=examples(
        "import voluptuous as vol  # !",
        "from voluptuous import Schema  # !",
    ),
)
def banned_import(integration: Integration) -> Iterator[Finding]:
    """Report the validation library that Probatio has replaced."""
    for module, node, name, _ in _libraries(integration):
        if name.partition(".")[0] == "voluptuous":
            yield module.found(
                node, "Core validates with probatio, and its lint bans voluptuous"
            )


@rule(
    code="ICN002",
    title="Probatio is imported under its own name",
    severity=Severity.REFUSED,
    source="ruff: ICN002, with the aliases in core's pyproject.toml",
    why="One name for it in all of core is quicker to read.",
    mend="Import it under its own name",
    good=examples(
        "import probatio",
        "from homeassistant.helpers import config_validation as cv",
    ),
    bad=examples(
        "import probatio as vol  # !",
        "import probatio as p  # !",
    ),
)
def banned_alias(integration: Integration) -> Iterator[Finding]:
    """Report Probatio under another name."""
    for module, node, name, alias in _libraries(integration):
        if name == "probatio" and alias:
            yield module.found(node, f"probatio is imported as {alias}")
