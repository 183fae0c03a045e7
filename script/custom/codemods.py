"""Convert modules of core to those of a custom component, and back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from typing import Final

import libcst as cst

from script.codemods.mocked_results import mocked_results
from script.codemods.module_names import own_modules, test_modules
from script.codemods.probatio_names import probatio
from script.codemods.results import results
from script.codemods.secret_keys import secret_keys as marked_secrets
from script.integration.tree import Tree

from . import (
    CustomError,
    expected_options,
    interval,
    migration,
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
        to_core: Takes that back, as nearly as can be told from the module; None where a codemod for all custom
            components does that.
    """

    modules: str
    to_custom: Rewrite
    to_core: Rewrite | None = None


_CODE: Final = "custom_components/*"
_TESTS: Final = "tests/*"

CODEMODS: Final = (
    Codemod(_CODE, secret_keys.to_custom),
    Codemod("custom_components/*/__init__.py", return_values.to_custom),
    Codemod("custom_components/*/__init__.py", migration.to_custom, migration.to_core),
    Codemod(_TESTS, return_values.tests_to_custom),
    Codemod(
        "custom_components/*/config_flow.py",
        interval.form_to_custom,
        interval.form_to_core,
    ),
    Codemod(_CODE, interval.coordinator_to_custom, interval.coordinator_to_core),
    Codemod(_TESTS, expected_options.to_custom, expected_options.to_core),
    Codemod(_TESTS, skipped_tests.to_custom, skipped_tests.to_core),
    Codemod("*", module_names.to_custom),
)

# What any custom component is written otherwise in
SHARED: Final = (
    own_modules,
    test_modules,
    probatio,
    results,
    mocked_results,
    marked_secrets,
)


@lru_cache(256)
def to_custom(path: str, text: str, analysis: Analysis) -> str:
    """Return a module of the core tree as the custom component has it, not yet formatted."""
    return _changed(path, text, analysis, [each.to_custom for each in _at(path)])


def to_core(
    edited: Mapping[str, tuple[str, str]], context: Tree, analysis: Analysis
) -> dict[str, str]:
    """Return modules of the custom component as the core tree would have them, not yet formatted.

    Args:
        edited: Of each module its path and text in the custom component, by its path in the core tree.
        context: The files of the core tree.
        analysis: What is known of the integration.
    """
    tree: Tree = {
        **context,
        **{core: text.encode() for core, (_, text) in edited.items()},
    }
    for path, text in edited.values():
        _parsed(path, text)
    for codemod in SHARED:
        changed = codemod.apply(tree, analysis.domain)
        for place in changed.left:
            if place.path in edited:
                path = edited[place.path][0]
                raise CustomError(f"{path}:{place.line}: {place.why}; {place.mend}")
        tree = changed.tree
    return {
        core: _changed(
            path,
            tree[core].decode(),
            analysis,
            [each.to_core for each in _at(path) if each.to_core],
        )
        for core, (path, _) in edited.items()
    }


def orderly(path: str, text: str, analysis: Analysis) -> str:
    """Return an edited module of the custom component in the form that is exported."""
    if not fnmatch(path, "custom_components/*/__init__.py"):
        return text
    return _changed(path, text, analysis, [return_values.guarded])


def _at(path: str) -> list[Codemod]:
    return [change for change in CODEMODS if fnmatch(path, change.modules)]


def _changed(path: str, text: str, analysis: Analysis, rewrites: list[Rewrite]) -> str:
    module = _parsed(path, text)
    try:
        for rewrite in rewrites:
            module = rewrite(module, analysis)
    except CustomError as err:
        place = f"{path}:{err.line}" if err.line else path
        raise CustomError(f"{place}: {err}") from err
    return module.code


def _parsed(path: str, text: str) -> cst.Module:
    try:
        return cst.parse_module(text)
    except cst.ParserSyntaxError as err:
        raise CustomError(
            f"{path}:{err.raw_line}: not Python: {err.message}; mend it"
        ) from err
