"""Make the mutants of a module, each with one thing changed."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import cast

import libcst as cst
import libcst.matchers as m
from mutmut.mutation.mutators import mutation_operators

from .integration_mistakes import MISTAKES

# The field's own first: of two that make the same of a module, one remains.
_OPERATORS = (
    *MISTAKES,
    *(("", (kind,), operator) for kind, operator in mutation_operators),
)

_TEXT = m.SimpleString() | m.ConcatenatedString()
# What does nothing: types, docstrings, the names for `import *`, and what only who debugs reads. And decorators, as
# mutmut does: what dataclasses are told is for type checkers and memory.
_LEFT_ALONE = (
    m.Annotation()
    | m.Decorator()
    | m.TypeParameters()
    | m.SimpleStatementLine(body=[m.Expr(_TEXT)])
    | m.Assign(targets=[m.AssignTarget(m.Name("__all__"))])
    | m.Call(func=m.Attribute(attr=m.Name("debug")))
)


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A changed module.

    Attributes:
        path: Of the module, relative to the repository.
        scope: The class and function it is in, as "Class.method"; "" outside of any.
        mistake: What the field calls it; "" if it is none of the field's own.
        line: Where the change begins, from 1.
        before: The lines that are not there any more.
        after: The lines that are there instead.
        source: The whole of it.
    """

    path: str
    scope: str
    mistake: str
    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    source: str

    @property
    def change(self) -> str:
        """Return the change in one line, whatever the indentation."""
        return " ".join(
            [*map(str.strip, self.before), "->", *map(str.strip, self.after)]
        )


def mutants(
    path: str, source: str, scopes: Container[str] | None = None
) -> Iterator[Mutant]:
    """Return all that a module can become; what is no Python, or the same as before, aside.

    Args:
        path: Of the module, relative to the repository.
        source: The module.
        scopes: In which classes and functions it may change, each as "Class.method"; None for all.
    """
    module = cst.parse_module(source)
    seen = {source}
    for scope, node in _nodes(module, ()):
        if scopes is not None and ".".join(scope) not in scopes:
            continue
        for mistake, kinds, operator in _OPERATORS:
            if not isinstance(node, kinds):
                continue
            for other in operator(node):
                mutated = cast(cst.Module, module.deep_replace(node, other)).code
                if mutated not in seen and _is_python(mutated):
                    seen.add(mutated)
                    line, before, after = _difference(source, mutated)
                    yield Mutant(
                        path=path,
                        scope=".".join(scope),
                        mistake=mistake,
                        line=line,
                        before=before,
                        after=after,
                        source=mutated,
                    )


def _nodes(
    node: cst.CSTNode, scope: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], cst.CSTNode]]:
    """Return the nodes that may change, each with the classes and functions it is in."""
    if m.matches(node, _LEFT_ALONE):
        return
    yield scope, node
    if isinstance(node, cst.ClassDef | cst.FunctionDef):
        scope = (*scope, node.name.value)
    for child in node.children:
        yield from _nodes(child, scope)


def _is_python(source: str) -> bool:
    try:
        compile(source, "<mutant>", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _difference(
    source: str, mutated: str
) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Return where two texts begin to differ, from line 1, and the lines of each that do."""
    old, new = source.splitlines(), mutated.splitlines()
    start = _alike(old, new)
    same = _alike(old[start:][::-1], new[start:][::-1])
    return (
        start + 1,
        tuple(old[start : len(old) - same]),
        tuple(new[start : len(new) - same]),
    )


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many lines are the same at the beginning."""
    return sum(
        1
        for _ in takewhile(
            lambda pair: pair[0] == pair[1], zip(some, others, strict=False)
        )
    )
