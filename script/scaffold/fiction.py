"""Take out of a model what it says of its own device, with blanks for what another's author has to say instead."""

from collections.abc import Mapping
from typing import Final

from script.integration.blanks import blank
from script.integration.tree import Tree

_WHY_SO_OFTEN: Final = (
    f"# {blank('Say why so often; as seldom as your users can bear')}"
)

# All else that the integration of a model says is of its code, and so holds wherever that does; its page is not taken.
FICTION: Final[Mapping[str, str]] = {
    "as the device's app shows it under **Settings** > **Local API**.": blank(
        "Say where a user finds it"
    ),
    "as the server shows it under **Settings** > **API**.": blank(
        "Say where a user finds it"
    ),
    "as you set it in the hub's app.": blank("Say where a user sets it"),
    "as you set it in the device's app.": blank("Say where a user sets it"),
    "that you sign in to the app with.": "that you sign in with.",
    "# As in the device's own app.\n": "",
    "# The device measures every 10 seconds, but its readings are watched over minutes.": _WHY_SO_OFTEN,
    "# The server gathers readings every 10 seconds, but they are watched over minutes.": _WHY_SO_OFTEN,
    "# An account has 60 requests an hour, and half of them are left for actions and the app.": _WHY_SO_OFTEN,
}


def without_fiction(tree: Tree, folder: str) -> Tree:
    """Return files of which those in a folder say nothing of the model's device."""
    return {
        path: _told(content.decode()).encode() if path.startswith(folder) else content
        for path, content in tree.items()
    }


def _told(text: str) -> str:
    for old, new in FICTION.items():
        text = text.replace(old, new)
    return text
