"""A finding of a judge: a thing to mend, and how it is printed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
import json
from pathlib import Path
from typing import override


@dataclass(frozen=True, order=True, kw_only=True)
class Finding:
    """One thing to mend.

    Attributes:
        path: The file.
        line: Where in the file, from 1; 0 where no line is meant.
        check: The code of the rule, core's own where core has one.
        message: What is wrong, naming the key or the code.
        mend: What to do about it.
        also: The codes of other rules that say the same of the same place.
        advice: Whether it makes no command fail.
    """

    path: Path
    line: int = 0
    check: str
    message: str
    mend: str
    also: tuple[str, ...] = ()
    advice: bool = False

    @override
    def __str__(self) -> str:
        """Return the finding as one line."""
        place = f"{_typed(self.path)}:{self.line}" if self.line else _typed(self.path)
        codes = ", ".join((self.check, *self.also))
        return f"{place}: [{codes}] {self.message}. {self.mend}".rstrip()


def _typed(path: Path) -> str:
    """Return a path as one would type it here."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def as_json(findings: Iterable[Finding]) -> str:
    """Return findings for a machine to read."""
    return json.dumps(
        [{**asdict(finding), "path": _typed(finding.path)} for finding in findings],
        indent=2,
    )
