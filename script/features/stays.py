"""The features that the first pull request of an integration cannot do without."""

import re
from typing import Final

_SUBENTRY: Final = re.compile(
    r"\.subentries\b|\bget_subentries_of_type\b|config_subentry_id="
)


def rests_on_subentries(text: str) -> bool:
    """Return whether a module, which is not that of a flow, is about subentries."""
    return "def async_step_" not in text and bool(_SUBENTRY.search(text))
