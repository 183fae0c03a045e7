"""A file of corrections: a patch with all lines of each file, so that it says what was corrected, too."""

from collections import deque
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
import re
from typing import Final

from . import SubmitError
from .corrections import Correction

_NOWHERE: Final = "/dev/null"
_OLD, _NEW = "--- ", "+++ "
_SIGNS: Final = frozenset(" -+")
_NO_NEWLINE: Final = "\\ No newline at end of file"
_HUNK: Final = re.compile(r"@@ -\d+,(\d+) \+\d+,(\d+) @@")


def written(corrections: Iterable[Correction]) -> str:
    """Return the patch of corrections of text files."""
    return "".join(
        f"{line}\n" for correction in corrections for line in _patch(correction)
    )


def parsed(text: str, name: str) -> list[Correction]:
    """Return the corrections of a patch as `written` has it; `name` is that of the file."""
    lines = deque(text.split("\n"))
    corrections = []
    try:
        while lines and lines[0]:
            corrections.append(_correction(lines))
    except (IndexError, ValueError) as err:
        raise SubmitError(
            f"{name}: not a patch as --keep writes it; remove it, and keep the step again"
        ) from err
    return corrections


def _patch(correction: Correction) -> Iterator[str]:
    base, mended = (_lines(content) for content in (correction.base, correction.mended))
    yield _OLD + (_NOWHERE if correction.base is None else f"a/{correction.path}")
    yield _NEW + (_NOWHERE if correction.mended is None else f"b/{correction.path}")
    yield f"@@ -{bool(base):d},{len(base)} +{bool(mended):d},{len(mended)} @@"
    matcher = SequenceMatcher(None, base, mended, autojunk=False)
    for tag, start, stop, new_start, new_stop in matcher.get_opcodes():
        if tag == "equal":
            yield from _marked(" ", base[start:stop])
        else:
            yield from _marked("-", base[start:stop])
            yield from _marked("+", mended[new_start:new_stop])


def _marked(sign: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield sign + line.removesuffix("\n")
        if not line.endswith("\n"):
            yield _NO_NEWLINE


def _lines(content: bytes | None) -> list[str]:
    """Return the lines of a text with their ends, which are nothing else than newlines."""
    *lines, last = (content or b"").decode().split("\n")
    return [*(f"{line}\n" for line in lines), *([last] if last else [])]


def _correction(lines: deque[str]) -> Correction:
    """Take a correction from the lines of a patch."""
    old = _named(_OLD, "a/", lines.popleft())
    new = _named(_NEW, "b/", lines.popleft())
    if not (hunk := _HUNK.fullmatch(lines.popleft())):
        raise ValueError("no hunk")
    base, mended = "", ""
    left = [int(length) for length in hunk.groups()]
    while any(left):
        sign, line = lines[0][:1], f"{lines.popleft()[1:]}\n"
        if lines[0] == _NO_NEWLINE:
            lines.popleft()
            line = line.removesuffix("\n")
        if sign not in _SIGNS:
            raise ValueError(f"{sign!r} is no sign")
        if sign != "+":
            base, left[0] = base + line, left[0] - 1
        if sign != "-":
            mended, left[1] = mended + line, left[1] - 1
    return Correction(
        old or new or "",
        None if old is None else base.encode(),
        None if new is None else mended.encode(),
    )


def _named(mark: str, side: str, line: str) -> str | None:
    """Return the path that a line of a patch names, or None for no file."""
    name = line.removeprefix(mark)
    if name == _NOWHERE:
        return None
    if name == line or not name.startswith(side):
        raise ValueError(f"{line!r} names no file")
    return name.removeprefix(side)
