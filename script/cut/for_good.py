"""Leave features out of an integration for good."""

from collections.abc import Collection
import re
from typing import Final

from script.features.found import Feature, Source, found, source
from script.features.table import OPTIONS
from script.integration.tree import Tree

from .integration import Cut, cut

_READ: Final = re.compile(r"\bentry\.options\b")
# What reads options only to show or to change them
_NO_USE: Final = ("config_flow", "diagnostics")


def without(tree: Tree, domain: str, names: Collection[str]) -> Cut:
    """Return an integration's files without features that never come, and what would have no use then.

    Args:
        tree: The files, by path in the repository.
        domain: Of the integration.
        names: Of features of it.
    """
    features = found(tree, domain)
    gone = [each for each in features if each.name in names]
    result = cut(tree, domain, gone, for_good=True)
    idle = _idle(features, gone, source(tree, domain), source(result.tree, domain))
    return cut(tree, domain, [*gone, *idle], for_good=True) if idle else result


def _idle(
    features: Collection[Feature],
    gone: Collection[Feature],
    before: Source,
    after: Source,
) -> list[Feature]:
    """Return the options if only what is gone has made a difference by them."""
    return [
        each
        for each in features
        if each.kind == OPTIONS
        and each not in gone
        and _makes_a_difference(before)
        and not _makes_a_difference(after)
    ]


def _makes_a_difference(read: Source) -> bool:
    return any(
        _READ.search(text)
        for name, text in read.code.items()
        if name.partition(".")[0] not in _NO_USE
    )
