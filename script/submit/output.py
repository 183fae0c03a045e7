"""What is written for the author, all at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
import shutil
from tempfile import mkdtemp
from typing import Final

from script.integration.tree import Tree, write

from . import SubmitError
from .patches import Patch
from .series import Step

PATCH: Final = "core.patch"
TEXT: Final = "pull-request.md"
BY_HAND: Final = "by-hand.md"

_BY_HAND: Final = """\
These lines belong to the pull request as well. `script/run submit --core` writes them in a checkout
of core that has its environment. The lines around them are those of the installed Home Assistant.

{lists}"""


def refuse_strangers(output: Path) -> None:
    """Refuse a folder that holds anything but an earlier series."""
    if output.is_dir():
        for each in output.iterdir():
            if not (each / PATCH).is_file():
                raise SubmitError(
                    f"{each}: not part of a series, and {output} would be replaced; "
                    "name another folder with --output"
                )
    elif output.exists():
        raise SubmitError(f"{output}: not a folder; name another with --output")


def parcel(step: Step, patch: Patch, text: str, lists: str) -> Tree:
    """Return what is written for a step.

    Args:
        step: The step, whose files stand as in this repository.
        patch: Its patch for core.
        text: Of its pull request.
        lists: What to write into core's lists by hand, "" for nothing.
    """
    tree = {**step.tree, PATCH: patch.content, TEXT: text.encode()}
    return {**tree, BY_HAND: _BY_HAND.format(lists=lists).encode()} if lists else tree


def replace(folder: Path, tree: Tree) -> None:
    """Replace a folder by one with these files.

    They are written beside it first, so that after an interrupt there is one or the other.
    """
    with _beside(folder) as (new, old):
        write(new, tree)
        try:
            if folder.exists():
                folder.rename(old)
            new.rename(folder)
        except BaseException:
            if old.exists() and not folder.exists():
                old.rename(folder)
            raise


@contextmanager
def _beside(output: Path) -> Iterator[tuple[Path, Path]]:
    """Provide two paths in the folder of another that are gone at the end."""
    output.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".submit-", dir=output.parent))
    try:
        yield folder / "new", folder / "old"
    finally:
        shutil.rmtree(folder)
