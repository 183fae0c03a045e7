"""The rules for setting up, fetching data and taking down."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.modules import Module
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    called,
    keyword,
    last_name,
    methods,
)
from script.rules import logs, runtime_data as kept, setup as set_up
from script.rules.entities import coordinator_entities
from script.rules.flow import fields
from script.rules.judge import judge as judged

from .contribution import Contribution, gap
from .proof import Proof, proof

# The rule has no number. Hardly any device is made to be asked more often than this.
_LEAST_SECONDS: Final = 5
# Where an interval of the user's is kept
_CHOSEN: Final = {"CONF_SCAN_INTERVAL", "options"}
# What raises by itself where the device or service cannot be reached
_ASKS: Final = {"async_config_entry_first_refresh", "async_ensure_token_valid"}
NOT_READY: Final = {"ConfigEntryAuthFailed", "ConfigEntryError", "ConfigEntryNotReady"}
SUBSCRIBES: Final = re.compile(
    r"^(async_)?(subscribe|track_|listen(_once)?$)|dispatcher_connect$|^_?(async_)?(add|register|set|on)_(?!done_).*(listener|callback|handler)s?$|^(add|register)_(listener|callback)$"
)
WHEN_ADDED: Final = {"async_added_to_hass", "async_internal_added_to_hass"}
COORDINATOR_ENTITY: Final = (
    "homeassistant.helpers.update_coordinator.BaseCoordinatorEntity"
)


def _root(contribution: Contribution) -> Module | None:
    """Return the module of the integration itself."""
    return next((module for module in contribution.modules if not module.part), None)


def own_function(
    contribution: Contribution, name: str
) -> tuple[Module, Function] | None:
    """Return a function of the integration itself."""
    root = _root(contribution)
    definition = root.member(name) if root else None
    if definition and definition.module and isinstance(definition.node, FUNCTIONS):
        return definition.module, definition.node
    return None


def _missing(contribution: Contribution, name: str) -> Finding:
    return gap(contribution.path / "__init__.py", f"no {name}", "Add it")


def appropriate_polling(contribution: Contribution) -> Iterator[Finding]:
    """Report polling without an interval, or with one that the user chooses."""
    yield from fields.polling_field.findings(contribution)
    for module, node in intervals_of(contribution):
        if any(
            isinstance(each, ast.Name | ast.Attribute) and last_name(each) in _CHOSEN
            for each in ast.walk(node)
        ):
            yield gap(
                module,
                "the user chooses how often it polls",
                "Set what suits most users; automations can ask for updates besides",
                node,
            )
        if (seconds := _seconds(module, node)) is not None and seconds < _LEAST_SECONDS:
            yield gap(
                module,
                f"it polls every {seconds:g} seconds",
                "Poll as seldom as most users can bear",
                node,
            )


def intervals_of(contribution: Contribution) -> Iterator[tuple[Module, ast.expr]]:
    """Yield how often the integration polls."""
    for module in contribution.modules:
        for call in module.calls:
            value = keyword(call, "update_interval")
            if value is not None and not (
                isinstance(value, ast.Constant) and value.value is None
            ):
                yield module, value
    for module in contribution.platforms():
        if isinstance(bound := module.bindings.get("SCAN_INTERVAL"), ast.expr):
            yield module, bound


def polled_every(contribution: Contribution) -> Iterator[float]:
    """Yield the seconds between two polls, where they are written down."""
    for module, node in intervals_of(contribution):
        if (seconds := _seconds(module, node)) is not None:
            yield seconds


def _seconds(module: Module, node: ast.AST | None) -> float | None:
    """Return the seconds that a timedelta has."""
    if isinstance(node, ast.Name | ast.Attribute):
        definition = module.definition(node)
        if definition is None or definition.module is None:
            return None
        module, node = definition.module, definition.node
    if not isinstance(node, ast.Call) or last_name(node.func) != "timedelta":
        return None
    parts = {
        each.arg: _number(module, each.value) for each in node.keywords if each.arg
    }
    if None in parts.values() or node.args:
        return None
    return timedelta(
        **{name: part for name, part in parts.items() if part is not None}
    ).total_seconds()


def _number(module: Module, node: ast.AST | None) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name():
            definition = module.definition(node)
            if (
                definition
                and definition.module
                and not isinstance(definition.node, ast.Name)
            ):
                return _number(definition.module, definition.node)
    return None


def common_modules(contribution: Contribution) -> Iterator[Finding]:
    """Report coordinators and base entities where nobody looks for them."""
    for module, class_ in contribution.coordinators:
        if module.part != "coordinator":
            yield gap(
                module,
                f"the coordinator {class_.name} is here",
                "Move it to coordinator.py",
                class_,
            )
    for module, class_ in base_entities(contribution):
        if module.part != "entity":
            yield gap(
                module,
                f"the base entity {class_.name} is here",
                "Move it to entity.py",
                class_,
            )


def base_entities(contribution: Contribution) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Yield the classes that entities of several platforms derive from."""
    users: dict[ast.ClassDef, tuple[Module, set[str]]] = {}
    for module, class_ in contribution.entities:
        for ancestor in module.ancestors(class_):
            if ancestor.module in contribution.modules and isinstance(
                ancestor.node, ast.ClassDef
            ):
                assert ancestor.module is not None
                users.setdefault(ancestor.node, (ancestor.module, set()))[1].add(
                    module.part
                )
    for class_, (module, parts) in users.items():
        if len(parts) > 1:
            yield module, class_


