"""Tests of conditions of which only the other branch is left."""

import pytest

from script.cut.absence import Absence
from script.features.table import KINDS

from .snippets import cut_all

REPAIRS = Absence(names=frozenset(KINDS["repairs"].names))
HEAD = """\
import homeassistant.helpers.issue_registry as ir


def check(hass, lamp, log):
"""
DELETED = 'ir.async_delete_issue(hass, "lamp", "old")'


def cut_check(body: str) -> tuple[str, list[str]]:
    """Return what is left of a function without repairs, and why it is not right yet."""
    text = HEAD + body.replace("DELETED", DELETED)
    after, places = cut_all({"sensor.py": text}, REPAIRS)
    return after["sensor.py"].partition("log):\n")[2], [each.why for each in places]


@pytest.mark.parametrize(
    ("test", "negated"),
    [
        ("lamp.is_on", "not lamp.is_on"),
        ("not lamp.is_on", "lamp.is_on"),
        ("lamp is None", "lamp is not None"),
        ("lamp is not None", "lamp is None"),
        ("lamp not in log", "lamp in log"),
        ("lamp in log", "lamp not in log"),
        ("lamp == log", "lamp != log"),
        ("lamp != log", "lamp == log"),
        ("lamp < log", "not (lamp < log)"),
        ("lamp or log", "not (lamp or log)"),
        ("(lamp and log)", "not (lamp and log)"),
        ("not (lamp or log)", "(lamp or log)"),
    ],
)
def test_else_is_left(test: str, negated: str) -> None:
    """Test that a condition is turned round if only its else is left."""
    body = "    if {}:\n{}        log(lamp)\n"
    whole = body.format(test, "        DELETED\n    else:\n")
    assert cut_check(whole) == (body.format(negated, ""), [])


@pytest.mark.parametrize(
    ("further", "both"),
    [("log", "not lamp and log"), ("lamp or log", "not lamp and (lamp or log)")],
)
def test_elif_is_left(further: str, both: str) -> None:
    """Test that two conditions become one if only what the second one leads to is left."""
    whole = f"    if lamp:\n        DELETED\n    elif {further}:\n        log(lamp)\n"
    left = f"    if {both}:\n        log(lamp)\n"
    assert cut_check(whole) == (left, [])
    assert cut_check(f"{whole}    else:\n        DELETED\n") == (left, [])


def test_more_than_one_is_left() -> None:
    """Test that it is its author's to say what is done in between."""
    whole = "    if lamp:\n        DELETED\n    elif log:\n        log(1)\n    else:\n        log(2)\n"
    left, places = cut_check(whole)
    assert left == whole.replace("DELETED", DELETED)
    assert places == ["is gone, and leaves a block with nothing in it"]


def test_nothing_is_left() -> None:
    """Test that a condition goes whose branches are both gone."""
    whole = "    if lamp:\n        DELETED\n    else:\n        DELETED\n    log(lamp)\n"
    assert cut_check(whole) == ("    log(lamp)\n", [])


def test_context() -> None:
    """Test that a context goes, and what is done in it stays."""
    whole = '    with ir.async_refresh_issues(hass, "lamp"):\n        log(lamp)\n        log(1)\n'
    assert cut_check(whole) == ("    log(lamp)\n    log(1)\n", [])
    named = whole.replace("):\n", ") as refresh:\n")
    assert cut_check(named)[0] == named
