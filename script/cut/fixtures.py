"""Tell which fixtures tests are given, by their names."""

import ast
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import Final

from .entries import FUNCTIONS
from .names import Module
from .source import Source

_FIXTURES_OF_FOLDER: Final = "conftest.py"


def fixture_name(node: ast.AST) -> str | None:
    """Return the name by which tests are given what a function makes, None if it is no fixture."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        for decorator in node.decorator_list:
            if is_fixture(decorator):
                keywords = getattr(decorator, "keywords", ())
                return next(filter(None, map(_named, keywords)), node.name)
    return None


def is_fixture(decorator: ast.AST) -> bool:
    """Return whether a decorator makes a function a fixture."""
    match decorator.func if isinstance(decorator, ast.Call) else decorator:
        case ast.Name(id="fixture") | ast.Attribute(attr="fixture"):
            return True
    return False


def _named(keyword: ast.keyword) -> str | None:
    match keyword:
        case ast.keyword(arg="name", value=ast.Constant(value=str() as name)):
            return name
    return None


def lost_arguments(module: Module, lost: Collection[str]) -> Iterator[ast.arg]:
    """Yield the arguments of fixtures of a module that nothing gives them any more.

    Args:
        module: A module of tests.
        lost: The names of fixtures that are gone.
    """
    for node in module.source.of_kind(*FUNCTIONS):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (
            fixture_name(node)
        ):
            for argument in (*node.args.args, *node.args.kwonlyargs):
                if is_lost(module, argument.arg, lost):
                    yield argument


def is_lost(module: Module, name: str, lost: Collection[str]) -> bool:
    """Return whether a fixture is gone, and there is no other of that name for a module."""
    return name in lost and not any(
        name in _fixtures(each.source)
        for path, each in module.package.modules.items()
        if path == module.path or _is_above(path, module.path)
    )


def _is_above(path: str, below: str) -> bool:
    file = PurePosixPath(path)
    return file.name == _FIXTURES_OF_FOLDER and PurePosixPath(below).is_relative_to(
        file.parent
    )


def _fixtures(source: Source) -> frozenset[str]:
    """Return the names of the fixtures of a module."""
    return source.known(
        "fixtures",
        None,
        lambda: frozenset(
            name for node in source.of_kind(*FUNCTIONS) if (name := fixture_name(node))
        ),
    )
