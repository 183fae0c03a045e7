"""Edits of tests."""

import ast
from random import Random
import re

from script.integration.tree import Places

from .common import FUNCTIONS, first_line, lines_of, nodes, replace


def added_test(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Test one thing more."""
    every = [
        path
        for path in sorted(tree)
        if path.startswith(f"{places.tests}test_") and path.endswith(".py")
    ]
    path = chance.choice(every)
    tree[path] += (
        b'\n\ndef test_as_reviewers_want_it() -> None:\n    """Test what a reviewer wants."""\n    assert DOMAIN_OF_REVIEW\n'
    ).replace(b"DOMAIN_OF_REVIEW", b"__name__")
    return True


def parametrized(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Try one thing twice."""
    every = [
        (path, node)
        for path, node in nodes(tree, _tests(tree, places), *FUNCTIONS)
        if node.name.startswith("test_")
        and b"import pytest" in tree[path]
        and node.args.args
    ]
    if not every:
        return False
    path, node = chance.choice(every)
    body = lines_of(tree, path, node)
    offset = node.lineno - first_line(node)
    first = node.args.args[0]
    row = first.lineno - first_line(node)
    line = body[row]
    body[row] = f"{line[: first.col_offset]}reviewed: bool, {line[first.col_offset :]}"
    body.insert(offset, '@pytest.mark.parametrize("reviewed", [True, False])')
    replace(tree, path, first_line(node), node.end_lineno, body)
    return True


def fixture(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a fixture otherwise."""
    every = {
        node.name
        for path, node in nodes(tree, [f"{places.tests}conftest.py"], *FUNCTIONS)
        if any("fixture" in ast.unparse(each) for each in node.decorator_list)
    }
    if not every:
        return False
    name = chance.choice(sorted(every))
    for path, content in tree.items():
        if path.startswith(places.tests) and path.endswith(".py"):
            text = re.sub(rf"\b{name}\b", f"{name}_reviewed", content.decode())
            tree[path] = text.encode()
    return True


def module_of_tests(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a module of tests otherwise, with its snapshots."""
    path = chance.choice(_tests(tree, places))
    name = path.removeprefix(places.tests).removesuffix(".py")
    tree[f"{places.tests}{name}_reviewed.py"] = tree.pop(path)
    old = f"{places.tests}snapshots/{name}.ambr"
    if old in tree:
        tree[f"{places.tests}snapshots/{name}_reviewed.ambr"] = tree.pop(old)
    return True


def _tests(tree: dict[str, bytes], places: Places) -> list[str]:
    return [
        path
        for path in sorted(tree)
        if path.startswith(f"{places.tests}test_") and path.endswith(".py")
    ]
