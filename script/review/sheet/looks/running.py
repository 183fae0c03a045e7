"""Look at setting up, fetching data and taking down."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.contribution import Contribution
from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.modules import Module
from script.integration.names import COORDINATOR
from script.integration.syntax import (
    attributes,
    called,
    dotted,
    is_none,
    last_name,
    methods,
)
from script.rules.flow.flows import config_flows
from script.rules.scale.entry import own_function, sets_data
from script.rules.scale.polling import intervals, intervals_of
from script.rules.scale.subscriptions import SUBSCRIBES

from .common import doubt

_ONCE: Final = re.compile(
    r"^(async_)?(authenticate|connect|initiali[sz]e|login|log_in|open|set_?up)$"
)
_TASKS: Final = {"create_task", "async_create_task", "async_create_background_task"}
_ENDED: Final = {"async_on_remove", "async_on_unload"}
_LOOPS: Final = {"async_call_later", "async_track_time_interval"}


def polled_by_coordinator(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for coordinators that poll, and for polling besides."""
    if any(intervals_of(contribution)):
        for module, class_ in contribution.coordinators:
            yield fact(module, f"{class_.name} polls", class_)
    for module, call in contribution.calls(*_LOOPS):
        yield doubt(module, call, f"{last_name(call)}: is this polling besides?")
    for module in contribution.platforms():
        if "SCAN_INTERVAL" in module.bindings:
            yield doubt(module, module.tree.body[0], "the entities poll by themselves")


def _updates(
    contribution: Contribution,
) -> Iterator[tuple[Module, ast.ClassDef, ast.AST]]:
    for module, class_ in contribution.coordinators:
        if update := methods(class_).get("_async_update_data"):
            yield module, class_, update


def updates(contribution: Contribution) -> Iterator[Fact]:
    """Yield what runs with each poll."""
    for module, class_, update in _updates(contribution):
        yield fact(module, f"{class_.name} fetches here", update)


def once(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for work that belongs to the start in what runs with each poll."""
    for module, class_, update in _updates(contribution):
        guarded = [node for node in ast.walk(update) if _is_guard(node)]
        for node in guarded:
            yield doubt(module, node, "this is done once: does it belong to the setup?")
        for name in sorted(filter(_ONCE.match, called(update))):
            yield doubt(module, update, f"{name}: is it done with each poll?")
        yield fact(module, "it does nothing once only", update)
        if prepare := methods(class_).get("_async_setup"):
            yield fact(module, "what is done once is here", prepare)


def _is_guard(node: ast.AST) -> bool:
    """Return whether something is done where an attribute is not set yet, which it sets."""
    if not isinstance(node, ast.If):
        return False
    match node.test:
        case ast.Compare(
            left=ast.Attribute() as tested, ops=[ast.Is()], comparators=[value]
        ) if is_none(value):
            pass
        case ast.UnaryOp(op=ast.Not(), operand=ast.Attribute() as tested):
            pass
        case _:
            return False
    return any(
        isinstance(each, ast.Attribute)
        and isinstance(each.ctx, ast.Store)
        and dotted(each) == dotted(tested)
        for statement in node.body
        for each in ast.walk(statement)
    )


def refused(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for where refused credentials are told apart."""
    for module in contribution.modules:
        for node in module.nodes:
            if isinstance(node, ast.Raise) and last_name(node.exc) == (
                "ConfigEntryAuthFailed"
            ):
                yield fact(module, "ConfigEntryAuthFailed is raised", node)


def typed(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for coordinators that do not say what their data is."""
    for module, class_ in contribution.coordinators:
        for base in class_.bases:
            definition = module.definition(base)
            if definition is None or definition.name != COORDINATOR:
                continue
            if isinstance(base, ast.Subscript):
                yield fact(module, f"its data is {ast.unparse(base.slice)}", class_)
            else:
                yield gap(
                    module, f"{class_.name} does not say what its data is", "", class_
                )


def interval(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for how often it polls."""
    for each in intervals(contribution):
        yield gap(
            each.path,
            "is it right for the device or service to be asked this often?",
            line=each.line,
            advice=True,
        )


def let_go(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for what setting up an entry begins, and unloading it may not end."""
    if (found := own_function(contribution, "async_setup_entry")) is None:
        return
    for root, module in contribution.reach(*found).items():
        for call in ast.walk(root):
            if isinstance(call, ast.Call) and _is_loose(module, call):
                yield doubt(module, call, f"does unloading end {last_name(call.func)}?")


def _is_loose(module: Module, call: ast.Call) -> bool:
    name = last_name(call.func)
    if name not in _TASKS and not SUBSCRIBES.search(name):
        return False
    owner = dotted(call.func).split(".")
    return (
        name not in _ENDED
        and not {"entry", "config_entry"} & {*owner}
        and not any(
            isinstance(each, ast.Call) and last_name(each.func) in _ENDED
            for each in module.around(call)
        )
    )


def after_failure(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for data of the entry that is asked for where setting it up has failed."""
    if (found := own_function(contribution, "async_setup_entry")) is None:
        return
    module, setup = found
    for handler in ast.walk(setup):
        if isinstance(handler, ast.ExceptHandler):
            for node in ast.walk(handler):
                if isinstance(node, ast.Attribute) and node.attr == "runtime_data":
                    yield gap(module, "runtime_data may not be set here", "", node)
    for each in sets_data(contribution):
        if each.path == module.path:
            yield each


def versions(contribution: Contribution) -> Iterator[Fact]:
    """Yield later versions of entries, and what migrates to them."""
    for flow in config_flows(contribution):
        for name in ("VERSION", "MINOR_VERSION"):
            match attributes(flow.class_).get(name):
                case None | ast.Constant(value=1):
                    pass
                case node:
                    yield fact(flow.module, f"{name} is {ast.unparse(node)}", node)
    if found := own_function(contribution, "async_migrate_entry"):
        yield fact(found[0], "entries are migrated", found[1])


def migrated(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Hold the version of entries against what migrates them."""
    found = list(versions(contribution))
    migrates = [each for each in found if "migrated" in each.what]
    if found and not migrates:
        yield gap(found[0].path, f"{found[0].what}, and nothing migrates", "")
    elif found and len(found) == len(migrates):
        yield gap(
            found[0].path, "entries are migrated, and the version is the first", ""
        )
    yield from found
