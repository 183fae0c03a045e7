"""Carry the series onto a checkout of core, one branch a step."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import shutil
import subprocess
from tempfile import TemporaryDirectory
from typing import Final

from script.integration.tree import Places, Tree, read, write

from . import SubmitError
from .outside import is_strict
from .pull_request import Box
from .series import Kind, Step

_OF_CORE: Final = (
    "homeassistant/const.py",
    "script/hassfest/__main__.py",
    "script/gen_requirements_all.py",
)
_TEMPLATE: Final = ".github/PULL_REQUEST_TEMPLATE.md"
_PYTHONS: Final = (".venv/bin/python", "venv/bin/python")
# Core's tools that write what stands outside the two folders
_DERIVING: Final[tuple[tuple[str, ...], ...]] = (
    ("script.hassfest",),
    ("script.gen_requirements_all",),
)
# What git leaves in its folder while something is going on
_UNDER_WAY: Final = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "BISECT_LOG": "bisect",
}
# Of a git that called us, from a hook say
_OF_ANOTHER_GIT: Final = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"}
)
_NO_COMMIT: Final = "0" * 40
_STRICT: Final = "homeassistant.components."


@dataclass(frozen=True)
class Checkout:
    """A checkout of core, fit to carry a series onto.

    Attributes:
        root: Its folder.
        base: The commit that it is at.
        python: The interpreter of its environment, or None if it has none.
        landed: Number of steps that it has already.
        old: The commit of each branch to be replaced.
    """

    root: Path
    base: str
    python: Path | None
    landed: int
    old: Mapping[str, str]

    @property
    def template(self) -> Path | None:
        """Return its template for pull requests, if there is one."""
        path = self.root / _TEMPLATE
        return path if path.is_file() else None


def opened(path: Path, steps: Sequence[Step], *, update: bool) -> Checkout:
    """Return a checkout, which is not changed.

    Args:
        path: A folder of it.
        steps: The series.
        update: Whether branches that this made earlier are to be made again.

    Raises:
        SubmitError: It is none, or not fit for it.
    """
    if not path.is_dir():
        raise SubmitError(f"{path}: no such folder; name a checkout of core")
    try:
        root = Path(_git(path, "rev-parse", "--show-toplevel"))
    except SubmitError as err:
        raise SubmitError(
            f"{path}: not in the work tree of a git repository; name a checkout of core"
        ) from err
    if missing := next(
        (name for name in _OF_CORE if not (root / name).is_file()), None
    ):
        raise SubmitError(f"{root}: not a checkout of core, as it has no {missing}")
    for name, what in _UNDER_WAY.items():
        if (root / _git(root, "rev-parse", "--git-path", name)).exists():
            raise SubmitError(f"{root}: a {what} is under way; end it first")
    if changed := _git(root, "--no-optional-locks", "status", "--porcelain"):
        raise SubmitError(
            f"{root}: not clean ({changed.splitlines()[0].strip()}); commit or remove it first"
        )
    _git(root, "var", "GIT_COMMITTER_IDENT")
    landed = _landed(root, steps)
    return Checkout(
        root=root,
        base=_git(root, "rev-parse", "--verify", "HEAD^{commit}"),
        python=next((root / name for name in _PYTHONS if (root / name).exists()), None),
        landed=landed,
        old=_replaceable(root, [step.branch for step in steps[landed:]], update=update),
    )


def carry(
    checkout: Checkout,
    steps: Sequence[Step],
    libraries: Sequence[Path],
    progress: Callable[[str], None],
    *,
    tests: bool,
) -> dict[str, set[Box]]:
    """Make a branch for each step that the checkout does not have yet.

    All is done in a work tree of its own, and the branches appear together at the end: until then,
    and after an error or an interrupt, nobody sees anything of it.

    Args:
        checkout: The checkout.
        steps: The series.
        libraries: Folders with the sources of client libraries that are not installed there.
        progress: Is told what is done.
        tests: Whether the tests are to run in the checkout's environment, if it has one.

    Returns:
        What core's own tools have verified of the step of each branch.

    Raises:
        SubmitError: One of core's tools or the tests failed.
    """

    def run(step: Step, tool: tuple[str, ...]) -> None:
        progress(f"    {step.branch}: {tool[0]}")
        _run([str(checkout.python), "-m", *tool], folder, libraries, step)

    commits: dict[str, str] = {}
    held: dict[str, set[Box]] = {}
    with _work_tree(checkout) as folder:
        for step in steps[checkout.landed :]:
            _put(folder, step)
            for tool in _DERIVING if checkout.python else ():
                run(step, tool)
            held[step.branch] = _verified(checkout, folder, step)
            # Before the tests, as what they leave behind is no part of it, nor of the next.
            _git(folder, "add", "--all")
            for tool in _testing(checkout, step) if tests else ():
                run(step, tool)
            _git(folder, "commit", "--quiet", "--no-verify", f"--message={step.title}")
            _git(folder, "reset", "--quiet", "--hard")
            _git(folder, "clean", "--quiet", "--force", "-d")
            commits[step.branch] = _git(folder, "rev-parse", "HEAD")
            progress(f"    {step.branch}: {step.title}")
    orders = "".join(
        f"update refs/heads/{branch} {commit} {checkout.old.get(branch, _NO_COMMIT)}\n"
        f"update {_mark(branch)} {commit}\n"
        for branch, commit in commits.items()
    )
    _git(checkout.root, "update-ref", "--stdin", stdin=orders)
    return held


def _landed(root: Path, steps: Sequence[Step]) -> int:
    """Return how many steps a checkout has, whose files must be those of one of them."""
    places = Places(steps[0].domain)
    there = read(root, (places.integration, places.tests))
    if not there:
        return 0
    for step in reversed(steps):
        if _same(step.core, there):
            return step.number
    raise SubmitError(
        f"{root / places.integration}: is there, and as in no step of the series; "
        "take over what review has changed, or switch to a branch without it"
    )


def _same(one: Tree, other: Tree) -> bool:
    return dict(one) == dict(other)


def _mark(branch: str) -> str:
    """Return the ref that says what a branch was when it was made."""
    return f"refs/submit/{branch}"


def _replaceable(
    root: Path, branches: Sequence[str], *, update: bool
) -> dict[str, str]:
    """Return the commits of the branches that exist, which must be as they were made here."""
    listed = _git(
        root,
        *("for-each-ref", "--format=%(refname) %(objectname)"),
        *("refs/heads", "refs/submit"),
    )
    refs = dict(line.split(" ") for line in listed.splitlines())
    in_use = _git(root, "worktree", "list", "--porcelain").splitlines()
    old = {}
    for branch in branches:
        name = f"refs/heads/{branch}"
        if name not in refs:
            continue
        if not update:
            raise SubmitError(
                f"{root}: branch {branch} exists; --update makes it again, if it was made here"
            )
        if refs[name] != refs.get(_mark(branch)):
            raise SubmitError(
                f"{root}: branch {branch} has commits that were not made here; rename it first"
            )
        if f"branch {name}" in in_use:
            raise SubmitError(
                f"{root}: branch {branch} is checked out; switch to another first"
            )
        old[branch] = refs[name]
    return old


@contextmanager
def _work_tree(checkout: Checkout) -> Iterator[Path]:
    """Provide a work tree at the base that is gone at the end."""
    with TemporaryDirectory(prefix="submit-") as temporary:
        folder = Path(temporary, "core")
        place = str(folder)
        try:
            _git(checkout.root, "worktree", "add", "--detach", place, checkout.base)
            yield folder
        finally:
            # It is none yet if the interrupt came early.
            with suppress(SubmitError):
                _git(checkout.root, "worktree", "remove", "--force", place)


def _put(folder: Path, step: Step) -> None:
    """Write what goes to core, but for what core's tools write."""
    places = Places(step.domain)
    for each in (places.integration, places.tests):
        shutil.rmtree(folder / each, ignore_errors=True)
    write(folder, step.core)
    path = folder / ".strict-typing"
    if is_strict(step) and path.is_file():
        path.write_text(_with_strict(path.read_text(), step.domain))


def _with_strict(text: str, domain: str) -> str:
    """Return .strict-typing with an integration among the others, which are sorted."""
    line = f"{_STRICT}{domain}.*"
    lines = text.splitlines()
    if line in lines:
        return text
    after = (
        number
        for number, each in enumerate(lines)
        if each.startswith(_STRICT) and each > line
    )
    lines.insert(next(after, len(lines)), line)
    return "".join(f"{each}\n" for each in lines)


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
        raise SubmitError("\n".join([f"{what}; no branch was made:", *last]))


def _git(folder: Path, *arguments: str, stdin: str = "") -> str:
    """Return what git prints; raise SubmitError with what it complains of."""
    result = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={
            name: value
            for name, value in os.environ.items()
            if name not in _OF_ANOTHER_GIT
        },
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        complaint = " ".join(result.stderr.split()) or f"exit code {result.returncode}"
        raise SubmitError(f"{folder}: git {' '.join(arguments[:2])}: {complaint}")
    return result.stdout.strip()
