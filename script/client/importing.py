"""Import a library in a process of its own, to see that it can be."""

import subprocess
import sys
from typing import Final

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
