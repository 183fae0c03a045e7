"""Test what is told of the steps."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from script.submit.check import Verdict
from script.submit.table import details


def step(name: str, said: str) -> tuple[Any, Verdict]:
    """Return a step, and what a judge says of it."""
    prepared = SimpleNamespace(
        step=SimpleNamespace(folder=name), to_mend=False, remarks=[]
    )
    return prepared, Verdict(failed={"mypy": said}, tests=1, coverage=100.0)


def test_once() -> None:
    """Test that what a judge said of a step before is counted only, and what is new is told."""
    steps, verdicts = zip(step("1-new", "a\nb"), step("2-more", "a\nc\nb"), strict=True)
    assert [*details(steps, verdicts, Path("build"))] == [
        "\n1-new: mypy",
        "    a",
        "    b",
        "\n2-more: mypy",
        "    c",
        "    2 more, as in a step before",
    ]
