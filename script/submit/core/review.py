"""Take over what review has changed in a step, from its open branch or from core's dev."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from script.integration.tree import Places, Tree
from script.reconcile.imports import tidied
from script.reconcile.page import reworded
from script.reconcile.tree import Reconciled, reconciled
from script.submit import SubmitError
from script.submit.corrections import differences
from script.submit.series import Step, core_part

from .checkout import DEV, Checkout
from .git import files_of
from .standing import Standing, State, open_step

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
    step = (
        _last_landed(checkout, standings) if landed else open_step(checkout, standings)
    )
    made = checkout.mark(step.branch)
    base = files_of(checkout.root, made, step.domain) if made else step.core
    now = checkout.dev if landed else str(checkout.branch(step.branch))
    return Changed(step, base, files_of(checkout.root, now, step.domain))


def _last_landed(checkout: Checkout, standings: Sequence[Standing]) -> Step:
    for each in reversed(standings):
        if each.state is State.LANDED:
            return each.step
    raise SubmitError(
        f"{checkout.root}: no step is on {DEV}; --status says where each stands"
    )


def taken_over(work: Path, root: Path, finished: Tree, step: Changed) -> Reconciled:
    """Return the finished integration with what review has changed, its imports in order.

    Args:
        work: An empty folder.
        root: The repository.
        finished: The files of the integration.
        step: What review has changed.
    """
    ours = core_part(finished, step.step.domain)
    both = _with_page(reconciled(step.base, ours, step.theirs), finished, step)
    if both.conflicts:
        return both
    work.mkdir()
    (work / _SETTINGS).write_bytes((root / _SETTINGS).read_bytes())
    tidy = tidied(work, core_part(both.tree, step.step.domain), (ours, step.theirs))
    return replace(both, tree={**both.tree, **tidy})


def _with_page(both: Reconciled, finished: Tree, step: Changed) -> Reconciled:
    """Return what is taken over with the page, which says what review has reworded as that has it."""
    places = Places(step.step.domain)
    if (page := finished.get(places.page)) is None:
        return both
    strings = f"{places.integration}strings.json"
    text, followed, left = reworded(
        page.decode(),
        *(each.get(strings, b"").decode() for each in (step.base, step.theirs)),
    )
    return replace(
        both,
        tree={**both.tree, places.page: text.encode()},
        followed=(
            *both.followed,
            *(f"“{old}” is “{new}”" for old, new in followed.items()),
        ),
        places=tuple(
            f"{places.page}:{line}: says “{old}”, which review has reworded"
            for line, old in left
        ),
    )


def changed_files(finished: Tree, domain: str, taken: Tree) -> dict[str, bytes | None]:
    """Return the new content of the files of an integration that change; None for one that goes."""
    page = Places(domain).page
    ours = {
        **core_part(finished, domain),
        **{path: each for path, each in finished.items() if path == page},
    }
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
