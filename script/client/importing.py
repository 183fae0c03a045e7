"""Import a library in a process of its own, to see that it can be, and what its classes hold."""

from collections.abc import Collection
import json
from pathlib import Path
import subprocess
import sys
from typing import Any, Final

from . import ClientError

_SECONDS: Final = 30


def problem(module: str, seconds: float = _SECONDS) -> str | None:
    """Return in one line why a module cannot be imported, None if it can."""
    try:
        result = subprocess.run(
            [sys.executable, "-c", f"import {module}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"import {module}: has not ended after {seconds:g} s"
    if not result.returncode:
        return None
    lines = result.stderr.strip().splitlines()
    return f"import {module}: {lines[-1] if lines else f'ended with status {result.returncode}'}"


def examples(
    classes: Collection[tuple[str, str]],
    errors: Collection[tuple[str, str]],
    seconds: float = _SECONDS,
) -> dict[str, Any]:
    """Return what classes of a library hold, and how examples of them and of its exceptions are made, by their names.

    Raises ClientError if the library cannot be imported, or takes too long.
    """
    wanted = {"classes": [*classes], "errors": [*errors]}
    reading = f"reading {', '.join(name for _, name in classes)}"
    try:
        result = subprocess.run(
            [sys.executable, "-m", "script.client.samples"],
            input=json.dumps(wanted),
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as err:
        raise ClientError(
            f"{reading}: has not ended after {seconds:g} s; run it again once less else runs"
        ) from err
    if result.returncode:
        lines = result.stderr.strip().splitlines()
        raise ClientError(
            f"{reading}: {lines[-1] if lines else f'ended with status {result.returncode}'}"
        )
    found: dict[str, Any] = json.loads(result.stdout)
    return found
