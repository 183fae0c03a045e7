"""Which names modules define and which they use, as far as their text tells."""

import ast
from collections.abc import Iterator
import re
from typing import Final

# A string that names something, such as a fixture, a key or what to patch
_NAMING: Final = re.compile(r"[\w.:-]+")


def definitions(tree: ast.Module) -> frozenset[str]:
    """Return the names that a module and its classes define."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return frozenset(
        name
        for body in (tree.body, *(node.body for node in classes))
        for statement in body
        for name in defined(statement)
    )


def top_level(tree: ast.Module) -> frozenset[str]:
    """Return the names that a module defines."""
    return frozenset(name for statement in tree.body for name in defined(statement))


def defined(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement defines."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case (
            ast.AnnAssign(target=ast.Name(id=name))
            | ast.TypeAlias(name=ast.Name(id=name))
        ):
            yield name


def imports(tree: ast.Module) -> frozenset[str]:
    """Return the names that a module imports."""
    return frozenset(
        (alias.asname or alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    )


def uses(tree: ast.AST) -> frozenset[str]:
    """Return the names that code uses, its definitions and imports aside."""
    return frozenset(name for node in ast.walk(tree) for name in _used(node))


def with_keys(names: frozenset[str]) -> frozenset[str]:
    """Return names with the keys that constants such as CONF_HOST stand for."""
    return names | {
        name.removeprefix("CONF_").lower() for name in names if name.startswith("CONF_")
    }


def parameters_in_use(tree: ast.Module) -> dict[str, frozenset[str]]:
    """Return for each test the parameters that it uses."""
    return {
        function.name: uses(ast.Module(function.body, []))
        & {argument.arg for argument in function.args.args}
        for function in tree.body
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def _used(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            yield name
        case (
            ast.Attribute(attr=name)
            | ast.arg(arg=name)
            | ast.keyword(arg=str() as name)
        ):
            yield name
        case ast.Constant(value=str() as text) if _NAMING.fullmatch(text):
            yield from re.split(r"[.:-]+", text)
