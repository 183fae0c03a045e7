"""The page of the rules is that of the table."""

import pytest

from script.review.__main__ import main
from script.rules.__main__ import PAGE
from script.rules.documentation import index
from script.rules.table import RULES


def test_page_is_current() -> None:
    """`script/run rules` would change nothing."""
    assert PAGE.read_text(encoding="utf-8") == index(RULES)


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    """A rule is explained with reason, source and examples."""
    assert main(["--explain", "home-assistant-logger-period"]) == 0
    printed = capsys.readouterr().out
    assert "Leave the period out" in printed
    assert "checkers/logger.py" in printed
    assert "Good:" in printed
    assert "Bad:" in printed


def test_explain_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    """A code that no rule has is answered with those like it."""
    assert main(["--explain", "home-assistant-loger-period"]) == 2
    assert "home-assistant-logger-period" in capsys.readouterr().err
