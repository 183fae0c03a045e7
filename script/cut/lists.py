"""Find the elements that go out of lists in tests while others of their kind stay."""

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from script.integration.core import core
from script.integration.nodes import walk

from .fixtures import is_fixture
from .names import Module
from .source import Source

type Listing = ast.List | ast.Tuple | ast.Set | ast.Dict

_PLATFORM: Final = "homeassistant.const.Platform."
_COMPONENTS: Final = "homeassistant.components."
# What a test replaces to set up some platforms only
_PLATFORMS: Final = "PLATFORMS"


def thinned(
    module: Module, gone: Collection[ast.AST]
) -> Mapping[Listing, set[ast.AST]]:
    """Return the lists of platforms and entities that keep some, each with what goes out of it."""
    found: dict[Listing, set[ast.AST]] = {}
    for node in gone:
        if place := _listed(module, node, gone):
            holder, element = place
            found.setdefault(holder, set()).add(element)
    return found


def _listed(
    module: Module, node: ast.AST, gone: Collection[ast.AST]
) -> tuple[Listing, ast.AST] | None:
    """Return the innermost list that keeps others, and which of its elements something is in."""
    parents = module.source.parents
    element, holder = node, parents[node]
    while isinstance(holder, ast.List | ast.Tuple | ast.Set | ast.Dict):
        if is_table(module.source, holder):
            return None
        elements = _elements(holder)
        # A tuple in a list is a row of it.
        is_row = isinstance(holder, ast.Tuple) and not isinstance(
            parents[holder], ast.Call | ast.Compare | ast.For | ast.comprehension
        )
        if (
            element in elements
            and not is_row
            and all(_is_of_kind(module, each, element) for each in elements)
            and not all(any(inner in gone for inner in walk(each)) for each in elements)
        ):
            return holder, element
        element, holder = holder, parents[holder]
    return None


def _elements(holder: Listing) -> Sequence[ast.AST]:
    if isinstance(holder, ast.Dict):
        return [key for key in holder.keys if key]
    return holder.elts


def _is_of_kind(module: Module, node: ast.AST, other: ast.AST) -> bool:
    """Return whether an element is a platform or an entity, or a row like another one."""
    match node, other:
        case (ast.Tuple(elts=ones), ast.Tuple(elts=others)) | (
            ast.List(elts=ones),
            ast.List(elts=others),
        ):
            return len(ones) == len(others)
    return _is_of_platform(module, node)


def _is_of_platform(module: Module, node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=str() as text):
            return text.partition(".")[0] in core().platforms
        case ast.Name() | ast.Attribute():
            name = module.qualified(node) or ""
            return name.startswith(_PLATFORM) or (
                name.startswith(_COMPONENTS)
                and name.removeprefix(_COMPONENTS).partition(".")[0] in core().platforms
            )
    return False


def is_table(source: Source, node: ast.AST) -> bool:
    """Return whether a list has the cases of tests or of a fixture."""
    parent = source.parents[node]
    match parent:
        case ast.Call(func=ast.Attribute(attr="parametrize"), args=[_, table, *_]):
            return table is node
        case ast.keyword(arg="params"):
            return is_fixture(source.parents[parent])
    return False


def names_platform(source: Source, node: ast.Constant) -> bool:
    """Return whether a string stands where there are but names of platforms."""
    holder = source.parents[node]
    if not isinstance(holder, ast.List | ast.Tuple | ast.Set):
        return False
    if _are_platforms(holder.elts) and (
        len(holder.elts) > 1 or _is_patch(source.parents[holder])
    ):
        return True
    table = source.parents[holder]
    if not (isinstance(holder, ast.Tuple) and isinstance(table, ast.List | ast.Tuple)):
        return False
    column = [*_column(table, holder.elts.index(node))]
    return len(column) == len(table.elts) > 1 and _are_platforms(column)


def _are_platforms(nodes: Sequence[ast.AST]) -> bool:
    return all(
        isinstance(node, ast.Constant) and node.value in core().platforms
        for node in nodes
    )


def _column(table: ast.List | ast.Tuple, number: int) -> Iterator[ast.expr]:
    for row in table.elts:
        if isinstance(row, ast.Tuple) and number < len(row.elts):
            yield row.elts[number]


def _is_patch(node: ast.AST) -> bool:
    """Return whether a call replaces the list of the platforms."""
    return isinstance(node, ast.Call) and any(
        isinstance(each, ast.Constant) and str(each.value).endswith(_PLATFORMS)
        for each in node.args
    )
