"""Read and change a step that a reviewer edits."""

import ast
from collections.abc import Callable
from random import Random
import re
from typing import Any, Final

from script.integration.tree import Places, Tree

type Edit = Callable[[dict[str, bytes], Places, Random], bool]

FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
# What Home Assistant calls by its name
CALLED: Final = re.compile(
    r"(async_)?(setup|unload|migrate|step|get|added|will|update|native|is_|turn|press|set|remove|available|device|_async)"
)


def modules(tree: Tree, places: Places) -> list[str]:
    """Return the modules of the integration."""
    return [
        path
        for path in sorted(tree)
        if path.startswith(places.integration) and path.endswith(".py")
    ]


def replace(
    tree: dict[str, bytes], path: str, start: int, end: int, lines: list[str]
) -> None:
    """Put lines in place of others, numbered from 1."""
    text = tree[path].decode().splitlines(keepends=True)
    text[start - 1 : end] = [f"{line}\n" for line in lines]
    tree[path] = "".join(text).encode()


def everywhere(tree: dict[str, bytes], old: str, new: str) -> None:
    """Replace a word in all files."""
    for path, content in tree.items():
        if path.endswith((".py", ".ambr", ".json", ".yaml")):
            text = re.sub(rf"\b{re.escape(old)}\b", new, content.decode())
            tree[path] = text.encode()


def nodes(tree: Tree, paths: list[str], *kinds: type) -> list[tuple[str, Any]]:
    """Return the nodes of some kinds in modules."""
    return [
        (path, node)
        for path in paths
        for node in ast.walk(ast.parse(tree[path]))
        if isinstance(node, kinds)
    ]


def lines_of(tree: Tree, path: str, node: Any) -> list[str]:
    """Return the lines of a statement, its decorators among them."""
    return tree[path].decode().splitlines()[first_line(node) - 1 : node.end_lineno]


def first_line(node: Any) -> int:
    """Return the first line of a statement, its decorators among it."""
    first: int = min(
        (node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ())))
    )
    return first


def replace_node(tree: dict[str, bytes], path: str, node: ast.expr, new: str) -> None:
    """Replace a part of a statement."""
    lines = tree[path].splitlines(keepends=True)
    end = node.end_lineno or node.lineno
    head = lines[node.lineno - 1][: node.col_offset]
    tail = lines[end - 1][node.end_col_offset :]
    lines[node.lineno - 1 : end] = [head + new.encode() + tail]
    tree[path] = b"".join(lines)


def after_imports(tree: dict[str, bytes], path: str, lines: list[str]) -> None:
    """Put lines after the imports of a module."""
    last = max(
        each.end_lineno or 0
        for each in ast.parse(tree[path]).body
        if isinstance(each, ast.Import | ast.ImportFrom)
    )
    replace(tree, path, last + 1, last, lines)
