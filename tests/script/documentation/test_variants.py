"""Test that the page of the model says what the code says, whatever is cut from it or made of it."""

from pathlib import Path

import pytest

from script import ROOT
from script.documentation.completed import completed
from script.documentation.differences import differences
from script.integration.contribution import contribution
from script.integration.tree import Places, Tree, read
from script.scaffold import MODEL
from script.scaffold.make import files_of, tree_for
from script.scaffold.matrix import EVERY_KIND, answers_for
from script.scaffold.models import MODELS, Auth, Model
from script.submit.series import Step, series

from tests.edits import edit
from tests.model import needs_every_model

needs_every_model()


@pytest.fixture(scope="module")
def files() -> Tree:
    """Return the files of the model."""
    return {**files_of(MODELS[0], ROOT), **read(ROOT, (Places(MODEL).pictures,))}


def put(root: Path, tree: Tree, domain: str) -> Path:
    """Write what the page is held against, and return the folder of the integration."""
    places = Places(domain)
    for path, content in tree.items():
        if path.startswith((places.integration, places.page, places.pictures)):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
    return root / places.integration


def reported(path: Path) -> list[str]:
    """Return what is wrong with the page of an integration."""
    return [str(finding) for finding in differences(contribution(path))]


@pytest.fixture(scope="module")
def steps(files: Tree) -> list[Step]:
    """Return the steps of the model."""
    return series(files, MODEL)


@pytest.mark.parametrize("number", range(8))
def test_step_of_the_series(tmp_path: Path, steps: list[Step], number: int) -> None:
    """Test the page of each pull request."""
    path = put(tmp_path, steps[number].tree, MODEL)
    assert reported(path) == []


@pytest.mark.parametrize(("model", "auth", "without"), EVERY_KIND)
def test_made_by_the_scaffold(
    tmp_path: Path, model: Model, auth: Auth, without: frozenset[str]
) -> None:
    """Test the page of a new integration."""
    answers = answers_for("acme_meter", "Acme Meter", model, auth, without)
    path = put(tmp_path, tree_for(ROOT, answers), answers.domain)
    assert reported(path) == []


def test_nothing_to_add(tmp_path: Path, files: Tree) -> None:
    """Test that a page that says everything is written as it stands."""
    path = put(tmp_path, files, MODEL)
    page = tmp_path / Places(MODEL).page
    assert completed(contribution(path)) == page.read_text()


def test_host_of_a_domain_without_underscore(tmp_path: Path) -> None:
    """Test that the name of a host is not taken for an action."""
    answers = answers_for("ab", "AB", MODELS[0], Auth.TOKEN, frozenset())
    path = put(tmp_path, tree_for(ROOT, answers), answers.domain)
    page = tmp_path / Places("ab").page
    edit(page, ("## Removing", "It is at `ab.local`.\n\n## Removing"))
    assert reported(path) == []
