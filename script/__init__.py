"""Tools of the scaffold."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COMPONENTS: Final = ROOT / "homeassistant" / "components"
