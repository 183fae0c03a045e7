"""Read a custom component, and write it as a whole or not at all."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
import shutil
from tempfile import mkdtemp
from typing import Final

from script import ROOT
from script.integration.tree import Tree

from . import CustomError
from .export_record import NAME, ExportRecord, edits, name_of, read_record

# Folders that belong to the custom component as a whole
_FOLDERS: Final = ("custom_components", "tests")


def read_component(folder: Path, record: ExportRecord) -> Tree:
    """Return the files of a custom component as they are now: those of the kinds that an export has."""
    kinds = _kinds(record)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in _files(folder, record)
        if path.suffix in kinds
    }


def foreign(folder: Path, record: ExportRecord) -> list[Path]:
    """Return files of other kinds, but for hidden ones, which tools leave behind."""
    kinds = _kinds(record)
    return [path for path in _files(folder, record) if path.suffix not in kinds]


def _kinds(record: ExportRecord) -> set[str]:
    return {Path(path).suffix for path in record.files}


def _files(folder: Path, record: ExportRecord) -> list[Path]:
    tops = [folder / path for path in record.files if "/" not in path]
    inside = [path for each in _FOLDERS for path in (folder / each).rglob("*")]
    return [
        path
        for path in sorted((*tops, *inside))
        if path.is_file()
        and not any(
            part.startswith(".") or part == "__pycache__"
            for part in path.relative_to(folder).parts
        )
    ]


def put_component(folder: Path, tree: Tree, record: ExportRecord) -> list[str]:
    """Write a custom component beside its folder, and move it in.

    What else is in the folder stays. So does what its author edited beside the component, such as README.md, which
    is returned. Raises CustomError where it holds edits of the component, or what was not exported.
    """
    last = read_record(folder)
    _refuse_loss(folder, {path.partition("/")[0] for path in tree}, record, last)
    kept = sorted(
        path
        for path in tree
        if last
        and "/" not in path
        and (folder / path).is_file()
        and name_of((folder / path).read_bytes()) != last.files.get(path)
    )
    new_files = {
        **{path: content for path, content in tree.items() if path not in kept},
        NAME: record.dump(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    stage = Path(mkdtemp(prefix=".custom-", dir=folder.parent))
    try:
        new, old = stage / "new", stage / "old"
        for path, content in new_files.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(content)
        old.mkdir()
        _swap(folder, new, old, sorted({path.partition("/")[0] for path in new_files}))
    finally:
        shutil.rmtree(stage)
    return kept


def _refuse_loss(
    folder: Path, tops: Iterable[str], record: ExportRecord, last: ExportRecord | None
) -> None:
    """Refuse to replace what is nowhere else."""
    unknown = (
        foreign(folder, last)
        if last
        else [folder / top for top in sorted(tops) if (folder / top).exists()]
    )
    if unknown:
        raise CustomError(
            f"{_short(unknown[0])}: not exported by this command; move it away first"
        )
    if last is None:
        return
    now = read_component(folder, last)
    if edited := [
        path
        for path in edits(last, now)
        if "/" in path and path in now and name_of(now[path]) != record.files.get(path)
    ]:
        raise CustomError(
            f"{_short(folder / edited[0])}: edited since the last export ({len(edited)} files are); "
            f"take that in with --adopt {_short(folder)}, undo what that does not take, or remove the folder"
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
