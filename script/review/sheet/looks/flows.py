"""Look at the flows, and at what a first pull request has."""

import ast
from collections.abc import Callable, Iterator

from script.integration.contribution import Contribution
from script.integration.fact import Fact, fact
from script.integration.finding import Finding
from script.integration.syntax import is_none, keyword, last_name
from script.rules.flow.entering import config_flow_of, fields as entered, step_of
from script.rules.flow.flows import flows
from script.rules.scale.entities import platform_setups
from script.rules.scale.flow import flow_classes

from .common import doubt


def platforms(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for the platforms."""
    yield from platform_setups(contribution)


def is_step(name: str) -> Callable[[ast.AST], bool]:
    """Return whether a node is a step of a flow."""
    return lambda node: getattr(node, "name", "") == f"async_step_{name}"


def options(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for options."""
    for flow in flows(contribution):
        if flow.kind == "options":
            yield doubt(flow.module, flow.class_, "can it do without these options?")
        else:
            yield fact(flow.module, "this flow has no options", flow.class_)


def fields(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for what the user is asked for."""
    yield from entered(contribution)
    if not any(entered(contribution)):
        yield from flow_classes(contribution)


def _calls_of(contribution: Contribution, step: str, *names: str) -> Iterator[ast.Call]:
    for function in step_of(contribution, step).values():
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and last_name(node.func) in names:
                yield node


def prefilled(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for what fills the form of a reconfiguration."""
    if flow := config_flow_of(contribution):
        for call in _calls_of(
            contribution, "reconfigure", "add_suggested_values_to_schema"
        ):
            yield fact(flow.module, "the form is filled", call)


def precedence(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for unique ids that a pending discovery does not keep from being set."""
    for flow in flows(contribution):
        for module, call in flow.calls:
            value = keyword(call, "raise_on_progress")
            if value is not None and not is_none(value):
                yield fact(module, "a pending discovery does not matter", call)
