"""Statements that work for a feature and for what stays, which nobody can cut but their author."""

import libcst as cst

from . import CutError
from .code import shared_statements
from .modules import Modules
from .words import Words, names_in, present


def refuse_shared(before: Modules, now: Modules, words: Words) -> None:
    """Raise CutError if a statement with one of the words is left after the cuts."""
    for path, text in now.items():
        parts = words.present_in(text).parts
        if not parts:
            continue
        for statement in shared_statements(cst.parse_module(text), parts):
            code = _code(statement)
            word = min(present(parts, names_in(code))).removeprefix(".")
            line = code.partition("\n")[0]
            raise CutError(
                f"{path}{_place(before[path], line)}: `{line}`: {word!r} cannot be cut out of it; "
                "give it a statement of its own"
            )


def _code(statement: cst.CSTNode) -> str:
    bare = statement.with_changes(leading_lines=[])
    return cst.Module([]).code_for_node(bare).strip()


def _place(text: str, line: str) -> str:
    """Return where a line stands, if it stands there as it is."""
    lines = [each.strip() for each in text.splitlines()]
    return f":{lines.index(line) + 1}" if line in lines else ""
