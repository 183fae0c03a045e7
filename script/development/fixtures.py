"""Read and write what a library returned as fixtures of an integration's tests."""

from collections.abc import Mapping
import json
from pathlib import Path

from script.integration.prettier import formatted

from . import DevelopmentError
from .plain import Plain


def read_fixtures(folder: Path) -> dict[str, Plain]:
    """Return the fixtures that are there, by their names."""
    return {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}


def write_fixtures(
    folder: Path, answers: Mapping[str, Plain], makers: Mapping[str, str]
) -> None:
    """Write a file for each answer, and print what makes it of that again.

    Raises DevelopmentError if there is none.
    """
    if not answers:
        raise DevelopmentError(
            "nothing was recorded: no call of the library returned data"
        )
    folder.mkdir(parents=True, exist_ok=True)
    print(f"recorded, without secrets and identifiers, in {folder}")
    for name, answer in sorted(answers.items()):
        path = folder / f"{name}.json"
        done = "replaced" if path.exists() else "new"
        path.write_text(formatted(json.dumps(answer, ensure_ascii=False, indent=2)))
        print(f"  {path.name:<32} {done:<9} {makers[name] or 'as it is'}")
