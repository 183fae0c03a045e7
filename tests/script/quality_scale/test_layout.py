"""Test adding rules to quality_scale.yaml."""

import pytest

from script.integration.files import UnreadableError
from script.quality_scale.layout import with_rules

SCALE = """\
# Ours
rules:
    # Bronze
    brands: done # at last
    config-flow:
        status: exempt
        comment: >
            None.

    # Gold
    diagnostics: todo
"""


@pytest.mark.parametrize(
    ("rule", "reason", "old", "new"),
    [
        pytest.param(
            "common-modules",
            "",
            " # at last\n",
            " # at last\n    common-modules: todo\n",
            id="after a rule",
        ),
        pytest.param(
            "runtime-data",
            "",
            "            None.\n",
            "            None.\n    runtime-data: todo\n",
            id="after a rule of several lines",
        ),
        pytest.param(
            "action-setup",
            "No actions.",
            "    brands",
            "    action-setup:\n        status: exempt\n        comment: No actions.\n    brands",
            id="before a rule",
        ),
        pytest.param(
            "strict-typing",
            "",
            "diagnostics: todo\n",
            "diagnostics: todo\n\n    # Platinum\n    strict-typing: todo\n",
            id="new tier",
        ),
    ],
)
def test_added(rule: str, reason: str, old: str, new: str) -> None:
    """Test that a rule stands among those of its tier, and all else as it was."""
    assert with_rules(SCALE, {rule: reason}, "scale") == SCALE.replace(old, new, 1)


def test_other_layout() -> None:
    """Test that a file in another layout is left alone."""
    with pytest.raises(UnreadableError, match="scale: .*add by hand: brands"):
        with_rules("rules: {config-flow: done}\n", {"brands": ""}, "scale")
