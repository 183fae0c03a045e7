"""Make a new integration from the model in this tree."""

from typing import Final

PROGRAM: Final = "script/run scaffold"
# The model that the tools are tried on; models.py has all of them
MODEL: Final = "my_device"
# The word for what an integration is of, where its author has no better one
NOUN: Final = "device"
SERVICE: Final = "service"


class ScaffoldError(Exception):
    """What stands in the way; the message says it in one line, and what to do."""
