"""Take out methods that a cut leaves nothing to do but what they inherit."""

import ast
from collections.abc import Iterator

from .blocks import Removal, is_docstring
from .entries import enclosing
from .source import Source

type Function = ast.FunctionDef | ast.AsyncFunctionDef

# Marks that make no other method of it
_MARKS = frozenset({"override", "callback"})


def remove_idle_overrides(before: Source, now: Source, removal: Removal) -> None:
    """Remove methods that did more before than to call what they override, and do not now."""
    if "super()" not in now.text or before.text == now.text:
        return
    busy = {name for name, method in _methods(before) if not _only_delegates(method)}
    for name, method in _methods(now):
        owner = now.parents[method]
        assert isinstance(owner, ast.ClassDef)
        others = [each for each in owner.body if each is not method]
        if name in busy and _only_delegates(method) and others:
            removal.add(method)


def _methods(of: Source) -> Iterator[tuple[tuple[str, ...], Function]]:
    """Yield the methods of classes, each with its name after those of the classes."""
    for node in of.of_kind(ast.FunctionDef, ast.AsyncFunctionDef):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and isinstance(
            of.parents[node], ast.ClassDef
        ):
            owners = (each.name for each in enclosing(of, node, ast.ClassDef))
            yield (*owners, node.name), node


def _only_delegates(method: Function) -> bool:
    """Return whether a method only calls the one that it overrides, with all that it is given."""
    marks = {ast.unparse(each) for each in method.decorator_list}
    match [each for each in method.body if not is_docstring(each)]:
        case [ast.Expr(value=value) | ast.Return(value=ast.expr() as value)]:
            if isinstance(value, ast.Await):
                value = value.value
            return (
                marks <= _MARKS
                and not method.args.defaults
                and not method.args.kw_defaults
                and ast.unparse(value) == _delegation(method)
            )
    return False


def _delegation(method: Function) -> str:
    """Return the call of what a method overrides, as it is mostly written."""
    given = method.args
    parts = [each.arg for each in (*given.posonlyargs, *given.args)][1:]
    parts += [f"*{given.vararg.arg}"] if given.vararg else []
    parts += [f"{each.arg}={each.arg}" for each in given.kwonlyargs]
    parts += [f"**{given.kwarg.arg}"] if given.kwarg else []
    return f"super().{method.name}({', '.join(parts)})"
