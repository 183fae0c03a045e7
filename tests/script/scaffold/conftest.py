"""Trees to make new integrations in."""

from pathlib import Path

import pytest

from script.copying import copy_tree
from script.scaffold import __main__ as command
from script.scaffold.make import put, tree_for
from script.scaffold.matrix import CHOSEN, answers_for

from tests.model import needs_every_model


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tree with the chosen cases beside the models."""
    needs_every_model()
    root = tmp_path_factory.mktemp("tree")
    copy_tree(root)
    for case in CHOSEN:
        answers = answers_for(*case)
        put(root, tree_for(root, answers), answers)
    return root


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a tree with the models alone, which the command works on."""
    needs_every_model()
    copy_tree(tmp_path)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    return tmp_path
