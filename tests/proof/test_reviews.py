"""Edits as reviewers make them in a step, each taken from a checkout of core into the finished integration.

One of each kind in the ordinary tests, always the same; 120 with --nightly, half of them drawn at random, which prints
the seed.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from typing import Final

import pytest

from script import COMPONENTS, ROOT
from script.integration.blanks import counted
from script.integration.tree import Places, Tree, read
from script.scaffold.make import put as scaffolded, tree_for
from script.scaffold.matrix import WHOLE, answers_for
from script.submit.core.branch import to_make
from script.submit.core.checkout import mark_of, opened
from script.submit.core.review import Changed, missing, reviewed, taken_over
from script.submit.core.standing import State, standings
from script.submit.corrections import differences
from script.submit.judges import TESTS, TYPES
from script.submit.prepared import BLANKS, Prepared, objections, prepared
from script.submit.series import Step, core_part
from script.submit.source import integration_in, tree_of
from script.submit.stage import formatted, lay_out

from .arriving import lost
from .conftest import BY_HAND, is_nightly
from .judging import EVERY, QUICK, Judged, judging

from tests.script.reconcile.edits import EDITS, drawn
from tests.simulated_core import SimulatedCore, simulated_core

CASE: Final = "peblar_ev"
SCAFFOLDED: Final = "acme_meter"
# The quickest to cut comes first.
INTEGRATIONS: Final = ("my_cloud", "my_device", "my_hub", CASE, SCAFFOLDED)
NIGHTLY: Final = 120
# So many of an edit's kind are tried before it is taken for one that an integration gives no place for.
TRIES: Final = 20


@dataclass(frozen=True)
class Case:
    """An edit to make.

    Attributes:
        number: Of those to make.
        kind: Of the edit.
        seed: Of what is drawn.
    """

    number: int
    kind: str
    seed: str

    @property
    def landed(self) -> bool:
        """Return whether it has been merged meanwhile."""
        return self.number // 2 % 2 == 1

    @property
    def domains(self) -> list[str]:
        """Return the integrations, in the order in which they are tried."""
        first = self.number % len(INTEGRATIONS)
        return [*INTEGRATIONS[first:], *INTEGRATIONS[:first]]


@cache
def tree(domain: str) -> Tree:
    """Return a finished integration."""
    if domain == SCAFFOLDED:
        answers = answers_for(SCAFFOLDED, "Acme Meter", *WHOLE[1])
        with TemporaryDirectory() as folder:
            root = Path(folder)
            scaffolded(root, tree_for(ROOT, answers), answers)
            return tree_of(
                integration_in(root / "homeassistant" / "components", domain), root
            )
    if domain == CASE:
        places = Places(domain)
        return read(
            ROOT / "tests" / "cases" / domain,
            (places.integration, places.tests, "companion"),
        )
    return tree_of(integration_in(COMPONENTS, domain), ROOT)


def cut(work: Path, files: Tree, domain: str) -> list[Prepared]:
    """Return the series of an integration."""
    return prepared(work, ROOT, files, domain, None)


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Prepared]]:
    """Return the series of integrations, each cut once."""

    @cache
    def steps_of(domain: str) -> list[Prepared]:
        return cut(tmp_path_factory.mktemp("series"), tree(domain), domain)

    return steps_of


@pytest.fixture(scope="module")
def judges(
    tmp_path_factory: pytest.TempPathFactory, steps: Callable[[str], list[Prepared]]
) -> Iterator[Callable[[str], Judged]]:
    """Return the judges of integrations."""
    cache_of_judges = tmp_path_factory.mktemp("cache")
    with ExitStack() as stack:

        @cache
        def judges_of(domain: str) -> Judged:
            folder = tmp_path_factory.mktemp("judged") / domain
            first = steps(domain)[0].step
            return stack.enter_context(judging(folder, cache_of_judges, first))

        yield judges_of


@pytest.fixture(scope="module")
def whole_core(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> SimulatedCore:
    """Return a repository of core; without its integrations where there is no time."""
    only = ("",) if is_nightly(pytestconfig) else ("homeassistant/const.py",)
    return simulated_core(tmp_path_factory.mktemp("checkout") / "core", only)


@pytest.fixture
def core(whole_core: SimulatedCore) -> Iterator[SimulatedCore]:
    """Return the repository as it was."""
    yield whole_core
    whole_core.reset()


def cases(config: pytest.Config) -> list[Case]:
    """Return what to edit."""
    kinds = list(EDITS)
    if not is_nightly(config):
        return [Case(0, kind, kind) for kind in kinds]
    # The same for each process that runs some of them
    shared = getattr(config, "workerinput", {}).get("testrunuid")
    seed = shared or SystemRandom().randrange(2**32)
    return [
        Case(
            number,
            kinds[number % len(kinds)],
            str(number if number < NIGHTLY // 2 else f"{seed}-{number}"),
        )
        for number in range(NIGHTLY)
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try each edit by itself."""
    if "case" in metafunc.fixturenames:
        metafunc.parametrize(
            "case", cases(metafunc.config), ids=lambda case: f"{case.kind}-{case.seed}"
        )


def edited(
    work: Path, case: Case, steps: Callable[[str], list[Prepared]]
) -> tuple[Step, Tree]:
    """Return a step, and its files after the edit, formatted."""
    chance = Random(case.seed)
    for domain in case.domains:
        for _ in range(TRIES):
            step = chance.choice(steps(domain)[:-1]).step
            if (theirs := drawn(step.core, domain, case.kind, chance)) is not None:
                lay_out(work, ROOT, domain, theirs)
                return step, formatted([work], domain)[0]
    raise AssertionError(f"no integration gives a place for {case.kind}")


