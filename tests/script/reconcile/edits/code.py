"""Edits of what code does."""

import ast
from collections.abc import Iterator
import json
from random import Random
import re

from script.integration.tree import Places

from .common import (
    FUNCTIONS,
    after_imports,
    lines_of,
    modules,
    nodes,
    replace,
    replace_node,
)


def docstring(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say in other words what a function or class does."""
    every = [
        (path, node.body[0])
        for path, node in nodes(tree, modules(tree, places), *FUNCTIONS, ast.ClassDef)
        if ast.get_docstring(node) and node.body[0].lineno == node.body[0].end_lineno
    ]
    path, node = chance.choice(every)
    indent = " " * node.col_offset
    replace(
        tree,
        path,
        node.lineno,
        node.lineno,
        [f'{indent}"""Do what a reviewer says."""'],
    )
    return True


def statements(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Note something in a function, before its last statement."""
    every = [
        (path, node)
        for path, node in nodes(tree, modules(tree, places), *FUNCTIONS)
        if len(node.body) > 1
    ]
    path, node = chance.choice(every)
    last = node.body[-1]
    indent = " " * last.col_offset
    replace(
        tree,
        path,
        last.lineno,
        last.lineno - 1,
        [f"{indent}# As a reviewer wants it noted"],
    )
    return True


def dropped_entity(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Leave an entity out."""
    every = [
        (path, node, each)
        for path, node in nodes(tree, modules(tree, places), ast.Tuple)
        if len(node.elts) > 2
        for each in node.elts
        if isinstance(each, ast.Call) and ast.unparse(each.func).endswith("Description")
    ]
    if not every:
        return False
    path, _, call = chance.choice(every)
    replace(tree, path, call.lineno, call.end_lineno or 0, [])
    keys = {
        keyword.value.value
        for keyword in call.keywords
        if keyword.arg == "translation_key" and isinstance(keyword.value, ast.Constant)
    }
    platform = path.removeprefix(places.integration).removesuffix(".py")
    for name in ("strings.json", "icons.json"):
        file = f"{places.integration}{name}"
        if file not in tree:
            continue
        content = json.loads(tree[file])
        for key in keys:
            content.get("entity", {}).get(platform, {}).pop(key, None)
        tree[file] = (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
    return True


def value(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Poll less often, or wait longer."""
    every = [
        (path, number)
        for path in modules(tree, places)
        for number, line in enumerate(tree[path].decode().splitlines(), 1)
        if re.search(r"(seconds|minutes)=\d+", line)
    ]
    if not every:
        return False
    path, number = chance.choice(every)
    line = tree[path].decode().splitlines()[number - 1]
    replace(tree, path, number, number, [re.sub(r"=\d+", "=77", line)])
    return True


def error(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Tell another error to the user."""
    path = f"{places.integration}config_flow.py"
    every = [
        node
        for _, node in nodes(tree, [path], ast.ExceptHandler)
        if "cannot_connect" in ast.unparse(node)
    ]
    strings = f"{places.integration}strings.json"
    content = json.loads(tree[strings])
    if not every:
        return False
    node = chance.choice(every)
    lines = tree[path].decode().splitlines()[node.lineno - 1 : node.end_lineno]
    replace(
        tree,
        path,
        node.lineno,
        node.end_lineno,
        [line.replace("cannot_connect", "timeout_connect") for line in lines],
    )
    content["config"]["error"]["timeout_connect"] = (
        "[%key:common::config_flow::error::timeout_connect%]"
    )
    tree[strings] = (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode()
    return True


def keyword(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Leave a setting of an entity out."""
    every = [
        (path, each)
        for path, node in nodes(tree, modules(tree, places), ast.Call)
        if ast.unparse(node.func).endswith("Description")
        for each in node.keywords
        if each.arg not in ("key", "translation_key")
        and each.arg.endswith(("precision", "category", "default", "state_class"))
    ]
    if not every:
        return False
    path, each = chance.choice(every)
    replace(tree, path, each.lineno, each.end_lineno or 0, [])
    return True


def extracted_constant(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Give a value in a function a name."""
    every = [
        (path, each)
        for path, node in nodes(tree, modules(tree, places), *FUNCTIONS)
        for call in ast.walk(node)
        if isinstance(call, ast.Call | ast.Compare)
        for each in ast.iter_child_nodes(call)
        if isinstance(each, ast.Constant)
        and type(each.value) in (str, int)
        and each.lineno == each.end_lineno
    ]
    if not every:
        return False
    path, each = chance.choice(every)
    # A column counts bytes.
    line = tree[path].splitlines()[each.lineno - 1]
    _replace_part(tree, path, each, b"VALUE_OF_REVIEW")
    value = line[each.col_offset : each.end_col_offset].decode()
    after_imports(tree, path, [f"VALUE_OF_REVIEW = {value}"])
    return True


def merged_code(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say once what a class says twice."""
    every = []
    for path, owner in nodes(tree, modules(tree, places), ast.ClassDef):
        said: dict[str, list[ast.expr]] = {}
        for function in owner.body:
            if isinstance(function, FUNCTIONS) and not function.decorator_list:
                known = {each.arg for each in function.args.args if each.arg != "self"}
                known |= _stored(function)
                for code, each in _said(function, known):
                    said.setdefault(code, []).append(each)
        every += [
            (path, owner, each)
            for each in said.values()
            if len(each) > 1
            and not any(
                isinstance(node, ast.Await | ast.Yield | ast.NamedExpr)
                for node in ast.walk(each[0])
            )
        ]
    if not every:
        return False
    path, owner, twice = chance.choice(every)
    code = ast.unparse(twice[0])
    if any(each.lineno != each.end_lineno for each in twice):
        return False
    for each in sorted(
        twice, key=lambda node: (node.lineno, node.col_offset), reverse=True
    ):
        _replace_part(tree, path, each, b"self._said_once()")
    last = owner.end_lineno or owner.lineno
    replace(
        tree,
        path,
        last + 1,
        last,
        [
            "",
            "    def _said_once(self) -> Any:",
            '        """Return what a reviewer wants said once."""',
            f"        return {code}",
        ],
    )
    if b"import Any" not in tree[path]:
        after_imports(tree, path, ["from typing import Any"])
    return True


def added_error(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Handle one error more, as another is handled."""
    every = [
        (path, node.handlers[0])
        for path, node in nodes(tree, modules(tree, places), ast.Try)
        if node.handlers
    ]
    if not every:
        return False
    path, handler = chance.choice(every)
    indent = " " * handler.col_offset
    body = lines_of(tree, path, handler)[handler.body[0].lineno - handler.lineno :]
    if any(handler.name and handler.name in line for line in body):
        return False
    lines = [f"{indent}except TimeoutError:", *body]
    replace(tree, path, handler.lineno, handler.lineno - 1, lines)
    return True


def argument(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Leave an option out that a call gives."""
    every = [
        (path, call, each)
        for path, call in nodes(tree, modules(tree, places), ast.Call)
        if len(call.keywords) > 1
        and ast.unparse(call.func).endswith(("Config", "DeviceInfo"))
        for each in call.keywords
        if each.arg and each.lineno == each.end_lineno
    ]
    if not every:
        return False
    path, call, gone = chance.choice(every)
    call.keywords.remove(gone)
    replace_node(tree, path, call, ast.unparse(call))
    return True


def unique_id(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Tell entities apart by another unique ID."""
    every = [
        (path, node)
        for path, node in nodes(tree, modules(tree, places), ast.Assign)
        if ast.unparse(node.targets[0]).endswith("_attr_unique_id")
        and "_{" in ast.unparse(node.value)
    ]
    if not every:
        return False
    path, node = chance.choice(every)
    lines = lines_of(tree, path, node)
    replace(
        tree,
        path,
        node.lineno,
        node.end_lineno or 0,
        [line.replace("}_{", "}-{") for line in lines],
    )
    for other, content in tree.items():
        if other.endswith(".ambr"):
            text = re.sub(r"('unique_id': '[^'_]*)_", r"\1-", content.decode())
            tree[other] = text.encode()
    return True


def description_field(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Describe entities by one thing more."""
    every = [
        (path, owner, call)
        for path, owner in nodes(tree, modules(tree, places), ast.ClassDef)
        if owner.name.endswith("EntityDescription")
        for _, call in nodes(tree, [path], ast.Call)
        if ast.unparse(call.func) == owner.name and call.keywords
    ]
    if not every:
        return False
    path, owner, call = chance.choice(every)
    last = call.keywords[-1]
    indent = " " * last.col_offset
    end = last.end_lineno or last.lineno
    replace(tree, path, end + 1, end, [f"{indent}is_reviewed=True,"])
    end = owner.end_lineno or owner.lineno
    replace(tree, path, end + 1, end, ["    is_reviewed: bool = False"])
    return True


def comment(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Leave a comment out."""
    every = [
        (path, number)
        for path in modules(tree, places)
        for number, line in enumerate(tree[path].decode().splitlines(), 1)
        if line.strip().startswith("# ")
    ]
    if not every:
        return False
    path, number = chance.choice(every)
    replace(tree, path, number, number, [])
    return True


def _said(function: ast.AST, known: set[str]) -> Iterator[tuple[str, ast.expr]]:
    """Yield the longer expressions about self that need none of some names, each with its code."""
    for each in ast.walk(function):
        if isinstance(each, ast.Call | ast.Attribute | ast.Subscript):
            used = {name.id for name in ast.walk(each) if isinstance(name, ast.Name)}
            code = ast.unparse(each)
            if "self" in used and not used & known and len(code) > 20:
                yield code, each


def _stored(function: ast.AST) -> set[str]:
    return {
        each.id
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def _replace_part(
    tree: dict[str, bytes], path: str, node: ast.expr, new: bytes
) -> None:
    """Replace an expression that stands on one line."""
    lines = tree[path].splitlines(keepends=True)
    line = lines[node.lineno - 1]
    lines[node.lineno - 1] = line[: node.col_offset] + new + line[node.end_col_offset :]
    tree[path] = b"".join(lines)
