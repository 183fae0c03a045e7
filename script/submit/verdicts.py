"""Verdicts that are kept until something that they rest on changes."""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
import json
import os
from pathlib import Path
import sys
from typing import Final
from urllib.parse import unquote, urlsplit

from script.integration.tree import Tree

from .judges import Judge

# The judges and their settings, and what tests of integrations are helped by
_JUDGING: Final = ("script", "tests", "pyproject.toml", "requirements_test.txt")
# What may change how Python, its tools and git run
_SETTINGS: Final = ("COVERAGE", "GIT_", "MYPY", "PYTEST", "PYTHON", "RUFF", "TZ")
_MOST: Final = 1000


class Verdicts:
    """What judges left where they were content, by what their verdicts rest on.

    A judge that is not content is asked again each time, so that nobody mends what is in order.
    """

    def __init__(self, folder: Path, common: str) -> None:
        """Take where they are kept, and a hash of what all of them rest on."""
        self._folder = folder
        self._common = common

    def key(self, judge: Judge, tree: Tree) -> str:
        """Return the name of a verdict on the files of a step."""
        files = sorted(judge.files_of(tree).items())
        asked = json.dumps([self._common, judge.gate.arguments])
        return _hash([("", asked.encode()), *files])

    def get(self, key: str) -> Mapping[str, str] | None:
        """Return the files that a judge left, by path, or None if it has to be asked."""
        path = self._path(key)
        try:
            files: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
            path.touch()
        except OSError, ValueError:
            return None
        return files

    def put(self, key: str, files: Mapping[str, str]) -> None:
        """Keep the verdict of a judge that is content."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}")
        partial.write_text(json.dumps(files), encoding="utf-8")
        partial.replace(path)

    def tidy(self) -> None:
        """Remove those that nobody asked for in the longest time, where there are too many."""
        kept = sorted(self._folder.glob("*"), key=lambda path: path.stat().st_mtime)
        for path in kept[:-_MOST]:
            path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def judging(root: Path, tests: str, packages: Path) -> str:
    """Return a hash of what the verdicts on an integration rest on besides its own files.

    Args:
        root: The repository.
        tests: The folder of its tests.
        packages: The folder of the installed packages, of which releases count.
    """
    files = [
        (path.relative_to(root).as_posix(), path.read_bytes())
        for path in _files(root / name for name in _JUDGING)
        if not path.is_relative_to(root / tests)
    ]
    installed = sorted(packages.glob("*.dist-info"))
    editable = [(str(path), path.read_bytes()) for path in _files(_editable(installed))]
    settings = {
        name: value for name, value in os.environ.items() if name.startswith(_SETTINGS)
    }
    rest = [sys.version, *(path.name for path in installed), json.dumps(settings)]
    return _hash([("", "\n".join(rest).encode()), *sorted(files), *sorted(editable)])


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files below folders, and files by themselves, but what Python has compiled."""
    for path in paths:
        if path.is_dir():
            yield from _files(
                each
                for each in path.iterdir()
                if each.name != "__pycache__" and not each.name.startswith(".")
            )
        elif path.is_file():
            yield path


def _editable(installed: Iterable[Path]) -> Iterator[Path]:
    """Yield the folders of packages that are installed so that their sources count."""
    for path in installed:
        link = path / "direct_url.json"
        if link.is_file():
            said = json.loads(link.read_text(encoding="utf-8"))
            if said.get("dir_info", {}).get("editable"):
                yield Path(unquote(urlsplit(said["url"]).path))


def _hash(files: Iterable[tuple[str, bytes]]) -> str:
    """Return a hash of paths with their contents, of which none can be taken for another."""
    result = sha256()
    for path, content in files:
        for part in (path.encode(), content):
            result.update(len(part).to_bytes(8))
            result.update(part)
    return result.hexdigest()