def put(
    core: SimulatedCore, steps: list[Step], step: Step, theirs: Tree, *, landed: bool
) -> None:
    """Have a step, after a review of it, on its branch or on dev, and all before it on dev."""
    for before in steps[: step.number - 1]:
        core.move(
            "dev", _changes({}, before.core), f"{before.title} (#{before.number})"
        )
    made = core.commit(_changes({}, step.core), step.title, "dev")
    core.git("update-ref", f"refs/heads/{step.branch}", made)
    core.git("update-ref", mark_of(step.branch), made)
    core.move(step.branch, _changes(step.core, theirs), "Do what reviewers want")
    if landed:
        now = core.git("rev-parse", step.branch)
        tree = core.git("rev-parse", f"{now}^{{tree}}")
        squashed = core.git(
            *("commit-tree", tree, "-p", "dev", "-m", f"{step.title} (#1234)")
        )
        core.git("update-ref", "refs/heads/dev", squashed)


def _changes(before: Tree, after: Tree) -> dict[str, bytes | None]:
    return {each.path: each.mended for each in differences(before, after)}


@pytest.mark.timeout(600)
def test_edit_arrives(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    core: SimulatedCore,
    steps: Callable[[str], list[Prepared]],
    judges: Callable[[str], Judged],
    record_property: Callable[[str, object], None],
    case: Case,
) -> None:
    """Test that nothing of an edit is lost, or undone in what comes later, of which nobody complains."""
    step, theirs = edited(tmp_path / "review", case, steps)
    domain = step.domain
    finished = tree(domain)
    known = [each.step for each in steps(domain)]
    put(core, known, step, theirs, landed=case.landed)
    checkout = opened(core.root)
    stand = standings(checkout, known)
    changed = reviewed(checkout, stand, landed=case.landed)
    assert changed == Changed(step, step.core, theirs)
    taken = taken_over(tmp_path / "taken", ROOT, finished, changed)
    touched = {each.path for each in differences(step.core, theirs)}
    if taken.conflicts:
        record_property(BY_HAND, f"{domain} {case.kind}: {taken.conflicts[0]}")
        assert is_nightly(request.config), "\n".join(map(str, taken.conflicts))
        for conflict in taken.conflicts:
            assert conflict.path in touched
            assert conflict.theirs in theirs.get(conflict.path, b"").decode()
        return
    again = {
        path: content
        for path, content in finished.items()
        if path not in core_part(finished, domain)
    } | dict(taken.tree)
    every = cut(tmp_path / "again", again, domain)
    series = [each.step for each in every]
    assert [each.change for each in series] == [each.change for each in known]
    for before, each in zip(steps(domain), every, strict=True):
        assert _objections(each, again) <= _objections(before, finished)
        assert counted(each.step.tree) <= counted(before.step.tree)
    # What follows from an edit in another file is told, and not lost.
    otherwise = missing(series, changed)
    assert not [line for line in otherwise if line.partition(": ")[0] in touched]
    # The checkout says the same of it, and goes on where it has landed.
    now = standings(checkout, series)
    assert now[step.number - 1].state is (State.LANDED if case.landed else State.OPEN)
    if case.landed and not otherwise:
        following = to_make(checkout, now, update=False)
        assert following
        assert following.number == step.number + 1
    judged = judges(domain)
    own, names = _own(judged, step, theirs, nightly=is_nightly(request.config))
    later = every[step.number :] if is_nightly(request.config) else every[-1:]
    complaints: set[str] = set()
    for each in later:
        before = steps(domain)[each.step.number - 1]
        assert not lost(step.core, theirs, before.step.core, each.step.core)
        complaints |= judged(each.step, names) - judged(before.step, names) - own
    if is_nightly(request.config):
        record_property("judged by", " ".join(names))
    if complaints or otherwise:
        record_property(BY_HAND, f"{domain} {case.kind}: {[*complaints, *otherwise]}")
        assert is_nightly(request.config), (complaints, otherwise)
    # Tests of a later step may say what the edit has changed.
    where = {
        # As ruff points at a place
        line.strip().removeprefix("--> ").partition(":")[0]
        for line in complaints
        if not line.startswith("FAILED ")
    }
    assert where <= {*touched, Places(domain).page}, complaints


def _objections(step: Prepared, finished: Tree) -> set[tuple[str, str]]:
    """Return what is to be mended, but for the blanks, some of which an edit may fill."""
    told = objections(step, finished)
    return {(name, what) for name, what in told.items() if name != BLANKS}


def _own(
    judged: Judged, step: Step, theirs: Tree, *, nightly: bool
) -> tuple[frozenset[str], list[str]]:
    """Return what judges say of an edited step itself, and which are to be asked about the later ones.

    Of an edit that breaks the types or the tests of its own step nobody asks whether those of others are whole.
    """
    reviewed = replace(step, tree={**_besides(step), **theirs})
    broken = [
        name
        for name in (TYPES, TESTS)
        if nightly and judged(reviewed, [name]) - judged(step, [name])
    ]
    names = [each for each in (EVERY if nightly else QUICK) if each not in broken]
    return judged(reviewed, names), names


def _besides(step: Step) -> Tree:
    """Return the files of a step that do not go to core."""
    return {path: each for path, each in step.tree.items() if path not in step.core}
