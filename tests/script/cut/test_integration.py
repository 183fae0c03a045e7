"""Test an integration as a whole without its features."""

import json
from typing import Any

import pytest

from script.cut.integration import cut
from script.features.found import found
from script.integration.tree import Tree
from script.rules.scale.table import EXEMPT

from tests.script.features.pump import DOMAIN, PLACES, pump


def without(*names: str, tree: Tree | None = None) -> dict[str, str]:
    """Return the texts of the files without features, by their names."""
    before = pump() if tree is None else tree
    gone = [each for each in found(before, DOMAIN) if each.name in names]
    assert len(gone) == len(names)
    return {
        path.removeprefix(PLACES.integration): content.decode()
        for path, content in cut(before, DOMAIN, gone).tree.items()
    }


WHOLE = {
    path.removeprefix(PLACES.integration): content.decode()
    for path, content in pump().items()
}


def loaded(files: dict[str, str], name: str, *keys: str) -> Any:
    """Return what stands below keys in a JSON file."""
    content = json.loads(files[name])
    for key in keys:
        content = content[key]
    return content


def test_nothing_gone() -> None:
    """Test that every byte stays where nothing goes."""
    assert without() == WHOLE


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        pytest.param(
            "reauth",
            {"config_flow.py", "manifest.json", "quality_scale.yaml", "strings.json"},
            id="reauth",
        ),
        pytest.param(
            "switch",
            {"__init__.py", "icons.json", "strings.json", "switch.py"},
            id="platform",
        ),
        pytest.param(
            "diagnostics",
            {"diagnostics.py", "manifest.json", "quality_scale.yaml"},
            id="diagnostics",
        ),
        pytest.param(
            "dhcp",
            {"config_flow.py", "manifest.json", "quality_scale.yaml", "strings.json"},
            id="discovery",
        ),
        pytest.param("options", {"config_flow.py", "strings.json"}, id="options"),
        pytest.param(
            "actions",
            {
                "__init__.py",
                "icons.json",
                "quality_scale.yaml",
                "services.py",
                "services.yaml",
                "strings.json",
            },
            id="actions",
        ),
    ],
)
def test_only_its_files_change(name: str, changed: set[str]) -> None:
    """Test that a feature takes along what it has, and nothing else changes by a byte."""
    rest = without(name)
    assert {
        each for each in WHOLE.keys() | rest.keys() if WHOLE.get(each) != rest.get(each)
    } == changed


def test_reauth() -> None:
    """Test that the steps, the reasons and the claim of reauthentication go."""
    rest = without("reauth")
    assert "reauth" not in rest["config_flow.py"]
    assert loaded(rest, "strings.json", "config", "abort") == {
        "already_configured": "It is there."
    }
    assert [*loaded(rest, "strings.json", "config", "step")] == ["dhcp_confirm", "user"]
    assert "flow_title" in loaded(rest, "strings.json", "config")
    assert "  reauthentication-flow: todo\n" in rest["quality_scale.yaml"]
    assert loaded(rest, "manifest.json", "quality_scale") == "bronze"


def test_reason_that_is_given_still() -> None:
    """Test that a reason stays that another step gives by its name."""
    tree = dict(pump())
    path = f"{PLACES.integration}config_flow.py"
    tree[path] += (
        b'\n\ndef end(flow):\n    return flow.async_abort(reason="reauth_successful")\n'
    )
    rest = without("reauth", tree=tree)
    assert "reauth_successful" in loaded(rest, "strings.json", "config", "abort")


def test_title_goes_with_the_last_flow_that_shows_it() -> None:
    """Test that a title of flows stays until no flow is left that starts by itself."""
    assert "flow_title" not in loaded(
        without("reauth", "dhcp"), "strings.json", "config"
    )


def test_platform() -> None:
    """Test that the module, the texts and the icons of a platform go."""
    rest = without("switch")
    assert "PLATFORMS = [Platform.SENSOR]" in rest["__init__.py"]
    assert "switch.py" not in rest
    assert [*loaded(rest, "strings.json", "entity")] == ["sensor"]
    assert [*loaded(rest, "icons.json")] == ["services"]


def test_discovery() -> None:
    """Test that the steps, the key and the claim of discovery go."""
    rest = without("dhcp")
    assert "dhcp" not in rest["config_flow.py"].lower()
    assert "dhcp" not in loaded(rest, "manifest.json")
    assert "  discovery: todo\n" in rest["quality_scale.yaml"]
    assert loaded(rest, "manifest.json", "quality_scale") == "silver"


def test_actions() -> None:
    """Test that the actions go, and that the exemption is as the code shows it."""
    rest = without("actions")
    assert "services" not in rest["__init__.py"]
    assert [*loaded(rest, "icons.json")] == ["entity"]
    assert f"comment: {EXEMPT['action-setup']}" in rest["quality_scale.yaml"]
    assert "comment: It never fails." in rest["quality_scale.yaml"]


def test_icons_go_with_the_last_one() -> None:
    """Test that a file that has lost all that it had goes."""
    assert "icons.json" not in without("switch", "actions")


def test_tests_of_a_module_go() -> None:
    """Test that the tests of a platform go with it, with their snapshots and fixtures."""
    tests = {
        "fixtures/motor.json": "{}",
        "snapshots/test_switch.ambr": "# name: test_switch\n  1\n# ---\n",
        "test_sensor.py": "def test_sensor():\n    assert True\n",
        "test_switch.py": 'def test_switch():\n    assert load("motor.json")\n',
    }
    tree = {
        **pump(),
        **{PLACES.tests + name: text.encode() for name, text in tests.items()},
    }
    assert [each for each in without("switch", tree=tree) if "tests/" in each] == [
        f"{PLACES.tests}test_sensor.py"
    ]


def test_order_does_not_matter() -> None:
    """Test that features go together as they go one after the other."""
    together = without("reauth", "switch", "options")
    tree: Tree = pump()
    for name in ("options", "reauth", "switch"):
        gone = [each for each in found(tree, DOMAIN) if each.name == name]
        tree = cut(tree, DOMAIN, gone).tree
    rest = {
        path.removeprefix(PLACES.integration): content.decode()
        for path, content in tree.items()
    }
    assert rest == together
