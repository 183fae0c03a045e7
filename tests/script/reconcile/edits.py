"""Edits as reviewers make them in a step, each drawn at random."""

import ast
from collections.abc import Callable
from itertools import pairwise
import json
from random import Random
import re
from typing import Any, Final

from script.integration.tree import Places, Tree

type Edit = Callable[[dict[str, bytes], Places, Random], bool]

_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
# What Home Assistant calls by its name
_CALLED: Final = re.compile(
    r"(async_)?(setup|unload|migrate|step|get|added|will|update|native|is_|turn|press|set|remove|available|device|_async)"
)


def _modules(tree: Tree, places: Places) -> list[str]:
    return [
        path
        for path in sorted(tree)
        if path.startswith(places.integration) and path.endswith(".py")
    ]


def _replace(
    tree: dict[str, bytes], path: str, start: int, end: int, lines: list[str]
) -> None:
    """Put lines in place of others, numbered from 1."""
    text = tree[path].decode().splitlines(keepends=True)
    text[start - 1 : end] = [f"{line}\n" for line in lines]
    tree[path] = "".join(text).encode()


def _everywhere(tree: dict[str, bytes], old: str, new: str) -> None:
    for path, content in tree.items():
        if path.endswith((".py", ".ambr", ".json", ".yaml")):
            text = re.sub(rf"\b{re.escape(old)}\b", new, content.decode())
            tree[path] = text.encode()


def _nodes(tree: Tree, paths: list[str], *kinds: type) -> list[tuple[str, Any]]:
    return [
        (path, node)
        for path in paths
        for node in ast.walk(ast.parse(tree[path]))
        if isinstance(node, kinds)
    ]


def _lines(tree: Tree, path: str, node: Any) -> list[str]:
    return tree[path].decode().splitlines()[_first(node) - 1 : node.end_lineno]


def _first(node: Any) -> int:
    first: int = min(
        (node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ())))
    )
    return first


