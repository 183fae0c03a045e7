"""The steps in which an integration goes to core."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
import json
from typing import Any, Final

from script.features.cut import cut
from script.features.table import FEATURES
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
        title: Of the pull request and its commit, with {name} for that of the integration.
    """

    slug: str
    title: str
    kind: Kind = Kind.FEATURE


NEW: Final = Change("new-integration", "Add {name} integration", Kind.INTEGRATION)
# By the feature that a step adds
CHANGES: Final[Mapping[str, Change]] = {
    "reauth": Change("reauthentication", "Add reauthentication flow to {name}"),
    "switch": Change("switch", "Add switch platform to {name}"),
    "diagnostics": Change("diagnostics", "Add diagnostics to {name}"),
    "zeroconf": Change("discovery", "Add zeroconf discovery to {name}"),
    "reconfigure": Change("reconfiguration", "Add reconfiguration flow to {name}"),
    "options": Change("options", "Add options flow to {name}"),
    "strict_typing": Change(
        "strict-typing", "Enable strict typing for {name}", Kind.QUALITY
    ),
}


@dataclass(frozen=True)
class Step:
    """One pull request.

    Attributes:
        number: From 1.
        tree: The whole integration as it is then, with all that goes with it.
    """

    number: int
    change: Change
    domain: str
    tree: Tree

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
        return self.change.title.format(name=self.manifest["name"])

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


def series(tree: Tree, domain: str) -> list[Step]:
    """Return the steps to a finished integration, the last with the files as they are.

    A feature whose absence changes nothing of what goes to core is no step. Code is not
    formatted again after a cut.
    """

    def without(names: Iterable[str]) -> Tree:
        return cut(tree, domain, names, planned=True)

    whole = core_part(tree, domain)
    present = [name for name in FEATURES if core_part(without([name]), domain) != whole]
    absent = FEATURES.keys() - present
    trees = [
        *(without({*absent, *present[number:]}) for number in range(len(present))),
        tree,
    ]
    changes = [NEW, *(CHANGES[name] for name in present)]
    return [
        Step(number, change, domain, each)
        for number, (change, each) in enumerate(zip(changes, trees, strict=True), 1)
    ]
