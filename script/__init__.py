"""Tools of the scaffold."""

from pathlib import Path
import sys
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COMPONENTS: Final = ROOT / "homeassistant" / "components"

# While `python -m` looks for a tool. Most of the time until a tool can see to interrupts itself, it imports.
if sys.argv[:1] == ["-m"]:
    from .ending import see_to_ends

    see_to_ends()
