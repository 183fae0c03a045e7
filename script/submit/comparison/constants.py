"""Find names and attributes that have one value only."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from .modules import Module
from .syntax import FUNCTIONS


def constants_of(modules: Mapping[str, Module]) -> dict[str, dict[str, ast.expr]]:
    """Return for each module the values of names that are assigned once, imported ones included."""
    own = {path: _assigned_once(module.tree) for path, module in modules.items()}
    return {
        path: own[path]
        | {
            name: own[source][original]
            for name, (source, original) in module.names.imported()
            if original in own[source]
        }
        for path, module in modules.items()
    }


def _assigned_once(tree: ast.Module) -> dict[str, ast.expr]:
    values: dict[str, ast.expr] = {}
    count: Counter[str] = Counter()
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ):
                values[name] = value
                count[name] += 1
    return {name: value for name, value in values.items() if count[name] == 1}


def unassigned(whole: ast.Module, step: ast.Module | None) -> dict[str, Any]:
    """Return the initial values of attributes that the step never sets to anything else."""
    now = list(_assignments(step)) if step else []
    return {
        name: value.value
        for name, value, is_first in _assignments(whole)
        if is_first
        and isinstance(value, ast.Constant)
        and all(
            isinstance(other, ast.Constant) and other.value is value.value
            for each, other, _ in now
            if each == name
        )
    }


def _assignments(tree: ast.Module) -> Iterator[tuple[str, ast.expr | None, bool]]:
    """Yield the attributes that are assigned, each with its value and whether that is its first."""
    for class_ in ast.walk(tree):
        if not isinstance(class_, ast.ClassDef):
            continue
        for member in class_.body:
            if not isinstance(member, FUNCTIONS):
                for name, value in _assigned(member, own=False):
                    yield name, value, True
                continue
            for node in ast.walk(member):
                for name, value in _assigned(node, own=True):
                    yield name, value, member.name == "__init__"


def _assigned(node: ast.AST, *, own: bool) -> Iterator[tuple[str, ast.expr | None]]:
    """Yield what a statement assigns to attributes: of `self`, or those of a class in its body."""
    targets: list[ast.expr]
    value: ast.expr | None
    match node:
        case ast.Assign(targets=targets, value=value):
            pass
        case ast.AnnAssign(target=target, value=ast.expr() as value):
            targets = [target]
        case ast.AugAssign(target=target):
            targets, value = [target], None
        case _:
            return
    for each in targets:
        for part in ast.walk(each):
            match part:
                case ast.Attribute(value=ast.Name("self"), attr=name) if own:
                    yield name, value if part is each else None
                case ast.Name(id=name) if not own:
                    yield name, value if part is each else None
