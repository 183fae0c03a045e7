"""Cut an integration into the steps in which it goes to core."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum
import gc
import json
from typing import Any

from script.cut.integration import cut
from script.cut.place import Place
from script.features.found import Feature, found, source
from script.features.order import groups
from script.integration.tree import Places, Tree


class Kind(StrEnum):
    """A type of change, by the beginning of its line in core's template."""

    INTEGRATION = "New integration"
    FEATURE = "New feature"
    QUALITY = "Code quality improvements"


@dataclass(frozen=True)
class Change:
    """What a step is called.

    Attributes:
        slug: In names of folders and branches.
        title: Of the pull request and its commit.
    """

    slug: str
    title: str
    kind: Kind = Kind.FEATURE


@dataclass(frozen=True)
class Step:
    """One pull request.

    Attributes:
        number: From 1.
        tree: The whole integration as it is then, with all that goes with it.
        places: What could not be decided about it.
    """

    number: int
    change: Change
    domain: str
    tree: Tree
    places: tuple[Place, ...] = ()

    @property
    def folder(self) -> str:
        """Return the name of the folder that it is written to."""
        return f"{self.number}-{self.change.slug}"

    @property
    def branch(self) -> str:
        """Return the name of its branch, which stays if steps before it go."""
        return f"{self.domain}-{self.change.slug}"

    @property
    def title(self) -> str:
        """Return the title of the pull request."""
        return self.change.title

    @property
    def manifest(self) -> dict[str, Any]:
        """Return the manifest."""
        content = self.tree[f"{Places(self.domain).integration}manifest.json"]
        manifest: dict[str, Any] = json.loads(content)
        return manifest

    @property
    def core(self) -> Tree:
        """Return the files that go to core."""
        return core_part(self.tree, self.domain)


def core_part(tree: Tree, domain: str) -> Tree:
    """Return the files among others that go to core."""
    places = Places(domain)
    folders = (places.integration, places.tests)
    return {path: each for path, each in tree.items() if path.startswith(folders)}


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for garbage: syntax trees are many, and nothing in them refers back."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_uncollected()
def series(tree: Tree, domain: str, first: str | None = None) -> list[Step]:
    """Return the steps to a finished integration, the last with the files as they are.

    Code is not formatted again after a cut.

    Args:
        tree: The files, by path in the repository.
        domain: Of the integration.
        first: The platform of the first step; None for the best one.
    """
    read = source(tree, domain)
    name = read.manifest["name"]
    later = groups(found(tree, domain), read, first)
    steps = [_first(tree, domain, name, later)]
    for number, added in enumerate(later, 1):
        step = Step(
            len(steps) + 1,
            _added(added[0], name),
            domain,
            *_without(tree, domain, later[number:]),
        )
        if core_part(step.tree, domain) == core_part(steps[-1].tree, domain):
            step = replace(steps.pop(), tree=step.tree, places=step.places)
        steps.append(step)
    return steps


@_uncollected()
def first_step(tree: Tree, domain: str, first: str) -> Step:
    """Return the first step alone, with this platform."""
    read = source(tree, domain)
    later = groups(found(tree, domain), read, first)
    return _first(tree, domain, read.manifest["name"], later)


def _first(
    tree: Tree, domain: str, name: str, later: Sequence[Sequence[Feature]]
) -> Step:
    return Step(1, _new(name), domain, *_without(tree, domain, later))


def _without(
    tree: Tree, domain: str, later: Sequence[Sequence[Feature]]
) -> tuple[Tree, tuple[Place, ...]]:
    result = cut(tree, domain, [feature for group in later for feature in group])
    return result.tree, result.places


def _new(name: str) -> Change:
    return Change("new-integration", f"Add {name} integration", Kind.INTEGRATION)


def _added(feature: Feature, name: str) -> Change:
    kind = Kind.QUALITY if feature.parts.is_quality else Kind.FEATURE
    return Change(feature.slug, feature.title(name), kind)
