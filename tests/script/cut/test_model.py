"""Test that features of the model go with all that belongs to them, and with nothing else."""

import ast
from pathlib import Path
import re
from typing import Final

import pytest

from script import ROOT
from script.cut.for_good import without
from script.cut.integration import cut
from script.features.found import found
from script.integration.json_file import load
from script.integration.tree import Places, Tree, read, write

from .test_changes import unused_names

from tests.model import needs_model

needs_model()

DOMAIN: Final = "my_device"
PLACES: Final = Places(DOMAIN)
STRINGS: Final = f"{PLACES.integration}strings.json"
SCALE: Final = f"{PLACES.integration}quality_scale.yaml"

# What only the feature has, in whichever file
TRACES: Final = {
    "reauth": r"start_reauth|step_reauth|reauth_confirm|SOURCE_REAUTH",
    "switch": r"\bswitch\.|set_relay|mdi:electric-switch|SWITCH|Relay",
    "diagnostics": r"async_redact_data|get_diagnostics_for_config_entry|/diagnostics/",
    "zeroconf": r"[Zz]eroconf|ZEROCONF|discovery_confirm|discovery_info",
    "reconfigure": r"_reconfigure|step\.reconfigure",
    "options": r"[Oo]ptions_?[Ff]low|allow_control|ALLOW_CONTROL|Allow control|option_flow",
}
CALLED_BY_CORE: Final = {"PARALLEL_UPDATES", "_async_update_data"}
SOME: Final = [
    *(pytest.param({name}, id=name) for name in TRACES),
    pytest.param({"zeroconf", "options"}, id="unasked"),
    pytest.param({"switch", "diagnostics"}, id="sensors only"),
    pytest.param({*TRACES, "strict_typing"}, id="first PR"),
]


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Return the files of the model."""
    return read(ROOT, (PLACES.integration, PLACES.tests, PLACES.page))


def rest_of(tree: Tree, names: set[str]) -> Tree:
    """Return the files without features that come later."""
    gone = [each for each in found(tree, DOMAIN) if each.name in names]
    return cut(tree, DOMAIN, gone).tree


def code_of(tree: Tree) -> str:
    """Return all code."""
    return "\n".join(
        each.decode() for path, each in tree.items() if path.endswith(".py")
    )


@pytest.mark.parametrize("names", SOME)
def test_rest_is_in_order(tmp_path: Path, tree: Tree, names: set[str]) -> None:
    """Test that nothing is used that is gone, and nothing imported that is not used."""
    write(tmp_path, rest_of(tree, names))
    assert unused_names(tmp_path) == "All checks passed!\n"


@pytest.mark.parametrize("names", SOME)
def test_no_trace_is_left(tree: Tree, names: set[str]) -> None:
    """Test that no file has a word of what is gone, but the page, whose words are the author's."""
    left = {
        (path, match[0])
        for path, content in rest_of(tree, names).items()
        if not path.endswith(("quality_scale.yaml", ".markdown"))
        for name in names & TRACES.keys()
        for match in re.finditer(TRACES[name], content.decode())
    }
    assert not left


@pytest.mark.parametrize("names", SOME)
def test_nothing_is_orphaned(tree: Tree, names: set[str]) -> None:
    """Test that no private name, string or snapshot outlives its last use."""
    rest = rest_of(tree, names)
    code = code_of(rest)
    ast.parse(code)
    defined = re.findall(r"def (_[a-z]\w+)|^([A-Z_]{3,})\b.*=", code, re.MULTILINE)
    for name in {first or second for first, second in defined} - CALLED_BY_CORE:
        assert len(re.findall(rf"\b{name}\b", code)) > 1, name
    config = load(rest[STRINGS])["config"]
    for name in (*config["abort"], *config["error"]):
        assert name in code, name
    for step in config["step"]:
        assert f"def async_step_{step}(" in code, step
    snapshots = "".join(
        each.decode() for path, each in rest.items() if path.endswith(".ambr")
    )
    for test in re.findall(r"^# name: (\w+)", snapshots, re.MULTILINE):
        assert f"def {test}(" in code, test


@pytest.mark.parametrize(
    ("names", "for_good", "tier"),
    [
        pytest.param({*TRACES, "strict_typing"}, False, "bronze", id="first PR"),
        pytest.param({"diagnostics"}, False, "silver", id="diagnostics to come"),
        pytest.param({"strict_typing"}, False, "gold", id="types to come"),
        pytest.param({"zeroconf"}, False, "silver", id="discovery to come"),
        pytest.param({"zeroconf"}, True, "platinum", id="no discovery"),
        pytest.param({"options"}, True, "platinum", id="no options"),
        pytest.param({"reconfigure"}, True, "silver", id="no reconfigure"),
    ],
)
def test_tier_is_the_highest_reached(
    tree: Tree, names: set[str], for_good: bool, tier: str
) -> None:
    """Test that manifest and page claim what the quality scale says."""
    rest = without(tree, DOMAIN, names).tree if for_good else rest_of(tree, names)
    assert load(rest[f"{PLACES.integration}manifest.json"])["quality_scale"] == tier
    assert f"\nha_quality_scale: {tier}\n" in rest[PLACES.page].decode()


def test_rules_say_what_is_true(tree: Tree) -> None:
    """Test that a rule is to do while its feature is to come, and exempt if it never does."""
    planned = rest_of(tree, {"reauth"})[SCALE].decode()
    assert "  reauthentication-flow: todo\n" in planned
    never = without(tree, DOMAIN, {"reauth"}).tree[SCALE].decode()
    assert "  reauthentication-flow:\n    status: exempt\n    comment: " in never


def test_what_has_no_effect_goes_too(tree: Tree) -> None:
    """Test that an option of a switch goes with the switch for good, and alone if that comes later."""
    assert "options" not in load(without(tree, DOMAIN, {"switch"}).tree[STRINGS])
    assert "options" in load(rest_of(tree, {"switch"})[STRINGS])
    assert "options" in load(without(tree, DOMAIN, {"diagnostics"}).tree[STRINGS])
