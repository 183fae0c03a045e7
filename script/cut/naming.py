"""Find the parts of modules that may name something, by their identifiers and texts."""

import ast
from collections.abc import Collection, Iterator, Mapping

from .names import Module, Package

# Stands for all texts with a dot in them.
DOTTED = "."

type Identifiers = frozenset[str]


def naming(module: Module, identifiers: Identifiers) -> Iterator[ast.AST]:
    """Yield the nodes that have one of some identifiers in them or an alias, in the order of the tree."""
    source, package = module.source, module.package
    found = package.known("aliases", identifiers, lambda: _spread(package, identifiers))
    index = source.known("identifiers", None, lambda: _by_identifier(source.nodes))
    numbers = {number for name in index.keys() & found for number in index[name]}
    return (source.nodes[number] for number in sorted(numbers))


def _spread(package: Package, identifiers: Identifiers) -> Identifiers:
    """Return identifiers with all that modules import or define as another name for them."""
    indexes = [_aliases(module) for module in package.modules.values()]
    found = set(identifiers)
    while (
        more := {
            alias
            for index in indexes
            for name in index.keys() & found
            for alias in index[name]
        }
        - found
    ):
        found |= more
    return frozenset(found)


def _aliases(module: Module) -> Mapping[str, set[str]]:
    """Return for each identifier the names of a module that are something of it."""

    def find() -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for alias, name in module.imports.items():
            for part in name.split("."):
                found.setdefault(part, set()).add(alias)
        for alias, statement in module.definitions.items():
            match statement:
                case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                    for part in _chain(value):
                        found.setdefault(part, set()).add(alias)
        return found

    return module.source.known(f"aliases in {module.path}", None, find)


def _by_identifier(nodes: Collection[ast.AST]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, node in enumerate(nodes):
        for name in _identifiers(node):
            found.setdefault(name, []).append(number)
    return found


def _identifiers(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name() | ast.Attribute():
            yield from _chain(node)
        case ast.keyword(arg=str() as name):
            yield name
        case ast.Call(keywords=keywords):
            yield from (each.arg for each in keywords if each.arg)
        case ast.Constant(value=str() as text):
            yield text
            if DOTTED in text:
                yield f"{text.partition(DOTTED)[0]}{DOTTED}"
                yield DOTTED


def _chain(node: ast.AST) -> Iterator[str]:
    """Yield the parts of a dotted name, the last one first."""
    while isinstance(node, ast.Attribute):
        yield node.attr
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
