"""Have asyncio note in debug mode by which line futures, tasks and calls come about, and not the whole stack.

Tests run in debug mode, as core's do. Nobody is shown the stacks, and to note them takes a quarter of the time of tests.
"""

from functools import partial
from importlib import import_module
import traceback
from typing import Final

# The innermost up to two are asyncio's own, and it takes some of them away.
_DEPTH: Final = 3

_extract_stack = traceback.extract_stack
# What is written in C takes this function as it is imported; its own way out has no limit.
traceback.extract_stack = partial(_extract_stack, limit=_DEPTH)
try:
    import_module("asyncio.constants").DEBUG_STACK_DEPTH = _DEPTH  # type: ignore[attr-defined]
finally:
    traceback.extract_stack = _extract_stack
