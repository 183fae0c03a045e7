"""Rewrite a custom component as core writes an integration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from script.integration.tree import Tree

from .completing import completed
from .placing import placed
from .renaming import renamed
from .style import styled
from .taking import Taken


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """What becomes of a custom component.

    Attributes:
        before: Its files as they were, where core has them.
        after: Its files as they are to be.
        rewritten: How many places were changed, by kind.
    """

    domain: str
    taken: Taken
    before: Tree
    after: Tree
    rewritten: Mapping[str, int] = field(default_factory=dict)


def adopted(
    taken: Taken, domain: str, folder: Path, *, uncertain: bool = False
) -> Adoption:
    """Return what becomes of a custom component.

    Args:
        taken: The component.
        domain: What it is to be called.
        folder: An empty one to work in.
        uncertain: Whether to make changes that may be wrong, too.
    """
    before = placed(taken, domain)
    tree = renamed(before, taken.domain, domain)
    # The codemods come here, then the library is split off.
    tree = styled(tree, folder / "style")
    tree = completed(tree, domain, taken, folder / "tree")
    return Adoption(domain=domain, taken=taken, before=before, after=tree)