def runtime_data(contribution: Contribution) -> Iterator[Finding]:
    """Report data of an entry that is kept elsewhere, or has no type."""
    is_set = any(
        isinstance(node, ast.Attribute)
        and node.attr == "runtime_data"
        and isinstance(node.ctx, ast.Store)
        for module in contribution.modules
        for node in module.nodes
    )
    for each in (kept.kept_elsewhere, kept.shared_data, kept.typed_entry):
        for finding in each.findings(contribution):
            # Beside it may stand what all entries share.
            shared = is_set and each is not kept.typed_entry
            yield replace(finding, advice=finding.advice or shared)


def test_before_setup(contribution: Contribution) -> Iterator[Finding]:
    """Report a setup that succeeds whatever happens."""
    if (found := own_function(contribution, "async_setup_entry")) is None:
        yield _missing(contribution, "async_setup_entry")
        return
    reached = contribution.reach(*found)
    if not any(
        _ASKS & called(function)
        or any(
            isinstance(node, ast.Raise) and last_name(node.exc) in NOT_READY
            for node in ast.walk(function)
        )
        for function in reached
    ):
        yield gap(
            found[0],
            "async_setup_entry never finds out that it cannot connect",
            "Await async_config_entry_first_refresh, or raise ConfigEntryNotReady",
            found[1],
        )


def setup_proofs(contribution: Contribution) -> Iterator[Proof]:
    """Yield the tests of a setup that fails."""
    yield proof("sees a setup fail", one_of=("SETUP_RETRY", "SETUP_ERROR"))


def config_entry_unloading(contribution: Contribution) -> Iterator[Finding]:
    """Report what stays when an entry is unloaded."""
    yield from set_up.missing_unload.findings(contribution)
    found = own_function(contribution, "async_unload_entry")
    if (
        found
        and contribution.platforms()
        and any(contribution.calls("async_forward_entry_setups"))
        and not any(
            {"async_unload_platforms_or_raise", "async_unload_platforms"}
            & called(function)
            for function in contribution.reach(*found)
        )
    ):
        yield gap(
            found[0],
            "async_unload_entry leaves the platforms",
            "Call async_unload_platforms_or_raise",
            found[1],
        )


def unload_proofs(contribution: Contribution) -> Iterator[Proof]:
    """Yield the tests of unloading."""
    yield proof("unloads an entry", "async_unload", "NOT_LOADED")


