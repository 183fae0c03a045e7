"""The corrections that the repository keeps of steps: series/DOMAIN/<slug>.patch."""

from collections.abc import Sequence
from pathlib import Path

from script.integration.tree import Places, Tree
from script.merge import merged_file

from . import SubmitError
from .corrections import Correction, corrected, differences
from .patch_file import parsed, written
from .series import Step


def name_of(step: Step) -> str:
    """Return the file for the corrections of a step, relative to the repository."""
    return f"{Places(step.domain).series}{step.change.slug}.patch"


def kept(root: Path, steps: Sequence[Step]) -> dict[int, list[Correction]]:
    """Return the corrections of steps, by their numbers."""
    by_name = {name_of(step): step for step in steps[:-1]}
    found = {}
    for path in sorted((root / Places(steps[0].domain).series).glob("*.patch")):
        name = path.relative_to(root).as_posix()
        if name not in by_name:
            slugs = ", ".join(step.change.slug for step in by_name.values())
            raise SubmitError(
                f"{name}: there is no such step to correct, only {slugs}; rename it, or remove it"
            )
        found[by_name[name].number] = parsed(path.read_bytes().decode(), name)
    return found


def keep(root: Path, step: Step, corrections: Sequence[Correction]) -> str:
    """Write the corrections of a step, or no file if there are none, and return what was done."""
    name = name_of(step)
    path = root / name
    if not corrections:
        path.unlink(missing_ok=True)
        return f"{step.folder} is as it is cut: nothing to keep, and no {name}"
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_bytes(written(corrections).encode())
    partial.replace(path)
    files = ", ".join(each.path for each in corrections)
    return f"Kept in {name}, which is to be committed: what you changed in {files}"


def with_edits(
    step: Step, corrections: Sequence[Correction], before: Tree, edited: Tree
) -> list[Correction]:
    """Return the corrections of a step with what its author has edited since it was written.

    Args:
        step: The step as it is cut.
        corrections: Those that are kept already.
        before: What its author may mend, as it was written.
        edited: The same, as it is now.
    """
    cut = mendable(step.tree, step.domain)
    mended = dict(corrected(cut, corrections, name_of(step))[0])
    for each in differences(before, edited):
        both = merged_file(mended.get(each.path), each.base, each.mended)
        if both.conflicts:
            raise SubmitError(
                f"{step.folder}/{each.path}:{both.conflicts[0]}: the integration has changed here since the step "
                "was written; undo that for now, keep the step, and make the change again"
            )
        if both.content is None:
            mended.pop(each.path, None)
        else:
            mended[each.path] = both.content
    result = differences(cut, mended)
    for each in result:
        if not _is_text(each.base) or not _is_text(each.mended):
            raise SubmitError(
                f"{step.folder}/{each.path}: not a text, so no correction"
            )
    return result


def mendable(tree: Tree, domain: str) -> Tree:
    """Return the files that are cut, and that the author of a step may mend in it."""
    places = Places(domain)
    return {
        path: content
        for path, content in tree.items()
        if path.startswith((places.integration, places.tests)) or path == places.page
    }


def _is_text(content: bytes | None) -> bool:
    try:
        return "\0" not in (content or b"").decode()
    except UnicodeDecodeError:
        return False
