"""Name the platform with which a large first pull request gets smaller."""

from typing import Final

from script.features.found import found, source
from script.features.table import PLATFORM
from script.integration.tree import Tree

from .patches import patches
from .series import Step, first_step

# Lines outside tests; reviewers put off what has more
LARGE: Final = 500


def smaller(tree: Tree, first: Step, added: int) -> str | None:
    """Return what to say of a first pull request that is large, if it gets smaller with another platform.

    Args:
        tree: The files of the finished integration.
        first: The first pull request.
        added: Lines that it adds outside tests.
    """
    read = source(tree, first.domain)
    lines = {
        each.name: sum(read.code[module].count("\n") for module in each.modules)
        for each in found(tree, first.domain)
        if each.kind == PLATFORM
    }
    here = {each.name for each in found(first.tree, first.domain)}
    if (
        added < LARGE
        or not lines
        or (name := min(lines, key=lines.__getitem__)) in here
    ):
        return None
    patch = patches([first_step(tree, first.domain, name)])[0]
    if patch.added >= added:
        return None
    return (
        f"The first pull request adds {added} lines outside tests, and reviewers put off what has "
        f"{LARGE} or more: with --first {name} it adds about {patch.added}"
    )
