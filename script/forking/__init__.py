"""Run Python modules in processes forked from one that has imported the most.

What takes the time of short runs is done once and before: importing Home Assistant, as much of it as the runs turned
out to need.
"""

from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Final, TypedDict

# pytest imports it at the end where nobody told it not to, and core does not have it.
_NOT_OF_CORE: Final = "hypothesispytest"

# What runs of an integration's tests import anyway, in this order, as each has to come before the next
HELPERS: Final = (
    "script.forking.stacks",
    "tests.bridge",
    *(
        plugin.module
        for plugin in entry_points(group="pytest11")
        if plugin.name != _NOT_OF_CORE
    ),
    "pytest_cov.engine",
    "tests.common",
    "tests.translation_check.recorder",
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


# In bytes
LONGEST_REQUEST: Final = 1 << 16


class Request(TypedDict):
    """A worker to fork.

    Attributes:
        folder: A repository, of which it imports the tools and the helpers of tests.
        libraries: Folders with the sources of client libraries.
        modules: What to import before the first run, none of which does anything by that.
    """

    folder: str
    libraries: Sequence[str]
    modules: Sequence[str]
