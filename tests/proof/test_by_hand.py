"""Tests of the share of edits that may have to be finished by hand."""

from typing import Literal

import pytest

from .conftest import BY_HAND, noted, too_many_by_hand

type When = Literal["setup", "call", "teardown"]


def report(*properties: tuple[str, object], when: When = "call") -> pytest.TestReport:
    """Return what became of a test that noted something."""
    return pytest.TestReport(
        nodeid="test.py::test_edit",
        location=("test.py", 0, "test_edit"),
        keywords={},
        outcome="passed",
        longrepr=None,
        when=when,
        user_properties=properties,
    )


HAND = report((BY_HAND, "edit"))


@pytest.mark.parametrize(
    ("by_hand", "failed", "tests", "expected"),
    [
        (0, 0, 20, False),
        (1, 0, 20, False),
        (1, 0, 19, True),
        (1, 1, 20, True),
        (2, 0, 40, False),
        (6, 0, 120, False),
        (7, 0, 120, True),
    ],
)
def test_share(by_hand: int, failed: int, tests: int, expected: bool) -> None:
    """Test that of twenty at most one may need a hand, failed ones counted."""
    reports = {"passed": [report(), *[HAND] * by_hand], "failed": [report()] * failed}
    assert too_many_by_hand(reports, tests) is expected


def test_noted() -> None:
    """Test that what a test noted is told once, and warnings note nothing."""
    again = report((BY_HAND, "edit"), when="teardown")
    assert list(noted({"passed": [HAND, again], "warnings": ["warning"]})) == [
        (BY_HAND, "edit")
    ]
