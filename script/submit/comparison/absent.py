"""Tell which features of the finished integration a step is without, by what Home Assistant looks for."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
import json
import re
from typing import Any, Final

from .syntax import FUNCTIONS, defined, last_name, parsed

type Files = Mapping[str, bytes]

INTEGRATION: Final = re.compile(r"homeassistant/components/\w+/")

# Modules that others load, whoever in the integration imports them besides
_LOADED: Final = frozenset(
    {
        *("condition", "device_action", "device_condition", "device_trigger"),
        *("diagnostics", "repairs", "services", "system_health", "trigger"),
    }
)
_ENTRY_FLOWS: Final = ("reauth", "reconfigure")
# What can start a flow, by the name of its step
SOURCES: Final = frozenset(
    {
        *("bluetooth", "dhcp", "discovery", "esphome", "hardware", "hassio", "homekit"),
        *("import", "integration_discovery", "mqtt", "reauth", "reconfigure", "ssdp"),
        *("system", "usb", "user", "zeroconf"),
    }
)


@dataclass(frozen=True)
class Absent:
    """What is never there in the step, and is in the finished integration.

    Attributes:
        modules: Modules that Home Assistant loads by their name, as "switch".
        modules_left: Those that the step still has.
        sources: Sources of flows, as "reauth".
        sources_left: Those that the step still has.
        options: Whether nobody can set options.
        options_form: Whether no form that a schema describes asks for options.
        subentries: Whether nobody can add subentries.
        actions: Whether it has no actions of its own.
        setup: Whether there is nothing to set up but entries.
        migration: Whether there are no entries of earlier versions.
        attributes: Whether entities have nothing beside their states.
    """

    modules: frozenset[str]
    modules_left: frozenset[str]
    sources: frozenset[str]
    sources_left: frozenset[str]
    options: bool
    options_form: bool
    subentries: bool
    actions: bool
    setup: bool
    migration: bool
    attributes: bool

    @property
    def words(self) -> frozenset[str]:
        """Return the names that Home Assistant has for what is absent."""
        return frozenset(
            (
                *(word for source in self.sources for word in _source_words(source)),
                *(_OPTIONS_WORDS if self.options or self.options_form else ()),
                *(_SUBENTRY_WORDS if self.subentries else ()),
                *(_ACTION_WORDS if self.actions else ()),
                # What Home Assistant asks for beside `async_setup`
                *(("CONFIG_SCHEMA",) if self.setup else ()),
                *(_REPAIR_WORDS if "repairs" in self.modules else ()),
                *((_MIGRATION,) if self.migration else ()),
                *(_ATTRIBUTE_WORDS if self.attributes else ()),
            )
        )


_SETUP: Final = ("async_setup", "setup")
_MIGRATION: Final = "async_migrate_entry"
_OPTIONS_WORDS: Final = (
    "OptionsFlow",
    "OptionsFlowWithReload",
    "SchemaOptionsFlowHandler",
    "async_get_options_flow",
    "options_flow",
)
_SUBENTRY_WORDS: Final = (
    "ConfigSubentry",
    "ConfigSubentryData",
    "ConfigSubentryFlow",
    "SubentryFlowResult",
    "async_get_supported_subentry_types",
)
_ACTION_WORDS: Final = (
    "ServiceCall",
    "ServiceResponse",
    "SupportsResponse",
    "async_register_admin_service",
    "async_register_batched_platform_entity_service",
    "async_register_entity_service",
    "async_register_platform_entity_service",
    "async_setup_services",
)
_ATTRIBUTE_WORDS: Final = (
    "extra_state_attributes",
    "_attr_extra_state_attributes",
    "_unrecorded_attributes",
)
_REPAIR_WORDS: Final = (
    "async_create_issue",
    "async_delete_issue",
    "async_ignore_issue",
    "async_keep_issue",
    "async_refresh_issues",
    "issue_registry",
)


def _source_words(source: str) -> Iterator[str]:
    yield f"SOURCE_{source.upper()}"
    yield f"async_step_{source}"
    if source in _ENTRY_FLOWS:
        yield f"_get_{source}_entry"
        yield f"start_{source}_flow"
    if source == "reauth":
        yield "async_start_reauth"


def absent(step: Files, finished: Files) -> Absent:
    """Return what a step is without."""
    steps = _flow_members(finished) - _flow_members(step)
    # Home Assistant starts no discovery that the manifest does not ask for.
    asked = _json(step, "manifest.json").keys() | {"user"}
    sources = SOURCES & (_sources(finished) - _sources(step))
    services = _has(finished, "services.yaml") and not _has(step, "services.yaml")
    return Absent(
        modules=_modules(finished) - _modules(step) - _helpers(finished),
        modules_left=_modules(step),
        sources=sources - asked,
        sources_left=SOURCES & (_sources(step) | {"user"}),
        options="async_get_options_flow" in steps,
        options_form="options_flow" in steps,
        subentries="async_get_supported_subentry_types" in steps,
        actions=services,
        setup=_sets_up(finished, *_SETUP) and not _sets_up(step, *_SETUP),
        migration=_sets_up(finished, _MIGRATION) and not _sets_up(step, _MIGRATION),
        attributes=_has_attributes(finished) and not _has_attributes(step),
    )


def _modules(files: Files) -> frozenset[str]:
    """Return the names of the modules and packages of an integration."""
    return frozenset(
        path[match.end() :].partition("/")[0].removesuffix(".py")
        for path in files
        if path.endswith(".py") and (match := INTEGRATION.match(path))
    )


def _sources(files: Files) -> frozenset[str]:
    """Return the steps of a flow, of which some are named like what starts it."""
    return frozenset(
        name.removeprefix("async_step_")
        for name in _flow_members(files)
        if name.startswith("async_step_")
    )


def _helpers(files: Files) -> frozenset[str]:
    """Return the modules that only the integration itself loads."""
    imported: set[str] = set()
    platforms: set[str] = set()
    for path, source in _modules_of(files):
        depth = INTEGRATION.sub("", path).count("/")
        imported |= {name for level, name in _imported(source) if level == depth + 1}
        platforms |= _named(source)
    return frozenset(imported - platforms - _LOADED)


@cache
def _imported(source: bytes) -> frozenset[tuple[int, str]]:
    """Return what a module imports by a relative name, each with the number of dots."""
    return frozenset(
        (node.level, name)
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.ImportFrom)
        for name in (
            [node.module.partition(".")[0]]
            if node.module
            else [alias.name for alias in node.names]
        )
    )


@cache
def _named(source: bytes) -> frozenset[str]:
    """Return the platforms that a module may name."""
    found: set[str] = set()
    for node in ast.walk(parsed(source)):
        match node:
            case ast.Attribute(value=ast.Name("Platform"), attr=name):
                found.add(name.lower())
            case ast.Constant(value=str() as name):
                found.add(name)
    return frozenset(found)


def _flow_members(files: Files) -> frozenset[str]:
    """Return the members of the config flow, by which Home Assistant knows its features."""
    return frozenset(
        name for _, source in _modules_of(files) for name in _members_of_flows(source)
    )


@cache
def _members_of_flows(source: bytes) -> frozenset[str]:
    return frozenset(
        name
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.ClassDef) and _is_config_flow(node)
        for member in node.body
        for name in _names_of(member)
    )


def _names_of(member: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement of a class gives: a method's, or those of a value."""
    match member:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets):
            yield from (each.id for each in targets if isinstance(each, ast.Name))


