"""Skip tests of what older cores do not do yet."""

from typing import Final, override

import libcst as cst

from .analysis import Analysis
from .interval import with_imports

_RELEASE: Final = ("MAJOR_VERSION", "MINOR_VERSION")

# What tests have words for, all of them in one, and the release that began to do it
_DONE_SINCE: Final = (
    # A coordinator's failure to set up takes its text along.
    (frozenset({"SETUP_RETRY", "error_reason_translation_key"}), (2026, 9)),
    # A coordinator's failure to set up says when to try again.
    (frozenset({"SETUP_RETRY", "retry_after"}), (2026, 11)),
)


def to_custom(module: cst.Module, _: Analysis) -> cst.Module:
    """Return tests that are left out where core does not yet do what they are about."""
    marking = _Marking()
    changed = module.visit(marking)
    if not marking.found:
        return module
    return with_imports(
        changed,
        "import pytest",
        f"from homeassistant.const import {', '.join(_RELEASE)}",
    )


def to_core(module: cst.Module, _: Analysis) -> cst.Module:
    """Return tests that are never left out; imports are left."""
    return module.visit(_Unmarking())


class _Marking(cst.CSTTransformer):
    """Says since when core does what a test is about."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    @override
    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        code = cst.Module([]).code_for_node(updated_node)
        since = max(
            (
                release
                for words, release in _DONE_SINCE
                if all(word in code for word in words)
            ),
            default=None,
        )
        if since is None or not updated_node.name.value.startswith("test_"):
            return updated_node
        self.found = True
        mark = cst.Decorator(
            cst.parse_expression(
                f"pytest.mark.skipif(({', '.join(_RELEASE)}) < {since}, "
                f'reason="Home Assistant does it since {since[0]}.{since[1]}")'
            )
        )
        return updated_node.with_changes(decorators=[mark, *updated_node.decorators])


class _Unmarking(cst.CSTTransformer):
    """Takes that away."""

    @override
    def leave_Decorator(
        self, original_node: cst.Decorator, updated_node: cst.Decorator
    ) -> cst.Decorator | cst.RemovalSentinel:
        code = cst.Module([]).code_for_node(updated_node)
        if "skipif" in code and f"({', '.join(_RELEASE)})" in code:
            return cst.RemoveFromParent()
        return updated_node
