"""Find strings that a step names and does not have."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
import json
import re
from typing import Any, Final

from script.integration.tree import Places
from script.submit.comparison.syntax import last_name, parsed

_OWN: Final = re.compile(r"\[%key:component::(\w+)::([\w:-]+)%\]")
_ISSUES: Final = ("async_create_issue", "create_issue")
# Where code names strings of a kind: as a constant in a module, "*" being the platform, or anywhere
_NAMED_IN: Final = {
    "config": "config_flow",
    "entity": "*",
    "options": "config_flow",
    "exceptions": "",
    "issues": "",
    "selector": "",
}


def missing_strings(
    step: Mapping[str, bytes], finished: Mapping[str, bytes], domain: str
) -> Iterator[str]:
    """Yield the strings of the finished integration that a step names without having them."""
    path = f"{Places(domain).integration}strings.json"
    now, before = (_strings(files, path) for files in (step, finished))
    keys = dict(_leaves(now))
    for place, text in keys.items():
        for owner, name in _OWN.findall(text):
            if owner == domain and tuple(name.split("::")) not in keys:
                yield f"{path}: {'::'.join(place)} refers to {name}, which is not there"
    folder = Places(domain).integration
    named = {
        path.removeprefix(folder).removesuffix(".py"): _constants(source)
        for path, source in step.items()
        if path.startswith(folder) and path.endswith(".py")
    }
    for kind, part, key in sorted({*_parts(before)} - {*_parts(now)}):
        where = _NAMED_IN[kind]
        module = part if where == "*" else where
        for name, constants in named.items():
            if key in constants.get(kind, ()) and (
                not module or name == module or name.startswith(f"{module}/")
            ):
                yield f"{path}: no {kind}::{part}::{key}, which {name}.py names"


def _strings(files: Mapping[str, bytes], path: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files.get(path, b"{}"))
    return content


def _leaves(
    content: Mapping[str, Any], place: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*place, key))
        elif isinstance(value, str):
            yield (*place, key), value


def _parts(strings: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the strings that code can name, each with its kind and part."""
    for kind in _NAMED_IN:
        for part, content in strings.get(kind, {}).items():
            match kind, content:
                case (("config" | "options" | "entity"), dict()):
                    yield from ((kind, part, key) for key in content)
                case (("exceptions" | "issues" | "selector"), _):
                    yield kind, "", part


@cache
def _constants(source: bytes) -> Mapping[str, frozenset[str]]:
    """Return the constants by which a module can name strings of each kind."""
    tree = parsed(source)
    translated = frozenset(_arguments(tree, "translation_key"))
    steps = frozenset(_arguments(tree, "step_id"))
    return {
        "config": steps.union(_arguments(tree, "reason"), _errors(tree)),
        # Config flows may have steps of these names.
        "options": steps if _has_options_flow(tree) else frozenset(),
        "entity": translated.union(_arguments(tree, "key")),
        "exceptions": translated,
        "issues": frozenset(
            key
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and last_name(node.func) in _ISSUES
            for key in _arguments(node, "translation_key")
        ),
        "selector": translated,
    }


def _has_options_flow(tree: ast.AST) -> bool:
    return any(
        isinstance(node, ast.ClassDef)
        and any("OptionsFlow" in ast.unparse(base) for base in node.bases)
        for node in ast.walk(tree)
    )


def _arguments(tree: ast.AST, name: str) -> Iterator[str]:
    """Yield the strings that are given as an argument."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg=argument, value=ast.Constant(value=str() as text)) if (
                argument == name
            ):
                yield text


def _errors(tree: ast.AST) -> set[str]:
    """Return the errors that a flow shows."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name("errors"))],
                value=ast.Constant(value=str() as error),
            ):
                found.add(error)
            case ast.Dict(
                keys=[ast.Constant(value="base")],
                values=[ast.Constant(value=str() as error)],
            ):
                found.add(error)
    return found
