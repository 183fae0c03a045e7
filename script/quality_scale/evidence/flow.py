"""Find flows, what they ask for and what they refuse."""

import ast
from collections.abc import Callable, Iterable, Iterator

from script.integration.keys import strings_at
from script.integration.modules import Module
from script.integration.syntax import Function, last_name, methods
from script.quality_scale.contribution import Contribution, Fact, fact, fact_in
from script.quality_scale.flow import (
    ADDRESSES,
    OAUTH,
    REFUSING,
    UPDATES,
    config_flow_of,
    discovered_by,
    entered,
    kinds_with_address,
    names_called,
    reauth_starts,
    secrets,
    step_methods,
    step_of,
)
from script.rules.flow.flows import flows
from script.rules.tests.functions import tests as tests_in

from .docs import fields


def _at(
    contribution: Contribution, function: Function, what: str, node: ast.AST
) -> Iterator[Fact]:
    """Yield what is in a method of the flow, at its class where the method is of core's."""
    for module, each in contribution.functions.get(function.name, ()):
        if each is function:
            yield fact(module, what, node)
            return
    if flow := config_flow_of(contribution):
        yield fact(flow.module, what, flow.class_)


def _calls_in(
    contribution: Contribution, reached: Iterable[Function], names: set[str]
) -> Iterator[Fact]:
    for function in reached:
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and last_name(call.func) in names:
                yield from _at(
                    contribution,
                    function,
                    f"{function.name} calls {last_name(call)}",
                    call,
                )


def config_flow(contribution: Contribution) -> Iterator[Fact]:
    """Yield the class of the config flow."""
    if flow := config_flow_of(contribution):
        yield fact(flow.module, f"{flow.class_.name} is the config flow", flow.class_)


def in_manifest(contribution: Contribution) -> Iterator[Fact]:
    """Yield that the manifest has a config flow."""
    if contribution.manifest.get("config_flow"):
        yield fact_in(
            contribution.path / "manifest.json", "there is a config flow", "config_flow"
        )


def options(contribution: Contribution) -> Iterator[Fact]:
    """Yield the options flows."""
    for flow in flows(contribution):
        if flow.kind == "options":
            yield fact(flow.module, f"{flow.class_.name} has options", flow.class_)


def flow_tests(contribution: Contribution) -> Iterator[Fact]:
    """Yield the tests of the config flow."""
    for module in contribution.tests:
        if module.part == "test_config_flow":
            yield from _tests(module)


def platform_tests(contribution: Contribution) -> Iterator[Fact]:
    """Yield the tests of the integration."""
    for module in contribution.tests:
        yield from _tests(module)


def _tests(module: Module) -> Iterator[Fact]:
    for function in tests_in(module):
        yield fact(module, f"{function.name} is a test", function)


def tried(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the flow tries the connection."""
    if (flow := config_flow_of(contribution)) is None:
        return
    if flow.module.derives(flow.class_, OAUTH):
        yield fact(flow.module, "a login comes before the entry", flow.class_)
        return
    for method in flow.reached(*step_methods(flow)).values():
        for function, module in contribution.reach(flow.module, method).items():
            for statement in ast.walk(function):
                if isinstance(statement, ast.Try) and any(
                    isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)
                    for each in statement.body
                    for node in ast.walk(each)
                ):
                    yield fact(module, "the connection is tried here", statement)


def connects(contribution: Contribution) -> Iterator[Fact]:
    """Yield that there is something to connect to."""
    iot_class = str(contribution.manifest.get("iot_class"))
    if iot_class.startswith("cloud") or iot_class.endswith("polling"):
        yield fact_in(
            contribution.path / "manifest.json",
            f"iot_class {iot_class} means that it connects to something",
            "iot_class",
        )


def refuses(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the same thing is kept from being added twice."""
    if contribution.manifest.get("single_config_entry"):
        yield fact_in(
            contribution.path / "manifest.json",
            "there is one entry only",
            "single_config_entry",
        )
    if flow := config_flow_of(contribution):
        # Home Assistant's own steps end in methods of other names.
        starts = {*step_methods(flow), *methods(flow.class_)}
        reached = flow.reached(*starts).values()
        yield from _calls_in(contribution, reached, {*REFUSING})
        for function in reached:
            for node in ast.walk(function):
                match node:
                    case ast.Constant(value="already_configured"):
                        yield from _at(
                            contribution, function, "it is told apart here", node
                        )


def step(name: str) -> Callable[[Contribution], Iterator[Fact]]:
    """Return the evidence that the config flow has a step."""

    def found(contribution: Contribution) -> Iterator[Fact]:
        for method, function in step_of(contribution, name).items():
            if method == f"async_step_{name}":
                yield from _at(contribution, function, f"there is {method}", function)

    return found


def discovery(contribution: Contribution) -> Iterator[Fact]:
    """Yield what discovers a device."""
    manifest = contribution.path / "manifest.json"
    for kind in discovered_by(contribution):
        yield from step(kind)(contribution)
        if kind in contribution.manifest:
            yield fact_in(manifest, f"{kind} discovers it", kind)


def announced(contribution: Contribution) -> Iterator[Fact]:
    """Yield what the manifest has of a device before it is set up."""
    manifest = contribution.path / "manifest.json"
    for kind in discovered_by(contribution):
        matchers = contribution.manifest.get(kind)
        # Those of devices that are set up keep their addresses.
        if matchers and matchers != [{"registered_devices": True}]:
            yield fact_in(manifest, f"{kind} discovers it", kind)


def discovered_address(contribution: Contribution) -> Iterator[Fact]:
    """Yield discovery of an address that may change, of what can be told from others."""
    for kind in kinds_with_address(contribution):
        if "_async_handle_discovery_without_unique_id" not in names_called(
            step_of(contribution, kind)
        ):
            yield from step(kind)(contribution)


def updated_address(contribution: Contribution) -> Iterator[Fact]:
    """Yield where discovery updates an entry."""
    for kind in discovered_by(contribution):
        for function in step_of(contribution, kind).values():
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and (
                    last_name(call.func) in UPDATES
                    or (
                        last_name(call.func) == "_abort_if_unique_id_configured"
                        and (call.args or call.keywords)
                    )
                ):
                    yield from _at(
                        contribution, function, f"{kind} updates the entry", call
                    )


def authentication(contribution: Contribution) -> Iterator[Fact]:
    """Yield signs of authentication."""
    keys = secrets(contribution)
    for each in fields(contribution):
        if each.what.rpartition(" ")[2] in keys:
            yield each
    for module, node in reauth_starts(contribution):
        yield fact(module, f"{last_name(node)} asks for new credentials", node)
    if "application_credentials" in strings_at(contribution.manifest, "dependencies"):
        yield fact_in(
            contribution.path / "manifest.json",
            "it authenticates with OAuth",
            "dependencies",
        )


def connection_settings(contribution: Contribution) -> Iterator[Fact]:
    """Yield settings that a user may have to change."""
    keys = entered(contribution) & ADDRESSES
    for each in fields(contribution):
        if each.what.rpartition(" ")[2] in keys:
            yield each
    yield from step("reconfigure")(contribution)
