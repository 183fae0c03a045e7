"""Tests of making a new integration."""

from collections.abc import Iterator
import os
from pathlib import Path
import subprocess
import sys
from typing import Final

from script.integration.tree import Places

ARGUMENTS: Final = [
    *("--domain", "acme_meter", "--codeowner", "@octocat"),
    *("--yes", "--no-check"),
]


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module in a tree."""
    libraries = [str(path) for path in root.glob("companion/library/*/src")]
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=root,
        env=os.environ
        | {
            "PYTHONPATH": os.pathsep.join([str(root), *libraries]),
            "MYPYPATH": os.pathsep.join(libraries),
        },
        capture_output=True,
        text=True,
        check=False,
    )


def files(root: Path) -> dict[Path, bytes]:
    """Return all files in a folder."""
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def made(root: Path, domain: str) -> Iterator[Path]:
    """Yield the files that were made for a domain."""
    places = Places(domain)
    library = f"companion/library/{domain.replace('_', '-')}-client"
    for folder in (places.integration, places.tests, library, *places.brands):
        yield from (root / folder).rglob("*.*")
    yield root / places.page
