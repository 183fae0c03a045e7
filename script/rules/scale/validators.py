"""Look in the code for what rules of the quality scale ask, once they are marked done."""

import ast
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
import re
from typing import Final

from script.integration.core import core
from script.integration.files import read_python, read_text
from script.integration.integration import Integration
from script.integration.keys import line_of

type Problem = tuple[Path, int, str, str]
# Takes the integration, and the rules that it says are done.
type Validator = Callable[[Integration, frozenset[str]], Iterator[Problem]]

_TYPED_ENTRY: Final = re.compile(r"[A-Za-z0-9_]+ConfigEntry")
_STRICT: Final = re.compile(r"^homeassistant\.components\.([^.]+)", re.MULTILINE)
_SETUP_ERRORS: Final = frozenset(
    {"ConfigEntryNotReady", "ConfigEntryAuthFailed", "ConfigEntryError"}
)
# These raise by themselves.
_SETUP_CALLS: Final = ("async_config_entry_first_refresh", "async_ensure_token_valid")
_DISCOVERY_KEYS: Final = frozenset(
    {"bluetooth", "dhcp", "homekit", "lorawan", "mqtt", "ssdp", "usb", "zeroconf"}
)
_DISCOVERY_STEPS: Final = frozenset(
    f"async_step_{source}"
    for source in _DISCOVERY_KEYS | {"discovery", "hassio", "integration_discovery"}
)
# The functions that get the config entry, by module; a platform has async_setup_entry.
_ENTRY_FUNCTIONS: Final[Mapping[str, frozenset[str]]] = {
    "__init__": frozenset(
        {
            "async_migrate_entry",
            "async_remove_config_entry_device",
            "async_remove_entry",
            "async_setup_entry",
            "async_unload_entry",
        }
    ),
    "diagnostics": frozenset(
        {"async_get_config_entry_diagnostics", "async_get_device_diagnostics"}
    ),
}


def _config_flow(integration: Integration, done: frozenset[str]) -> Iterator[Problem]:
    manifest = integration.path / "manifest.json"
    if not integration.manifest.get("config_flow"):
        yield (
            manifest,
            line_of(manifest, "config_flow"),
            "the manifest does not set config_flow",
            "Set it",
        )
    elif not (integration.path / "config_flow.py").is_file():
        yield (
            manifest,
            line_of(manifest, "config_flow"),
            "no config_flow.py",
            "Write it",
        )


def _discovery(integration: Integration, done: frozenset[str]) -> Iterator[Problem]:
    if not _DISCOVERY_KEYS & integration.manifest.keys() and not _defines(
        integration, _DISCOVERY_STEPS
    ):
        yield (
            integration.path / "config_flow.py",
            0,
            "nothing is discovered: no matcher in the manifest, no discovery step",
            "Add them, or mark the rule exempt or todo",
        )


def _reconfiguration_flow(
    integration: Integration, done: frozenset[str]
) -> Iterator[Problem]:
    path = integration.path / "config_flow.py"
    if not _defines(integration, {"async_step_reconfigure"}):
        yield path, 0, "no async_step_reconfigure", "Write it, or mark the rule todo"


