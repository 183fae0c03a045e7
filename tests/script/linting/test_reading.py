"""Test reading what tools print, of which each is run."""

import json
from pathlib import Path
import subprocess
import sys

import pytest

from script.linting import reading
from script.linting.tools import Reader


def printed(module: str, *arguments: object) -> str:
    """Return what a tool prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        capture_output=True,
        check=False,
        text=True,
    )
    return done.stdout


@pytest.mark.parametrize(
    ("module", "options", "read", "name", "text", "code"),
    [
        pytest.param(
            "ruff",
            ["check", "--isolated", "--output-format=json"],
            reading.ruff,
            "x.py",
            "\nimport os\n",
            ("F401", "unused-import"),
            id="ruff",
        ),
        pytest.param(
            "ruff",
            ["format", "--isolated", "--check", "--output-format=json"],
            reading.ruff,
            "x.py",
            "a = 1\nx=1\n",
            ("unformatted",),
            id="ruff format",
        ),
        pytest.param(
            "ruff",
            ["check", "--isolated", "--output-format=json"],
            reading.ruff,
            "x.py",
            "\nx = 1 +\n",
            ("invalid-syntax",),
            id="no Python",
        ),
        pytest.param(
            "pylint",
            ["--rcfile=", "--disable=C", "--output-format=json2"],
            reading.pylint,
            "x.py",
            "\nimport os\n",
            ("unused-import", "W0611"),
            id="pylint",
        ),
        pytest.param(
            "mypy",
            ["--config-file=", "--output=json", "--cache-dir=/dev/null"],
            reading.mypy,
            "x.py",
            '\nx: int = ""\n',
            ("assignment",),
            id="mypy",
        ),
        pytest.param(
            "codespell_lib",
            [],
            reading.codespell,
            "x.py",
            "\n# t\N{LATIN SMALL LETTER E}h\n",
            ("codespell",),
            id="codespell",
        ),
        pytest.param(
            "yamllint",
            ["--format=parsable", "-d", "{rules: {braces: enable}}"],
            reading.yamllint,
            "x.yaml",
            "\na: { }\n",
            ("braces",),
            id="yamllint",
        ),
    ],
)
def test_read(
    tmp_path: Path,
    module: str,
    options: list[str],
    read: Reader,
    name: str,
    text: str,
    code: tuple[str, ...],
) -> None:
    """Test that a tool's finding is read with its place and codes."""
    file = tmp_path / name
    file.write_text(text)
    (found,) = read(printed(module, *options, file))
    assert (found.path, found.line) == (file.resolve(), 2)
    assert (found.check, *found.also) == code
    assert found.message
    assert not found.message.endswith(".")


def test_scale() -> None:
    """Test that what only may speak against a rule is advice, and that nothing is told of a rule that is to do."""
    found = {"path": "/x/api.py", "line": 3, "message": "No types", "mend": "Add them"}
    rules = {
        "proven": {"status": "done", "gaps": [found], "advice": []},
        "unproven": {"status": "done", "gaps": [], "advice": [found]},
        "open": {"status": "todo", "gaps": [found], "advice": [found]},
    }
    told = [*reading.quality_scale(json.dumps([{"rules": rules}]))]
    assert [(each.check, each.line, each.advice) for each in told] == [
        ("proven", 3, False),
        ("unproven", 3, True),
    ]
