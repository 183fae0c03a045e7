"""The strings that flows show, and those in strings.json."""

import ast
from collections.abc import Iterator
from functools import cache
import re
from typing import Final

from script.integration.core import core
from script.integration.files import read_python
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, mapping_at
from script.integration.modules import Module
from script.integration.syntax import assigned, keyword, last_name, text

from .flow import Flow, bound, flows, forms, step_around, strings_of
from .steps import DISCOVERY

# Calls that end a flow, and the keyword of the reason, which is the first argument of those that take it without
_ENDS: Final = {
    "AbortFlow": "reason",
    "_abort_if_unique_id_configured": "error",
    "_abort_if_unique_id_mismatch": "reason",
    "async_abort": "reason",
    "async_update_and_abort": "reason",
    "async_update_reload_and_abort": "reason",
}
# What Home Assistant has texts for, whatever the integration
_SHARED: Final = {"reauth_successful", "reconfigure_successful"}
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
# What Home Assistant's own flows fill in
_FILLED: Final = {"name", "entry_title", "title"}
_BASES: Final = (
    "config_entries.py",
    "data_entry_flow.py",
    "helpers/config_entry_flow.py",
    "helpers/config_entry_oauth2_flow.py",
    "helpers/schema_config_entry_flow.py",
)


def missing_string(integration: Integration) -> Iterator[Finding]:
    """Report errors and reasons that a flow gives and strings.json does not have."""
    for flow in flows(integration):
        places = list(strings_of(integration, flow))
        given = [
            *((node, "error", key) for node, key in _errors(flow)),
            *((node, "abort", key) for node, key in _reasons(flow)),
        ]
        for node, part, key in given:
            for place, strings in places:
                if key not in mapping_at(strings, part) and key not in _SHARED:
                    yield flow.module.finding(
                        node,
                        "review-guide/flow-string-missing",
                        f"{key} has no text, so the user sees the key",
                        f"Add {place}.{part}.{key} to strings.json",
                    )


def _errors(flow: Flow) -> Iterator[tuple[ast.AST, str]]:
    """Yield what forms show as errors, as far as it is written down."""
    for node in ast.walk(flow.class_):
        values: list[ast.expr] = []
        for target, value in assigned(node):
            match target:
                case ast.Subscript(value=owner) if last_name(owner) == "errors":
                    values.append(value)
                case ast.Name(id="errors"):
                    values += value.values if isinstance(value, ast.Dict) else []
        if isinstance(node, ast.Call) and last_name(node.func) == "async_show_form":
            errors = keyword(node, "errors")
            values += errors.values if isinstance(errors, ast.Dict) else []
        for value in values:
            if key := flow.module.value(value):
                yield value, key


def _reasons(flow: Flow) -> Iterator[tuple[ast.AST, str]]:
    """Yield why a flow ends, as far as it is written down and a user sees it."""
    for node in ast.walk(flow.class_):
        # Nobody is told why a discovery came to nothing.
        if f"async_step_{step_around(flow.module, node)}" in DISCOVERY:
            continue
        if isinstance(node, ast.Call) and (name := _ENDS.get(last_name(node.func))):
            if key := flow.module.value(
                keyword(node, name) or next(iter(node.args), None)
            ):
                yield node, key


def unused_string(integration: Integration) -> Iterator[Finding]:
    """Report errors, reasons and steps in strings.json that no flow has."""
    kinds = {
        flow.kind for flow in flows(integration) if flow.kind in ("config", "options")
    }
    if not kinds or _is_open(integration):
        return
    mentioned = _words(module.tree for module in integration.modules) | _base_words()
    path = integration.path / "strings.json"
    for kind in sorted(kinds):
        for part in ("abort", "error", "step"):
            for key in mapping_at(integration.strings, kind, part):
                if key not in mentioned and f"async_step_{key}" not in mentioned:
                    yield Finding(
                        path=path,
                        line=line_of(path, kind, part, key),
                        check="review-guide/flow-string-unused",
                        message=f"Nothing shows {kind}.{part}.{key}",
                        mend="Remove it",
                    )


def _is_open(integration: Integration) -> bool:
    """Return whether a flow has classes of which the source is not here."""
    return any(
        ancestor.module is None and not ancestor.name.startswith(("typing.", "abc."))
        for flow in flows(integration)
        for ancestor in flow.module.ancestors(flow.class_)
    )


def _words(trees: Iterator[ast.Module]) -> set[str]:
    """Return the texts and the names of functions in modules."""
    words: set[str] = set()
    for tree in trees:
        for node in ast.walk(tree):
            match node:
                case ast.Constant(value=str() as word):
                    words.add(word)
                case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word):
                    words.add(word)
                case ast.Name(id=word) if word.startswith("async_step_"):
                    words.add(word)
    return words


@cache
def _base_words() -> set[str]:
    """Return the texts and the names of functions in what flows derive from."""
    return _words(read_python(core().package / name) for name in _BASES)


def missing_placeholder(integration: Integration) -> Iterator[Finding]:
    """Report texts of a form with a placeholder that the form does not fill."""
    for flow in flows(integration):
        for call, step, _ in forms(flow):
            given = _given(flow.module, keyword(call, "description_placeholders"))
            if (
                step is None
                or given is None
                or any(each.arg is None for each in call.keywords)
            ):
                continue
            for place, strings in strings_of(integration, flow):
                wanted = set(_placeholders(mapping_at(strings, "step", step)))
                for name in sorted(wanted - given - _FILLED):
                    yield flow.module.finding(
                        call,
                        "review-guide/flow-placeholder-missing",
                        f"{{{name}}} in {place}.step.{step} stays as it is",
                        "Pass it in description_placeholders",
                    )


def _given(module: Module, value: ast.expr | None) -> set[str] | None:
    """Return the placeholders that are filled, or None where they are not written down."""
    match value:
        case None:
            return set()
        case ast.Dict(keys=keys) if all(text(key) is not None for key in keys):
            return {str(text(key)) for key in keys}
        case ast.Name():
            found = [_given(module, each) for each in bound(module, value)]
            known = [each for each in found if each is not None]
            return set().union(*known) if found and known == found else None
    return None


def _placeholders(content: object) -> Iterator[str]:
    match content:
        case dict():
            for below in content.values():
                yield from _placeholders(below)
        case str():
            yield from _PLACEHOLDER.findall(content)


CHECKS: Final = (missing_string, unused_string, missing_placeholder)
