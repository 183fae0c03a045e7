"""Test how judges are run."""

from pathlib import Path

import pytest

from script.gates import run, types
from script.integration.strict_typing import is_strictly_typed
from script.integration.tree import Places

DOMAIN = "acme_meter"
# What core's CI takes of an integration that is not in .strict-typing, and what it never does
UNTYPED = "def double(value):\n    return value.no_such_thing + 1\n"
WRONG = "def double(value: int) -> str:\n    return value\n"


@pytest.mark.parametrize(
    ("code", "is_strict", "passed"),
    [
        pytest.param(UNTYPED, False, True, id="untyped"),
        pytest.param(UNTYPED, True, False, id="untyped-and-strict"),
        pytest.param(WRONG, False, False, id="wrong"),
    ],
)
async def test_types(tmp_path: Path, code: str, is_strict: bool, passed: bool) -> None:
    """Test that types are judged by core's settings for whoever is strictly typed, and who is not."""
    folder = tmp_path / Places(DOMAIN).integration
    folder.mkdir(parents=True)
    (folder / "const.py").write_text(code)
    (tmp_path / "pyproject.toml").write_text("[tool.mypy]\nstrict = true\n")
    outcome = await run(types(DOMAIN, is_strict=is_strict), tmp_path, [])
    assert outcome.passed is passed, outcome.output


@pytest.mark.parametrize(
    ("line", "strict"),
    [
        ("  strict-typing: done", True),
        ('  strict-typing: "done"', True),
        ("  strict-typing: todo", False),
        ("  strict-typing:\n    status: exempt", False),
    ],
)
def test_strictly_typed(line: str, strict: bool) -> None:
    """Test what a quality scale says of strict typing."""
    assert is_strictly_typed(f"rules:\n{line}\n") is strict
