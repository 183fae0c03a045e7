"""Look at the tests."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator

from script.integration.contribution import Contribution
from script.integration.fact import Fact, fact, fact_in
from script.integration.finding import Finding
from script.integration.modules import Module
from script.integration.syntax import Function, dotted, keyword, last_name, parameters
from script.review.sheet.point import Look
from script.rules.scale.tested import all_tests
from script.rules.tests.functions import fixture_name, fixtures, tests

from .common import doubt, read_through


def here(contribution: Contribution) -> Iterator[Fact]:
    """Yield the tests."""
    return all_tests(contribution)


def typed(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for what tests take."""
    for module, function in _tests(contribution):
        if each := next(
            (each for each in parameters(function) if each.annotation), None
        ):
            yield fact(module, f"{each.arg} has a type", each)


def straight(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for branches, those too that core's plugin lets pass."""
    for module, function in _tests(contribution):
        for node in ast.walk(function):
            if isinstance(node, ast.If | ast.Match):
                yield doubt(module, node, f"does {function.name} need a branch?")
    yield from read_through(dict(_tests(contribution)), "a branch in a test")


def _tests(contribution: Contribution) -> Iterator[tuple[Module, Function]]:
    for module in contribution.tests:
        for function in tests(module):
            yield module, function


def _of_calls(is_it: Callable[[ast.Call], bool], what: str) -> Look:
    """Return a look for calls in the tests."""

    def look(contribution: Contribution) -> Iterator[Fact | Finding]:
        for module in contribution.tests:
            for call in module.calls:
                if is_it(call):
                    yield fact(module, what, call)

    return look


public = _of_calls(
    lambda call: dotted(call.func).startswith(
        ("hass.config_entries.", "hass.services.", "hass.states.")
    ),
    "the tests go through Home Assistant",
)
snapshots = _of_calls(
    lambda call: last_name(call.func) == "snapshot_platform",
    "the entities of a platform are compared",
)
parametrized = _of_calls(
    lambda call: last_name(call.func) == "parametrize", "values are parametrized"
)


def stand_ins(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for what stands for the library."""
    packages = {name for each in contribution.libraries for name in each.packages}
    classes = {
        name
        for module in contribution.modules
        for name, bound in module.bindings.items()
        if isinstance(bound, ast.ImportFrom)
        and (bound.module or "").partition(".")[0] in packages
    }
    for module in contribution.tests:
        for call in module.calls:
            target = call.args[0] if call.args else None
            if (
                last_name(call.func) == "patch"
                and isinstance(target, ast.Constant)
                and str(target.value).rpartition(".")[2] in classes
            ):
                yield fact(module, "this stands for the library", call)


def injected(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for one stand-in that all places of the library get."""
    for module in contribution.tests:
        for call in module.calls:
            if last_name(call.func) == "patch" and keyword(call, "new"):
                yield doubt(module, call, "could the client be passed instead?")


def platforms(contribution: Contribution) -> Iterator[Fact]:
    """Yield the platforms."""
    for module in contribution.platforms():
        yield Fact(module.path, 1, f"there is a {module.part} platform")


def of_time(contribution: Contribution) -> Iterator[Fact]:
    """Yield the tests in which time passes."""
    for module, function in _tests(contribution):
        names = {
            last_name(node.func)
            for node in ast.walk(function)
            if isinstance(node, ast.Call)
        } | {each.arg for each in parameters(function)}
        if names & {"async_fire_time_changed", "freezer", "freeze_time"}:
            yield fact(module, f"time passes in {function.name}", function)


def frozen(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for tests that set the clock."""
    for module, function in _tests(contribution):
        if "freezer" in {each.arg for each in parameters(function)}:
            yield fact(module, f"{function.name} takes freezer", function)


def shared_fixtures(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for fixtures that several modules have."""
    found = [
        (module, function)
        for module in contribution.tests
        for function in fixtures(module)
    ]
    often = Counter(fixture_name(function) for _, function in found)
    for module, function in found:
        if module.part == "conftest":
            yield fact(module, f"{function.name} is for all modules", function)
        elif often[fixture_name(function)] > 1:
            yield doubt(
                module, function, f"{function.name} stands in another module too"
            )


def bronze_of_flow(contribution: Contribution) -> Iterator[Fact]:
    """Yield that there is a config flow to test."""
    if contribution.manifest.get("config_flow"):
        yield fact_in(
            contribution.path / "manifest.json", "a config flow", "config_flow"
        )
