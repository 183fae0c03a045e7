"""Check the tests."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    argument,
    assigned,
    dotted,
    is_none,
    keyword,
    last_name,
    parameters,
    text,
)

# What the fixtures of core's tests are, by their names.
FIXTURES: Final = {
    "area_registry": "AreaRegistry",
    "caplog": "LogCaptureFixture",
    "device_registry": "DeviceRegistry",
    "entity_registry": "EntityRegistry",
    "freezer": "FrozenDateTimeFactory",
    "hass": "HomeAssistant",
    "hass_client": "ClientSessionGenerator",
    "hass_client_no_auth": "ClientSessionGenerator",
    "hass_storage": "dict",
    "hass_ws_client": "WebSocketGenerator",
    "issue_registry": "IssueRegistry",
    "monkeypatch": "MonkeyPatch",
    "recorder_mock": "Recorder",
    "request": "FixtureRequest",
    "requests_mock": "Mocker",
    "snapshot": "SnapshotAssertion",
    "tmp_path": "Path",
}

# Fixtures that give nothing.
EFFECTS: Final = {
    "current_request_with_host",
    "enable_bluetooth",
    "enable_custom_integrations",
    "entity_registry_enabled_by_default",
    "mock_bluetooth",
    "mock_bluetooth_adapters",
    "mock_hass_config",
    "mock_hass_config_yaml",
    "socket_enabled",
}

# What setting up by hand leaves out, and core's name for doing it.
DIRECT: Final = {
    "async_setup": "home-assistant-tests-direct-async-setup",
    "async_setup_entry": "home-assistant-tests-direct-async-setup-entry",
    "async_unload_entry": "home-assistant-tests-direct-async-unload-entry",
    "async_migrate_entry": "home-assistant-tests-direct-async-migrate-entry",
}

REFRESHES: Final = ("async_refresh", "async_request_refresh", "_async_refresh")

LOADERS: Final = ("load_fixture", "load_fixture_bytes", "async_load_fixture")
BLOCKING_LOADERS: Final = (
    "load_fixture",
    "load_json_array_fixture",
    "load_json_object_fixture",
)

# Functions that take a domain, with the position and the name of its parameter.
DOMAIN_TAKERS: Final = (
    ("MockConfigEntry", 99, "domain"),
    ("async_mock_service", 1, "domain"),
    ("async_setup_component", 1, "domain"),
    ("hass.config_entries.flow.async_init", 0, "handler"),
    ("hass.services.async_call", 0, "domain"),
    ("hass.services.call", 0, "domain"),
    ("hass.states.async_entity_ids", 0, "domain_filter"),
)


def tests(module: Module) -> Iterator[Function]:
    """Yield the test functions of a module."""
    return (
        node
        for node in module.tree.body
        if isinstance(node, FUNCTIONS) and node.name.startswith("test_")
    )


def is_fixture(function: Function) -> bool:
    """Return whether a function is a fixture."""
    return any(
        ast.unparse(each).partition("(")[0] == "pytest.fixture"
        for each in function.decorator_list
    )


def branching(integration: Integration) -> Iterator[Finding]:
    """Report tests of which a part may never run."""
    for module in integration.tests:
        for test in tests(module):
            names = {each.arg for each in parameters(test)}
            for statement in test.body:
                match statement:
                    case ast.Match():
                        word = "match"
                    case ast.If(test=condition) if (
                        any(
                            isinstance(each, ast.Assert) for each in ast.walk(statement)
                        )
                        and not _is_guard(statement)
                        and not any(
                            isinstance(each, ast.Name) and each.id in names
                            for each in ast.walk(condition)
                        )
                    ):
                        word = "if"
                    case _:
                        continue
                yield module.finding(
                    statement,
                    "home-assistant-test-non-deterministic",
                    f"{test.name} has an `{word}`, so a part of it may never run",
                    "Parametrize it, or write two tests",
                )


def _is_guard(statement: ast.If) -> bool:
    """Return whether an `if` only ends the test."""
    return any(
        isinstance(each, ast.Return | ast.Raise)
        or (
            isinstance(each, ast.Expr)
            and isinstance(each.value, ast.Call)
            and last_name(each.value) in ("skip", "xfail", "fail")
        )
        for each in statement.body
    )


def direct_setup(integration: Integration) -> Iterator[Finding]:
    """Report tests that do by hand what Home Assistant does."""
    own = f"homeassistant.components.{integration.domain}"
    for module in integration.tests:
        for call in module.calls:
            definition = module.definition(call.func)
            owner, _, name = (
                definition.name.rpartition(".") if definition else ("", "", "")
            )
            if name not in DIRECT or not f"{owner}.".startswith(f"{own}."):
                continue
            check = DIRECT[name]
            if name == "async_setup_entry" and owner != own:
                check = "home-assistant-tests-direct-platform-async-setup-entry"
            yield module.finding(
                call,
                check,
                f"A test calls {name} itself, which leaves out what Home Assistant does around it",
                "Add a MockConfigEntry and let hass.config_entries do it",
            )


def coordinator_refresh(integration: Integration) -> Iterator[Finding]:
    """Report tests that refresh by hand."""
    for module in integration.tests:
        for node in module.nodes:
            if not (isinstance(node, ast.Attribute) and node.attr in REFRESHES):
                continue
            match module.parents[node]:
                case ast.Attribute():
                    continue
                case ast.Call(func=called, args=args, keywords=keywords) if (
                    called is node
                ):
                    # Those of a coordinator take nothing.
                    if node.attr != "_async_refresh" and (args or keywords):
                        continue
            yield module.finding(
                node,
                "home-assistant-tests-coordinator-async-refresh",
                "A test refreshes the coordinator itself, and so not as it happens",
                "Let time pass: freezer.tick(...) and async_fire_time_changed(hass)",
            )


def entry_by_hand(integration: Integration) -> Iterator[Finding]:
    """Report config entries that tests make as only Home Assistant does."""
    for module in integration.tests:
        for call in module.calls:
            definition = module.definition(call.func)
            if (
                definition
                and definition.name == "homeassistant.config_entries.ConfigEntry"
            ):
                yield module.finding(
                    call,
                    "review-guide/config-entry-by-hand",
                    "A test makes a ConfigEntry itself",
                    "Use MockConfigEntry",
                )


def internals(integration: Integration) -> Iterator[Finding]:
    """Report tests that look into an entry, or wait for real."""
    for module in integration.tests:
        for node in module.nodes:
            match node:
                case ast.Attribute(attr="runtime_data") if (
                    last_name(module.parents[node]) not in REFRESHES
                ):
                    yield module.finding(
                        node,
                        "review-guide/runtime-data-in-test",
                        "A test looks at runtime_data, which a user never sees",
                        "Look at states, registries, or what the client is called with",
                    )
                case ast.Call() if dotted(node.func) == "asyncio.sleep" and not (
                    len(node.args) == 1
                    and isinstance(node.args[0], ast.Constant)
                    and node.args[0].value == 0
                ):
                    yield module.finding(
                        node,
                        "review-guide/sleep-in-test",
                        "A test waits for real time to pass",
                        "Let time pass: freezer.tick(...) and async_fire_time_changed(hass)",
                    )


def registry_fixture(integration: Integration) -> Iterator[Finding]:
    """Report registries that are fetched although there is a fixture."""
    for module in integration.tests:
        if module.path.name == "conftest.py":
            continue
        for call in module.calls:
            match call.func:
                case ast.Attribute(value=ast.Name() as owner, attr="async_get"):
                    definition = module.definition(owner)
                case _:
                    continue
            function = module.function_around(call)
            if (
                definition
                and function
                and re.fullmatch(
                    r"homeassistant\.helpers\.\w+_registry", definition.name
                )
            ):
                if function.name.startswith("test_") or is_fixture(function):
                    fixture = definition.name.rpartition(".")[2]
                    yield module.finding(
                        call,
                        "home-assistant-tests-registry-fixtures",
                        f"{ast.unparse(call.func)} is called, and there is a fixture for it",
                        f"Take {fixture} as a parameter",
                    )


def load_fixture(integration: Integration) -> Iterator[Finding]:
    """Report fixtures that block the loop while they load, or are parsed by hand."""
    for module in integration.tests:
        for call in module.calls:
            function = module.function_around(call)
            if (
                isinstance(call.func, ast.Name)
                and call.func.id in BLOCKING_LOADERS
                and isinstance(function, ast.AsyncFunctionDef)
                and not any(
                    each in function.decorator_list for each in module.around(call)
                )
            ):
                yield module.finding(
                    call,
                    "home-assistant-async-load-fixtures",
                    f"{call.func.id} blocks the loop",
                    f"Await async_{call.func.id.removeprefix('async_')}",
                )
            if (
                dotted(call.func)
                in (
                    "json.loads",
                    "json.load",
                    "json_loads",
                    "json_loads_array",
                    "json_loads_object",
                )
                and call.args
            ):
                if last_name(call.args[0]) in LOADERS and not isinstance(
                    call.args[0], ast.Name | ast.Attribute
                ):
                    yield module.finding(
                        call,
                        "home-assistant-json-fixture",
                        "A fixture is loaded and then parsed",
                        "Use load_json_object_fixture, or its like",
                    )


def fixture_scope(integration: Integration) -> Iterator[Finding]:
    """Report fixtures that live longer than the tests of their integration."""
    for module in integration.tests:
        for function in module.functions:
            for decorator in function.decorator_list:
                if not (
                    isinstance(decorator, ast.Call)
                    and dotted(decorator.func) == "pytest.fixture"
                ):
                    continue
                scope = text(keyword(decorator, "scope"))
                if scope == "session" or (
                    scope == "package" and module.part != "conftest"
                ):
                    yield module.finding(
                        decorator,
                        "home-assistant-pytest-fixture-decorator",
                        f"The fixture {function.name} has the scope {scope}",
                        "Use package in conftest.py, or module",
                    )


def redundant_usefixtures(integration: Integration) -> Iterator[Finding]:
    """Report fixtures that a test uses once more."""
    for module in integration.tests:
        used = _fixtures_used(module.bindings.get("pytestmark"))
        for test in tests(module):
            for decorator in test.decorator_list:
                for name in sorted(_fixtures_used(decorator) & used):
                    yield module.finding(
                        decorator,
                        "home-assistant-tests-redundant-usefixtures",
                        f"All tests of the module use {name} already",
                        "Leave it out here",
                    )


def _fixtures_used(mark: ast.AST | None) -> set[str]:
    """Return the fixtures that a mark, or a list of marks, makes a test use."""
    if isinstance(mark, ast.List | ast.Tuple):
        return {name for each in mark.elts for name in _fixtures_used(each)}
    if isinstance(mark, ast.Call) and last_name(mark) == "usefixtures":
        return {name for each in mark.args if (name := text(each))}
    return set()


def unused_fixture(integration: Integration) -> Iterator[Finding]:
    """Report fixtures that a test takes and does not look at."""
    for module in integration.tests:
        for test in tests(module):
            known = {
                node.id
                for node in ast.walk(ast.Module(test.body, []))
                if isinstance(node, ast.Name)
            } | parametrized(module, test)
            for parameter in parameters(test):
                if parameter.arg in EFFECTS:
                    check = "home-assistant-consider-usefixtures-decorator"
                elif parameter.arg not in known:
                    check = "home-assistant-unused-test-fixture-argument"
                else:
                    continue
                yield module.finding(
                    parameter,
                    check,
                    f"{test.name} takes {parameter.arg} only for its effect",
                    f'Mark the test with `@pytest.mark.usefixtures("{parameter.arg}")`',
                )


def parametrized(module: Module, test: Function) -> set[str]:
    """Return the parameters of a test that are no fixtures."""
    names: set[str] = set()
    for decorator in test.decorator_list:
        mark: ast.AST | None = decorator
        if isinstance(decorator, ast.Name) and (
            definition := module.definition(decorator)
        ):
            mark = definition.node
        if isinstance(mark, ast.Call) and last_name(mark) == "parametrize":
            names |= {*argnames(argument(mark, 0, "argnames"))}
    return names


def argnames(node: ast.expr | None) -> list[str]:
    """Return the names that a mark parametrizes."""
    match node:
        case ast.Constant(value=str() as names):
            return [name.strip() for name in names.split(",")]
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return [text(each) or "" for each in elements]
    return []


def types(integration: Integration) -> Iterator[Finding]:
    """Report tests and fixtures without types, or with wrong ones."""
    for module in integration.tests:
        for function in module.tree.body:
            if not isinstance(function, FUNCTIONS) or not (
                function.name.startswith("test_") or is_fixture(function)
            ):
                continue
            if function.name.startswith("test_") and not is_none(function.returns):
                yield module.finding(
                    function,
                    "home-assistant-return-type",
                    f"{function.name} is not annotated to return None",
                    "Annotate `-> None`",
                )
            for parameter in parameters(function):
                wanted = FIXTURES.get(parameter.arg)
                if parameter.annotation is None:
                    check = (
                        "home-assistant-argument-type"
                        if wanted
                        else "review-guide/untyped-test-parameter"
                    )
                elif wanted and last_name(parameter.annotation) != wanted:
                    check = "home-assistant-argument-type"
                else:
                    continue
                yield module.finding(
                    parameter,
                    check,
                    f"{parameter.arg} of {function.name} has no type, or a wrong one",
                    f"Annotate it with {wanted or 'what the fixture gives'}",
                )


def domain_argument(integration: Integration) -> Iterator[Finding]:
    """Report members of Platform where a domain belongs."""
    for module in integration.tests:
        for call in module.calls:
            for function, position, name in DOMAIN_TAKERS:
                if dotted(call.func) != function:
                    continue
                value = argument(call, position, name)
                if (
                    isinstance(value, ast.Attribute)
                    and dotted(value.value) == "Platform"
                ):
                    yield module.finding(
                        value,
                        "home-assistant-domain-argument",
                        f"{dotted(value)} is passed for a domain",
                        f"Import the component's DOMAIN, as {value.attr}_DOMAIN",
                    )


def foreign_patch(integration: Integration) -> Iterator[Finding]:
    """Report tests that replace a part of Home Assistant, or the clock."""
    own = f"homeassistant.components.{integration.domain}"
    for module in integration.tests:
        for call in module.calls:
            target = (
                text(call.args[0])
                if call.args and last_name(call.func) in ("patch", "dict")
                else None
            )
            if (
                target is None
                and call.args
                and last_name(call.func) == "dict"
                and dotted(call.args[0]) == "sys.modules"
            ):
                target = "sys.modules"
            if target is None:
                continue
            if target == "sys.modules":
                yield module.finding(
                    call,
                    "review-guide/patch-sys-modules",
                    "sys.modules is patched, which breaks other tests",
                    "Patch the class of the library where it is used",
                )
            elif re.search(r"(^|\.)(utcnow|datetime|time\.time|dt\.now)$", target):
                yield module.finding(
                    call,
                    "review-guide/patch-time",
                    f"{target} is patched",
                    "Use the fixture freezer",
                )
            elif target.startswith(
                (
                    "homeassistant.helpers.",
                    "homeassistant.core.",
                    "homeassistant.config_entries.",
                )
            ) or re.fullmatch(
                rf"{re.escape(own)}\.coordinator\.\w+Coordinator\.\w+", target
            ):
                yield module.finding(
                    call,
                    "review-guide/patch-home-assistant",
                    f"{target} is patched, so the test does not see how the integration works with it",
                    "Patch the library",
                )


def snapshot_platform(integration: Integration) -> Iterator[Finding]:
    """Report platforms whose entities are not compared with a snapshot."""
    for platform in integration.platforms():
        for module in integration.tests:
            if (
                platform.name.endswith(f".{platform.part}")
                and module.part == f"test_{platform.part}"
            ):
                if not any(
                    last_name(call.func) == "snapshot_platform" for call in module.calls
                ):
                    yield module.finding(
                        None,
                        "review-guide/snapshot-platform",
                        f"The entities of {platform.part} are not compared with a snapshot as a whole",
                        "Call snapshot_platform in one test",
                    )


def numbered_result(integration: Integration) -> Iterator[Finding]:
    """Report results of flows that are numbered."""
    for module in integration.tests:
        for node in module.nodes:
            for target, _ in assigned(node):
                if isinstance(target, ast.Name) and re.fullmatch(
                    r"result_?\d+", target.id
                ):
                    yield module.finding(
                        target,
                        "review-guide/numbered-result",
                        f"{target.id} is easily taken for another",
                        "Call each one result: only the last matters",
                    )


def flow_result_type(integration: Integration) -> Iterator[Finding]:
    """Report members of FlowResultType that are compared by value."""
    for module in integration.tests:
        for node in module.nodes:
            match node:
                case ast.Compare(
                    ops=[ast.Eq()], comparators=[ast.Attribute(value=owner)]
                ) if last_name(owner) == "FlowResultType":
                    yield module.finding(
                        node,
                        "review-guide/flow-result-type",
                        "The type of a result is compared with ==",
                        "Compare it with `is`",
                    )


def orphan_snapshot(integration: Integration) -> Iterator[Finding]:
    """Report snapshots that no test compares with any more."""
    for path in sorted(integration.tests_path.glob("__snapshots__/*.ambr")):
        known = {
            test.name
            for module in integration.tests
            if module.part == path.stem
            for test in module.functions
        }
        for number, line in enumerate((read_text(path) or "").splitlines(), 1):
            match = re.match(r"# name: (?:\w+\.)?(test_\w+)", line)
            if match and match[1] not in known:
                yield Finding(
                    path=path,
                    line=number,
                    check="review-guide/orphan-snapshot",
                    message=f"There is no {match[1]} in {path.stem}.py",
                    mend="Remove the snapshot: pytest --snapshot-update",
                )


CHECKS: Final = (
    branching,
    direct_setup,
    coordinator_refresh,
    entry_by_hand,
    internals,
    registry_fixture,
    load_fixture,
    fixture_scope,
    redundant_usefixtures,
    unused_fixture,
    types,
    domain_argument,
    foreign_patch,
    snapshot_platform,
    numbered_result,
    flow_result_type,
    orphan_snapshot,
)
