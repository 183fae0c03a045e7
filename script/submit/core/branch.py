"""Make the branch of the next pull request from core's dev."""

from collections.abc import Callable, Iterator, Sequence
import os
from pathlib import Path
import shutil
import subprocess
from typing import Final

from script.changing import undisturbed
from script.integration.tree import Places, write
from script.submit import SubmitError
from script.submit.corrections import differences
from script.submit.pull_request import Box
from script.submit.series import Kind, Step

from .checkout import DEV, Checkout, mark_of
from .git import files_of, git, work_tree
from .lists import lists, write_lists, write_strict
from .standing import Standing, State

# Core's tools that write what stands outside the two folders
_DERIVING: Final[tuple[tuple[str, ...], ...]] = (
    ("script.hassfest",),
    ("script.gen_requirements_all",),
)
_NO_COMMIT: Final = "0" * 40


def to_make(
    checkout: Checkout, standings: Sequence[Standing], *, update: bool
) -> Step | None:
    """Return the step of which a branch is to be made, or None where all have landed.

    Raises:
        SubmitError: One is open, or core has another version of what has landed.
    """
    if changed := changed_in_core(checkout, standings):
        raise SubmitError(
            f"{changed[0]}: core has it as review has changed it ({_files(changed)} so); "
            "--landed takes that over first"
        )
    for each in standings:
        if each.state is State.OPEN:
            _require_replaceable(checkout, each.step, update=update)
            return each.step
        if each.state is State.NEXT:
            return each.step
    return None


def changed_in_core(checkout: Checkout, standings: Sequence[Standing]) -> list[str]:
    """Return the files of the last step that has landed of which core has another version."""
    landed = [each.step for each in standings if each.state is State.LANDED]
    if not landed:
        return []
    there = files_of(checkout.root, checkout.dev, landed[-1].domain)
    return [each.path for each in differences(landed[-1].core, there)]


def make(
    checkout: Checkout,
    step: Step,
    libraries: Sequence[Path],
    progress: Callable[[str], None],
    *,
    tests: bool,
) -> set[Box]:
    """Make the branch of a step, with one commit on dev.

    It is done in a work tree of its own, and the branch appears at the end: until then, and after an error or an
    interrupt, nobody sees anything of it.

    Args:
        checkout: The checkout.
        step: The step.
        libraries: Folders with the sources of client libraries that are not installed there.
        progress: Is told what is done.
        tests: Whether the tests are to run in the checkout's environment, if it has one.

    Returns:
        What core's own tools have verified.

    Raises:
        SubmitError: One of core's tools or the tests failed.
    """
    branch = step.branch
    with work_tree(
        checkout.root, checkout.dev, branch, needed(checkout, step)
    ) as folder:
        _put(folder, step)
        derive(checkout, folder, libraries, step, progress)
        held = _verified(checkout, folder, step)
        # Before the tests, as what they leave behind is no part of it.
        git(folder, "add", "--all")
        for tool in _testing(checkout, step) if tests else ():
            progress(f"    {step.branch}: {tool[0]}")
            _run([str(checkout.python), "-m", *tool], folder, libraries, step)
        git(folder, "commit", "--quiet", "--no-verify", f"--message={step.title}")
        commit = git(folder, "rev-parse", "HEAD")
        old = checkout.branch(branch) or _NO_COMMIT
        orders = (
            f"update refs/heads/{branch} {commit} {old}\n"
            f"update {mark_of(branch)} {commit}\n"
        )
        with undisturbed():
            git(checkout.root, "update-ref", "--stdin", stdin=orders)
    return held


def needed(checkout: Checkout, step: Step) -> list[str]:
    """Return the paths that a work tree has to have, none for all of them.

    Core's tools read all integrations; what stands in for them reads the lists.
    """
    places = Places(step.domain)
    return [] if checkout.python else [*lists(), places.integration, places.tests]


def derive(
    checkout: Checkout,
    folder: Path,
    libraries: Sequence[Path],
    step: Step,
    progress: Callable[[str], None],
) -> None:
    """Have core's tools write what follows from the integrations, or do it where they have no environment."""
    if not checkout.python:
        write_lists(folder, step)
        return
    # By hand, as core's tools take it from there
    write_strict(folder, step)
    for tool in _DERIVING:
        progress(f"    {step.branch}: {tool[0]}")
        _run([str(checkout.python), "-m", *tool], folder, libraries, step)


def _require_replaceable(checkout: Checkout, step: Step, *, update: bool) -> None:
    branch = step.branch
    if not update:
        raise SubmitError(
            f"{checkout.root}: branch {branch} is open, and core closes what stands on an open one; "
            "--review takes over what review has changed, --sync merges dev into it, "
            "--update makes it again while it is nowhere else"
        )
    if remotes := checkout.remotes_with(branch):
        raise SubmitError(
            f"{checkout.root}: branch {branch} is on {remotes[0].removeprefix('refs/remotes/')}, "
            "and what others have seen is never made again; --sync merges dev into it"
        )
    if checkout.branch(branch) != checkout.mark(branch):
        raise SubmitError(
            f"{checkout.root}: branch {branch} has commits that were not made here; "
            "--review takes them over, or rename it first"
        )
    require_free(checkout, branch)


def require_free(checkout: Checkout, branch: str) -> None:
    """Refuse a branch that is checked out, whose files would stay those of before."""
    if branch in checkout.in_use:
        raise SubmitError(
            f"{checkout.root}: branch {branch} is checked out; git switch {DEV} first"
        )


def _files(paths: Sequence[str]) -> str:
    return "1 file is" if len(paths) == 1 else f"{len(paths)} files are"


def _put(folder: Path, step: Step) -> None:
    """Write what goes to core, but for what core's tools write."""
    places = Places(step.domain)
    for each in (places.integration, places.tests):
        shutil.rmtree(folder / each, ignore_errors=True)
    write(folder, step.core)


def _verified(checkout: Checkout, folder: Path, step: Step) -> set[Box]:
    """Return the boxes that hold once core's tools have run."""
    if not checkout.python:
        return set()
    listed = (folder / "requirements_all.txt").read_text().splitlines()
    is_new = step.change.kind is Kind.INTEGRATION
    if is_new and listed and set(step.manifest.get("requirements", ())) <= set(listed):
        return {Box.DERIVED, Box.REQUIREMENTS}
    return {Box.DERIVED}


def _testing(checkout: Checkout, step: Step) -> Iterator[tuple[str, ...]]:
    """Yield what tests a step in the checkout's environment, if it has one."""
    if checkout.python:
        if (checkout.root / "script" / "translations").is_dir():
            yield "script.translations", "develop", "--all"
        yield "pytest", "--quiet", Places(step.domain).tests


def _run(
    command: Sequence[str], folder: Path, libraries: Sequence[Path], step: Step
) -> None:
    paths = [*map(str, libraries), *filter(None, [os.environ.get("PYTHONPATH")])]
    result = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        last = (result.stdout + result.stderr).strip().splitlines()[-20:]
        what = f"{' '.join(command[2:])} failed in the checkout at {step.title!r}"
        raise SubmitError("\n".join([f"{what}; no branch was changed:", *last]))
