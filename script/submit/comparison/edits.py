"""The edits that lead from the finished integration to a step."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# No number of removals is as bad as one thing that is new.
CHANGED: Final = 10_000


@dataclass(frozen=True, eq=False)
class Removed:
    """A node of the finished integration that the step does not have.

    Attributes:
        is_reachable: Whether anything leads to it, as the conditions before it were folded.
    """

    node: ast.AST
    is_reachable: bool = True


@dataclass(frozen=True, eq=False)
class Folded:
    """A condition of the finished integration of which the step has only what follows.

    Attributes:
        value: What it was taken for; None where what it evaluates to stands in the step.
        dropped: What is executed otherwise only.
    """

    node: ast.expr
    value: bool | None
    dropped: tuple[ast.AST, ...] = ()


@dataclass(frozen=True, eq=False)
class Changed:
    """A node of the step that does not come from the finished integration.

    Attributes:
        whole: The node that stands there in the finished integration, if any.
    """

    node: ast.AST
    whole: ast.AST | None = None


type Edit = Removed | Folded | Changed


@dataclass(frozen=True)
class Match:
    """The best way from a part of the finished integration to one of the step.

    Attributes:
        parts: The edits, in groups of groups.
    """

    cost: int
    parts: tuple[Edit | Match, ...] = ()

    def edits(self) -> Iterator[Edit]:
        """Yield the edits."""
        for part in self.parts:
            if isinstance(part, Match):
                yield from part.edits()
            else:
                yield part


SAME: Final = Match(0)


def joined(*matches: Match) -> Match:
    """Return one way of several that are gone together."""
    parts = tuple(match for match in matches if match.parts)
    if len(parts) == 1:
        return parts[0]
    return Match(sum(match.cost for match in parts), parts) if parts else SAME


def changed(node: ast.AST, whole: ast.AST | None = None) -> Match:
    """Return the way to a node that cannot be found in the finished integration.

    It costs more, the more is in it, so that what has changed inside is found there.
    """
    size = sum(isinstance(each, ast.stmt) for each in ast.walk(node))
    return Match(CHANGED * max(size, 1), (Changed(node, whole),))


def best(*matches: Match) -> Match:
    """Return the one that costs least, the first of equals."""
    return min(matches, key=lambda match: match.cost)
