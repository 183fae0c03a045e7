"""Tell what was looked through, and where to look."""

import ast
from collections.abc import Callable, Iterable, Iterator

from script.integration.contribution import Contribution
from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.modules import Module
from script.review.sheet.point import Look, Sign


def doubt(module: Module, node: ast.AST, what: str) -> Finding:
    """Return that a human has to look at a place."""
    return gap(module, what, node=node, advice=True)


def shows(evidence: Sign) -> Look:
    """Return a look that only finds what holds a point."""

    def look(contribution: Contribution) -> Iterator[Fact | Finding]:
        yield from evidence(contribution)

    return look


def calls(what: str, *names: str) -> Sign:
    """Return the evidence that the integration calls something with such a name."""

    def found(contribution: Contribution) -> Iterator[Fact]:
        for module, call in contribution.calls(*names):
            yield fact(module, what, call)

    return found


def read_through(modules: Iterable[Module], without: str) -> Iterator[Fact]:
    """Yield that modules were read, and have nothing of a kind."""
    if read := list(modules):
        yield Fact(read[0].path, 1, f"{len(read)} modules read, none with {without}")


def nowhere(
    what: str,
    is_it: Callable[[ast.AST], bool],
    modules: Callable[[Contribution], tuple[Module, ...]] = lambda each: each.modules,
) -> Look:
    """Return a look for what should not be in any module."""

    def look(contribution: Contribution) -> Iterator[Fact | Finding]:
        found = [
            gap(module, f"{what} stands here", "Remove it", node)
            for module in modules(contribution)
            for node in module.nodes
            if is_it(node)
        ]
        yield from found or read_through(modules(contribution), what)

    return look
