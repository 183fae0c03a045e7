"""Hold a tree of files as an integration that can be asked what its code stands for."""

import ast
from collections.abc import Iterator
from functools import cached_property, lru_cache
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from script.cut.place import Place
from script.cut.source import Source, source
from script.integration.files import parsed_json
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.tree import Places, Tree, write


class Subject:
    """An integration with its tests, in a tree of files."""

    def __init__(self, tree: Tree, domain: str) -> None:
        """Take the tree; a file that cannot be read as what it should be is left alone."""
        self.tree = tree
        self.domain = domain
        self.places = Places(domain)
        self.unreadable = {
            path: why
            for path, content in tree.items()
            if (why := _wrong(path, content))
        }

    @cached_property
    def _folder(self) -> TemporaryDirectory[str]:
        # It is there for as long as the subject is.
        folder = TemporaryDirectory()  # pylint: disable=consider-using-with
        own = (self.places.integration, self.places.tests)
        # There is no integration without one.
        manifest = json.dumps({"domain": self.domain}).encode()
        write(
            Path(folder.name).resolve(),
            {f"{self.places.integration}manifest.json": manifest}
            | {
                path: content
                for path, content in self.tree.items()
                if path.startswith(own) and path not in self.unreadable
            },
        )
        return folder

    @property
    def root(self) -> Path:
        """Return the folder that the tree is written to, to be read there."""
        return Path(self._folder.name).resolve()

    @cached_property
    def integration(self) -> Integration:
        """Return the integration."""
        return Integration(self.root / self.places.integration)

    @property
    def modules(self) -> tuple[Module, ...]:
        """Return the modules of the integration."""
        return self.integration.modules

    @property
    def tests(self) -> tuple[Module, ...]:
        """Return the modules of its tests."""
        return self.integration.tests

    def path(self, of: Module | Path) -> str:
        """Return the path of a module, or of a file that was found there, in the tree."""
        path = of.path if isinstance(of, Module) else of
        return path.relative_to(self.root).as_posix()

    def text(self, path: str) -> str:
        """Return the text of a file, with its lines ended as Python ends them."""
        return _text(self.tree[path])

    def source(self, module: Module) -> Source:
        """Return the source of a module, in which the nodes of its tree have their places."""
        return source(self.text(self.path(module)))

    def json(self, name: str) -> dict[str, Any] | None:
        """Return the object in a JSON file of the integration, None where there is none."""
        path = f"{self.places.integration}{name}"
        if path not in self.tree or path in self.unreadable:
            return None
        content: dict[str, Any] = parsed_json(self.tree[path].decode(), path)
        return content

    def is_wrong(self, name: str) -> bool:
        """Return whether a file of the integration cannot be read, and is not to be written for that."""
        return f"{self.places.integration}{name}" in self.unreadable

    def place(self, module: Module, node: ast.AST, why: str, mend: str) -> Place:
        """Return a place at a node."""
        line = getattr(node, "lineno", 1)
        lines = self.source(module).lines
        code = lines[line - 1].strip() if line <= len(lines) else ""
        return Place(self.path(module), line, code, why, mend)

    def wrong_files(self) -> Iterator[Place]:
        """Yield a place for each file that cannot be read."""
        for path, why in sorted(self.unreadable.items()):
            yield Place(path, 1, path.rpartition("/")[2], why, "mend it")


def _text(content: bytes) -> str:
    return content.decode().replace("\r\n", "\n").replace("\r", "\n")


# Most files are the same after most codemods.
@lru_cache(8192)
def _wrong(path: str, content: bytes) -> str:
    """Return what is wrong with a file that should be Python or JSON, "" where nothing is."""
    if not path.endswith((".py", ".json")):
        return ""
    try:
        text = _text(content)
        if path.endswith(".py"):
            ast.parse(text)
        else:
            _require_object(path, text)
    except (SyntaxError, ValueError, RecursionError) as err:
        kind = "Python" if path.endswith(".py") else "JSON"
        return f"not {kind}: {' '.join(str(err).split())}"
    return ""


def _require_object(path: str, text: str) -> None:
    content = json.loads(text)
    if path.count("/") == 3 and not isinstance(content, dict):
        raise ValueError("not an object")
