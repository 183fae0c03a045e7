"""Edits that call something otherwise."""

import ast
import json
from random import Random
import re

from script.integration.tree import Places

from .common import (
    CALLED,
    FUNCTIONS,
    everywhere,
    first_line,
    lines_of,
    modules,
    nodes,
    replace,
)


def function(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a function otherwise."""
    every = {
        node.name
        for _, node in nodes(tree, modules(tree, places), *FUNCTIONS)
        if not CALLED.match(node.name) and not node.name.startswith("__")
    }
    if not every:
        return False
    name = chance.choice(sorted(every))
    everywhere(tree, name, f"{name}_of_review")
    return True


def constant(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a constant otherwise."""
    every = {
        node.id
        for path in modules(tree, places)
        for statement in ast.parse(tree[path]).body
        for node in ast.walk(statement)
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        and isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Store)
        and node.id.isupper()
        and node.id not in ("PARALLEL_UPDATES", "DOMAIN")
    }
    if not every:
        return False
    name = chance.choice(sorted(every))
    everywhere(tree, name, f"REVIEWED_{name}")
    return True


def class_name(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a class otherwise."""
    every = {
        node.name
        for path, node in nodes(tree, modules(tree, places), ast.ClassDef)
        if not path.endswith("config_flow.py")
    }
    name = chance.choice(sorted(every))
    everywhere(tree, name, f"Reviewed{name}")
    return True


def variable(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a variable of a function otherwise."""
    every = [
        (path, node, name.id)
        for path, node in nodes(tree, modules(tree, places), *FUNCTIONS)
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    ]
    if not every:
        return False
    path, node, name = chance.choice(every)
    body = [
        re.sub(rf"(?<![\w.\"]){name}(?![\w\"]|=[^=])", f"{name}_reviewed", line)
        for line in lines_of(tree, path, node)
    ]
    replace(tree, path, first_line(node), node.end_lineno, body)
    return True


def entity_key(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call the translation of an entity otherwise."""
    path = f"{places.integration}strings.json"
    strings = json.loads(tree[path])
    every = [
        (platform, key)
        for platform, keys in strings.get("entity", {}).items()
        for key in keys
    ]
    if not every:
        return False
    platform, key = chance.choice(every)
    new = f"reviewed_{key}"
    for name in ("strings.json", "icons.json"):
        if content := tree.get(f"{places.integration}{name}"):
            tree[f"{places.integration}{name}"] = content.replace(
                f'"{key}": {{'.encode(), f'"{new}": {{'.encode()
            )
    module = f"{places.integration}{platform}.py"
    tree[module] = (
        tree[module]
        .replace(
            f'translation_key="{key}"'.encode(), f'translation_key="{new}"'.encode()
        )
        .replace(f' key="{key}"'.encode(), f' key="{new}"'.encode())
    )
    for path, content in tree.items():
        if path.endswith(".ambr"):
            tree[path] = content.replace(
                f"'translation_key': '{key}'".encode(),
                f"'translation_key': '{new}'".encode(),
            )
    return True


def module(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a module otherwise."""
    every = [
        path
        for path in modules(tree, places)
        if path.removeprefix(places.integration).removesuffix(".py")
        in ("entity", "models", "helpers", "coordinator")
    ]
    if not every:
        return False
    path = chance.choice(every)
    name = path.removeprefix(places.integration).removesuffix(".py")
    tree[f"{places.integration}{name}_reviewed.py"] = tree.pop(path)
    for other, content in tree.items():
        if other.endswith(".py"):
            code = re.sub(
                rf"from \.{name} import",
                f"from .{name}_reviewed import",
                content.decode(),
            )
            code = code.replace(
                f"components.{places.domain}.{name}",
                f"components.{places.domain}.{name}_reviewed",
            )
            tree[other] = code.encode()
    return True
