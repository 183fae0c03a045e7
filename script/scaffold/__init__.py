"""Make a new integration from the model in this tree."""

from typing import Final

MODEL: Final = "my_device"
# Its client library
LIBRARY: Final = "companion/library/my-device-client/"


class ScaffoldError(Exception):
    """What stands in the way; the message says it in one line, and what to do."""