def entity_unavailable(contribution: Contribution) -> Iterator[Finding]:
    """Report entities that show old data as if it was new."""
    yield from coordinator_entities.available.findings(contribution)
    for module, class_ in contribution.entities:
        if not module.derives(class_, COORDINATOR_ENTITY) and not any(
            "available" in methods(each) or "_attr_available" in _attributes_set(each)
            for _, each in own_family(contribution, module, class_)
        ):
            yield gap(
                module,
                f"{class_.name} is never unavailable",
                "Derive it from CoordinatorEntity, or set _attr_available",
                class_,
                # Such as a setting that Home Assistant keeps itself.
                advice=True,
            )


def unavailable_proofs(contribution: Contribution) -> Iterator[Proof]:
    """Yield the tests of a device that is gone."""
    yield proof(
        "sees an entity become unavailable", one_of=("STATE_UNAVAILABLE", "unavailable")
    )


def log_when_unavailable(contribution: Contribution) -> Iterator[Finding]:
    """Report loss of a device that is logged with every poll, besides the coordinator."""
    yield from judged(contribution, [logs.log_and_raise])


def is_logged(call: ast.Call) -> bool:
    """Return whether a call logs something that users see by default."""
    match call.func:
        case ast.Attribute(
            value=ast.Name(id="_LOGGER" | "LOGGER"),
            attr="error" | "exception" | "info" | "warning",
        ):
            return True
    return False


def entity_event_setup(contribution: Contribution) -> Iterator[Finding]:
    """Report entities that subscribe too early, or for ever."""
    for module, class_, call in subscriptions(contribution):
        function = module.function_around(call)
        early = _called_by(contribution, module, class_, {"__init__"})
        if function and function.name in early:
            yield gap(
                module,
                f"{class_.name} subscribes before it is added",
                "Subscribe in async_added_to_hass",
                call,
            )
        elif not _unsubscribes(contribution, module, class_):
            yield gap(
                module,
                f"{class_.name} never unsubscribes",
                "Wrap it in self.async_on_remove(...)",
                call,
                # What is subscribed to may end by itself.
                advice=True,
            )


def _called_by(
    contribution: Contribution, module: Module, class_: ast.ClassDef, names: set[str]
) -> set[str]:
    """Return methods of an entity or a base class of its own, and those that they call."""
    return names | {
        name
        for home, each in own_family(contribution, module, class_)
        if home in contribution.modules
        for calling in names & methods(each).keys()
        for name in called(methods(each)[calling])
    }


def _unsubscribes(
    contribution: Contribution, module: Module, class_: ast.ClassDef
) -> bool:
    family = [
        each
        for home, each in own_family(contribution, module, class_)
        if home in contribution.modules
    ]
    return any(
        "async_on_remove" in called(each)
        or "async_will_remove_from_hass" in methods(each)
        for each in family
    )


def subscriptions(
    contribution: Contribution,
) -> Iterator[tuple[Module, ast.ClassDef, ast.Call]]:
    """Yield what entities subscribe to."""
    family = {
        each: module
        for home, class_ in contribution.entities
        for module, each in own_family(contribution, home, class_)
        if module in contribution.modules
    }
    for class_, module in family.items():
        for call in ast.walk(class_):
            if isinstance(call, ast.Call) and SUBSCRIBES.search(last_name(call.func)):
                yield module, class_, call


def own_family(
    contribution: Contribution, module: Module, class_: ast.ClassDef
) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Yield a class and those it derives from, but for what every entity derives from."""
    yield module, class_
    for ancestor in module.ancestors(class_):
        if (
            ancestor.module
            and isinstance(ancestor.node, ast.ClassDef)
            and not ancestor.name.startswith("homeassistant.helpers.entity.")
        ):
            yield ancestor.module, ancestor.node


def _attributes_set(class_: ast.ClassDef) -> set[str]:
    """Return the names that a class assigns, to itself or its instances."""
    return {
        last_name(node)
        for node in ast.walk(class_)
        if isinstance(node, ast.Name | ast.Attribute)
        and isinstance(node.ctx, ast.Store)
    }
