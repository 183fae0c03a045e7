"""Write command lines to paste."""

import json
import shlex
from typing import Any


def curl(*arguments: str) -> str:
    """Return a command line that asks over HTTP."""
    return shlex.join(["curl", *arguments])


def changing(url: str, **fields: Any) -> str:
    """Return a command line that changes something through a control API."""
    return curl("-X", "PATCH", url, "-d", json.dumps(fields))
