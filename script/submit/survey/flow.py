"""Find steps that a flow goes to and does not have."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from script.integration.tree import Places
from script.submit.comparison.syntax import last_name, parsed

# Arguments that name a step, or several
_NAMING: Final = ("menu_options", "next_step_id", "step_id")
_PREFIX: Final = "async_step_"
# What starts a flow that adds an entry
_NOT_ENTRY: Final = ("init", "reauth", "reconfigure")


@dataclass(frozen=True)
class _Flows:
    """The steps in modules.

    Attributes:
        methods: Those that are there.
        targets: Those that are gone to, each with its place.
    """

    methods: frozenset[str]
    targets: tuple[tuple[str, int, str], ...]

    @property
    def entries(self) -> frozenset[str]:
        """Return the steps that no step goes to, which is how they are started."""
        return (self.methods - {name for _, _, name in self.targets}) | {"user"}


def missing_steps(
    step: Mapping[str, bytes], finished: Mapping[str, bytes], domain: str
) -> Iterator[str]:
    """Yield what is missing in the flows of a step that the finished integration has."""
    folder = Places(domain).integration
    now, before = (_flows(files, folder) for files in (step, finished))
    for path, line, name in now.targets:
        if name in before.methods - now.methods:
            yield f"{path}:{line}: goes to {_PREFIX}{name}, which is not there"
    entries = before.methods & (before.entries - {*_NOT_ENTRY})
    if entries and not entries & now.methods:
        yield f"{folder}config_flow.py: no step that starts it: {', '.join(sorted(entries))} are gone"
    if "user" in entries and "user" not in now.methods:
        yield f"{folder}config_flow.py: no {_PREFIX}user any more"


def _flows(files: Mapping[str, bytes], folder: str) -> _Flows:
    modules = {
        path: content
        for path, content in files.items()
        if path.startswith(folder) and path.endswith(".py")
    }
    return _Flows(
        frozenset(name for source in modules.values() for name in _methods(source)),
        tuple(
            (path, line, name)
            for path, source in modules.items()
            for line, name in _targets(source)
        ),
    )


@cache
def _methods(source: bytes) -> frozenset[str]:
    """Return the steps that a module has."""
    names = (
        name
        for node in ast.walk(parsed(source))
        for name in (
            [node.name]
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            else [last_name(target) for target in node.targets]
            if isinstance(node, ast.Assign)
            else []
        )
    )
    return frozenset(
        name.removeprefix(_PREFIX) for name in names if name.startswith(_PREFIX)
    )


@cache
def _targets(source: bytes) -> tuple[tuple[int, str], ...]:
    """Return the steps that flows go to, each with its line."""
    return tuple(_gone_to(parsed(source)))


def _gone_to(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name("self"), attr=name) if name.startswith(
                _PREFIX
            ):
                yield node.lineno, name.removeprefix(_PREFIX)
            case ast.keyword(arg=str() as argument, value=value) if argument in _NAMING:
                yield from ((value.lineno, name) for name in _named(value))


def _named(value: ast.expr) -> Iterator[str]:
    """Yield the steps that an argument names."""
    match value:
        case ast.Constant(value=str() as name):
            yield name
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            for each in elements:
                yield from _named(each)
        case ast.Dict(keys=keys):
            for key in filter(None, keys):
                yield from _named(key)