def _runtime_data(integration: Integration, done: frozenset[str]) -> Iterator[Problem]:
    path = integration.path / "__init__.py"
    if (setup := _function(path, "async_setup_entry")) is None:
        yield path, 0, "no async_setup_entry", "Write it"
        return
    if len(setup.args.args) != 2:
        yield (
            path,
            setup.lineno,
            "async_setup_entry takes other than hass and the entry",
            "Take these two",
        )
        return
    entry = setup.args.args[1].arg
    if not any(
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and node.attr == "runtime_data"
        and isinstance(node.value, ast.Name)
        and node.value.id == entry
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
    functions = {
        **_ENTRY_FUNCTIONS,
        **dict.fromkeys(core().platforms, frozenset({"async_setup_entry"})),
    }
    takers: list[tuple[Path, ast.AsyncFunctionDef | ast.FunctionDef, int]] = [
        (path, function, 1)
        for module, names in functions.items()
        if (path := integration.path / f"{module}.py").is_file()
        for name in sorted(names)
        if (function := _function(path, name))
    ]
    flow = integration.path / "config_flow.py"
    takers += [
        (flow, method, 0)
        for node in read_python(flow).body
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        and method.name == "async_get_options_flow"
    ]
    for path, taker, position in takers:
        if not _is_typed(taker, position):
            yield (
                path,
                taker.lineno,
                f"with strict-typing, {taker.name} takes a typed config entry",
                "Annotate it with a type alias like MyDeviceConfigEntry",
            )


def _is_typed(function: ast.AsyncFunctionDef | ast.FunctionDef, position: int) -> bool:
    match function.args.args[position : position + 1]:
        case [ast.arg(annotation=ast.Name(id=name))]:
            return bool(_TYPED_ENTRY.fullmatch(name))
    return False


def _strict_typing(integration: Integration, done: frozenset[str]) -> Iterator[Problem]:
    # Beside homeassistant/, in a checkout; an installed core has none.
    path = integration.path.parents[2] / ".strict-typing"
    strict = read_text(path)
    if strict is not None and integration.domain not in _STRICT.findall(strict):
        yield (
            path,
            0,
            f"no line for {integration.domain}",
            f"Add homeassistant.components.{integration.domain}.*",
        )


def _test_before_setup(
    integration: Integration, done: frozenset[str]
) -> Iterator[Problem]:
    path = integration.path / "__init__.py"
    if (setup := _function(path, "async_setup_entry")) is None:
        yield path, 0, "no async_setup_entry", "Write it"
    elif not any(_calls(setup, call) for call in _SETUP_CALLS) and not any(
        _raises(module, _SETUP_ERRORS) for module in integration.path.rglob("*.py")
    ):
        yield (
            path,
            setup.lineno,
            "async_setup_entry neither refreshes first nor can fail",
            f"Raise one of: {', '.join(sorted(_SETUP_ERRORS))}",
        )


def _unique_config_entry(
    integration: Integration, done: frozenset[str]
) -> Iterator[Problem]:
    manifest = integration.manifest
    if manifest.get("single_config_entry") or not manifest.get("config_flow"):
        return

    def calls(method: str) -> bool:
        return any(_calls(module, method) for module in _flow(integration))

    if not calls("_async_abort_entries_match") and not (
        calls("async_set_unique_id") and calls("_abort_if_unique_id_configured")
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


def _function(path: Path, name: str) -> ast.AsyncFunctionDef | None:
    return next(
        (
            node
            for node in read_python(path).body
            if isinstance(node, ast.AsyncFunctionDef) and node.name == name
        ),
        None,
    )


def _flow(integration: Integration) -> Iterator[ast.Module]:
    """Yield the module of the flow, or those of its package."""
    flow = integration.path / "config_flow.py"
    for path in (flow, *sorted(flow.with_suffix("").rglob("*.py"))):
        yield read_python(path)


def _defines(integration: Integration, names: set[str] | frozenset[str]) -> bool:
    return any(
        isinstance(node, ast.AsyncFunctionDef) and node.name in names
        for module in _flow(integration)
        for node in ast.walk(module)
    )


def _calls(node: ast.AST, method: str) -> bool:
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == method
        for call in ast.walk(node)
    )


def _raises(path: Path, errors: frozenset[str]) -> bool:
    # Most modules name none of them: no need to parse those.
    source = read_text(path) or ""
    if not any(error in source for error in errors):
        return False
    for node in ast.walk(read_python(path)):
        match node:
            case (
                ast.Raise(exc=ast.Name(id=name))
                | ast.Raise(exc=ast.Call(func=ast.Name(id=name)))
            ) if name in errors:
                return True
    return False
