"""Give an integration another domain."""

import ast
from collections.abc import Iterator
import json
import re

from script.integration.json_file import dump
from script.integration.tree import Tree


def renamed(tree: Tree, old: str, new: str) -> Tree:
    """Return files, which have their new places, under another domain wherever they say it."""
    if old == new:
        return tree
    return {path: _said(path, each, old, new) for path, each in tree.items()}


def _said(path: str, content: bytes, old: str, new: str) -> bytes:
    if path.startswith("companion/library/") or not path.endswith(
        (".py", ".json", ".yaml", ".markdown")
    ):
        return content
    text = content.decode()
    if path.endswith("/manifest.json"):
        return dump(json.loads(text) | {"domain": new})
    if path.endswith(".py"):
        text = _module(text, old, new, is_test=path.startswith("tests/"))
    own = rf"(custom_components\.|homeassistant\.components\.|component::|integration: *|ha_domain: *){old}\b"
    return re.sub(own, rf"\g<1>{new}", text).encode()


def _module(text: str, old: str, new: str, *, is_test: bool) -> str:
    """Return a module with the strings that are the domain replaced."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return text
    lines = text.splitlines(keepends=True)
    for node in sorted(
        _domains(tree, is_test=is_test),
        key=lambda each: (each.lineno, each.col_offset),
        reverse=True,
    ):
        if node.value == old and node.lineno == node.end_lineno:
            line = lines[node.lineno - 1].encode()
            literal = line[node.col_offset : node.end_col_offset].decode()
            lines[node.lineno - 1] = (
                line[: node.col_offset].decode()
                + literal.replace(old, new)
                + line[node.end_col_offset :].decode()
            )
    return "".join(lines)


def _domains(tree: ast.Module, *, is_test: bool) -> Iterator[ast.Constant]:
    """Yield the literals that may be the domain: all of a test, of an integration those that are called so."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str()) if is_test:
                yield node
            case (
                ast.Assign(
                    targets=[ast.Name(id="DOMAIN")], value=ast.Constant() as value
                )
                | ast.AnnAssign(
                    target=ast.Name(id="DOMAIN"), value=ast.Constant() as value
                )
                | ast.keyword(arg="domain", value=ast.Constant() as value)
            ):
                yield value
