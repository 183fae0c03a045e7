"""Test that the commands that README and documentation name are there, and take what they are given."""

from collections.abc import Iterator
from functools import cache
import re
import subprocess
import sys
from typing import Final

import pytest

from script import ROOT
from script.scaffold.stages import TITLES

README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS: Final = (ROOT / "documentation" / "commands.md").read_text(encoding="utf-8")
TEXT: Final = re.sub(r"<!--.*?-->", "", f"{README}\n{COMMANDS}")

# Which tool a script of the shell hands its arguments to
TOOLS: Final = {"script/develop": "development", "script/lint": "linting"}
# What pytest takes, and what takes no arguments and changes the machine
NOT_RUN: Final = frozenset({"script/test", "script/bootstrap", "script/setup"})
_COMMAND: Final = re.compile(
    r"`(?P<quoted>script/[^`]+)`|^(?P<typed>script/.+)$", re.MULTILINE
)
_OPTION: Final = re.compile(r"--[a-z][a-z-]*")


def commands(text: str) -> list[str]:
    """Return the command lines of a text: those in backticks, and those of its blocks for a shell."""
    return [
        line
        for each in _COMMAND.finditer(text)
        if " " in (line := each["quoted"] or each["typed"]) or line in NOT_RUN
    ]


def alternatives(line: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the tools that a command line runs, with the options that it gives them."""
    first, *rest = line.split()
    if first in NOT_RUN:
        return
    options = _OPTION.findall(line)
    yield (TOOLS[first] if first in TOOLS else rest[0].rstrip(",")), options


@cache
def help_of(tool: str) -> str:
    """Return what a tool says of itself."""
    result = subprocess.run(
        [sys.executable, "-m", f"script.{tool}", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def rows() -> Iterator[tuple[str, str]]:
    """Yield the commands of the table of all, each with what it says of that."""
    for line in COMMANDS.splitlines():
        if line.startswith("| `"):
            command, what = line.strip("| ").split(" | ", 1)
            yield command, what


@pytest.mark.parametrize("line", dict.fromkeys(commands(TEXT)))
def test_command_is_there(line: str) -> None:
    """Test that a command runs as far as its help, and has the options that it is shown with."""
    assert (ROOT / line.split(maxsplit=1)[0]).is_file()
    for tool, options in alternatives(line):
        text = help_of(tool)
        assert [each for each in options if each not in text] == []


@pytest.mark.parametrize(("command", "what"), rows())
def test_options_of_a_row(command: str, what: str) -> None:
    """Test that a command has the options that the table tells of."""
    if not command.startswith("`script/") or command.strip("`").split()[0] in NOT_RUN:
        return
    line = re.findall(r"`(script/[^`]+)`", command)[0]
    for tool, _ in alternatives(line):
        told = [
            each
            for part in re.findall(r"`([^`]+)`", what)
            for each in _OPTION.findall(part)
            if part.startswith("--")
        ]
        assert [each for each in told if each not in help_of(tool)] == []


def test_every_tool_has_a_row() -> None:
    """Test that the table has all commands: what can be run with script/run, and what stands beside it."""
    tools = {
        path.parent.relative_to(ROOT / "script").as_posix().replace("/", ".")
        for path in (ROOT / "script").rglob("__main__.py")
    }
    told = {
        tool
        for command, _ in rows()
        for tool in re.findall(r"script/run ([a-z_.]+)|`(simulator\.[a-z]+)`", command)
        for tool in tool
        if tool
    }
    shell = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "script").iterdir()
        if path.is_file() and not path.suffix
    }
    assert {*tools} - {*TOOLS.values()} == told
    beside = {command.strip("`").split()[0] for command, _ in rows()}
    assert shell - beside <= {"script/find_python", "script/prelude"}


def test_each_door_has_its_command() -> None:
    """Test that README has a door for each reader, with one command."""
    doors = README.partition("## Your door")[2].partition("\n## ")[0]
    found = [
        line.split(" | ")[1] for line in doors.splitlines() if line.startswith("| a")
    ]
    assert len(found) >= 3
    assert all(re.fullmatch(r"`script/[^`]+`", each) for each in found)


def test_order_of_stages() -> None:
    """Test that README has the stages in the order of the list of what is left."""
    told = re.findall(r"^\d\. \*\*(.+?)\*\*", README, re.MULTILINE)
    assert [title.partition(":")[0] for title in TITLES.values()] == told
