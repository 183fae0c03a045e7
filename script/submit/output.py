"""Write the files of the pull requests, all at once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
import shutil
from tempfile import mkdtemp
from typing import Final

from script.changing import held, is_held
from script.integration.tree import Tree, read, write
from script.merge import merged

from . import SubmitError
from .corrections import differences
from .kept import mendable
from .patches import Patch
from .series import Step

PATCH: Final = "core.patch"
TEXT: Final = "pull-request.md"
BY_HAND: Final = "by-hand.md"
GUIDE: Final = "review-guide.md"

# What was written of the files that the author may edit, to tell what was edited
_WRITTEN: Final = ".written/"
_BESIDE: Final = ".submit-"
_OLD: Final = "old"

_BY_HAND: Final = """\
These lines belong to the pull request as well. `script/run submit --core` writes them in a checkout
of core that has its environment. The lines around them are those of the installed Home Assistant.

{lists}"""


def refuse_strangers(output: Path) -> None:
    """Refuse a folder that holds anything but an earlier series, once what was killed in it is put right."""
    recover(output)
    for left in output.glob(f"{_BESIDE}*"):
        recover(output / left.name.removeprefix(_BESIDE).rpartition("-")[0])
    if output.is_dir():
        for each in output.iterdir():
            if not (each / PATCH).is_file():
                raise SubmitError(
                    f"{each}: not part of a series, and {output} would be replaced; "
                    "name another folder with --output"
                )
    elif output.exists():
        raise SubmitError(f"{output}: not a folder; name another with --output")


def before_and_now(folder: Path, domain: str) -> tuple[Tree, Tree]:
    """Return what the author of a step may mend: as it was written, and as it is."""
    files = read(folder, (".",))
    before = {
        path.removeprefix(_WRITTEN): content
        for path, content in files.items()
        if path.startswith(_WRITTEN)
    }
    return mendable(before, domain), mendable(files, domain)


def note_kept(folder: Path, domain: str) -> None:
    """Take what the author of a step has mended for what was written."""
    before, now = before_and_now(folder, domain)
    for path in before.keys() - now.keys():
        (folder / _WRITTEN / path).unlink()
    write(folder / _WRITTEN, now)


def refuse_edited(output: Path, steps: Sequence[Step], *, whole: bool) -> None:
    """Refuse to replace what the author has edited and not kept.

    Args:
        output: The folder of the series.
        steps: What is to be written.
        whole: Whether the folders of other steps go.
    """
    new = {step.folder: step.tree for step in steps}
    for folder in sorted(output.glob("*/")):
        if not whole and folder.name not in new:
            continue
        tree = new.get(folder.name, {})
        before, now = before_and_now(folder, steps[0].domain)
        for each in differences(before, now) if before else ():
            if each.mended != tree.get(each.path):
                raise SubmitError(
                    f"{folder / each.path}: edited since it was written, and would be replaced; "
                    f"--keep {folder.name.partition('-')[0]} keeps it, or move it away"
                )


def with_authors(name: str, text: str, folder: Path) -> str:
    """Return the text of a pull request with what its author has written into the one before.

    Args:
        name: Of its file.
        text: As it is written now.
        folder: Of the step, as written before.
    """
    before, now = (
        path.read_bytes() if path.is_file() else None
        for path in (folder / _WRITTEN / name, folder / name)
    )
    if before is None or now is None:
        return text
    return merged(now, before, text.encode()).content.decode()


def parcel(
    step: Step,
    patch: Patch,
    texts: Mapping[str, str],
    folder: Path,
    besides: Mapping[str, bytes],
) -> Tree:
    """Return what is written for a step.

    Args:
        step: The step, whose files stand as in this repository.
        patch: Its patch for core.
        texts: Of its pull requests, by the names of their files.
        folder: Where it was written before, in which its author may have edited them.
        besides: Further files, which are left out where they are empty.
    """
    written = {
        **mendable(step.tree, step.domain),
        **{name: text.encode() for name, text in texts.items()},
    }
    return {
        **step.tree,
        **{f"{_WRITTEN}{path}": content for path, content in written.items()},
        PATCH: patch.content,
        **{
            name: with_authors(name, text, folder).encode()
            for name, text in texts.items()
        },
        **{name: each for name, each in besides.items() if each},
    }


def lists_by_hand(lists: str) -> bytes:
    """Return what is written of core's lists, nothing where they stay."""
    return _BY_HAND.format(lists=lists).encode() if lists else b""


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


def recover(folder: Path) -> None:
    """Put a folder back that was about to be replaced when the program was killed."""
    for left in folder.parent.glob(f"{_BESIDE}{folder.name}-*"):
        if is_held(left):
            continue
        if (left / _OLD).exists() and not folder.exists():
            (left / _OLD).rename(folder)
        shutil.rmtree(left)


@contextmanager
def _beside(output: Path) -> Iterator[tuple[Path, Path]]:
    """Provide two paths in the folder of another that are gone at the end."""
    output.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=f"{_BESIDE}{output.name}-", dir=output.parent))
    try:
        with held(folder):
            yield folder / "new", folder / _OLD
    finally:
        shutil.rmtree(folder)
