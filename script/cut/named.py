"""Find what code names: its identifiers and strings, the steps of its flows, and what helpers name for it."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
import re
from typing import Final

from script.integration.core import installed_package

from .source import source

_STEP: Final = "async_step_"
_CONSTANT: Final = re.compile(r'^([A-Z_0-9]+)(?:: [^=\n]+)? = "(\w+)"', re.MULTILINE)
# What has an identifier
_NAMED: Final = (
    *(ast.Name, ast.Attribute, ast.arg, ast.keyword),
    *(ast.FunctionDef, ast.AsyncFunctionDef),
)
# Where flows of integrations inherit the reasons for which they end
_FLOWS: Final = ("config_entries.py", "data_entry_flow.py")


def named(code: Iterable[str]) -> frozenset[str]:
    """Return the strings of modules, and the reasons that the helpers of flows give that they call."""
    texts = [*code]
    names = frozenset[str]().union(*map(_identifiers_in, texts))
    reasons = _reasons()
    return strings(texts).union(*(reasons[name] for name in names & reasons.keys()))


def strings(code: Iterable[str]) -> frozenset[str]:
    """Return the strings of modules."""
    return frozenset[str]().union(*map(_strings_in, code))


def mentioned(code: Iterable[str]) -> frozenset[str]:
    """Return what modules name, by strings or in any other way."""
    texts = [*code]
    return named(texts).union(*map(_identifiers_in, texts))


def steps(code: Iterable[str]) -> frozenset[str]:
    """Return the steps that the flows in modules have, or show by their names."""
    texts = [*code]
    flows = [text for text in texts if _STEP in text or "SchemaFlow" in text]
    modules = {name for text in texts for name in _helpers_in(text)}
    names = mentioned(flows).union(*map(_steps_of, modules))
    return names | {name.removeprefix(_STEP) for name in names}


def _helpers_in(text: str) -> Iterator[str]:
    """Yield the modules of Home Assistant whose flows those of a module may derive from."""
    for name in _imported_in(text):
        if name.startswith("homeassistant.helpers."):
            yield ".".join(name.split(".")[:3])


@cache
def _steps_of(module: str) -> frozenset[str]:
    """Return the steps that the flows in a module of Home Assistant have."""
    path = installed_package().joinpath(*module.split(".")[1:]).with_suffix(".py")
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return frozenset(re.findall(rf"def ({_STEP}\w+)", text))


def components(code: Iterable[str]) -> frozenset[str]:
    """Return the integrations that modules import."""
    return frozenset[str]().union(*map(_components_in, code))


def packages(code: Iterable[str]) -> frozenset[str]:
    """Return the packages that modules import, by their first names."""
    return frozenset(
        name.partition(".")[0] for text in code for name in _imported_in(text)
    )


@lru_cache(maxsize=4096)
def _identifiers_in(text: str) -> frozenset[str]:
    nodes = source(text).of_kind(*_NAMED)
    return frozenset(name for node in nodes for name in _identifiers_of(node))


@lru_cache(maxsize=4096)
def _strings_in(text: str) -> frozenset[str]:
    """Return the strings of a module, and those of the constants that it has from Home Assistant."""
    nodes = source(text).of_kind(ast.Constant)
    written = (string for node in nodes for string in _string(node))
    constants = (_constant(*name.rpartition(".")[::2]) for name in _imported_in(text))
    return frozenset(filter(None, (*written, *constants)))


def _constant(module: str, name: str) -> str | None:
    """Return the string that a constant of a module of Home Assistant stands for."""
    if not (name.isupper() and module.startswith("homeassistant.")):
        return None
    return _constants(module).get(name)


@lru_cache(maxsize=1024)
def _constants(module: str) -> dict[str, str]:
    stem = installed_package().joinpath(*module.split(".")[1:])
    for path in (stem.with_name(f"{stem.name}.py"), stem / "__init__.py"):
        if path.is_file():
            return dict(_CONSTANT.findall(path.read_text(encoding="utf-8")))
    return {}


def _identifiers_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.keyword(arg=str() as name):
            yield name


@lru_cache(maxsize=4096)
def _imported_in(text: str) -> frozenset[str]:
    return frozenset(
        name
        for node in source(text).of_kind(ast.Import, ast.ImportFrom)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [f"{node.module}.{alias.name}" for alias in node.names]
            if isinstance(node, ast.ImportFrom) and node.module and not node.level
            else []
        )
    )


def _components_in(text: str) -> frozenset[str]:
    return frozenset(
        name.split(".")[2]
        for name in _imported_in(text)
        if name.startswith("homeassistant.components.")
    )


@cache
def _reasons() -> dict[str, frozenset[str]]:
    """Return the reasons that each helper of Home Assistant's flows gives, by itself or through others."""
    helpers: dict[str, frozenset[str]] = {}
    for name in _FLOWS:
        for node in ast.walk(ast.parse((installed_package() / name).read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside = frozenset(
                    each
                    for child in ast.walk(node)
                    for each in (*_identifiers_of(child), *_string(child))
                )
                helpers[node.name] = helpers.get(node.name, frozenset()) | inside
    return {name: _reached(name, helpers) for name in helpers if _STEP not in name}


def _string(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _reached(start: str, helpers: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return what a helper names, and those that it names itself or through `self`."""
    names, pending = frozenset[str](), [start]
    while pending:
        new = helpers.get(pending.pop(), frozenset()) - names
        names |= new
        pending += [name for name in new if name.startswith("_async_")]
    return frozenset(name for name in names if name.isidentifier() and name.islower())
