"""The rules for actions, errors and issues."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.keys import mapping_at
from script.integration.modules import Definition, Module
from script.integration.syntax import (
    Function,
    argument,
    dotted,
    keyword,
    last_name,
    methods,
)
from script.rules import actions as judged, exceptions
from script.rules.rule import Rule

from .contribution import Contribution, gap
from .proof import Proof, proof
from .setup import own_family

_ERROR: Final = "homeassistant.exceptions.HomeAssistantError"
_REGISTER: Final = judged.REGISTER | {
    "async_register_batched_entity_service",
    "async_register_entity_service",
}


def registrations(contribution: Contribution) -> Iterator[tuple[Module, ast.Call]]:
    """Yield the calls that register an action."""
    for module in contribution.modules:
        for call in module.calls:
            match call.func:
                case ast.Attribute(value=owner, attr="async_register") if (
                    last_name(owner) == "services"
                ):
                    yield module, call
                case _ if last_name(call.func) in _REGISTER:
                    yield module, call


def action_setup(contribution: Contribution) -> Iterator[Finding]:
    """Report actions that are there only while an entry is loaded."""
    yield from judged.registered_for_entry.findings(contribution)


def action_methods(contribution: Contribution) -> Iterator[tuple[Module, Function]]:
    """Yield the methods of entities that carry out an action.

    Home Assistant's own classes have each of them twice, for coroutines and for threads.
    """
    for home, class_ in contribution.entities:
        family = list(own_family(contribution, home, class_))
        core = {
            name
            for ancestor in home.ancestors(class_)
            if ancestor.module not in contribution.modules
            and isinstance(ancestor.node, ast.ClassDef)
            for name in methods(ancestor.node)
        }
        for module, each in family:
            for name, function in (
                methods(each).items() if module in contribution.modules else ()
            ):
                if (
                    name.startswith("async_")
                    and name in core
                    and name.removeprefix("async_") in core
                    and isinstance(function.returns, ast.Constant)
                ):
                    yield module, function


def action_exceptions(contribution: Contribution) -> Iterator[Finding]:
    """Report actions that fail without telling the user."""
    yield from judged.swallowed.findings(contribution)
    actions = list(dict.fromkeys(action_methods(contribution)))
    registering = [
        (module, function)
        for module, call in registrations(contribution)
        if (function := module.function_around(call))
    ]
    for module, function in (*actions, *dict.fromkeys(registering)):
        if _may_fail(contribution, module, function) and not any(
            _makes_error(home, node)
            for root in _roots(contribution, module, function)
            for each, home in contribution.reach(module, root).items()
            for node in ast.walk(each)
        ):
            yield gap(
                module,
                f"nothing in {function.name} raises an error of Home Assistant",
                "Raise HomeAssistantError where the device refuses, and ServiceValidationError for wrong input",
                function,
                # What awaits may never fail, or raise such an error itself.
                advice=True,
            )


def _roots(
    contribution: Contribution, module: Module, function: Function
) -> Iterator[ast.AST]:
    """Yield an action, and the entity descriptions or other tables that say what it does."""
    yield function
    if any(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and last_name(call.func) in _REGISTER
        for node in (keyword(call, "func"), keyword(call, "service_func"))
    ):
        yield module.tree
    if any(
        isinstance(node, ast.Attribute) and node.attr == "entity_description"
        for node in ast.walk(function)
    ):
        yield from (call for home, call in contribution.descriptions if home is module)


def _may_fail(contribution: Contribution, module: Module, function: Function) -> bool:
    """Return whether an action awaits something, and nothing of Home Assistant's own that raises itself."""
    class_ = module.class_around(function)
    inherited = {
        name
        for ancestor in (module.ancestors(class_) if class_ else ())
        if ancestor.module
        and ancestor.module not in contribution.modules
        and isinstance(ancestor.node, ast.ClassDef)
        for name in methods(ancestor.node)
    }
    awaited = [
        (home, node.value.func)
        for each, home in contribution.reach(module, function).items()
        for node in ast.walk(each)
        if isinstance(node, ast.Await) and isinstance(node.value, ast.Call)
    ]
    names = {dotted(each).removeprefix("self.") for _, each in awaited}
    # Such as sending by an entity of another integration, which its class does.
    if any(name.startswith("_") for name in names & inherited) or any(
        _is_core(contribution, home.definition(each)) for home, each in awaited
    ):
        return False
    # What it calls of its own is reached anyway.
    return class_ is None or bool(names - inherited - contribution.functions.keys())


def _is_core(contribution: Contribution, definition: Definition | None) -> bool:
    """Return whether this is of Home Assistant itself, or of another integration."""
    return (
        definition is not None
        and definition.module is not None
        and definition.module not in contribution.modules
    )


def _makes_error(module: Module, node: ast.AST) -> bool:
    """Return whether code raises an error of Home Assistant, or makes one to be raised."""
    match node:
        case ast.Raise():
            return _is_error(module.definition(_error(node)))
        case ast.Call():
            return _is_error(module.definition(node.func))
    return False


def _error(node: ast.Raise) -> ast.expr | None:
    return node.exc.func if isinstance(node.exc, ast.Call) else node.exc


def _is_error(definition: Definition | None) -> bool:
    """Return whether this is an error that Home Assistant shows to the user."""
    return definition is not None and (
        definition.name == _ERROR
        or (
            definition.module is not None
            and isinstance(definition.node, ast.ClassDef)
            and definition.module.derives(definition.node, _ERROR)
        )
    )


def action_proofs(contribution: Contribution) -> Iterator[Proof]:
    """Yield the tests of actions that fail."""
    yield proof(
        "sees an action fail",
        "raises",
        one_of=("HomeAssistantError", "ServiceValidationError"),
    )


def raised_errors(contribution: Contribution) -> Iterator[tuple[Module, ast.Call]]:
    """Yield the errors that are raised for the user to see."""
    for module in contribution.modules:
        for node in module.nodes:
            match node:
                case ast.Raise(exc=ast.Call() as call) if module.part != "config_flow":
                    definition = module.definition(call.func)
                    if (
                        definition
                        and _is_error(definition)
                        and not definition.name.startswith(
                            "homeassistant.data_entry_flow."
                        )
                    ):
                        yield module, call


def exception_translations(contribution: Contribution) -> Iterator[Finding]:
    """Report errors that the user gets in English only."""
    raised = list(raised_errors(contribution))
    for each in vars(exceptions).values():
        if isinstance(each, Rule):
            yield from each.findings(contribution)
    for module, call in raised:
        if not call.args and not call.keywords:
            yield gap(
                module,
                f"{last_name(call)} says nothing",
                "Pass translation_domain and translation_key",
                call,
            )


def repair_issues(contribution: Contribution) -> Iterator[Finding]:
    """Report issues that say nothing."""
    calls = list(contribution.calls("async_create_issue"))
    for module, call in calls:
        key = module.value(keyword(call, "translation_key"))
        owner = module.value(argument(call, 1, "domain"))
        if (
            key
            and owner in (None, contribution.domain)
            and key not in mapping_at(contribution.strings, "issues")
        ):
            yield gap(
                contribution.path / "strings.json",
                f"no issues.{key}",
                "Tell the user what to do",
                call,
            )
