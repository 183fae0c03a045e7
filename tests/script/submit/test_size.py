"""Test that reviewers do not put off the first pull request of a model for its size."""

import pytest

from script import COMPONENTS, ROOT
from script.features.found import found, source
from script.features.order import first_platform
from script.submit.patches import patches
from script.submit.series import first_step
from script.submit.smaller import LARGE
from script.submit.source import integration_in, tree_of

HERE = sorted(path.parent.name for path in COMPONENTS.glob("*/manifest.json"))


@pytest.mark.parametrize("domain", HERE)
def test_size_of_the_first(domain: str) -> None:
    """Test that it adds less than what is put off, outside tests."""
    tree = tree_of(integration_in(COMPONENTS, domain), ROOT)
    platform = first_platform(found(tree, domain), source(tree, domain))
    assert platform
    patch = patches([first_step(tree, domain, platform)])[0]
    assert 0 < patch.added < LARGE
