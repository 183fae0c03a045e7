"""Edits that put something elsewhere."""

import ast
from itertools import pairwise
from random import Random
from typing import Any

from script.integration.tree import Places

from .common import CALLED, FUNCTIONS, first_line, lines_of, modules, nodes, replace


def moved_helper(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Put a function that stands by itself into a module of its own."""
    every = [
        (path, node)
        for path in modules(tree, places)
        for node in ast.parse(tree[path]).body
        if isinstance(node, FUNCTIONS) and not CALLED.match(node.name)
    ]
    return bool(every) and _moved(tree, places, *chance.choice(every), "helpers")


def split_module(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Put a class into a module of its own."""
    every = [
        (path, node)
        for path in modules(tree, places)
        for node in ast.parse(tree[path]).body
        if isinstance(node, ast.ClassDef)
        and path.endswith(("coordinator.py", "entity.py"))
    ]
    return bool(every) and _moved(tree, places, *chance.choice(every), "base")


def _moved(
    tree: dict[str, bytes], places: Places, path: str, node: Any, name: str
) -> bool:
    target = f"{places.integration}{name}.py"
    if target in tree:
        return False
    code = tree[path].decode()
    body = ast.parse(code).body
    outside = {
        alias.asname or alias.name
        for each in body
        if isinstance(each, ast.Import | ast.ImportFrom)
        for alias in each.names
    }
    used = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    own = {
        each.name if hasattr(each, "name") else ast.unparse(each).split(" ")[0]
        for each in body
        if not isinstance(each, ast.Import | ast.ImportFrom)
    }
    own -= {node.name}
    if used & {
        name.split(":")[0].split("=")[0] for name in own if isinstance(name, str)
    }:
        return False
    imports = [
        each
        for each in body
        if isinstance(each, ast.Import | ast.ImportFrom)
        and any((alias.asname or alias.name) in used & outside for alias in each.names)
    ]
    lines = lines_of(tree, path, node)
    head = []
    for each in imports:
        kept = [alias for alias in each.names if (alias.asname or alias.name) in used]
        each.names = kept
        head.append(ast.unparse(each))
    tree[target] = "\n".join(
        ['"""What reviewers want by itself."""', "", *head, "", "", *lines, ""]
    ).encode()
    replace(tree, path, first_line(node), node.end_lineno, [])
    old = path.removeprefix(places.integration).removesuffix(".py")
    for other in [each for each in tree if each.endswith(".py") and each != target]:
        text = tree[other].decode()
        text = text.replace(
            f"components.{places.domain}.{old}.{node.name}",
            f"components.{places.domain}.{name}.{node.name}",
        )
        text = _imported_from(text, other == path, f".{old}", f".{name}", node.name)
        text = _imported_from(
            text,
            False,
            f"homeassistant.components.{places.domain}.{old}",
            f"homeassistant.components.{places.domain}.{name}",
            node.name,
        )
        tree[other] = text.encode()
    return True


def _imported_from(code: str, is_origin: bool, old: str, new: str, name: str) -> str:
    body = ast.parse(code)
    lines = code.splitlines()
    if is_origin:
        used = any(
            isinstance(each, ast.Name) and each.id == name for each in ast.walk(body)
        )
        if used:
            last = max(
                each.end_lineno or 0
                for each in body.body
                if isinstance(each, ast.Import | ast.ImportFrom)
            )
            lines.insert(last, f"from {new} import {name}")
        return "\n".join(lines) + "\n"
    for each in body.body:
        if not isinstance(each, ast.ImportFrom):
            continue
        module = f"{'.' * each.level}{each.module or ''}"
        if module == old and name in [alias.name for alias in each.names]:
            rest = [alias for alias in each.names if alias.name != name]
            new_lines = [f"from {new} import {name}"]
            if rest:
                each.names = rest
                new_lines.append(ast.unparse(each))
            lines[each.lineno - 1 : each.end_lineno] = new_lines
            break
    return "\n".join(lines) + "\n"


def order(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Put two methods or functions the other way round."""
    every = [
        (path, one, two)
        for path in modules(tree, places)
        for body in (
            ast.parse(tree[path]).body,
            *(node.body for _, node in nodes(tree, [path], ast.ClassDef)),
        )
        for one, two in pairwise(body)
        if isinstance(one, FUNCTIONS)
        and isinstance(two, FUNCTIONS)
        and one.name != two.name
    ]
    if not every:
        return False
    path, one, two = chance.choice(every)
    blank = [""] * (first_line(two) - (one.end_lineno or 0) - 1)
    lines = [*lines_of(tree, path, two), *blank, *lines_of(tree, path, one)]
    replace(tree, path, first_line(one), two.end_lineno or 0, lines)
    return True
