"""Take over what review has changed in a step, from its open branch or from core's dev."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from script.integration.tree import Tree
from script.reconcile.imports import tidied
from script.reconcile.tree import Reconciled, reconciled
from script.submit import SubmitError
from script.submit.corrections import differences
from script.submit.series import Step, core_part

from .checkout import DEV, Checkout
from .git import files_of
from .standing import Standing, State

_SETTINGS: Final = "pyproject.toml"


@dataclass(frozen=True)
class Changed:
    """A step that review has changed.

    Attributes:
        base: Its files as they were cut.
        theirs: Its files as they are after the review.
    """

    step: Step
    base: Tree
    theirs: Tree


def reviewed(
    checkout: Checkout, standings: Sequence[Standing], *, landed: bool
) -> Changed:
    """Return what review has changed in a checkout.

    Args:
        checkout: The checkout.
        standings: Where the steps stand there.
        landed: Whether to take what dev has of the last step that has landed, rather than the open branch.
    """
    state = State.LANDED if landed else State.OPEN
    chosen = [each.step for each in standings if each.state is state]
    if not chosen:
        where = DEV if landed else "any branch of the series"
        raise SubmitError(
            f"{checkout.root}: no step is on {where}; --status says where each stands"
        )
    step = chosen[-1] if landed else chosen[0]
    made = checkout.mark(step.branch)
    base = files_of(checkout.root, made, step.domain) if made else step.core
    now = checkout.dev if landed else str(checkout.branch(step.branch))
    return Changed(step, base, files_of(checkout.root, now, step.domain))


def taken_over(work: Path, root: Path, finished: Tree, step: Changed) -> Reconciled:
    """Return the finished integration with what review has changed, its imports in order.

    Args:
        work: An empty folder.
        root: The repository.
        finished: The files of the integration.
        step: What review has changed.
    """
    ours = core_part(finished, step.step.domain)
    both = reconciled(step.base, ours, step.theirs)
    if both.conflicts:
        return both
    work.mkdir()
    (work / _SETTINGS).write_bytes((root / _SETTINGS).read_bytes())
    return replace(both, tree=tidied(work, both.tree, (ours, step.theirs)))


def changed_files(finished: Tree, domain: str, taken: Tree) -> dict[str, bytes | None]:
    """Return the new content of the files of an integration that change; None for one that goes."""
    ours = core_part(finished, domain)
    return {each.path: each.mended for each in differences(ours, taken)}


def missing(steps: Sequence[Step], changed: Changed) -> list[str]:
    """Return a line for each file of a step that is cut otherwise than review has made it."""
    step = next((each for each in steps if each.branch == changed.step.branch), None)
    if step is None:
        return [f"{changed.step.folder}: not in the series any more"]
    return [
        f"{each.path}: review has made it otherwise than {step.folder} is cut now"
        for each in differences(step.core, changed.theirs)
    ]
