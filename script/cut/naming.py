"""Find the parts of modules that may name something, by their identifiers and texts."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from .names import Module, Package
from .source import Source

# Stands for all texts with a dot in them.
DOTTED: Final = "."

type Identifiers = frozenset[str]


def naming(module: Module, identifiers: Identifiers) -> Iterator[ast.AST]:
    """Yield the nodes that have one of some identifiers in them or an alias, in the order of the tree."""
    source, package = module.source, module.package
    found = package.known("aliases", identifiers, lambda: _spread(package, identifiers))
    index = source.known("identifiers", None, lambda: _by_identifier(source))
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


def _by_identifier(source: Source) -> dict[str, list[int]]:
    """Return for each identifier the numbers of the nodes that have it in them."""
    found: dict[str, list[int]] = {}
    for kind, identifiers in _IDENTIFIERS.items():
        for number in source.index.numbers.get(kind, ()):
            for name in identifiers(source.nodes[number]):
                found.setdefault(name, []).append(number)
    return found


def _in_text(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.Constant(value=str() as text) if DOTTED in text:
            return text, f"{text.partition(DOTTED)[0]}{DOTTED}", DOTTED
        case ast.Constant(value=str() as text):
            return (text,)
    return ()


def _chain(node: ast.AST) -> Iterable[str]:
    """Return the parts of a dotted name, the last one first."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return parts


def _of_argument(node: ast.AST) -> Iterable[str]:
    return (node.arg,) if isinstance(node, ast.keyword) and node.arg else ()


def _of_call(node: ast.AST) -> Iterable[str]:
    arguments = node.keywords if isinstance(node, ast.Call) else ()
    return [each.arg for each in arguments if each.arg]


_IDENTIFIERS: Final[Mapping[type[ast.AST], Callable[[ast.AST], Iterable[str]]]] = {
    ast.Name: _chain,
    ast.Attribute: _chain,
    ast.Constant: _in_text,
    ast.keyword: _of_argument,
    ast.Call: _of_call,
}
