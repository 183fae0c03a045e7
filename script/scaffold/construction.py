"""Write calls of a client with what another client is made of."""

import ast
from collections.abc import Iterator, Mapping, Sequence

from script.client.parameters import Parameter, Role
from script.integration.syntax import last_name

# A user gives one of them, whatever the library calls it.
_SECRETS = (Role.TOKEN, Role.PASSWORD)


def constructed(
    text: str, client: str, before: Sequence[Parameter], after: Sequence[Parameter]
) -> str:
    """Return a module that makes a client, or expects that it was made, of what another takes.

    Args:
        text: The module.
        client: The name of the class.
        before: What the calls pass.
        after: What they are to pass; whatever is not known to be given is left out.
    """
    calls = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and _is_made(node, client, before)
    ]
    for call in sorted(calls, key=lambda each: each.lineno, reverse=True):
        text = _with_arguments(text, call, _passed(text, call, before), after)
    return text


def _is_made(call: ast.Call, client: str, before: Sequence[Parameter]) -> bool:
    """Return whether a call makes the client, or a test expects with what it is made."""
    if isinstance(call.func, ast.Name):
        return call.func.id == client
    sessions = {each.name for each in before if each.role is Role.SESSION}
    return last_name(call.func).startswith("assert_called") and any(
        each.arg in sessions for each in call.keywords
    )


def _passed(
    text: str, call: ast.Call, before: Sequence[Parameter]
) -> Mapping[Role, str]:
    """Return what a call passes, by what it is for."""
    positional = [each for each in before if not each.is_keyword]
    given = {
        **{
            each.name: value for each, value in zip(positional, call.args, strict=False)
        },
        **{each.arg: each.value for each in call.keywords if each.arg},
    }
    return {
        each.role: ast.get_source_segment(text, given[each.name]) or ""
        for each in before
        if each.role and each.name in given
    }


def _with_arguments(
    text: str, call: ast.Call, passed: Mapping[Role, str], after: Sequence[Parameter]
) -> str:
    lines = text.splitlines(keepends=True)
    assert call.end_lineno and call.end_col_offset and call.func.end_lineno
    start = _offset(lines, call.func.end_lineno, call.func.end_col_offset or 0)
    end = _offset(lines, call.end_lineno, call.end_col_offset)
    return f"{text[:start]}({', '.join(_arguments(passed, after))}){text[end:]}"


def _arguments(passed: Mapping[Role, str], after: Sequence[Parameter]) -> Iterator[str]:
    wanted = {each.role for each in after}
    left = dict(passed)
    for each in after:
        roles = [each.role] if each.role else []
        if each.role in _SECRETS:
            roles += [role for role in _SECRETS if role not in wanted]
        if found := next((role for role in roles if role in left), None):
            yield f"{each.name}={left.pop(found)}"


def _offset(lines: Sequence[str], line: int, column: int) -> int:
    """Return where a position of a syntax tree, which counts bytes, is in a text."""
    before = lines[line - 1].encode()[:column].decode()
    return sum(map(len, lines[: line - 1])) + len(before)
