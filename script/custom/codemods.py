"""Convert modules of core to those of a custom component, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from typing import Final

import libcst as cst

from . import (
    CustomError,
    expected_options,
    interval,
    module_names,
    return_values,
    secret_keys,
    skipped_tests,
)
from .analysis import Analysis

type Rewrite = Callable[[cst.Module, Analysis], cst.Module]


@dataclass(frozen=True)
class Codemod:
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

CODEMODS: Final = (
    Codemod(_CODE, secret_keys.to_custom, secret_keys.to_core),
    Codemod(
        "custom_components/*/__init__.py",
        return_values.to_custom,
        return_values.to_core,
    ),
    Codemod(_TESTS, return_values.tests_to_custom, return_values.tests_to_core),
    Codemod(
        "custom_components/*/config_flow.py",
        interval.form_to_custom,
        interval.form_to_core,
    ),
    Codemod(_CODE, interval.coordinator_to_custom, interval.coordinator_to_core),
    Codemod(_TESTS, expected_options.to_custom, expected_options.to_core),
    Codemod(_TESTS, skipped_tests.to_custom, skipped_tests.to_core),
    Codemod("*", module_names.to_custom, module_names.to_core),
)


@lru_cache(256)
def to_custom(path: str, text: str, analysis: Analysis) -> str:
    """Return a module of the core tree as the custom component has it, not yet formatted."""
    return _changed(path, text, analysis, [each.to_custom for each in _at(path)])


def to_core(path: str, text: str, analysis: Analysis) -> str:
    """Return a module of the custom component as the core tree would have it, not yet formatted."""
    return _changed(
        path, text, analysis, [each.to_core for each in reversed(_at(path))]
    )


def orderly(path: str, text: str, analysis: Analysis) -> str:
    """Return an edited module of the custom component in the form that is exported."""
    if not fnmatch(path, "custom_components/*/__init__.py"):
        return text
    return _changed(path, text, analysis, [return_values.guarded])


def _at(path: str) -> list[Codemod]:
    return [change for change in CODEMODS if fnmatch(path, change.modules)]


def _changed(path: str, text: str, analysis: Analysis, rewrites: list[Rewrite]) -> str:
    try:
        module = cst.parse_module(text)
        for rewrite in rewrites:
            module = rewrite(module, analysis)
    except cst.ParserSyntaxError as err:
        raise CustomError(
            f"{path}:{err.raw_line}: not Python: {err.message}; mend it"
        ) from err
    except CustomError as err:
        place = f"{path}:{err.line}" if err.line else path
        raise CustomError(f"{place}: {err}") from err
    return module.code
