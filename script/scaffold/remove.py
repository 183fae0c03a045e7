"""Remove an integration with all that belongs to it."""

import json
from pathlib import Path
import shutil

from script.features.tree import Places

from . import ScaffoldError


def remove(root: Path, domain: str) -> None:
    """Remove an integration from the tree, and print what went.

    Raises ScaffoldError if it is not there.
    """
    places = Places(domain)
    manifest = root / places.integration / "manifest.json"
    if not domain.isidentifier() or not manifest.is_file():
        raise ScaffoldError(f"{domain}: no such integration here")
    requirements = json.loads(manifest.read_text()).get("requirements", [])
    libraries = [
        f"companion/library/{each.partition('==')[0]}" for each in requirements
    ]
    # The integration goes last, so that after an interrupt the same command ends it.
    for path in (
        *libraries,
        *places.brands,
        places.page,
        places.tests,
        places.integration,
    ):
        target = root / path
        if target.is_dir():
            shutil.rmtree(target)
        elif target.is_file():
            target.unlink()
        else:
            continue
        print(f"Removed {path}")
