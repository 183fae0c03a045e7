"""Find steps that a flow goes to and does not have."""

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from script.integration.tree import Places

# Arguments that name a step, or several
_NAMING: Final = ("menu_options", "next_step_id", "step_id")
_PREFIX: Final = "async_step_"
# What starts a flow that adds an entry
_NOT_ENTRY: Final = ("init", "reauth", "reconfigure")


def missing_steps(
    step: Mapping[str, bytes], finished: Mapping[str, bytes], domain: str
) -> Iterator[str]:
    """Yield what is missing in the flows of a step that the finished integration has."""
    folder = Places(domain).integration
    now, before = (list(_trees(files, folder)) for files in (step, finished))
    methods, all_methods = _methods(now), _methods(before)
    for path, line, name in _targets(now):
        if name in all_methods - methods:
            yield f"{path}:{line}: goes to {_PREFIX}{name}, which is not there"
    entries = all_methods & (_entries(before) - {*_NOT_ENTRY})
    if entries and not entries & methods:
        yield f"{folder}config_flow.py: no step that starts it: {', '.join(sorted(entries))} are gone"
    if "user" in entries and "user" not in methods:
        yield f"{folder}config_flow.py: no {_PREFIX}user any more"


def _trees(files: Mapping[str, bytes], folder: str) -> Iterator[tuple[str, ast.Module]]:
    for path, content in files.items():
        if path.startswith(folder) and path.endswith(".py"):
            yield path, ast.parse(content)


def _methods(trees: list[tuple[str, ast.Module]]) -> set[str]:
    """Return the steps of all flows."""
    return {
        node.name.removeprefix(_PREFIX)
        for _, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith(_PREFIX)
    } | {
        target.id.removeprefix(_PREFIX)
        for _, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and target.id.startswith(_PREFIX)
    }


def _targets(trees: list[tuple[str, ast.Module]]) -> Iterator[tuple[str, int, str]]:
    """Yield the steps that flows go to, each with its place."""
    for path, tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Name("self"), attr=name) if (
                    name.startswith(_PREFIX)
                ):
                    yield path, node.lineno, name.removeprefix(_PREFIX)
                case ast.keyword(arg=str(argument), value=value) if argument in _NAMING:
                    for name in _named(value):
                        yield path, node.value.lineno, name


def _named(value: ast.expr) -> Iterator[str]:
    """Yield the steps that an argument names."""
    match value:
        case ast.Constant(value=str(name)):
            yield name
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            for each in elements:
                yield from _named(each)
        case ast.Dict(keys=keys):
            for key in keys:
                if key:
                    yield from _named(key)


def _entries(trees: list[tuple[str, ast.Module]]) -> set[str]:
    """Return the steps that no step of theirs goes to, which is how they are started."""
    return _methods(trees) - {name for _, _, name in _targets(trees)} | {"user"}
