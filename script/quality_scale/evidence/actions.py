"""Find actions, conditions, triggers, errors and issues."""

from collections.abc import Iterator

from script.integration.syntax import keyword, last_name
from script.quality_scale.actions import action_methods, raised_errors, registrations
from script.quality_scale.contribution import Contribution, Fact, fact, fact_in
from script.quality_scale.setup import NOT_READY


def registered(contribution: Contribution) -> Iterator[Fact]:
    """Yield the calls that register an action."""
    for module, call in registrations(contribution):
        yield fact(module, "an action is registered", call)


def of_integration(contribution: Contribution) -> Iterator[Fact]:
    """Yield the calls that register an action which is not one of entities."""
    for module, call in registrations(contribution):
        if not last_name(call.func).endswith("entity_service"):
            yield fact(module, "an action is registered", call)


def actions(contribution: Contribution) -> Iterator[Fact]:
    """Yield the actions, registered or described."""
    yield from registered(contribution)
    yield from _described(contribution, "services")


def conditions(contribution: Contribution) -> Iterator[Fact]:
    """Yield the conditions."""
    yield from _described(contribution, "conditions")
    yield from _functions(contribution, "condition", "async_get_conditions")


def triggers(contribution: Contribution) -> Iterator[Fact]:
    """Yield the triggers."""
    yield from _described(contribution, "triggers")
    yield from _functions(contribution, "trigger", "async_get_triggers")


def _described(contribution: Contribution, plural: str) -> Iterator[Fact]:
    path = contribution.path / f"{plural}.yaml"
    for name in contribution.described(plural):
        yield fact_in(path, f"{name} is described", name)


def _functions(contribution: Contribution, part: str, name: str) -> Iterator[Fact]:
    for module in contribution.parts(part):
        for function in module.functions:
            if function.name == name:
                yield fact(module, f"there is {name}", function)


def acts(contribution: Contribution) -> Iterator[Fact]:
    """Yield the actions, those of entities too."""
    yield from actions(contribution)
    for module, function in action_methods(contribution):
        yield fact(module, f"{function.name} carries out an action", function)


def errors(contribution: Contribution) -> Iterator[Fact]:
    """Yield the errors that are raised for the user."""
    for module, call in raised_errors(contribution):
        yield fact(module, f"{last_name(call)} is raised", call)


def translated_errors(contribution: Contribution) -> Iterator[Fact]:
    """Yield the errors that are raised for the user with a translation."""
    for module, call in raised_errors(contribution):
        if keyword(call, "translation_key") or any(
            each.arg is None for each in call.keywords
        ):
            yield fact(module, f"{last_name(call)} is raised with a translation", call)


def failing_actions(contribution: Contribution) -> Iterator[Fact]:
    """Yield the errors that an action may end in, which are not those of setup and polling."""
    for module, call in raised_errors(contribution):
        if last_name(call) not in NOT_READY | {"UpdateFailed"}:
            yield fact(module, f"{last_name(call)} is raised", call)


def issues(contribution: Contribution) -> Iterator[Fact]:
    """Yield the issues that the user can repair."""
    for module, call in contribution.calls("async_create_issue"):
        yield fact(module, "an issue is created", call)
    yield from _functions(contribution, "repairs", "async_create_fix_flow")
