"""Tools of the scaffold."""

from pathlib import Path
import sys
from types import TracebackType
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COMPONENTS: Final = ROOT / "homeassistant" / "components"


def _ended(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """End as shells know an interrupt, and with a traceback for anything else."""
    if issubclass(kind, KeyboardInterrupt):
        sys.exit(130)
    sys.__excepthook__(kind, error, trace)


# While `python -m` looks for a tool. Most of the time until a tool can see to interrupts itself, it imports.
if sys.argv[:1] == ["-m"]:
    sys.excepthook = _ended