def docstring(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say in other words what a function or class does."""
    every = [
        (path, node.body[0])
        for path, node in _nodes(
            tree, _modules(tree, places), *_FUNCTIONS, ast.ClassDef
        )
        if ast.get_docstring(node) and node.body[0].lineno == node.body[0].end_lineno
    ]
    path, node = chance.choice(every)
    indent = " " * node.col_offset
    _replace(
        tree,
        path,
        node.lineno,
        node.lineno,
        [f'{indent}"""Do what a reviewer says."""'],
    )
    return True


def function(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a function otherwise."""
    every = {
        node.name
        for _, node in _nodes(tree, _modules(tree, places), *_FUNCTIONS)
        if not _CALLED.match(node.name) and not node.name.startswith("__")
    }
    if not every:
        return False
    name = chance.choice(sorted(every))
    _everywhere(tree, name, f"{name}_of_review")
    return True


def constant(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a constant otherwise."""
    every = {
        node.id
        for path in _modules(tree, places)
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
    _everywhere(tree, name, f"REVIEWED_{name}")
    return True


def class_name(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a class otherwise."""
    every = {
        node.name
        for path, node in _nodes(tree, _modules(tree, places), ast.ClassDef)
        if not path.endswith("config_flow.py")
    }
    name = chance.choice(sorted(every))
    _everywhere(tree, name, f"Reviewed{name}")
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


def text(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Say something otherwise to the user."""
    path = f"{places.integration}strings.json"
    lines = tree[path].decode().splitlines()
    every = [
        number
        for number, line in enumerate(lines)
        if re.search(r'": "[^\[{]{20,}"', line) and "{" not in line
    ]
    if not every:
        return False
    number = chance.choice(every)
    _replace(
        tree,
        path,
        number + 1,
        number + 1,
        [re.sub(r'": ".*"', '": "As a reviewer says it."', lines[number])],
    )
    return True


def module(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a module otherwise."""
    every = [
        path
        for path in _modules(tree, places)
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


def moved_helper(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Put a function that stands by itself into a module of its own."""
    every = [
        (path, node)
        for path in _modules(tree, places)
        for node in ast.parse(tree[path]).body
        if isinstance(node, _FUNCTIONS) and not _CALLED.match(node.name)
    ]
    return bool(every) and _moved(tree, places, *chance.choice(every), "helpers")


def split_module(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Put a class into a module of its own."""
    every = [
        (path, node)
        for path in _modules(tree, places)
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
    lines = _lines(tree, path, node)
    head = []
    for each in imports:
        kept = [alias for alias in each.names if (alias.asname or alias.name) in used]
        each.names = kept
        head.append(ast.unparse(each))
    tree[target] = "\n".join(
        ['"""What reviewers want by itself."""', "", *head, "", "", *lines, ""]
    ).encode()
    _replace(tree, path, _first(node), node.end_lineno, [])
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
        for path in _modules(tree, places)
        for body in (
            ast.parse(tree[path]).body,
            *(node.body for _, node in _nodes(tree, [path], ast.ClassDef)),
        )
        for one, two in pairwise(body)
        if isinstance(one, _FUNCTIONS)
        and isinstance(two, _FUNCTIONS)
        and one.name != two.name
    ]
    if not every:
        return False
    path, one, two = chance.choice(every)
    blank = [""] * (_first(two) - (one.end_lineno or 0) - 1)
    lines = [*_lines(tree, path, two), *blank, *_lines(tree, path, one)]
    _replace(tree, path, _first(one), two.end_lineno or 0, lines)
    return True


def statements(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Note something in a function, before its last statement."""
    every = [
        (path, node)
        for path, node in _nodes(tree, _modules(tree, places), *_FUNCTIONS)
        if len(node.body) > 1
    ]
    path, node = chance.choice(every)
    last = node.body[-1]
    indent = " " * last.col_offset
    _replace(
        tree,
        path,
        last.lineno,
        last.lineno - 1,
        [f"{indent}# As a reviewer wants it noted"],
    )
    return True


def variable(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Call a variable of a function otherwise."""
    every = [
        (path, node, name.id)
        for path, node in _nodes(tree, _modules(tree, places), *_FUNCTIONS)
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    ]
    if not every:
        return False
    path, node, name = chance.choice(every)
    body = [
        re.sub(rf"(?<![\w.\"]){name}(?![\w\"]|=[^=])", f"{name}_reviewed", line)
        for line in _lines(tree, path, node)
    ]
    _replace(tree, path, _first(node), node.end_lineno, body)
    return True


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


def dropped_entity(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Leave an entity out."""
    every = [
        (path, node, each)
        for path, node in _nodes(tree, _modules(tree, places), ast.Tuple)
        if len(node.elts) > 2
        for each in node.elts
        if isinstance(each, ast.Call) and ast.unparse(each.func).endswith("Description")
    ]
    if not every:
        return False
    path, _, call = chance.choice(every)
    _replace(tree, path, call.lineno, call.end_lineno or 0, [])
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
        for path in _modules(tree, places)
        for number, line in enumerate(tree[path].decode().splitlines(), 1)
        if re.search(r"(seconds|minutes)=\d+", line)
    ]
    if not every:
        return False
    path, number = chance.choice(every)
    line = tree[path].decode().splitlines()[number - 1]
    _replace(tree, path, number, number, [re.sub(r"=\d+", "=77", line)])
    return True


def error(tree: dict[str, bytes], places: Places, chance: Random) -> bool:
    """Tell another error to the user."""
    path = f"{places.integration}config_flow.py"
    every = [
        node
        for _, node in _nodes(tree, [path], ast.ExceptHandler)
        if "cannot_connect" in ast.unparse(node)
    ]
    strings = f"{places.integration}strings.json"
    content = json.loads(tree[strings])
    if not every:
        return False
    node = chance.choice(every)
    lines = tree[path].decode().splitlines()[node.lineno - 1 : node.end_lineno]
    _replace(
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
        for path, node in _nodes(tree, _modules(tree, places), ast.Call)
        if ast.unparse(node.func).endswith("Description")
        for each in node.keywords
        if each.arg not in ("key", "translation_key")
        and each.arg.endswith(("precision", "category", "default", "state_class"))
    ]
    if not every:
        return False
    path, each = chance.choice(every)
    _replace(tree, path, each.lineno, each.end_lineno or 0, [])
    return True


EDITS: Final[dict[str, Edit]] = {
    edit.__name__: edit
    for edit in (
        *(docstring, function, constant, class_name, entity_key, text, module),
        *(moved_helper, split_module, order, statements, variable, added_test),
        *(dropped_entity, value, error, keyword),
    )
}


def drawn(
    tree: Tree, domain: str, name: str, chance: Random
) -> dict[str, bytes] | None:
    """Return a step after an edit, or None where there is nothing to edit in that way."""
    result = dict(tree)
    if not EDITS[name](result, Places(domain), chance) or result == dict(tree):
        return None
    return result
