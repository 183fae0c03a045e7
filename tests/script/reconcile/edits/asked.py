"""Edits of the shape of code that reviewers ask for, which leave what it does."""

import ast
import json
from random import Random

from script.integration.json_file import dump
from script.integration.tree import Places

from .common import FUNCTIONS, lines_of, modules, nodes, replace, replace_node


def early_return(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Return early, rather than have the rest of a function inside a condition."""
    every = [
        (path, node.body[-1])
        for path, node in nodes(tree, modules(tree, places), *FUNCTIONS)
        if isinstance(node.body[-1], ast.If)
        and not node.body[-1].orelse
        and not any(isinstance(each, ast.Return) for each in ast.walk(node))
    ]
    if not every:
        return False
    path, condition = chance.choice(every)
    indent = " " * condition.col_offset
    test = ast.unparse(ast.UnaryOp(ast.Not(), condition.test))
    start = condition.body[0].lineno
    body = tree[path].decode().splitlines()[start - 1 : condition.end_lineno]
    lines = [
        f"{indent}if {test}:",
        f"{indent}    return",
        *(line.removeprefix("    ") for line in body),
    ]
    replace(tree, path, condition.lineno, condition.end_lineno or 0, lines)
    return True


def bound_condition(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Bind a name in the condition that comes right after."""
    every = [
        (path, one, two, name)
        for path, node in nodes(tree, modules(tree, places), *FUNCTIONS)
        for one, two in zip(node.body, node.body[1:], strict=False)
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and isinstance(two, ast.If)
        for name in (one.targets[0].id,)
        if ast.unparse(two.test) in (name, f"not {name}", f"{name} is None")
    ]
    if not every:
        return False
    path, one, two, name = chance.choice(every)
    bound = f"({name} := {ast.unparse(one.value)})"
    test = ast.unparse(two.test).replace(name, bound)
    indent = " " * one.col_offset
    replace(tree, path, one.lineno, two.test.end_lineno or 0, [f"{indent}if {test}:"])
    return True


def one_handler(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Handle a further error by a handler that is there."""
    every = [
        (path, handler)
        for path, node in nodes(tree, modules(tree, places), ast.ExceptHandler)
        for handler in (node,)
        if handler.type
        and not isinstance(handler.type, ast.Tuple)
        and ast.unparse(handler.type) not in ("Exception", "TimeoutError")
    ]
    if not every:
        return False
    path, handler = chance.choice(every)
    said = f"({ast.unparse(handler.type)}, TimeoutError)"
    replace_node(tree, path, handler.type, said)
    return True


def typed_constant(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say that a constant is one."""
    every = [
        (path, each)
        for path in modules(tree, places)
        for each in ast.parse(tree[path]).body
        if isinstance(each, ast.Assign)
        and isinstance(each.targets[0], ast.Name)
        and each.targets[0].id.isupper()
    ]
    if not every:
        return False
    path, each = chance.choice(every)
    name = ast.unparse(each.targets[0])
    lines = lines_of(tree, path, each)
    lines[0] = lines[0].replace(f"{name} =", f"{name}: Final =", 1)
    replace(tree, path, each.lineno, each.end_lineno or 0, lines)
    if b"import Final" not in tree[path]:
        imports = ["from typing import Final"]
        at = next(
            (
                node.lineno
                for node in ast.parse(tree[path]).body
                if isinstance(node, ast.Import | ast.ImportFrom)
            ),
            each.lineno,
        )
        replace(tree, path, at, at - 1, imports)
    return True


def inlined(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say at once what a name is given for that is used right after."""
    every = [
        (path, one, use)
        for path, node in nodes(tree, modules(tree, places), *FUNCTIONS)
        for one, two in zip(node.body, node.body[1:], strict=False)
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)
        for uses in (
            [
                each
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and each.id == one.targets[0].id
            ],
        )
        if len(uses) == 2
        for use in uses
        if isinstance(use.ctx, ast.Load)
        and two.lineno <= use.lineno <= (two.end_lineno or 0)
        and not isinstance(
            two, ast.FunctionDef | ast.AsyncFunctionDef | ast.For | ast.While
        )
    ]
    if not every:
        return False
    path, one, use = chance.choice(every)
    replace_node(
        tree,
        path,
        use,
        f"({ast.unparse(one.value)})"
        if isinstance(one.value, ast.Await)
        else ast.unparse(one.value),
    )
    replace(tree, path, one.lineno, one.end_lineno or 0, [])
    return True


def fewer_lines_in_try(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Leave out of a try what cannot fail."""
    every = [
        (path, node)
        for path, node in nodes(tree, modules(tree, places), ast.Try)
        if len(node.body) > 1 and not node.orelse and not node.finalbody
    ]
    if not every:
        return False
    path, node = chance.choice(every)
    last = lines_of(tree, path, node.body[-1])
    indent = " " * node.col_offset
    replace(
        tree,
        path,
        (node.end_lineno or 0) + 1,
        node.end_lineno or 0,
        [f"{indent}else:", *last],
    )
    replace(tree, path, node.body[-1].lineno, node.body[-1].end_lineno or 0, [])
    return True


def added_help(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Explain a form, and one of its fields."""
    path = f"{places.integration}strings.json"
    content = json.loads(tree[path])
    every = [
        step
        for step in content.get("config", {}).get("step", {}).values()
        if step.get("data")
    ]
    if not every:
        return False
    step = chance.choice(every)
    key = chance.choice(sorted(step["data"]))
    step["data_description"] = {
        **step.get("data_description", {}),
        key: "Where a reviewer says it is found.",
    }
    step["description"] = "What a reviewer wants said of the form."
    tree[path] = dump(content)
    return True


def dropped_log(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Leave a line of the log out."""
    every = [
        (path, each)
        for path, node in nodes(
            tree, modules(tree, places), *FUNCTIONS, ast.ExceptHandler, ast.If
        )
        if len(node.body) > 1
        for each in node.body
        if isinstance(each, ast.Expr)
        and ast.unparse(each).startswith(("_LOGGER.", "LOGGER."))
    ]
    if not every:
        return False
    path, each = chance.choice(every)
    replace(tree, path, each.lineno, each.end_lineno or 0, [])
    return True


def type_of_entry(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call the type of the entry otherwise."""
    every = [
        (path, node)
        for path in modules(tree, places)
        for node in ast.parse(tree[path]).body
        if isinstance(node, ast.TypeAlias)
    ]
    if not every:
        return False
    _, node = chance.choice(every)
    name = ast.unparse(node.name)
    for other, content in tree.items():
        if other.endswith(".py"):
            tree[other] = content.replace(name.encode(), f"Reviewed{name}".encode())
    return True
