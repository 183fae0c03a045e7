"""Two versions of a file as one, each with what it changed of a third."""

from pathlib import Path
import subprocess
from tempfile import TemporaryDirectory
from typing import Any, Final

from script.integration.json_file import Json

from . import CustomError

_MISSING: Final = object()


def merged(
    path: str, ours: bytes | None, base: bytes | None, theirs: bytes | None
) -> bytes:
    """Return a file with the changes of both sides; raises CustomError where they contradict one another.

    `path` is that of ours, for the message.
    """
    if ours is None or base is None or theirs is None or b"\0" in ours + theirs:
        raise _contradiction(path)
    with TemporaryDirectory() as name:
        files = [Path(name) / each for each in ("ours", "base", "theirs")]
        for file, content in zip(files, (ours, base, theirs), strict=True):
            file.write_bytes(content)
        result = subprocess.run(
            ["git", "merge-file", "--stdout", *("-L", "", "-L", "", "-L", ""), *files],
            capture_output=True,
            check=False,
        )
    if result.returncode:
        raise _contradiction(path, *_conflicts(result.stdout.decode()))
    return result.stdout


def merged_json(path: str, ours: Json, base: Json, theirs: Json) -> Json:
    """Return an object with the changes of both sides, in the order of keys that core has."""
    result: dict[str, Any] = {}
    for key in ours | theirs:
        versions = [each.get(key, _MISSING) for each in (ours, base, theirs)]
        here, before, there = versions
        if all(isinstance(each, dict) for each in versions):
            result[key] = merged_json(path, *versions)
        elif here in (before, there):
            result[key] = there
        elif before == there:
            result[key] = here
        else:
            raise _contradiction(path, f'"{key}"')
    return {key: value for key, value in result.items() if value is not _MISSING}


def _conflicts(text: str) -> list[str]:
    """Return the lines of ours at which conflicts begin."""
    lines: list[str] = []
    number, counted = 1, True
    for line in text.splitlines():
        match line:
            case "<<<<<<<" | "<<<<<<< ":
                lines.append(str(number))
            case "=======":
                counted = False
            case ">>>>>>>" | ">>>>>>> ":
                counted = True
            case _:
                number += counted
    return lines


def _contradiction(path: str, *places: str) -> CustomError:
    at = f":{', '.join(places)}" if places else ""
    return CustomError(
        f"{path}{at}: edited in the custom component where the core tree says something else; make "
        "this edit in the core tree by hand, and take it back in the custom component"
    )
