"""Take out the setup of an integration itself when a cut leaves nothing for it to do."""

import ast
from collections.abc import Iterable
from typing import Final

from .blocks import Removal, is_docstring
from .names import Module

_SETUP: Final = "async_setup"
# What goes with it: nobody reads a configuration then.
_SCHEMA: Final = "CONFIG_SCHEMA"


def remove_idle_setup(before: Module, now: Module, removal: Removal) -> None:
    """Remove a setup that did something before, and only returns now."""
    old, setup = (module.definitions.get(_SETUP) for module in (before, now))
    if not isinstance(old, ast.AsyncFunctionDef | ast.FunctionDef) or not isinstance(
        setup, ast.AsyncFunctionDef | ast.FunctionDef
    ):
        return
    if _is_idle(old.body) or not _is_idle(setup.body):
        return
    removal.add(setup)
    if schema := now.definitions.get(_SCHEMA):
        removal.add(schema)


def _is_idle(body: Iterable[ast.stmt]) -> bool:
    """Return whether nothing is done, whatever conditions decide."""
    return all(
        is_docstring(each)
        or isinstance(each, ast.Return | ast.Pass)
        or (isinstance(each, ast.If) and _is_idle([*each.body, *each.orelse]))
        for each in body
    )
