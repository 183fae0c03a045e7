"""The features that the first pull request of an integration cannot do without."""

import ast
from collections.abc import Iterable, Iterator
import re
from typing import Final

from .found import Feature, Source
from .table import BESIDE, DISCOVERY, SUBENTRIES

_FLOW_HELPERS: Final = "homeassistant.helpers."
_COMPONENT: Final = "homeassistant.components."
# What is named like this is of use to a step of discovery alone
_TYPES: Final = ("ServiceInfo", "ServiceInfoBleak")
# Ways to see to it that nothing is set up twice
_UNIQUE: Final = (
    {"_async_abort_entries_match"},
    {"async_set_unique_id", "_abort_if_unique_id_configured"},
)
_SUBENTRY: Final = re.compile(
    r"\.subentries\b|\bget_subentries_of_type\b|config_subentry_id="
)


def stays(feature: Feature, read: Source, later: frozenset[str]) -> bool:
    """Return whether what an integration is for rests on a feature.

    Args:
        feature: The feature.
        read: The integration.
        later: The modules that are for later pull requests in any case.
    """
    if feature.kind == DISCOVERY:
        return _rests_on_discovery(feature.name, read)
    return feature.kind == SUBENTRIES and any(
        rests_on_subentries(text)
        for name, text in read.code.items()
        if name not in later
    )


def rests_on_subentries(text: str) -> bool:
    """Return whether a module, which is not that of a flow, is about subentries."""
    return not _is_flow(text) and bool(_SUBENTRY.search(text))


def _is_flow(text: str) -> bool:
    return "def async_step_" in text


def _rests_on_discovery(kind: str, read: Source) -> bool:
    """Return whether a flow or the code needs a kind of discovery.

    A user can only add what was discovered, or the code uses what discovers it, or nothing else keeps
    the same device from being set up twice.
    """
    if not _declares(kind, read) and any(
        not name.endswith(_TYPES)
        for text in read.code.values()
        if kind in text
        for name in _imported_from(ast.parse(text), f"{_COMPONENT}{kind}")
    ):
        return True
    flows = [ast.parse(text) for text in read.code.values() if _is_flow(text)]
    methods = {
        node.name: node
        for module in flows
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    if "async_step_user" not in methods:
        return not any(_has_helper(module) for module in flows)
    listed = {
        name
        for module in flows
        for name in _imported_from(module, f"{_COMPONENT}{kind}")
    }
    by_user = [*_reached("async_step_user", methods)]
    return any(_is_listing(node, listed) for node in by_user) or (
        f"async_step_{kind}" in methods
        and not read.manifest.get("single_config_entry")
        and not _is_unique(by_user)
        and _is_unique(_reached(f"async_step_{kind}", methods))
    )


def _is_unique(nodes: Iterable[ast.AST]) -> bool:
    """Return whether a flow sees to it that nothing is set up twice, as its quality rule demands."""
    called = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return any(called.issuperset(each) for each in _UNIQUE)


def _declares(kind: str, read: Source) -> bool:
    """Return whether a manifest lets the code use what discovers things without being discovered."""
    return not {kind, *BESIDE.get(kind, ())}.isdisjoint(
        each
        for key in ("dependencies", "after_dependencies")
        for each in read.manifest.get(key, ())
    )


def _has_helper(module: ast.Module) -> bool:
    """Return whether a flow derives from one of Home Assistant's helpers, which have a user step."""
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(_FLOW_HELPERS)
        and (node.module or "").endswith("_flow")
        for node in ast.walk(module)
    )


def _imported_from(module: ast.Module, name: str) -> Iterator[str]:
    """Yield the names that a module imports from a package of Home Assistant, or has for it."""
    owner, _, last = name.rpartition(".")
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if f"{node.module}.".startswith(f"{name}.") or (
                    node.module == owner and alias.name == last
                ):
                    yield alias.asname or alias.name


def _reached(
    start: str, methods: dict[str, ast.FunctionDef | ast.AsyncFunctionDef]
) -> Iterator[ast.AST]:
    """Yield all that is in a method, and in those that it names or whose form it shows."""
    pending, seen = [start], {start}
    while pending:
        for node in ast.walk(methods[pending.pop()]):
            yield node
            match node:
                case ast.Attribute(attr=name):
                    pass
                case ast.Constant(value=str() as step):
                    name = f"async_step_{step}"
                case _:
                    continue
            if name in methods and name not in seen:
                seen.add(name)
                pending.append(name)


def _is_listing(node: ast.AST, names: set[str]) -> bool:
    """Return whether this asks for what was discovered."""
    match node:
        case ast.Name(id=name):
            return name in names and "discover" in name
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return owner in names and "discover" in name
    return False
