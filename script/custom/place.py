"""Files put in their places together, or not at all."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
import shutil
from tempfile import mkdtemp
from typing import Final

from script import ROOT
from script.features.tree import Tree

from . import CustomError
from .record import NAME, Record, edits, name_of, read_record

# Folders that belong to the custom component as a whole
_FOLDERS: Final = ("custom_components", "tests")


def read_component(folder: Path, record: Record) -> Tree:
    """Return what the folder of a custom component holds now."""
    tops = [path for path in record.files if "/" not in path]
    files = [
        *(folder / top for top in tops),
        *(path for each in _FOLDERS for path in (folder / each).rglob("*")),
    ]
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(files)
        if path.is_file() and "__pycache__" not in path.parts
    }


def put_component(folder: Path, tree: Tree, record: Record) -> None:
    """Write a custom component beside its folder, and move it in.

    What else is in the folder stays. Raises CustomError where it holds edits, or what was not exported.
    """
    tops = sorted({path.partition("/")[0] for path in tree} | {NAME})
    _refuse_loss(folder, tops, record)
    folder.mkdir(parents=True, exist_ok=True)
    stage = Path(mkdtemp(prefix=".custom-", dir=folder.parent))
    try:
        new, old = stage / "new", stage / "old"
        for path, content in {**tree, NAME: record.dump()}.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(content)
        old.mkdir()
        _swap(folder, new, old, tops)
    finally:
        shutil.rmtree(stage)


def put_sources(root: Path, changes: Mapping[str, bytes | None]) -> None:
    """Change files of the core tree."""
    before = {
        path: (root / path).read_bytes() if (root / path).is_file() else None
        for path in changes
    }
    try:
        for path, content in changes.items():
            _put(root / path, content)
    except BaseException:
        for path, content in before.items():
            _put(root / path, content)
        raise


def _put(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _refuse_loss(folder: Path, tops: Iterable[str], record: Record) -> None:
    """Refuse to replace what is nowhere else."""
    if not (taken := [top for top in tops if (folder / top).exists()]):
        return
    last = read_record(folder)
    if last is None:
        raise CustomError(
            f"{_short(folder / taken[0])}: not exported by this command; move it away first"
        )
    now = read_component(folder, last)
    if edited := [
        path
        for path in edits(last, now)
        if path in now and name_of(now[path]) != record.files.get(path)
    ]:
        raise CustomError(
            f"{_short(folder / edited[0])}: edited since the last export ({len(edited)} files are); "
            f"take that in with --adopt {_short(folder)}, or remove the folder"
        )


def _short(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def _swap(folder: Path, new: Path, old: Path, tops: Iterable[str]) -> None:
    """Move what is new in and what was there out, or nothing of it."""
    moved: list[str] = []
    try:
        for top in tops:
            # Noted before it is done, so that an interrupt between the two is undone as well.
            moved.append(top)
            with suppress(FileNotFoundError):
                (folder / top).rename(old / top)
            (new / top).rename(folder / top)
    except BaseException:
        for top in moved:
            with suppress(FileNotFoundError):
                if (old / top).exists() or not (new / top).exists():
                    (folder / top).rename(new / top)
            with suppress(FileNotFoundError):
                (old / top).rename(folder / top)
        raise
