"""Edits as reviewers make them in a step, each brought into the finished integration.

One of each kind in the ordinary tests, always the same; 120 drawn at random with --nightly, which prints the seed.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random, SystemRandom
import subprocess
import sys

import pytest

from script import COMPONENTS, ROOT
from script.integration.tree import Places, Tree, read
from script.submit.core.review import Changed, missing, taken_over
from script.submit.prepared import prepared
from script.submit.series import Step, core_part
from script.submit.source import integration_in, tree_of
from script.submit.stage import formatted, lay_out

from .conftest import is_nightly

from tests.script.reconcile.edits import EDITS, drawn

CASE = "peblar_ev"
INTEGRATIONS = ("my_device", "my_hub", CASE)
# So many of an edit's kind are tried before it is taken for one that an integration gives no place for.
TRIES = 20


@cache
def tree(domain: str) -> Tree:
    """Return a finished integration."""
    if domain == CASE:
        places = Places(domain)
        return read(
            ROOT / "tests" / "cases" / domain, (places.integration, places.tests)
        )
    return tree_of(integration_in(COMPONENTS, domain), ROOT)


def steps_of(work: Path, files: Tree, domain: str) -> list[Step]:
    """Return the series of an integration."""
    return [each.step for each in prepared(work, ROOT, files, domain, None)]


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[Step]]:
    """Return the series of integrations, each cut once."""

    @cache
    def cut(domain: str) -> list[Step]:
        return steps_of(tmp_path_factory.mktemp("series"), tree(domain), domain)

    return cut


def edits(config: pytest.Config) -> list[tuple[str, str, str]]:
    """Return what to edit in which integration, with the seed of the place."""
    if not is_nightly(config):
        return [("my_device", kind, kind) for kind in EDITS]
    seed = SystemRandom().randrange(2**32)
    kinds = list(EDITS)
    return [
        (INTEGRATIONS[number % len(INTEGRATIONS)], kind, f"{seed}-{number}")
        for number in range(120)
        for kind in (kinds[number % len(kinds)],)
    ]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try each edit by itself."""
    if "edit" in metafunc.fixturenames:
        metafunc.parametrize("edit", edits(metafunc.config), ids="-".join)


def reviewed(
    work: Path, steps: list[Step], domain: str, kind: str, chance: Random
) -> Changed | None:
    """Return a step after an edit, formatted, or None where it gives no place for it."""
    for _ in range(TRIES):
        step = chance.choice(steps[:-1])
        if (edited := drawn(step.core, domain, kind, chance)) is not None:
            lay_out(work, ROOT, domain, edited)
            (theirs,) = formatted([work], domain)
            return Changed(step, step.core, theirs)
    return None


@pytest.mark.timeout(120)
def test_edit_arrives(
    tmp_path: Path,
    steps: Callable[[str], list[Step]],
    edit: tuple[str, str, str],
) -> None:
    """Test that nothing of an edit needs a hand, is lost, or undone in what comes later."""
    domain, kind, seed = edit
    changed = reviewed(tmp_path / "review", steps(domain), domain, kind, Random(seed))
    if changed is None:
        pytest.skip(f"{domain} gives no place for it")
    taken = taken_over(tmp_path / "taken", ROOT, tree(domain), changed)
    assert not taken.conflicts
    again = {
        path: content
        for path, content in tree(domain).items()
        if path not in core_part(tree(domain), domain)
    } | dict(taken.tree)
    series = steps_of(tmp_path / "again", again, domain)
    assert [step.change for step in series] == [step.change for step in steps(domain)]
    assert missing(series, changed) == []
    for step in series:
        folder = tmp_path / "judged" / step.folder
        lay_out(folder, ROOT, domain, step.tree)
        judged = subprocess.run(
            [
                *(sys.executable, "-m", "ruff", "check", "--no-cache"),
                *("--select", "F", "homeassistant", "tests/components"),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert judged.returncode == 0, judged.stdout
