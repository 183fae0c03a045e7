"""Test what stays of a model around what is written."""

from typing import Any

import pytest

from script import COMPONENTS
from script.cut.scale import statuses
from script.integration.json_file import load
from script.integration.tree import Places, Tree
from script.scaffold import MODEL
from script.scaffold.writer.around import around

from .conftest import CLIENT, Planned
from .test_planning import ALONE, BLOCKING, NO_AUTH

from tests.model import needs_model

needs_model()

PLACES = Places("acme")
SCALE = f"{PLACES.integration}quality_scale.yaml"
MANIFEST = f"{PLACES.integration}manifest.json"


@pytest.fixture
def model() -> Tree:
    """Return the integration of the model under another name."""
    return {
        f"{PLACES.integration}{path.name}": path.read_bytes().replace(
            MODEL.encode(), b"acme"
        )
        for path in (COMPONENTS / MODEL).iterdir()
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("client", "wanted", "todo", "tier"),
    [
        pytest.param(CLIENT, {}, set(), "platinum", id="async"),
        pytest.param(
            CLIENT,
            {
                "zeroconf": {
                    "type": "_a._tcp.local.",
                    "property": "sn",
                    "name": "a-*",
                    "hostname": "a",
                }
            },
            set(),
            "platinum",
            id="discovered",
        ),
        pytest.param(
            BLOCKING,
            {"states": ("update()",), "entities": ("power:W",)},
            {"async-dependency", "inject-websession"},
            "gold",
            id="blocking",
        ),
        pytest.param(
            CLIENT,
            {"common": NO_AUTH},
            {"reauthentication-flow"},
            "bronze",
            id="nothing refuses",
        ),
        pytest.param(
            ALONE, {"iot_class": "cloud_polling"}, set(), "platinum", id="alone"
        ),
    ],
)
def test_scale(
    plan: Planned,
    model: Tree,
    client: str,
    wanted: dict[str, Any],
    todo: set[str],
    tier: str,
) -> None:
    """Test that no rule is done that the library or what is written does not meet."""
    tree = around(model, plan(client, **wanted), "meter")
    found = statuses(tree[SCALE].decode())
    assert {rule for rule, status in found.items() if status == "todo"} == todo
    assert found["docs-configuration-parameters"] == "exempt"
    assert load(tree[MANIFEST])["quality_scale"] == tier


def test_manifest(plan: Planned, model: Tree) -> None:
    """Test that a device announces what the author says, or nothing."""
    announced = {
        "type": "_a._tcp.local.",
        "property": "sn",
        "name": "a-*",
        "hostname": "a",
    }
    tree = around(model, plan(zeroconf=announced), "meter")
    assert load(tree[MANIFEST])["zeroconf"] == [
        {"name": "a-*", "type": "_a._tcp.local."}
    ]


def test_alone(plan: Planned, model: Tree) -> None:
    """Test that there is one entry at most of what nobody is asked anything for, with nothing to change or refuse."""
    tree = around(model, plan(ALONE, "cloud_polling"), "service")
    assert load(tree[MANIFEST])["single_config_entry"] is True
    found = statuses(tree[SCALE].decode())
    for rule in ("reconfiguration-flow", "reauthentication-flow", "discovery"):
        assert found[rule] == "exempt"


def test_nothing_announced(plan: Planned, model: Tree) -> None:
    """Test that what the model announces is not taken for another device."""
    assert "zeroconf" in load(model[MANIFEST])
    manifest = load(around(model, plan(), "meter")[MANIFEST])
    assert not {"zeroconf", "single_config_entry"} & manifest.keys()


def test_nothing_of_the_model(plan: Planned, model: Tree) -> None:
    """Test that no code of the model stays."""
    tree = around({**model, "README": b"kept"}, plan(), "meter")
    assert tree["README"] == b"kept"
    assert f"{PLACES.integration}switch.py" in model
    assert f"{PLACES.integration}switch.py" not in tree


def test_scale_of_several(several: Planned, model: Tree) -> None:
    """Test that devices that come and go are done where there are several."""
    tree = around(model, several(), "meter")
    found = statuses(tree[SCALE].decode())
    assert found["dynamic-devices"] == found["stale-devices"] == "done"


@pytest.mark.parametrize(
    ("entities", "status"), [(("boost",), "done"), (("power_w",), "exempt")]
)
def test_category_of_what_is_set(
    plan: Planned, model: Tree, entities: tuple[str, ...], status: str
) -> None:
    """Test that what is set is in a category, whether or not anything is diagnostic."""
    tree = around(model, plan(entities=entities), "meter")
    found = statuses(tree[SCALE].decode())
    assert found["entity-category"] == status
    assert found["entity-disabled-by-default"] == "exempt"
