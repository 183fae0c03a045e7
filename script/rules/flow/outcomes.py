"""Find the errors that flows show, and the reasons for which they end."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from script.integration.core import core
from script.integration.files import read_python
from script.integration.modules import Module, Sources
from script.integration.syntax import assigned, dotted, keyword, last_name, text

from .flows import OAUTH_FLOW, Flow
from .forms import bound

# Calls that end a flow, and the keyword of the reason, which is the first argument of those that take it without
_ENDS: Final = {
    "AbortFlow": "reason",
    "_abort_if_unique_id_configured": "error",
    "_abort_if_unique_id_mismatch": "reason",
    "async_abort": "reason",
    "async_update_and_abort": "reason",
    "async_update_reload_and_abort": "reason",
}


@dataclass(frozen=True, eq=False)
class Outcome:
    """An error or a reason, where it is given.

    Attributes:
        module: The module.
        node: The code that gives it.
        part: What its text is under: "error" or "abort".
        key: Its key, or None where the library or the device says it.
    """

    module: Module
    node: ast.AST
    part: str
    key: str | None


def outcomes(flow: Flow) -> Iterator[Outcome]:
    """Yield what a flow tells the user, but for what Home Assistant has a text for."""
    unattended = unattended_nodes(flow)
    for module, part in flow.parts:
        for node in ast.walk(part):
            if node in unattended:
                continue
            for value in errors_in(node):
                for key in _keys(module, value):
                    yield Outcome(module, value, "error", key)
            if isinstance(node, ast.Call) and not _is_shared(flow, module, node):
                for key in _keys(module, _reason(node)):
                    yield Outcome(module, node, "abort", key)


def errors_in(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the errors that a piece of code gives a form."""
    match node:
        case ast.Return(value=ast.Dict() as errors) if _is_of_form(errors):
            yield from errors.values
        case ast.Return(value=ast.Tuple(elts=elements)):
            for each in elements:
                if isinstance(each, ast.Dict) and _is_of_form(each):
                    yield from each.values
        case ast.Raise(exc=ast.Call(args=[error])) if (
            last_name(node.exc) == "SchemaFlowError"
        ):
            yield error
        case ast.Call(func=ast.Attribute(attr="async_show_form")):
            if isinstance(shown := keyword(node, "errors"), ast.Dict):
                yield from shown.values
    for target, value in assigned(node):
        match target:
            case ast.Subscript(value=owner) if last_name(owner) == "errors":
                yield value
            case ast.Name(id="errors") if isinstance(value, ast.Dict):
                yield from value.values


def _is_of_form(errors: ast.Dict) -> bool:
    """Return whether a mapping has an error for a whole form."""
    return any(
        text(key) == "base" or last_name(key) == "CONF_BASE" for key in errors.keys
    )


def _reason(call: ast.Call) -> ast.expr | None:
    """Return the reason for which a call ends a flow, None where it does not say or does not end it."""
    if (name := _ENDS.get(last_name(call.func))) is None:
        return None
    if (reason := keyword(call, name)) is not None:
        return reason
    return call.args[0] if last_name(call.func) == "AbortFlow" and call.args else None


def _is_shared(flow: Flow, module: Module, call: ast.Call) -> bool:
    """Return whether Home Assistant has the text for a call that ends a flow."""
    return keyword(call, "translation_domain") is not None or (
        last_name(call.func) == "async_abort"
        and flow.module.derives(flow.class_, OAUTH_FLOW)
        and module.value(_reason(call)) in oauth_reasons()
    )


def unattended_nodes(flow: Flow) -> set[ast.AST]:
    """Return the code that runs only where nobody looks on: what discoveries and imports begin with."""
    begun = {f"async_step_{source}" for source in unattended_sources()}
    attended = {
        name
        for name in flow.methods
        if name.startswith("async_step_") and name not in begun
    }
    return {
        node
        for name, method in flow.reached(*begun).items()
        if name not in flow.reached(*attended) or name in begun
        for node in ast.walk(method)
    }


@cache
def unattended_sources() -> frozenset[str]:
    """Return the sources of flows that no user starts."""
    sources = Module(
        "homeassistant.config_entries",
        core().package / "config_entries.py",
        Sources({"homeassistant": core().package}),
    )
    names = sources.bindings.get("DISCOVERY_SOURCES")
    return frozenset(
        value
        for node in ast.walk(names or ast.Set())
        if isinstance(node, ast.Name) and (value := sources.value(node))
    )


def _keys(module: Module, value: ast.expr | None) -> Iterator[str | None]:
    """Yield the keys that a value may be, None where it is not written down."""
    match value:
        case None:
            return
        case ast.IfExp(body=then, orelse=otherwise):
            yield from _keys(module, then)
            yield from _keys(module, otherwise)
        case _ if key := module.value(value):
            yield key
        case ast.Name() if values := [*bound(module, value)]:
            for each in values:
                yield from _keys(module, each)
        # Of what the integration itself returns, the text stands in it.
        case ast.Call(func=function) | ast.Await(value=ast.Call(func=function)) if (
            dotted(function).startswith("self.") or module.definition(function)
        ):
            return
        case ast.Attribute() | ast.Call() | ast.Await() | ast.JoinedStr():
            yield None


@cache
def oauth_reasons() -> frozenset[str]:
    """Return the reasons that Home Assistant has a text for where a flow signs in by OAuth2."""
    module = read_python(core().package / "helpers" / "config_entry_oauth2_flow.py")
    return frozenset(
        word
        for statement in module.body
        for target, value in assigned(statement)
        if last_name(target) == "_SHARED_ABORT_REASONS"
        for node in ast.walk(value)
        if (word := text(node)) is not None
    )
