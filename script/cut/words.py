"""Collect the words by which code uses something, whatever they stand for."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
import re
from typing import Final

from script.integration.nodes import children, walk

from .names import chain_of
from .sources import STEP

# What a use begins with that is only a string
IN_TEXT: Final = ".="
_IDENTIFIER: Final = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True)
class Code:
    """Code that several versions of a module may have, but for some statements inside of it."""

    text: str
    is_test: bool
    apart: frozenset[ast.stmt]
    node: ast.AST = field(compare=False)


@dataclass(frozen=True)
class Words:
    """What code names, whatever that stands for.

    Attributes:
        chains: Names, and attributes of names with all before them.
        others: Attributes, arguments of tests and strings, as uses.
        in_class: Names where those of a class are seen.
    """

    chains: frozenset[str]
    others: frozenset[str]
    in_class: frozenset[str]


@lru_cache(8192)
def words(code: Code) -> Words:
    """Return the words of code."""
    node = code.node
    chains: set[str] = set()
    others: set[str] = set()
    pending: list[ast.AST] = [node]
    while pending:
        child = pending.pop()
        if child in code.apart and child is not node:
            continue
        match child:
            case ast.Name(id=name, ctx=ast.Load()):
                chains.add(name)
            case ast.Attribute(attr=name):
                if whole := chain_of(child):
                    chains.add(whole)
                others.add(f".{name}")
            case ast.arg(arg=name) if code.is_test:
                # A fixture
                others.add(f".{name}")
            case ast.Constant(value=str() as text):
                others.update(_named_by(text))
        pending += children(child)
    return Words(
        frozenset(chains),
        frozenset(others),
        frozenset(
            child.id
            for outer in _in_class_scope(node)
            for child in walk(outer)
            if isinstance(child, ast.Name)
        ),
    )


def _in_class_scope(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a definition that see the other members of its class by name."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [*node.decorator_list, node.args]
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return [value]
        case ast.ClassDef(body=body):
            return [each for each in body if isinstance(each, ast.Expr | ast.If)]
    return []


def _named_by(text: str) -> Iterator[str]:
    """Yield what a string names: an attribute, a step, or a type that is defined below."""
    name = text.partition("[")[0] if text.endswith("]") else text
    if _IDENTIFIER.fullmatch(name):
        yield f".{name}"
        yield f".{STEP}{name}"
        yield f"{IN_TEXT}{name}"
