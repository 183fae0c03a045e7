"""Test ends of a tool that are no fault of its own."""

import errno
import os
import signal
import subprocess
import sys

import pytest

from script import ROOT

UNREAD = 128 + signal.SIGPIPE


def run(*arguments: str, unread: bool = False) -> subprocess.CompletedProcess[str]:
    """Run Python, with nobody who reads its output if so wanted."""
    reader, writer = os.pipe()
    if unread:
        os.close(reader)
    try:
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={
                key: value
                for key, value in os.environ.items()
                if key != "PYTHONUNBUFFERED"
            },
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
        )
    finally:
        os.close(writer)
        if not unread:
            os.close(reader)


@pytest.mark.parametrize("options", [[], ["-u"]], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["translations", "--help"], id="help"),
        pytest.param(["translations", "develop", "--all"], id="buffered-to-the-end"),
        pytest.param(["simulator.device", "--port", "0"], id="goes-on"),
    ],
)
def test_unread(command: list[str], options: list[str]) -> None:
    """Test that a tool ends without a word once nobody reads what it says."""
    tool, *arguments = command
    result = run(*options, "-m", f"script.{tool}", *arguments, unread=True)
    assert result.stderr == ""
    assert result.returncode in {0, UNREAD}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        pytest.param("print(1, flush=True)", UNREAD, id="printed"),
        pytest.param("print(1)", 0, id="at-the-end"),
        pytest.param("print(1); sys.exit(3)", 3, id="verdict"),
        pytest.param(
            "try: print(1, flush=True)\nexcept Exception: sys.exit(3)",
            UNREAD,
            id="kept",
        ),
    ],
)
def test_unread_program(source: str, code: int) -> None:
    """Test that what a program found before stands, and that it goes no further after."""
    program = (
        f"import sys; from script.ending import see_to_ends; see_to_ends()\n{source}"
    )
    result = run("-c", program, unread=True)
    assert result.stderr == ""
    assert result.returncode == code


def test_closed() -> None:
    """Test a program that has no standard output at all."""
    program = "from script.ending import see_to_ends; see_to_ends(); print(1)"
    result = run(
        "-c",
        f"import os, sys; os.close(1); os.execv({sys.executable!r}, [sys.executable, '-c', {program!r}])",
    )
    assert result.stderr == ""
    assert result.returncode == 0


@pytest.mark.parametrize(
    ("error", "line"),
    [
        pytest.param(
            OSError(errno.EROFS, "Read-only file system", "build"),
            "script/tool: build: Read-only file system; clone the repository to where it can be written\n",
            id="read-only",
        ),
        pytest.param(
            PermissionError(errno.EACCES, "Permission denied", "build"),
            "script/tool: build: Permission denied; change its permissions\n",
            id="permissions",
        ),
        pytest.param(
            OSError(errno.ENOSPC, "No space left on device"),
            "script/tool: No space left on device; make room\n",
            id="full",
        ),
    ],
)
def test_refused_by_the_machine(error: OSError, line: str) -> None:
    """Test that one line says what the machine refuses, and what to do."""
    arguments = (error.errno, error.strerror, error.filename)
    result = run(
        "-c",
        "import sys; from script.ending import see_to_ends; see_to_ends()\n"
        "sys.argv[0] = '/place/script/tool/__main__.py'\n"
        f"raise OSError(*{arguments})",
    )
    assert result.stderr == line
    assert result.returncode == 2


def test_fault_of_its_own() -> None:
    """Test that a fault of the program shows as one."""
    result = run(
        "-c",
        "from script.ending import see_to_ends; see_to_ends(); open('/no/such/file')",
    )
    assert result.stderr.startswith("Traceback")
    assert result.returncode == 1
