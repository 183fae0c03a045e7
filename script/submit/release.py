"""Tell without a network whether the library that a step requires is released."""

from collections.abc import Iterator
from pathlib import Path
import re
import subprocess
from typing import Final

from script.integration.files import read_toml
from script.integration.library import REQUIREMENT

from .series import Step

_CHANGELOGS: Final = ("CHANGELOG*", "CHANGES*", "HISTORY*", "NEWS*")


def releases(root: Path, step: Step, before: Step | None) -> list[str]:
    """Return a line about each library that a step requires and the one before does not.

    Args:
        root: The repository, which may hold the library.
        step: The step.
        before: The step before it, if there is one.
    """
    known = before.manifest.get("requirements", ()) if before else ()
    return [
        f"{requirement}: {', '.join(_doubts(root, requirement)) or 'tagged here'}; core takes it from PyPI"
        for requirement in step.manifest.get("requirements", ())
        if requirement not in known
    ]


def _doubts(root: Path, requirement: str) -> Iterator[str]:
    """Yield what speaks against a release, as far as the library's source is here."""
    match = REQUIREMENT.match(requirement)
    if match is None:
        yield "no exact version"
        return
    name, version = match["name"], match["version"]
    folder = root / "companion" / "library" / name
    if not folder.is_dir():
        yield "its source is not here, so nothing tells whether that is released"
        return
    has = read_toml(folder / "pyproject.toml").get("project", {}).get("version")
    if has not in (None, version):
        yield f"its pyproject.toml has version {has}"
    changelogs = [path for each in _CHANGELOGS for path in folder.glob(each)]
    if not changelogs:
        yield "it has no changelog"
    elif not any(
        re.search(rf"(?<![\d.]){re.escape(version)}(?![\d.]*\d)", path.read_text())
        for path in changelogs
    ):
        yield f"{changelogs[0].name} does not name the version"
    yield from _of_git(folder, version)


def _of_git(folder: Path, version: str) -> Iterator[str]:
    if not (folder / ".git").exists():
        yield "it is no repository of its own yet, so it has no tag"
        return
    tags = _git(folder, "tag", "--list", version, f"v{version}").split()
    if not tags:
        yield f"it has no tag {version} or v{version}"
    elif _git(folder, "diff", "--name-only", tags[0], "--", "src"):
        yield f"its source has changed since its tag {tags[0]}"


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    ).stdout.strip()
