"""Tell whether mappings of a config entry are written without the flow that is for them."""

import ast
from collections.abc import Iterable, Iterator

from .bases import bases
from .entries import enclosing
from .names import Module, Package

_OWN_FLOWS = {
    "options": "homeassistant.config_entries.OptionsFlow",
    "subentries": "homeassistant.config_entries.ConfigSubentryFlow",
}
# Its flow writes what is entered to the options.
_SCHEMA_FLOW = "homeassistant.helpers.schema_config_entry_flow.SchemaConfigFlowHandler"


def written(package: Package, paths: Iterable[str]) -> frozenset[str]:
    """Return the mappings that something else in some modules than their own flows writes."""
    return frozenset(
        name
        for module in map(package.modules.__getitem__, paths)
        for name in _written_by(package, module)
    )


def _written_by(package: Package, module: Module) -> list[str]:
    return package.known("written", module.path, lambda: [*_found(package, module)])


def _found(package: Package, module: Module) -> Iterator[str]:
    for node in module.source.of_kind(ast.keyword, ast.ClassDef):
        match node:
            case ast.keyword(arg="options" | "subentries" as name):
                call = module.source.parents[node]
                if _is_writing(call) and not _is_inside(
                    package, module, node, _OWN_FLOWS[name]
                ):
                    yield name
            case ast.ClassDef() if _SCHEMA_FLOW in bases(package, module, node):
                yield "options"


def _is_writing(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr=name)):
            return name.startswith(("async_create_entry", "async_update"))
    return False


def _is_inside(package: Package, module: Module, node: ast.AST, base: str) -> bool:
    return any(
        base in bases(package, module, owner)
        for owner in enclosing(module.source, node, ast.ClassDef)
    )
