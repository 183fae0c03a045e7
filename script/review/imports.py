"""Check imports."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module

# Components whose inner modules core lets others import from.
COMPONENTS: Final = "homeassistant.components"

OPEN_COMPONENTS: Final = {
    "bluetooth",
    "device_tracker",
    "homeassistant",
    "homeassistant_hardware",
    "http",
    "recorder",
}

REGISTRIES: Final = {
    f"homeassistant.helpers.{name}_registry": name[0] + "r"
    for name in ("area", "category", "device", "entity", "floor", "issue", "label")
}

# Names that moved: the module, the names, and what stands in their place.
MOVED: Final = (
    ("functools", r"cached_property", "propcache.api.cached_property"),
    ("propcache", r"(under_)?cached_property", "propcache.api"),
    ("homeassistant.components.light", r"COLOR_MODE_\w*", "the ColorMode enum"),
    ("homeassistant.components.light", r"SUPPORT_\w*", "the LightEntityFeature enum"),
    (
        r"homeassistant.components.media_player",
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


def _imports(integration: Integration) -> Iterator[tuple[Module, ast.ImportFrom]]:
    """Yield the imports of names, of the integration and its tests."""
    for module in (*integration.modules, *integration.tests):
        for node in module.nodes:
            if isinstance(node, ast.ImportFrom):
                yield module, node


def _component(name: str) -> str:
    """Return the component that a module is of, or ""."""
    return (
        name.removeprefix(f"{COMPONENTS}.").partition(".")[0]
        if name.startswith(f"{COMPONENTS}.")
        else ""
    )


def relative_import(integration: Integration) -> Iterator[Finding]:
    """Report imports from the same integration by its full name."""
    for module, node in _imports(integration):
        own = ".".join(module.name.split(".")[:3])
        names = {
            node.module or "",
            *(f"{node.module}.{each.name}" for each in node.names),
        }
        if not node.level and any(
            name == own or name.startswith(f"{own}.") for name in names
        ):
            yield module.finding(
                node,
                "home-assistant-relative-import",
                f"{node.module} is imported by its full name from within it",
                "Import it relatively, as `from .const import DOMAIN`",
            )


def absolute_import(integration: Integration) -> Iterator[Finding]:
    """Report relative imports that lead out of the integration."""
    for module, node in _imports(integration):
        own = ".".join(module.name.split(".")[:3])
        source = module.imported(node)
        outside = source != own and not source.startswith(f"{own}.")
        names_own = f"{source}.{node.names[0].name}" == own
        if node.level and outside and not names_own:
            yield module.finding(
                node,
                "home-assistant-absolute-import",
                "A relative import leads out of the integration",
                f"Import from {source or 'there'} by its full name",
            )


def component_root_import(integration: Integration) -> Iterator[Finding]:
    """Report imports from the inner modules of other components."""
    for module, node in _imports(integration):
        source = module.imported(node)
        component = _component(source)
        if node.level or component in ("", integration.domain, *OPEN_COMPONENTS):
            continue
        if source.count(".") > 2 or any(each.name == "const" for each in node.names):
            yield module.finding(
                node,
                "home-assistant-component-root-import",
                f"{source} is an inner module of the component {component}",
                f"Import from {COMPONENTS}.{component}, which is what others may rely on",
            )


def domain_alias(integration: Integration) -> Iterator[Finding]:
    """Report the domain of another component without its name, or the own one with another."""
    for module, node in _imports(integration):
        source = module.imported(node)
        component = _component(source)
        for alias in node.names:
            if alias.name != "DOMAIN" or not component:
                continue
            if component == integration.domain:
                if alias.asname not in (None, "DOMAIN"):
                    yield module.finding(
                        node,
                        "home-assistant-import-constant-unnecessary-alias",
                        f"The integration's own DOMAIN is imported as {alias.asname}",
                        "Import it as DOMAIN",
                    )
            elif not node.level and not (alias.asname or "").endswith("_DOMAIN"):
                yield module.finding(
                    node,
                    "home-assistant-import-constant-alias",
                    f"The DOMAIN of {component} looks like the integration's own",
                    f"Import it as {component.upper()}_DOMAIN",
                )


def domain_attribute(integration: Integration) -> Iterator[Finding]:
    """Report the own domain taken from a module."""
    own = f"{COMPONENTS}.{integration.domain}"
    for module in (*integration.modules, *integration.tests):
        for node in module.nodes:
            match node:
                case ast.Attribute(value=ast.Name(id=name) as value, attr="DOMAIN"):
                    bound = module.bindings.get(name)
                    definition = module.definition(value)
                case _:
                    continue
            absolute = isinstance(bound, ast.Import) or (
                isinstance(bound, ast.ImportFrom) and not bound.level
            )
            if absolute and definition and f"{definition.name}.".startswith(f"{own}."):
                yield module.finding(
                    node,
                    "home-assistant-import-domain-constant",
                    f"{name}.DOMAIN is the integration's own domain",
                    "Import DOMAIN itself",
                )


def deprecated_import(integration: Integration) -> Iterator[Finding]:
    """Report names that have moved."""
    for module, node in _imports(integration):
        for source, names, replacement in MOVED:
            if node.level or node.module != source:
                continue
            for alias in node.names:
                if re.fullmatch(names, alias.name):
                    yield module.finding(
                        node,
                        "home-assistant-deprecated-import",
                        f"{source}.{alias.name} is deprecated",
                        f"Use {replacement}",
                    )


def helper_namespace_import(integration: Integration) -> Iterator[Finding]:
    """Report functions of the registries that are imported without their registry."""
    for module, node in _imports(integration):
        if not (short := REGISTRIES.get(node.module or "")):
            continue
        for alias in node.names:
            if alias.name == "async_get" or (
                alias.name == "async_entries_for_config_entry" and short in ("dr", "er")
            ):
                yield module.finding(
                    node,
                    "home-assistant-helper-namespace-import",
                    f"{alias.name} does not say which registry it is of",
                    f"Import {(node.module or '').rpartition('.')[2]} as {short} and call {short}.{alias.name}",
                )


def banned_import(integration: Integration) -> Iterator[Finding]:
    """Report the validation library that Probatio has replaced, and Probatio under its name."""
    for module in (*integration.modules, *integration.tests):
        for node in module.nodes:
            match node:
                case ast.Import(names=names):
                    imported = [(each.name, each.asname) for each in names]
                case ast.ImportFrom(module=str() as name, level=0):
                    imported = [(name, None)]
                case _:
                    continue
            for name, alias in imported:
                if name.partition(".")[0] == "voluptuous":
                    yield module.finding(
                        node,
                        "TID251",
                        "Core validates with probatio, and its lint bans voluptuous",
                        "Write `import probatio` and probatio.Schema, probatio.Required and so on",
                    )
                if name == "probatio" and alias:
                    yield module.finding(
                        node,
                        "ICN002",
                        f"probatio is imported as {alias}",
                        "Import it under its own name",
                    )


CHECKS: Final = (
    relative_import,
    absolute_import,
    component_root_import,
    domain_alias,
    domain_attribute,
    deprecated_import,
    helper_namespace_import,
    banned_import,
)
