"""Places in the code of a step that are left to its author."""

from dataclasses import dataclass
from typing import override


@dataclass(frozen=True, order=True)
class Place:
    """What cannot be decided.

    Attributes:
        path: The file, relative to the repository.
        line: The line in the finished tree.
        code: What stands there.
        why: Why it cannot be decided.
        mend: What to do.
        blocks: Whether the step is wrong until its author has mended it, not merely odd.
    """

    path: str
    line: int
    code: str
    why: str
    mend: str
    blocks: bool = True

    @override
    def __str__(self) -> str:
        """Return the place in one line."""
        return f"{self.path}:{self.line}: {self.why}: {self.code}; {self.mend}"
