"""The pictures that a documentation page shows."""

import re
from typing import Final

_PICTURE: Final = re.compile(
    r"^!\[.*\]\(/(?P<path>images/integrations/\S+)\)\n\n?", re.MULTILINE
)


def shown(page: str) -> list[str]:
    """Return the files of the pictures that a page shows, as paths in the site's sources."""
    return [match["path"] for match in _PICTURE.finditer(page)]


def without_pictures(page: str) -> str:
    """Return a page without its pictures."""
    return _PICTURE.sub("", page)
