"""Test what the quality scale says of an integration without features."""

import pytest

from script.cut.scale import reasons, statuses, tier, with_statuses
from script.integration.tree import Tree
from script.rules.scale.table import EXEMPT, GIVEN, LEFT_OUT, RULES

from tests.script.features.pump import DOMAIN, PLACES, pump, with_files

SCALE = """\
rules:
  # Bronze
  action-setup: done # in async_setup
  brands: "done"
  config-flow:
    # as it should be
    status: exempt
    comment: >
      It has none,

      and never will.

  # Silver
  test-coverage: todo
  docs-actions: {status: exempt, comment: None.}
  diagnostics:
    comment: Why not.
    status: done
"""


def test_statuses() -> None:
    """Test that every way to write a status is read."""
    assert statuses(SCALE) == {
        "action-setup": "done",
        "brands": "done",
        "config-flow": "exempt",
        "test-coverage": "todo",
        "docs-actions": "exempt",
        "diagnostics": "done",
    }


@pytest.mark.parametrize(
    ("rule", "reason", "old", "new"),
    [
        pytest.param(
            "brands", None, '  brands: "done"\n', "  brands: todo\n", id="to do"
        ),
        pytest.param(
            "action-setup",
            "No actions.",
            "  action-setup: done # in async_setup\n",
            "  action-setup:\n    status: exempt\n    comment: No actions.\n",
            id="exempt",
        ),
        pytest.param(
            "config-flow",
            None,
            SCALE[SCALE.index("  config-flow") : SCALE.index("\n  # Silver")],
            "  config-flow: todo\n",
            id="several lines",
        ),
        pytest.param(
            "diagnostics",
            None,
            "  diagnostics:\n    comment: Why not.\n    status: done\n",
            "  diagnostics: todo\n",
            id="last",
        ),
        pytest.param("devices", None, "", "", id="not there"),
    ],
)
def test_statuses_are_set(rule: str, reason: str | None, old: str, new: str) -> None:
    """Test that a status is set, and the order, the comments and the rest stay."""
    assert with_statuses(SCALE, {rule: reason}) == SCALE.replace(old, new)


@pytest.mark.parametrize(
    ("todo", "claimed", "reached"),
    [
        pytest.param([], "platinum", "platinum", id="all"),
        pytest.param([], "silver", "silver", id="not above the claim"),
        pytest.param(["strict-typing"], "platinum", "gold", id="one of the highest"),
        pytest.param(["diagnostics"], "platinum", "silver", id="one between"),
        pytest.param(["brands"], "platinum", None, id="one of the lowest"),
        pytest.param(["strict-typing"], "gold", "gold", id="above the claim"),
        pytest.param(["brands"], None, None, id="no claim"),
        pytest.param(["brands"], "internal", "internal", id="no tier"),
    ],
)
def test_tier(todo: list[str], claimed: str | None, reached: str | None) -> None:
    """Test that the tier goes by the names of the rules, in whatever order they stand."""
    rules = reversed([rule.code for rule in RULES])
    text = "rules:\n" + "".join(
        f"  {rule}: {'todo' if rule in todo else 'done'}\n" for rule in rules
    )
    assert tier(text, claimed) == reached


def changed(tree: Tree, *about: str, for_good: bool = False) -> dict[str, str | None]:
    """Return what changes in the scale of the finished integration."""
    return reasons(pump(), tree, DOMAIN, about, for_good=for_good)


def test_rule_of_a_feature_is_to_do() -> None:
    """Test that a rule waits for its feature, if it has been done and its exemption is not shown."""
    assert changed(pump(), "diagnostics", "strict-typing", "devices") == {
        "diagnostics": None
    }


def test_exemption_that_the_code_shows() -> None:
    """Test that an exemption holds where the code shows it, and not where it still has actions."""
    text = pump()[f"{PLACES.integration}__init__.py"].decode()
    without = with_files(
        services__py=None,
        services__yaml=None,
        __init____py=text.replace("from .services import async_setup_services\n", ""),
    )
    assert changed(without, "action-setup") == {"action-setup": EXEMPT["action-setup"]}
    assert changed(without) == {"action-setup": EXEMPT["action-setup"]}
    assert changed(pump(), "action-setup") == {"action-setup": None}


def test_exemption_that_the_finished_integration_gives() -> None:
    """Test that no entity needs a category where all that have one are gone, if the finished scale says so."""
    sensor = """\
class Signal(SensorEntity):
    _attr_entity_category = EntityCategory.DIAGNOSTIC
"""
    for status, expected in (
        ("done", {"entity-category": GIVEN["entity-category"]}),
        ("todo", {}),
    ):
        before = with_files(
            sensor__py=sensor,
            quality_scale__yaml=f"rules:\n  entity-category: {status}\n",
        )
        assert reasons(before, before, DOMAIN, ()) == {}
        after = {**before, f"{PLACES.integration}sensor.py": b""}
        assert reasons(before, after, DOMAIN, ()) == expected


def test_exemption_that_the_owner_decides() -> None:
    """Test that what never comes is exempt, and what comes later is not."""
    assert changed(pump(), "discovery") == {"discovery": None}
    assert changed(pump(), "discovery", for_good=True) == {
        "discovery": LEFT_OUT["discovery"]
    }


def test_reasons_are_of_rules() -> None:
    """Test that every reason belongs to a rule."""
    known = {*EXEMPT, *GIVEN, *LEFT_OUT}
    assert known <= {rule.code for rule in RULES}
