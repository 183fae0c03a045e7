"""Find the line of an integration that an exception comes from."""

from collections.abc import Iterator
from pathlib import Path
import re
import traceback
from typing import Final

# Where to report it to is nothing that its author needs.
_ADDRESS: Final = re.compile(
    r"\.? please (?:create a bug )?report.*", re.DOTALL | re.IGNORECASE
)
_OWN: Final = ("homeassistant/components/", "companion/library/", "tests/components/")


def blame(error: BaseException, stage: Path) -> tuple[str, int]:
    """Return the file and line of the integration that is nearest to where it began; "" and 0 if there is none."""
    places = [place for each in chain(error) for place in _places(each, stage)]
    return places[-1] if places else ("", 0)


def described(error: BaseException) -> str:
    """Return an exception in words, with what it comes from."""
    first, *others = [*chain(error)]
    text = _described(first)
    if others and (origin := _described(others[-1])) not in text:
        text += f" (from {origin})"
    return text


def without_address(text: str) -> str:
    """Return a message of core's without where to report it."""
    return _ADDRESS.sub("", text)


def chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception and those that it comes from."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )


def _described(error: BaseException) -> str:
    kind = type(error).__name__
    try:
        text = without_address(str(error))
    except Exception:  # noqa: BLE001
        text = ""
    return f"{kind}: {text}" if text else kind


def _places(error: BaseException, stage: Path) -> Iterator[tuple[str, int]]:
    for frame in traceback.extract_tb(error.__traceback__):
        if path := relative(frame.filename, stage):
            yield path, frame.lineno or 0
    if isinstance(error, SyntaxError) and error.filename:
        if path := relative(error.filename, stage):
            yield path, error.lineno or 0


def relative(name: str, stage: Path) -> str:
    """Return the path of a file of the integration, "" of any other."""
    try:
        path = Path(name).relative_to(stage).as_posix()
    except ValueError:
        return ""
    return path if path.startswith(_OWN) else ""
