"""Rewrite a custom component as core writes an integration."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from script.codemods.table import CODEMODS, Applied, apply_all
from script.custom import released
from script.cut.place import Place
from script.integration.tree import Tree

from .attempts import Attempts
from .completing import completed
from .library import Split, split
from .library.project import Licensing
from .placing import placed
from .renaming import renamed
from .taking import Taken

_SPLIT: Final = "Move the client to a library of its own"


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """What becomes of a custom component.

    Attributes:
        before: Its files as they were, where core has them.
        after: Its files as they are to be.
        rewritten: How many places were changed, by kind.
        left: What may be wrong and was not changed, or cannot be decided.
        doubted: What of that is changed when asked for.
        lost: What its present users will miss.
        client: What became of the client inside of it.
    """

    domain: str
    taken: Taken
    before: Tree
    after: Tree
    rewritten: Mapping[str, int]
    left: tuple[Place, ...]
    doubted: frozenset[Place]
    lost: tuple[Place, ...]
    client: Split


def adopted(
    taken: Taken,
    domain: str,
    folder: Path,
    attempts: Attempts,
    *,
    uncertain: bool = False,
) -> Adoption:
    """Return what becomes of a custom component.

    Args:
        taken: The component.
        domain: What it is to be called.
        folder: An empty one to work in.
        attempts: Gets what fails.
        uncertain: Whether to make changes that may be wrong, too.
    """
    before = placed(taken, domain)
    tree = renamed(before, taken.domain, domain)
    applied = attempts.result(
        "To rewrite it",
        lambda: apply_all(tree, domain, uncertain=uncertain),
        Applied(tree, {}, (), ()),
    )
    client = attempts.result(
        "To split the client off",
        lambda: split(applied.tree, domain, _licensing(taken)),
        Split(applied.tree),
    )
    titles = {each.name: each.title for each in CODEMODS}
    return Adoption(
        domain=domain,
        taken=taken,
        before=before,
        after={
            **completed(client.tree, domain, taken, folder, attempts),
            **_released(domain, taken),
        },
        rewritten={
            **{titles[name]: count for name, count in applied.by_codemod.items()},
            _SPLIT: len(client.moved) + len(client.rewritten),
        },
        left=applied.left,
        doubted=applied.doubted,
        lost=applied.lost,
        client=client,
    )


def _released(domain: str, taken: Taken) -> Tree:
    """Return the file that remembers as what it is released, if it is."""
    release = released.release_of(dict(taken.manifest))
    return {released.place_of(domain): released.dump(release)} if release else {}


def _licensing(taken: Taken) -> Licensing:
    """Return the terms of what is split off, which are those of the whole."""
    if taken.licence is None:
        return Licensing()
    name = taken.licence.name if taken.licence.fits else ""
    return Licensing(name, taken.licence.text.encode())
