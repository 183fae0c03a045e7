"""Write what was adopted as a whole or not at all."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
import shutil
from tempfile import mkdtemp

from .commits import Commits, Repository

type Changes = Mapping[str, bytes | None]


def write(
    root: Path, changes: Changes, repository: Repository | None, commits: Commits | None
) -> None:
    """Change files of the core tree, and have the branch end in commits of them."""
    stage = Path(mkdtemp(prefix=".adopt-", dir=root))
    try:
        new, old = stage / "new", stage / "old"
        for path, content in changes.items():
            if content is not None:
                (new / path).parent.mkdir(parents=True, exist_ok=True)
                (new / path).write_bytes(content)
        done: list[str] = []
        try:
            for path in changes:
                _swap(root / path, new / path, old / path)
                done.append(path)
            if repository and commits:
                repository.enter(commits)
        except BaseException:
            for path in reversed(done):
                _swap_back(root, path, old / path)
            raise
    finally:
        shutil.rmtree(stage)


def _swap(place: Path, new: Path, old: Path) -> None:
    if place.exists():
        old.parent.mkdir(parents=True, exist_ok=True)
        place.rename(old)
    if new.exists():
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            new.rename(place)
        except OSError:
            if old.exists():
                old.rename(place)
            raise


def _swap_back(root: Path, path: str, old: Path) -> None:
    place = root / path
    if old.exists():
        old.replace(place)
        return
    place.unlink(missing_ok=True)
    for folder in place.parents:
        # Folders that were made for it are empty again.
        if folder == root:
            return
        with suppress(OSError):
            folder.rmdir()
