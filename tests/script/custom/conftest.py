"""Fixtures for the tests of the custom component."""

from collections.abc import Callable
from functools import cache

import pytest

from script import ROOT
from script.custom.export import sources
from script.custom.manifest import Release
from script.integration.tree import Tree, read
from script.scaffold import MODEL
from script.scaffold.make import tree_for
from script.scaffold.matrix import answers_for
from script.scaffold.models import MODELS, Auth, Model

from tests.model import needs_every_model

INTEGRATION = f"homeassistant/components/{MODEL}/"
COMPONENT = f"custom_components/{MODEL}/"
RELEASE = Release("1.2.3", "https://github.com/octocat/meter")

type Edit = Callable[[Tree, str, str, str], Tree]


@pytest.fixture(scope="session")
def tree() -> Tree:
    """Return the files of the model."""
    if not (files := read(ROOT, sources(MODEL))):
        pytest.skip("Without the model there is nothing to export")
    return files


@pytest.fixture(scope="session")
def made() -> Callable[..., Tree]:
    """Return what makes the files of another integration, as the scaffold does."""
    needs_every_model()

    @cache
    def make(auth: Auth, *without: str, model: Model | None = None) -> Tree:
        model = model or next(each for each in MODELS if auth in each.auths)
        gone = frozenset(without).intersection(model.optional)
        answers = answers_for("acme_meter", "Acme Meter", model, auth, gone)
        everything = tree_for(ROOT, answers)
        return {
            path: content
            for path, content in everything.items()
            if path.startswith(sources("acme_meter"))
        }

    return make
