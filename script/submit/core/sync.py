"""Merge core's dev into the open branch of a step."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from script.changing import undisturbed
from script.submit import SubmitError
from script.submit.series import Step

from .branch import derive, needed, require_free
from .checkout import DEV, Checkout
from .git import git, holds, work_tree
from .lists import lists

_UNMERGED: Final = ("diff", "--name-only", "--diff-filter=U")


def sync(
    checkout: Checkout,
    step: Step,
    libraries: Sequence[Path],
    progress: Callable[[str], None],
) -> str:
    """Merge dev into the branch of a step by a commit with two parents, and return what was done.

    What core's tools write is theirs to write again, and never merged. No commit is rewritten.

    Raises:
        SubmitError: Files of the author's own contradict dev, or one of core's tools failed.
    """
    branch = step.branch
    old = str(checkout.branch(branch))
    if holds(checkout.root, "merge-base", "--is-ancestor", checkout.dev, old):
        return f"{branch} has all that {DEV} has"
    require_free(checkout, branch)
    with work_tree(checkout.root, old, branch, needed(checkout, step)) as folder:
        holds(folder, "merge", "--no-commit", "--no-ff", "--quiet", checkout.dev)
        _settle(checkout, folder, step)
        derive(checkout, folder, libraries, step, progress)
        git(folder, "add", "--all")
        git(
            folder,
            "commit",
            "--quiet",
            "--no-verify",
            f"--message=Merge {DEV} into {branch}",
        )
        commit = git(folder, "rev-parse", "HEAD")
        with undisturbed():
            git(checkout.root, "update-ref", f"refs/heads/{branch}", commit, old)
    return f"{branch}: merged {DEV}, commit {commit[:10]}"


def _settle(checkout: Checkout, folder: Path, step: Step) -> None:
    """Take what core's tools write from dev, and refuse what else is contradictory."""
    written = lists()
    unmerged = git(folder, *_UNMERGED).splitlines()
    if own := [path for path in unmerged if path not in written]:
        raise SubmitError(
            f"{own[0]}: {DEV} and {step.branch} contradict one another there ({len(own)} files); "
            f"in {checkout.root}, git switch {step.branch} and git merge {DEV}, and mend them"
        )
    for path in written:
        if holds(folder, "cat-file", "-e", f"{checkout.dev}:{path}"):
            git(folder, "checkout", checkout.dev, "--", path)
