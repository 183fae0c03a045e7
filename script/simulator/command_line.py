"""Write command lines to paste, and the page of a simulated thing that lists them."""

from collections.abc import Mapping
import json
import shlex
from typing import Any


def curl(*arguments: str) -> str:
    """Return a command line that asks over HTTP."""
    return shlex.join(["curl", *arguments])


def changing(url: str, **fields: Any) -> str:
    """Return a command line that changes something through a control API."""
    return curl("-X", "PATCH", url, "-d", json.dumps(fields))


def page(title: str, about: Mapping[str, str], commands: Mapping[str, str]) -> str:
    """Return what is to be known of a simulated thing, and what can be done with it."""
    width = max(map(len, about)) + 1
    return "\n".join(
        (
            title,
            *(f"  {name:<{width}} {value}" for name, value in about.items()),
            "",
            *(f"{name:<16} {command}" for name, command in commands.items()),
        )
    )
