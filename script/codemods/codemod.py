"""A codemod: one difference between a custom component and core, what it changes, and its examples."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from textwrap import dedent
from typing import Final, Self

from script.cut.place import Place
from script.integration.tree import Tree
from script.rules.examples import Content as Written, Example

from .change import Changed, Step, changed
from .subject import Subject

type Rewrite = Callable[[Subject], Iterable[Step | Place]]

# Ends the lines of an example at which something is left to the author.
LEFT: Final = "  # !"


@dataclass(frozen=True, kw_only=True)
class Codemod:
    """One thing that is written otherwise in core, and a decorator of what rewrites it.

    Attributes:
        name: What it is called in reports.
        title: What it does, as the line of a commit message.
        changes: Examples that it changes, three at least, each with what comes out.
        in_doubt: Examples that it changes only if told to.
        keeps: Examples that it leaves as they are, three at least.
        rewrite: Yields what is to be changed, and places that are left to the author.
    """

    name: str
    title: str
    changes: tuple[tuple[Example, Example], ...] = ()
    in_doubt: tuple[tuple[Example, Example], ...] = ()
    keeps: tuple[Example, ...]
    rewrite: Rewrite = lambda _: ()

    def __call__(self, rewrite: Rewrite) -> Self:
        """Return the codemod with what rewrites."""
        return replace(self, rewrite=rewrite)

    def apply(self, tree: Tree, domain: str, *, uncertain: bool = False) -> Changed:
        """Return what becomes of a tree, also in doubt where `uncertain`."""
        return self.change(Subject(tree, domain), uncertain=uncertain)

    def change(self, subject: Subject, *, uncertain: bool = False) -> Changed:
        """Return the same of a tree that is read already."""
        return changed(subject, self.rewrite(subject), uncertain=uncertain)


type Files = str | Mapping[str, Written]


def pairs(
    *contents: tuple[Files, Files], file: str = "__init__.py"
) -> tuple[tuple[Example, Example], ...]:
    """Return examples with what comes out of them, each one file or several by their paths."""
    return tuple((_example(old, file), _example(new, file)) for old, new in contents)


def kept(*contents: Files, file: str = "__init__.py") -> tuple[Example, ...]:
    """Return examples that stay as they are, each one file or several by their paths."""
    return tuple(_example(each, file) for each in contents)


def _example(files: Files, file: str) -> Example:
    named = {file: files} if isinstance(files, str) else files
    return Example(
        {
            name: dedent(each).strip("\n") + "\n" if isinstance(each, str) else each
            for name, each in named.items()
        }
    )
