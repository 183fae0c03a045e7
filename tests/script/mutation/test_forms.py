"""Test that what is entered as equivalent is a mutant of the module as it stands, in each form of each model."""

from pathlib import Path
from typing import Final

import pytest

from script import ROOT
from script.integration.tree import Places, write
from script.mutation.equivalents import key, read, stale
from script.mutation.mutants import mutants
from script.scaffold.auth import kind_of, with_auth
from script.scaffold.make import files_of
from script.scaffold.models import MODELS, Auth, Model

from tests.model import needs_every_model

needs_every_model()

FORMS: Final = {
    f"{model.domain} {kind_of(model, auth)}": (model, auth)
    for model in MODELS
    for auth in model.auths
}


@pytest.mark.parametrize(("model", "auth"), FORMS.values(), ids=FORMS)
def test_equivalents(tmp_path: Path, model: Model, auth: Auth) -> None:
    """Test that each is there to be made."""
    tree = with_auth(files_of(model, ROOT), model, auth, frozenset())
    write(tmp_path, tree)
    entered = read(tmp_path / Places(model.domain).equivalents)
    paths = {path for path, _, _ in entered}
    scopes = {scope for _, scope, _ in entered}
    made = {
        key(mutant)
        for path in paths
        for mutant in mutants(path, tree[path].decode(), scopes)
    }
    assert entered
    assert stale(entered, made, made, paths) == []
