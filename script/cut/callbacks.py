"""Take out callbacks that a cut leaves nothing of, where what they are given to does without."""

import ast
from collections.abc import Iterator

from .blocks import Removal, is_docstring
from .elements import without_elements
from .entries import FUNCTIONS, enclosing
from .names import Module
from .signatures import Function, functions_called, parameter
from .source import Change, Edit, Source


def without_idle_callbacks(module: Module, removal: Removal) -> Iterator[Change]:
    """Yield the edits without functions that have nothing in them, and are only given to what can do without."""
    for function in {module.source.parents[each] for each in removal.refused}:
        if isinstance(
            function, ast.FunctionDef | ast.AsyncFunctionDef
        ) and removal.refused.issuperset(
            each for each in function.body if not is_docstring(each)
        ):
            edits = [_without(module, use) for use in _uses(module.source, function)]
            if edits and all(edits):
                removal.refused.difference_update(function.body)
                if removal.add(function):
                    yield from filter(None, edits)


def _uses(source: Source, function: Function) -> list[ast.AST]:
    """Return where a function is used in the one that it stands in."""
    outer = next(enclosing(source, function, FUNCTIONS), None)
    inside = {*ast.walk(function)}
    return [
        each
        for each in (ast.walk(outer) if outer else ())
        if isinstance(each, ast.Name)
        and each.id == function.name
        and each not in inside
    ]


def _without(module: Module, use: ast.AST) -> Change | None:
    """Return the edits of a call without a callback, None if that may be no such call."""
    source = module.source
    argument = source.parents[use]
    if not isinstance(argument, ast.keyword):
        argument = use
    call = source.parents[argument]
    if not isinstance(call, ast.Call) or argument is call.func:
        return None
    called = functions_called(module, call)
    if not called or not all(_is_optional(each, call, argument) for each in called):
        return None
    if len(call.args) + len(call.keywords) > 1:
        return without_elements(source, call, {argument})
    opening = source.word_before(source.start(argument), "(")
    return (Edit(opening + 1, source.end(call) - 1),)


def _is_optional(function: Function, call: ast.Call, argument: ast.AST) -> bool:
    """Return whether a function can be called without an argument, the others as they are."""
    if isinstance(argument, ast.keyword):
        found = argument.arg and parameter(function, argument.arg)
    elif argument is call.args[-1] and not any(
        isinstance(each, ast.Starred) for each in call.args
    ):
        found = parameter(function, len(call.args) - 1)
    else:
        return False
    return bool(found and found.default)
