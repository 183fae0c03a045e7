"""Test leaving out what handles exceptions that a library does not have."""

from typing import Final

from script import ROOT
from script.cut.for_good import without_errors
from script.integration.tree import Places
from script.scaffold.make import files_of
from script.scaffold.models import MODELS

from tests.model import needs_every_model

needs_every_model()

MODEL: Final = MODELS[0]


def test_without_errors() -> None:
    """Test that handlers, texts, cases and whole tests of an exception go, and nothing else."""
    before = files_of(MODEL, ROOT)
    rest = without_errors(
        before,
        MODEL.domain,
        ["my_device_client.MyDeviceRateLimitError"],
    )
    assert not [place for place in rest.places if place.blocks]
    places = Places(MODEL.domain)
    changed = {path for path, each in before.items() if rest.tree.get(path) != each}
    assert changed == {
        f"{places.integration}coordinator.py",
        f"{places.integration}strings.json",
        f"{places.tests}test_init.py",
        places.page,
    }
    tests = rest.tree[f"{places.tests}test_init.py"].decode()
    assert "rate_limit" not in tests
    assert (
        tests.count("def test_")
        == before[f"{places.tests}test_init.py"].decode().count("def test_") - 2
    )


def test_cases() -> None:
    """Test that a test stays of whose cases only one goes."""
    before = files_of(MODEL, ROOT)
    rest = without_errors(
        before,
        MODEL.domain,
        ["my_device_client.MyDeviceInvalidHostError"],
    ).tree
    flow = f"{Places(MODEL.domain).tests}test_config_flow.py"
    assert "InvalidHost" not in rest[flow].decode()
    assert rest[flow].decode().count("def test_") == before[flow].decode().count(
        "def test_"
    )
