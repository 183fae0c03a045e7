"""Record what an export was made from, so that later edits of either side can be told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
import hashlib
import json
from pathlib import Path
import subprocess
from typing import Final

from script.integration.tree import Tree

from . import CustomError
from .manifest import Release
from .parsing import parsed_json

NAME: Final = "exported.json"


@dataclass(frozen=True)
class ExportRecord:
    """An export.

    Attributes:
        domain: Which integration.
        release: As which it was made.
        sources: The files of the core tree, each with what git names its content by.
        files: The files of the custom component, likewise.
    """

    domain: str
    release: Release
    sources: Mapping[str, str]
    files: Mapping[str, str]

    def dump(self) -> bytes:
        """Return the file of the record."""
        return f"{json.dumps(asdict(self), indent=2)}\n".encode()


def record_of(
    domain: str, release: Release, sources: Tree, files: Tree
) -> ExportRecord:
    """Return the record of an export."""
    return ExportRecord(domain, release, _names(sources), _names(files))


def read_record(folder: Path) -> ExportRecord | None:
    """Return the record in a folder, or None where there is none."""
    path = folder / NAME
    if not path.is_file():
        return None
    content = parsed_json(str(path), path.read_bytes())
    try:
        return ExportRecord(**content | {"release": Release(**content["release"])})
    except (KeyError, TypeError) as err:
        raise CustomError(
            f"{path}: not a record of `script/run custom`; get it back, or export anew"
        ) from err


def sources_of(record: ExportRecord, now: Tree, root: Path) -> Tree:
    """Return the files of the core tree that an export was made from.

    Those that changed since come from git, which has them if they were committed. Raises CustomError.
    """
    return {
        path: now[path]
        if path in now and name_of(now[path]) == name
        else _from_git(path, name, root)
        for path, name in record.sources.items()
    }


def name_of(content: bytes) -> str:
    """Return what git names a content by."""
    header = f"blob {len(content)}\0".encode()
    return hashlib.sha1(header + content, usedforsecurity=False).hexdigest()


def edits(record: ExportRecord, files: Tree) -> Iterable[str]:
    """Return the paths of files that are not as they were exported."""
    return sorted(
        path
        for path in record.files.keys() | files.keys()
        if path not in files or name_of(files[path]) != record.files.get(path)
    )


def _names(tree: Tree) -> dict[str, str]:
    return {path: name_of(content) for path, content in sorted(tree.items())}


def _from_git(path: str, name: str, root: Path) -> bytes:
    result = subprocess.run(
        ["git", "cat-file", "blob", name], cwd=root, capture_output=True, check=False
    )
    if result.returncode:
        raise CustomError(
            f"{path}: changed since the export, and git does not have what it was, so that edits "
            "cannot be told from that; export anew elsewhere, and make the edits there"
        )
    return result.stdout
