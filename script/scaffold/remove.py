"""Remove an integration with all that belongs to it."""

from pathlib import Path
import subprocess

from script.integration.files import UnreadableError
from script.integration.integration import Integration
from script.integration.tree import Places

from . import ScaffoldError
from .make import beside, move


def remove(root: Path, domain: str) -> None:
    """Remove an integration from the tree, and print what went.

    Raises OSError or ScaffoldError, and then nothing has been removed: where git has not all of it, for one.
    """
    places = Places(domain)
    if not domain.isidentifier() or not (root / places.integration).is_dir():
        raise ScaffoldError(f"{domain!r}: no such integration here")
    try:
        libraries = _libraries(root, domain)
    except UnreadableError as err:
        raise ScaffoldError(str(err)) from err
    paths = [
        path
        for path in (
            *libraries,
            *places.brands,
            places.page,
            places.pictures,
            places.custom,
            places.series,
            places.proof,
            places.equivalents,
            places.tests,
            places.integration,
        )
        if (root / path).exists()
    ]
    _refuse_unsaved(root, paths)
    with beside(root) as folder:
        move(root, folder, paths)
    for path in paths:
        print(f"Removed {path}")


def _refuse_unsaved(root: Path, paths: list[str]) -> None:
    """Refuse to remove what git could not bring back."""
    status = subprocess.run(
        [
            *("git", "--no-optional-locks", "-C", str(root)),
            *("status", "--porcelain", "-z", "--untracked-files=all", "--", *paths),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if status.returncode:
        raise ScaffoldError(
            f"{root}: git has nothing of it, so what goes would be gone for good; "
            f"commit it first ({status.stderr.strip().splitlines()[-1]})"
        )
    if status.stdout:
        raise ScaffoldError(
            f"{status.stdout.partition(chr(0))[0][3:]}: git does not have it as it stands, "
            "so it would be gone for good; commit it first"
        )


def _libraries(root: Path, domain: str) -> list[str]:
    """Return the folders of the libraries that no other integration requires."""
    required = {
        manifest.parent.name: {
            str(library.folder.relative_to(root))
            for library in Integration(manifest.parent).libraries
            if library.folder
        }
        for manifest in (root / "homeassistant" / "components").glob("*/manifest.json")
    }
    own = required.pop(domain, set())
    return sorted(own.difference(*required.values()))
