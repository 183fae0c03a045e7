"""Edits of entities as reviewers ask for them."""

import ast
from random import Random

from script.integration.tree import Places

from .common import lines_of, modules, nodes, replace, replace_node


def keyword_only(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say which argument is which, where a class is made."""
    made = {
        (node.name, function.args.args[-1].arg, len(function.args.args) - 2)
        for _, node in nodes(tree, modules(tree, places), ast.ClassDef)
        for function in node.body
        if isinstance(function, ast.FunctionDef)
        and function.name == "__init__"
        and len(function.args.args) > 2
    }
    every = [
        (path, call, argument, position)
        for path, call in nodes(tree, modules(tree, places), ast.Call)
        for name, argument, position in sorted(made)
        if ast.unparse(call.func) == name
        and len(call.args) == position + 1
        and not any(isinstance(each, ast.Starred) for each in call.args)
    ]
    if not every:
        return False
    path, call, argument, position = chance.choice(every)
    last = call.args[position]
    replace_node(tree, path, last, f"{argument}={ast.unparse(last)}")
    return True


def sorted_entities(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """List entities by the alphabet."""
    every = [
        (path, node)
        for path, node in nodes(tree, modules(tree, places), ast.Tuple)
        if len(node.elts) > 1 and all(map(_is_description, node.elts))
        if _by_key(node.elts) != node.elts
    ]
    if not every:
        return False
    path, node = chance.choice(every)
    said = ["\n".join([*lines_of(tree, path, each)]) for each in _by_key(node.elts)]
    replace(tree, path, node.elts[0].lineno, node.elts[-1].end_lineno or 0, said)
    return True


def split_entities(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Have the last of the entities in a tuple of its own, that is added to the others."""
    every = [
        (path, each.value, name)
        for path in modules(tree, places)
        for each in ast.parse(tree[path]).body
        if isinstance(each, ast.Assign | ast.AnnAssign)
        and isinstance(each.value, ast.Tuple)
        and len(each.value.elts) > 2
        and all(map(_is_description, each.value.elts))
        for name in (
            ast.unparse(
                each.targets[0] if isinstance(each, ast.Assign) else each.target
            ),
        )
        if tree[path].decode().count(f" {name}") == 1
    ]
    if not every:
        return False
    path, node, name = chance.choice(every)
    last = lines_of(tree, path, node.elts[-1])
    line = tree[path].decode().splitlines()[(node.end_lineno or 0) - 1]
    tree[path] = tree[path].replace(
        f" {name}".encode(), f" ({name} + FURTHER_{name})".encode()
    )
    replace(
        tree,
        path,
        node.elts[-1].lineno,
        node.end_lineno or 0,
        [line, f"FURTHER_{name} = (", *last, ")"],
    )
    return True


def device_field(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say one thing more of the device."""
    every = [
        (path, call)
        for path, call in nodes(tree, modules(tree, places), ast.Call)
        if ast.unparse(call.func) == "DeviceInfo"
        and call.keywords
        and not any(each.arg == "suggested_area" for each in call.keywords)
    ]
    if not every:
        return False
    path, call = chance.choice(every)
    replace_node(
        tree,
        path,
        call.keywords[0].value,
        f'{ast.unparse(call.keywords[0].value)}, suggested_area="Kitchen"',
    )
    return True


def _is_description(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("Description")
        and any(each.arg == "key" for each in node.keywords)
    )


def _by_key(elements: list[ast.expr]) -> list[ast.expr]:
    return sorted(elements, key=_key)


def _key(description: ast.expr) -> str:
    assert isinstance(description, ast.Call)
    return next(
        ast.unparse(each.value) for each in description.keywords if each.arg == "key"
    )
