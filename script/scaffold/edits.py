"""Edits of the model's texts, of which none goes without effect unnoticed."""

from collections.abc import Callable, Iterable, Mapping
import re

from script.integration.tree import Tree

from . import ScaffoldError

type Replacement = str | Callable[[re.Match[str]], str]
type Edit = tuple[str, Replacement]


def edited(tree: Tree, edits: Mapping[str, Iterable[Edit]]) -> Tree:
    """Return files with regular expressions replaced, by path.

    Raises ScaffoldError if there is nothing to replace.
    """
    result = dict(tree)
    for path, each in edits.items():
        text = tree[path].decode()
        for pattern, replacement in each:
            text, count = re.subn(pattern, replacement, text, flags=re.MULTILINE)
            if not count:
                raise not_there(path, pattern)
        result[path] = text.encode()
    return result


def not_there(path: str, what: str) -> ScaffoldError:
    """Return the error of an edit that finds nothing to change."""
    return ScaffoldError(
        f"{path}: {what!r}: not there, so script/scaffold has to follow a change of the model"
    )
