"""Run Python modules in processes forked from one that has imported the most.

What takes the time of short runs is done once and before: importing Home Assistant, as much of it as the runs turned
out to need.
"""

from collections.abc import Sequence
from typing import Final, TypedDict

# What runs of an integration's tests import anyway, in this order, as each has to come before the next
HELPERS: Final = (
    "script.forking.stacks",
    "tests.bridge",
    "pytest_homeassistant_custom_component.plugins",
)


class ForkingError(Exception):
    """A process that runs modules has ended; the message says so."""


class Job(TypedDict):
    """A module to run as `python -m` would.

    Attributes:
        folder: Where, relative to the folder of the worker.
        module: Which.
        arguments: Of its command line.
        output: File for what it prints.
        errors: File for what it complains of, which may be the same.
        seconds: How long it may take, 0 for as long as it likes.
        keeps_bytecode: Whether Python may keep what it compiles.
        learns: Whether to import before the next run what this one imports.
    """

    folder: str
    module: str
    arguments: Sequence[str]
    output: str
    errors: str
    seconds: int
    keeps_bytecode: bool
    learns: bool
