"""A username and a password wherever the model has a token."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.json_file import Json

from .splice import Code, Span

_TOKEN: Final = re.compile(
    r"(?P<phrase>API token)|(?:api_)?token|(?P<constant>(?:API_)?TOKEN)"
)
_ENTRY: Final = re.compile(r"^ +api_token: .*\n", re.MULTILINE)
_SECRET: Final = re.compile(
    r"probatio\.(?:Required|Optional)\(probatio\.Secret\((?P<name>\w+)\)"
)

# In what other things stand, and not the token itself
_COMPOUND: Final = (ast.List, ast.Tuple, ast.Call, ast.JoinedStr)

_BOTH: Final = ("username", "password")


def named(text: str, kind: str, phrase: str | None = None) -> str:
    """Return a text that tells of something else than a token.

    Args:
        text: What tells of a token.
        kind: What stands for "token".
        phrase: What stands for "API token", if not that.
    """

    def name(found: re.Match[str]) -> str:
        if found["constant"]:
            return kind.upper()
        return phrase or kind if found["phrase"] else kind

    return _TOKEN.sub(name, text)


def told(text: str) -> str:
    """Return a text that tells of a username and a password, and of the password where one is secret."""
    return named(text, "password", "username and password")


def paired(text: str) -> str:
    """Return a module in which a username and a password go where a token went.

    Both take the place of a parameter or an argument that follows another one, as the token follows
    the host; of a key with its value, an element, an import and an assignment; and of an entry in
    a docstring.
    """
    code = Code(text)
    members = dict(_members(code))
    # Where one is inside of another, it is the inner one that goes where a token went.
    innermost = [
        span
        for span in members
        if not any(span != other and span.holds(other) for other in members)
    ]
    pieces = [
        (span, members[span].join(_each_of_both(code.text(span)))) for span in innermost
    ]
    return told(_ENTRY.sub(_both_entries, code.spliced(pieces)))


def paired_strings(strings: Json) -> Json:
    """Return strings with a username and a password for each token."""
    pairs: Json = {}
    for key, value in strings.items():
        if isinstance(value, dict):
            pairs[key] = paired_strings(value)
        else:
            kinds = _BOTH if key == "api_token" else ()
            pairs |= {kind: named(value, kind) for kind in kinds} or {key: told(value)}
    return dict(sorted(pairs.items()))


def _both_entries(entry: re.Match[str]) -> str:
    return "".join(named(entry[0], kind) for kind in _BOTH)


def _each_of_both(text: str) -> Iterator[str]:
    """Yield code for the username and code for the password."""
    # A form shows the username that is stored, and so none can leave it out.
    yield _SECRET.sub(r"probatio.Required(\g<name>", named(text, "username"))
    yield named(text, "password")


def _members(code: Code) -> Iterator[tuple[Span, str]]:
    """Yield where a token goes, and what separates two of what stands there."""
    for node in ast.walk(code.tree):
        for about, span, between in _places(code, node):
            if "token" in code.text(about).lower():
                yield span, between


def _places(code: Code, node: ast.AST) -> Iterator[tuple[Span, Span, str]]:
    """Yield for what may stand twice in a node: what tells of what it is, all of it, what separates two."""
    match node:
        case (
            ast.Call(args=[_, *others])
            | ast.arguments(args=[_, *others])
            | ast.ImportFrom(names=others)
            | ast.Set(elts=others)
        ):
            for each in others:
                if not isinstance(each, _COMPOUND):
                    yield code.span(each), code.span(each), ", "
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if key:
                    yield code.span(key), code.span(key, value), ", "
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            indent = " " * node.col_offset
            yield code.span(target), code.span(node), f"\n{indent}"
