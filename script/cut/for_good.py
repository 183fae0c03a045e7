"""Leave features out of an integration for good."""

import ast
from collections.abc import Collection
import re
from typing import Final

from script.features.found import Feature, Source, found, source
from script.features.table import OPTIONS, Kind
from script.integration.syntax import FUNCTIONS
from script.integration.tree import Places, Tree

from .integration import Cut, cut

_READ: Final = re.compile(r"\bentry\.options\b")
# What reads options only to show or to change them
_NO_USE: Final = ("config_flow", "diagnostics")


def without(tree: Tree, domain: str, names: Collection[str]) -> Cut:
    """Return an integration's files without features that never come, and what would have no use then.

    Args:
        tree: The files, by path in the repository.
        domain: Of the integration.
        names: Of features of it.
    """
    features = found(tree, domain)
    gone = [each for each in features if each.name in names]
    result = cut(tree, domain, gone, for_good=True)
    idle = _idle(features, gone, source(tree, domain), source(result.tree, domain))
    return cut(tree, domain, [*gone, *idle], for_good=True) if idle else result


def _idle(
    features: Collection[Feature],
    gone: Collection[Feature],
    before: Source,
    after: Source,
) -> list[Feature]:
    """Return the options if only what is gone has made a difference by them."""
    return [
        each
        for each in features
        if each.kind == OPTIONS
        and each not in gone
        and _makes_a_difference(before)
        and not _makes_a_difference(after)
    ]


def _makes_a_difference(read: Source) -> bool:
    return any(
        _READ.search(text)
        for name, text in read.code.items()
        if name.partition(".")[0] not in _NO_USE
    )


def without_errors(tree: Tree, domain: str, names: Collection[str]) -> Cut:
    """Return an integration's files without handling exceptions that nothing raises any more.

    Args:
        tree: The files, by path in the repository.
        domain: Of the integration.
        names: Qualified names of the exceptions.
    """
    feature = Feature(
        kind="errors",
        name="errors",
        label="errors",
        parts=Kind(title="", slug="errors", names=tuple(names)),
        modules=frozenset(),
        empty=frozenset(),
    )
    last = {name.rpartition(".")[2] for name in names}
    tests = Places(domain).tests
    rest = {
        path: _without_raising_tests(content.decode(), last).encode()
        if path.startswith(tests) and path.endswith(".py")
        else content
        for path, content in tree.items()
    }
    return cut(rest, domain, [feature], for_good=True)


def _without_raising_tests(text: str, names: Collection[str]) -> str:
    """Return a module of tests without those that have an exception raised, others of their cases aside."""
    lines = text.splitlines(keepends=True)
    for node in reversed(ast.parse(text).body):
        if not isinstance(node, FUNCTIONS) or not node.name.startswith("test_"):
            continue
        inside = (each for statement in node.body for each in ast.walk(statement))
        if any(isinstance(each, ast.Name) and each.id in names for each in inside):
            first = min(
                (each.lineno for each in node.decorator_list), default=node.lineno
            )
            lines[first - 1 : node.end_lineno] = []
    return "".join(lines)
