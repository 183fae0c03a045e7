"""Tell where the steps of a series stand in a checkout of core."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from script.features.found import found
from script.integration.tree import Places, Tree
from script.submit import SubmitError
from script.submit.corrections import differences
from script.submit.series import Step

from .checkout import DEV, Checkout
from .git import files_of, git, holds


class State(StrEnum):
    """How far a step has got."""

    LANDED = "landed"
    OPEN = "open"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True)
class Standing:
    """Where a step stands.

    Attributes:
        commit: Core's commit of a landed step, or the last of an open one.
        since: The number of commits on an open branch since it was made.
        behind: The number of commits of dev that an open branch does not have.
        differs: The number of files that an open branch has otherwise than the step.
        remote: Where an open branch has commits that are not here, if anywhere.
    """

    step: Step
    state: State
    commit: str = ""
    since: int = 0
    behind: int = 0
    differs: int = 0
    remote: str = ""


def standings(checkout: Checkout, steps: Sequence[Step]) -> list[Standing]:
    """Return where each step stands, by what dev and the branches hold.

    A step has landed where dev has its features, its branch, or a commit that is called like it; so have those before.

    Raises:
        SubmitError: A branch is called like one of the series, and is none.
    """
    domain = steps[0].domain
    tree = files_of(checkout.root, checkout.dev, domain)
    there = _features(tree, domain)
    commits = _commits(checkout, domain)

    def has_landed(step: Step) -> bool:
        return bool(tree) and (
            _features(step.core, domain) <= there
            or step.title in commits
            or _is_merged(checkout, step.branch)
        )

    last = max((step.number for step in steps if has_landed(step)), default=0)
    result = []
    following = State.NEXT
    for step in steps:
        if step.number <= last:
            result.append(Standing(step, State.LANDED, commits.get(step.title, "")))
            continue
        if branch := checkout.branch(step.branch):
            _require_ours(checkout, step, branch)
            result.append(_open(checkout, step, branch))
        else:
            result.append(Standing(step, following))
        following = State.LATER
    return result


def open_step(checkout: Checkout, standing: Sequence[Standing]) -> Step:
    """Return the step whose branch is open, with all that others have pushed to it."""
    for each in standing:
        if each.state is State.OPEN:
            if each.remote:
                raise SubmitError(
                    f"{checkout.root}: {each.remote} has commits that {each.step.branch} here has not; "
                    f"git switch {each.step.branch} and git pull first"
                )
            return each.step
    raise SubmitError(
        f"{checkout.root}: no step is open; --status says where each stands"
    )


def _features(tree: Tree, domain: str) -> set[tuple[str, str]]:
    return {(each.kind, each.name) for each in found(tree, domain)} if tree else set()


def _commits(checkout: Checkout, domain: str) -> dict[str, str]:
    """Return core's commits to an integration by their titles, without the number of the pull request."""
    lines = git(
        checkout.root,
        *("log", "--format=%h %s", DEV, "--", Places(domain).integration),
    ).splitlines()
    return {
        title.rpartition(" (#")[0] or title: commit
        for commit, _, title in (line.partition(" ") for line in lines)
    }


def _is_merged(checkout: Checkout, branch: str) -> bool:
    commit = checkout.branch(branch)
    return commit is not None and holds(
        checkout.root, "merge-base", "--is-ancestor", commit, checkout.dev
    )


def _require_ours(checkout: Checkout, step: Step, commit: str) -> None:
    """Refuse a branch of somebody's who only happens to call it like this."""
    manifest = f"{Places(step.domain).integration}manifest.json"
    if not holds(checkout.root, "cat-file", "-e", f"{commit}:{manifest}"):
        raise SubmitError(
            f"{checkout.root}: branch {step.branch} is none of the series, as it has no {manifest}; "
            f"git branch --move {step.branch} OTHER"
        )


def _open(checkout: Checkout, step: Step, commit: str) -> Standing:
    def count(since: str, until: str) -> int:
        return int(
            git(
                checkout.root,
                "rev-list",
                "--count",
                "--first-parent",
                f"{since}..{until}",
            )
        )

    made = checkout.mark(step.branch) or checkout.dev
    return Standing(
        step,
        State.OPEN,
        commit[:10],
        count(made, commit),
        count(commit, checkout.dev),
        len(differences(step.core, files_of(checkout.root, commit, step.domain))),
        checkout.not_pulled(step.branch),
    )