def _is_config_flow(node: ast.ClassDef) -> bool:
    """Return whether a class is a flow that adds entries, or a part of one."""
    bases = " ".join(map(ast.unparse, node.bases))
    return any(keyword.arg == "domain" for keyword in node.keywords) or (
        "Flow" in bases and not any(word in bases for word in ("Options", "Subentry"))
    )


def _modules_of(files: Files) -> Iterator[tuple[str, bytes]]:
    """Yield the modules of an integration, each with its path."""
    for path, source in files.items():
        if path.endswith(".py") and INTEGRATION.match(path):
            yield path, source


def _sets_up(files: Files, *names: str) -> bool:
    """Return whether an integration has one of some functions that Home Assistant calls."""
    return any(
        isinstance(node, FUNCTIONS) and node.name in names
        for path, source in _modules_of(files)
        if INTEGRATION.sub("", path) == "__init__.py"
        for node in parsed(source).body
    )


def _has(files: Files, name: str) -> bool:
    return any(path.endswith(f"/{name}") for path in files if INTEGRATION.match(path))


def _json(files: Files, name: str) -> dict[str, Any]:
    for path, content in files.items():
        if INTEGRATION.match(path) and path.endswith(f"/{name}"):
            found: dict[str, Any] = json.loads(content)
            return found
    return {}


def _has_attributes(files: Files) -> bool:
    """Return whether an entity has anything beside its state."""
    return any(
        not _members(source).isdisjoint(_ATTRIBUTE_WORDS)
        for _, source in _modules_of(files)
    )


@cache
def _members(source: bytes) -> frozenset[str]:
    """Return what classes define, in their bodies or for their objects."""
    found: set[str] = set()
    for node in ast.walk(parsed(source)):
        match node:
            case ast.ClassDef(body=body):
                found |= {each.name for each in body if isinstance(each, FUNCTIONS)}
                found |= {last_name(name) for each in body for name in defined(each)}
            case ast.Attribute(attr=name, ctx=ast.Store()):
                found.add(name)
    return frozenset(found)
