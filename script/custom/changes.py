"""In what the modules of a custom component differ from those of core, there and back."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from typing import Final

import libcst as cst

from . import CustomError, expected, interval, names, newer, results, secret_keys
from .facts import Facts

type Rewrite = Callable[[cst.Module, Facts], cst.Module]


@dataclass(frozen=True)
class Change:
    """One thing in which modules differ.

    Attributes:
        modules: Pattern of the paths in the custom component.
        to_custom: Makes a module a custom component's.
        to_core: Takes that back, as nearly as can be told from the module.
    """

    modules: str
    to_custom: Rewrite
    to_core: Rewrite


_CODE: Final = "custom_components/*"
_TESTS: Final = "tests/*"

CHANGES: Final = (
    Change(_CODE, secret_keys.to_custom, secret_keys.to_core),
    Change("custom_components/*/__init__.py", results.to_custom, results.to_core),
    Change(_TESTS, results.tests_to_custom, results.tests_to_core),
    Change(
        "custom_components/*/config_flow.py",
        interval.form_to_custom,
        interval.form_to_core,
    ),
    Change(_CODE, interval.coordinator_to_custom, interval.coordinator_to_core),
    Change(_TESTS, expected.to_custom, expected.to_core),
    Change(_TESTS, newer.to_custom, newer.to_core),
    Change("*", names.to_custom, names.to_core),
)


@lru_cache(256)
def to_custom(path: str, text: str, facts: Facts) -> str:
    """Return a module of the core tree as the custom component has it, not yet formatted."""
    return _changed(path, text, facts, [each.to_custom for each in _at(path)])


def to_core(path: str, text: str, facts: Facts) -> str:
    """Return a module of the custom component as the core tree would have it, not yet formatted."""
    return _changed(path, text, facts, [each.to_core for each in reversed(_at(path))])


def orderly(path: str, text: str, facts: Facts) -> str:
    """Return an edited module of the custom component in the form that is exported."""
    if not fnmatch(path, "custom_components/*/__init__.py"):
        return text
    return _changed(path, text, facts, [results.guarded])


def _at(path: str) -> list[Change]:
    return [change for change in CHANGES if fnmatch(path, change.modules)]


def _changed(path: str, text: str, facts: Facts, rewrites: list[Rewrite]) -> str:
    try:
        module = cst.parse_module(text)
        for rewrite in rewrites:
            module = rewrite(module, facts)
    except cst.ParserSyntaxError as err:
        raise CustomError(
            f"{path}:{err.raw_line}: not Python: {err.message}; mend it"
        ) from err
    except CustomError as err:
        place = f"{path}:{err.line}" if err.line else path
        raise CustomError(f"{place}: {err}") from err
    return module.code
