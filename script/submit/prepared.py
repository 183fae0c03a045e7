"""The steps of a series as they are to be submitted: cut, formatted, and corrected by their author."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from script.cut.place import Place
from script.features.found import found
from script.features.table import PLATFORM
from script.integration.blanks import counted
from script.integration.tree import Tree

from . import SubmitError
from .corrections import Correction, corrected, unmended
from .kept import kept, name_of
from .series import Step, series
from .stage import formatted, lay_out
from .unchanged import differences

# What is told of a step besides what the judges say
PLACES = "places"
COMPARISON = "comparison"
BLANKS = "blanks"


@dataclass(frozen=True)
class Prepared:
    """A step.

    Attributes:
        step: As it is to be submitted.
        cut: Its files before its author corrected any.
        corrections: What its author corrected.
    """

    step: Step
    cut: Tree
    corrections: Sequence[Correction] = ()

    @property
    def to_mend(self) -> list[Place]:
        """Return the places that its author has to mend."""
        return [place for place in self.step.places if place.blocks]

    @property
    def remarks(self) -> list[Place]:
        """Return the places that its author may leave as they are."""
        return [place for place in self.step.places if not place.blocks]


def prepared(
    work: Path, root: Path, tree: Tree, domain: str, first: str | None
) -> list[Prepared]:
    """Return the steps to a finished integration.

    Args:
        work: An empty folder.
        root: The repository, which may keep corrections.
        tree: The files of the integration.
        domain: Which.
        first: The platform of the first step; None for the best one.
    """
    platforms = [each.name for each in found(tree, domain) if each.kind == PLATFORM]
    if first is not None and first not in platforms:
        raise SubmitError(
            f"--first {first}: no platform of {domain}; name one of {', '.join(platforms) or 'none'}"
        )
    *cut, last = steps = series(tree, domain, first)
    corrections = kept(root, steps)
    stages = [work / step.folder for step in cut]
    for step, stage in zip(cut, stages, strict=True):
        lay_out(stage, root, domain, step.tree)
    return [
        *(
            _corrected(
                replace(step, tree={**step.tree, **files}),
                corrections.get(step.number, ()),
                tree,
            )
            for step, files in zip(cut, formatted(stages, domain), strict=True)
        ),
        Prepared(last, last.tree),
    ]


def objections(step: Prepared, finished: Tree) -> dict[str, str]:
    """Return what is to be mended in a step before anybody judges it, by what found it."""
    told = {
        PLACES: [str(place) for place in step.to_mend],
        COMPARISON: [
            ": ".join(filter(None, (f"{each.path}:{each.line}", each.name, each.what)))
            for each in differences(step.cut, finished)
        ],
    }
    if left := counted(step.step.tree):
        told[BLANKS] = [f"{left} are yours to write"]
    return {name: "\n".join(lines) for name, lines in told.items() if lines}


def _corrected(
    step: Step, corrections: Sequence[Correction], finished: Tree
) -> Prepared:
    tree, conflicts = corrected(step.tree, corrections, name_of(step))
    places = unmended(step.places, finished, step.tree, tree)
    return Prepared(
        replace(step, tree=tree, places=(*conflicts, *places)), step.tree, corrections
    )
