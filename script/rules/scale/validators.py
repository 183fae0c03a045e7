"""Look in the code for what rules of the quality scale ask, once they are marked done."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
import re
from typing import Final

from script.integration.core import core
from script.integration.files import read_text
from script.integration.integration import Integration
from script.integration.keys import line_of
from script.integration.modules import Module
from script.integration.syntax import Function, last_name
from script.rules.vocabulary import DISCOVERY, DISCOVERY_STEPS

type Problem = tuple[Path, int, str, str]
# Takes the integration, and the rules that it says are done.
type Validator = Callable[[Integration, frozenset[str]], Iterator[Problem]]

_TYPED_ENTRY: Final = re.compile(r"[A-Za-z0-9_]+ConfigEntry")
_STRICT: Final = re.compile(r"^homeassistant\.components\.([^.]+)", re.MULTILINE)
SETUP_ERRORS: Final = {
    "ConfigEntryNotReady",
    "ConfigEntryAuthFailed",
    "ConfigEntryError",
}
# These raise by themselves.
SETUP_CALLS: Final = {"async_config_entry_first_refresh", "async_ensure_token_valid"}
_STEPS: Final = DISCOVERY_STEPS | {
    "async_step_discovery",
    "async_step_integration_discovery",
}
# The functions that get the config entry, by module; a platform has async_setup_entry.
_ENTRY_FUNCTIONS: Final[Mapping[str, set[str]]] = {
    "": {
        "async_migrate_entry",
        "async_remove_config_entry_device",
        "async_remove_entry",
        "async_setup_entry",
        "async_unload_entry",
    },
    "diagnostics": {
        "async_get_config_entry_diagnostics",
        "async_get_device_diagnostics",
    },
}


def _config_flow(integration: Integration, _: frozenset[str]) -> Iterator[Problem]:
    manifest = integration.path / "manifest.json"
    line = line_of(manifest, "config_flow")
    if not integration.manifest.get("config_flow"):
        yield manifest, line, "the manifest does not set config_flow", "Set it"
    elif not (integration.path / "config_flow.py").is_file():
        yield manifest, line, "no config_flow.py", "Write it"


def _discovery(integration: Integration, _: frozenset[str]) -> Iterator[Problem]:
    if not DISCOVERY & integration.manifest.keys() | _STEPS & _methods(integration):
        yield (
            integration.path / "config_flow.py",
            0,
            "nothing is discovered: no matcher in the manifest, no discovery step",
            "Add them, or mark the rule exempt or todo",
        )


def _reconfiguration_flow(
    integration: Integration, _: frozenset[str]
) -> Iterator[Problem]:
    if "async_step_reconfigure" not in _methods(integration):
        yield (
            integration.path / "config_flow.py",
            0,
            "no async_step_reconfigure",
            "Write it, or mark the rule todo",
        )


def _runtime_data(integration: Integration, done: frozenset[str]) -> Iterator[Problem]:
    path = integration.path / "__init__.py"
    if (setup := _setup(integration)) is None:
        yield path, 0, "no async_setup_entry", "Write it"
        return
    match setup.args.args:
        case [_, ast.arg(arg=entry)]:
            pass
        case _:
            yield (
                path,
                setup.lineno,
                "async_setup_entry takes other than hass and the entry",
                "Take these two",
            )
            return
    if not any(
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and ast.unparse(node) == f"{entry}.runtime_data"
        for node in ast.walk(setup)
    ):
        yield (
            path,
            setup.lineno,
            f"async_setup_entry does not set {entry}.runtime_data",
            "Keep there what the platforms need",
        )
    if "strict-typing" in done:
        yield from _untyped_entries(integration)


def _untyped_entries(integration: Integration) -> Iterator[Problem]:
    names = {
        **_ENTRY_FUNCTIONS,
        **{platform: {"async_setup_entry"} for platform in core().platforms},
    }
    takers = [
        (module, each, 1)
        for module in integration.parts(*names)
        for each in module.tree.body
        if isinstance(each, ast.AsyncFunctionDef) and each.name in names[module.part]
    ]
    options = [
        (module, each, 0)
        for module in _flow(integration)
        for each in module.functions
        if each.name == "async_get_options_flow"
    ]
    for module, taker, position in (*takers, *options):
        if not _is_typed(taker, position):
            yield (
                module.path,
                taker.lineno,
                f"with strict-typing, {taker.name} takes a typed config entry",
                "Annotate it with a type alias of ConfigEntry with its runtime data, whose name ends in ConfigEntry",
            )


def _is_typed(function: Function, position: int) -> bool:
    match function.args.args[position : position + 1]:
        case [ast.arg(annotation=ast.Name(id=name))]:
            return bool(_TYPED_ENTRY.fullmatch(name))
    return False


def _strict_typing(integration: Integration, _: frozenset[str]) -> Iterator[Problem]:
    # Beside homeassistant/, in a checkout; an installed core has none.
    path = integration.root / ".strict-typing"
    strict = read_text(path)
    if strict is not None and integration.domain not in _STRICT.findall(strict):
        yield (
            path,
            0,
            f"no line for {integration.domain}",
            f"Add homeassistant.components.{integration.domain}.*",
        )


def _test_before_setup(
    integration: Integration, _: frozenset[str]
) -> Iterator[Problem]:
    path = integration.path / "__init__.py"
    if (setup := _setup(integration)) is None:
        yield path, 0, "no async_setup_entry", "Write it"
    elif not SETUP_CALLS & _called(ast.walk(setup)) and not any(
        isinstance(node, ast.Raise) and last_name(node.exc) in SETUP_ERRORS
        for module in integration.modules
        # Most name none of them: no need to parse those.
        if any(error in (read_text(module.path) or "") for error in SETUP_ERRORS)
        for node in module.nodes
    ):
        yield (
            path,
            setup.lineno,
            "async_setup_entry neither refreshes first nor can fail",
            f"Raise one of: {', '.join(sorted(SETUP_ERRORS))}",
        )


def _unique_config_entry(
    integration: Integration, _: frozenset[str]
) -> Iterator[Problem]:
    manifest = integration.manifest
    if manifest.get("single_config_entry") or not manifest.get("config_flow"):
        return
    called = _called(node for module in _flow(integration) for node in module.nodes)
    if "_async_abort_entries_match" not in called and not (
        {"async_set_unique_id", "_abort_if_unique_id_configured"} <= called
    ):
        yield (
            integration.path / "config_flow.py",
            0,
            "the same device can be set up twice",
            "Call async_set_unique_id and _abort_if_unique_id_configured",
        )


VALIDATORS: Final[Mapping[str, Validator]] = {
    "config-flow": _config_flow,
    "discovery": _discovery,
    "reconfiguration-flow": _reconfiguration_flow,
    "runtime-data": _runtime_data,
    "strict-typing": _strict_typing,
    "test-before-setup": _test_before_setup,
    "unique-config-entry": _unique_config_entry,
}


def _setup(integration: Integration) -> ast.AsyncFunctionDef | None:
    """Return the function that sets up an entry."""
    for module in integration.parts(""):
        for node in module.tree.body:
            if isinstance(node, ast.AsyncFunctionDef) and (
                node.name == "async_setup_entry"
            ):
                return node
    return None


def _flow(integration: Integration) -> tuple[Module, ...]:
    """Return the module of the flow, or those of its package."""
    return integration.parts("config_flow")


def _methods(integration: Integration) -> set[str]:
    """Return the names of the methods of the flow."""
    return {each.name for module in _flow(integration) for each in module.functions}


def _called(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the names of the methods that are called."""
    return {
        node.func.attr
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
