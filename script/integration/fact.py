"""Something that is there, which proves or disproves something, and something that is missing."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .finding import Finding
from .integration import Integration
from .keys import line_of
from .modules import Module

type Evidence = Callable[[Integration], Iterator[Fact]]


@dataclass(frozen=True, order=True)
class Fact:
    """Something that is there, which proves a rule or speaks against an exemption.

    Attributes:
        path: The file that shows it.
        line: Where in the file, from 1; 0 for an image.
        what: What is there.
    """

    path: Path
    line: int
    what: str


def fact(module: Module, what: str, node: ast.AST) -> Fact:
    """Return what a node of a module shows."""
    return Fact(module.path, getattr(node, "lineno", 1), what)


def fact_in(path: Path, what: str, *keys: object) -> Fact:
    """Return what a JSON or YAML file shows under some keys."""
    return Fact(path, line_of(path, *keys), what)


def gap(
    place: Path | Module,
    message: str,
    mend: str = "",
    node: ast.AST | None = None,
    *,
    line: int = 0,
    advice: bool = False,
) -> Finding:
    """Return what is missing at a place; the rule that asks for it is filled in later.

    What integrations that core accepted lack as well is advice.
    """
    path = place if isinstance(place, Path) else place.path
    line = getattr(node, "lineno", line)
    return Finding(
        path=path, line=line, check="", message=message, mend=mend, advice=advice
    )
