"""Tell whether an integration says that it is strictly typed."""

import re
from typing import Final

FILE: Final = "quality_scale.yaml"

_DONE: Final = re.compile(r"^ +strict-typing: *['\"]?done\b", re.MULTILINE)


def is_strictly_typed(quality_scale: str) -> bool:
    """Return whether the text of a quality scale says so."""
    return bool(_DONE.search(quality_scale))
