"""The modules to attack, each with the tests that have to notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from script.integration.integration import Integration
from script.integration.tree import Places

from . import MutationError

# Whatever breaks the setup shows here.
_SETUP = "test_init"


@dataclass(frozen=True, kw_only=True)
class Suite:
    """Tests that run together.

    Attributes:
        folder: Where pytest runs, relative to the repository.
        tests: The files, relative to that folder.
    """

    folder: str
    tests: tuple[str, ...]

    def for_module(self, stem: str) -> tuple[str, ...]:
        """Return the tests, those first that are the most likely to notice a change in a module."""
        first = [f"test_{stem}", _SETUP]
        return tuple(
            sorted(
                self.tests,
                key=lambda test: (
                    first.index(name)
                    if (name := Path(test).stem) in first
                    else len(first)
                ),
            )
        )


@dataclass(frozen=True, kw_only=True)
class Target:
    """A module.

    Attributes:
        path: Relative to the repository.
    """

    path: str
    suite: Suite

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return Path(self.path).name


def targets(integration: Integration, root: Path) -> list[Target]:
    """Return the modules of an integration, and of each client library that is made here."""
    proof = root / Places(integration.domain).proof
    found = _targets(
        root,
        root,
        integration.path.rglob("*.py"),
        [
            *integration.tests_path.glob("test_*.py"),
            *([proof] if proof.exists() else []),
        ],
    )
    for client in integration.libraries:
        if client.folder:
            found += _targets(
                root,
                client.folder,
                (path for path in client.files if path.suffix == ".py"),
                client.folder.glob("tests/**/test_*.py"),
            )
    return found


def _targets(
    root: Path, folder: Path, modules: Iterable[Path], tests: Iterable[Path]
) -> list[Target]:
    suite = Suite(
        folder=str(folder.relative_to(root)),
        tests=tuple(sorted(str(path.relative_to(folder)) for path in tests)),
    )
    if not suite.tests:
        raise MutationError(f"{folder}: no tests here, so nothing notices a mutant")
    return [
        Target(path=str(path.relative_to(root)), suite=suite)
        for path in sorted(modules)
    ]
