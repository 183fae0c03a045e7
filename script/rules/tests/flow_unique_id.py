"""The rule that tests of flows look at the unique id of what is created."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import Function, assigned, called, last_name, text
from script.rules.examples import Example
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .flow_results import flow_tests, is_create_entry, key, may_be_error, shows_error

OTHER_FLOWS: Final = {"options", "subentries"}

_FLOW: Final = """
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        await self.async_set_unique_id("1234")
        return self.async_create_entry(title="Example", data={})
"""


def _tested(flow: str, *asserted: str, manager: str = "flow") -> Example:
    """Return an example of a flow and its test."""
    lines = "".join(f"\n    {line}" for line in asserted)
    return Example(
        {
            "config_flow.py": flow.lstrip("\n"),
            "tests/test_config_flow.py": (
                "async def test_flow(hass: HomeAssistant) -> None:\n"
                f"    result = await hass.config_entries.{manager}.async_init(DOMAIN)"
                f"{lines}\n"
            ),
        }
    )


@rule(
    code="home-assistant-tests-config-flow-unique-id",
    title="Tests of flows look at the unique id of the entry",
    severity=Severity.REFUSED,
    source=plugin("tests/config_flow_unique_id"),
    why="Without a unique id the same device is added twice, and all later changes of it need a migration.",
    mend='Assert `result["result"].unique_id == ...`',
    good=(
        _tested(
            _FLOW,
            'assert result["type"] is FlowResultType.CREATE_ENTRY',
            'assert result["result"].unique_id == "1234"',
        ),
        _tested(
            _FLOW,
            'assert result["type"] is FlowResultType.CREATE_ENTRY',
            manager="options",
        ),
        _tested(
            _FLOW.replace("await self.async_set_unique_id", "print"),
            'assert result["type"] is FlowResultType.CREATE_ENTRY',
        ),
    ),
    bad=(
        _tested(
            _FLOW,
            'assert result["type"] is FlowResultType.CREATE_ENTRY  # !',
        ),
        _tested(
            _FLOW,
            'assert result["title"] == "Example"',
            'assert result["type"] == "create_entry"  # !',
        ),
    ),
)
def unique_id(integration: Integration) -> Iterator[Finding]:
    """Report entries that are created in a test without a look at their unique id."""
    if not any(
        "async_set_unique_id" in called(module.tree)
        for module in integration.parts("config_flow")
    ):
        return
    for module, test in flow_tests(integration):
        if any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "async_init"
            and last_name(node.func.value) in OTHER_FLOWS
            for node in ast.walk(test)
        ):
            continue
        for node in ast.walk(test):
            match node:
                case ast.Compare(
                    left=left, ops=[ast.Is() | ast.Eq()], comparators=[wanted]
                ) if key(left) == "type" and is_create_entry(wanted):
                    if (
                        not _of_other_flow(test, left)
                        and not _injects_error(module, test)
                        and not _looks_at_unique_id(test)
                    ):
                        yield module.found(
                            node,
                            f"{test.name} creates an entry and does not look at its unique id",
                        )
                    break


def _of_other_flow(test: Function, left: ast.expr) -> bool:
    """Return whether a result that is looked at is one of an options or subentry flow."""
    name = next((node.id for node in ast.walk(left) if isinstance(node, ast.Name)), "")
    values = [
        value
        for node in ast.walk(test)
        for target, value in assigned(node)
        if isinstance(target, ast.Name)
        and target.id == name
        and target.lineno < left.lineno
    ]
    match max(values, key=lambda value: value.lineno, default=None):
        case ast.Await(
            value=ast.Call(func=ast.Attribute(value=ast.Attribute(attr=manager)))
        ):
            return manager in OTHER_FLOWS
    return False


def _injects_error(module: Module, test: Function) -> bool:
    """Return whether a test lets something fail."""
    for node in ast.walk(test):
        match node:
            case ast.Assert(test=condition) if shows_error(condition, {}, frozenset()):
                return True
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[wanted]) if key(
                left
            ) == "errors" and may_be_error(wanted):
                return True
            case ast.keyword(arg="side_effect", value=value) if _may_raise(
                module, value
            ):
                return True
        for target, value in assigned(node):
            if (
                isinstance(target, ast.Attribute)
                and target.attr == "side_effect"
                and _may_raise(module, value)
            ):
                return True
    return False


def _may_raise(module: Module, value: ast.expr) -> bool:
    """Return whether a side effect may be an error."""
    match value:
        case ast.Constant(value=None) | ast.Lambda():
            return False
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return any(_may_raise(module, each) for each in elements)
    definition = module.definition(value.func if isinstance(value, ast.Call) else value)
    return not (
        definition
        and isinstance(definition.node, ast.FunctionDef | ast.AsyncFunctionDef)
    )


def _looks_at_unique_id(test: Function) -> bool:
    """Return whether a test asserts a unique id, or a snapshot."""
    return any(
        (isinstance(node, ast.Attribute) and node.attr == "unique_id")
        or text(node) == "unique_id"
        or (isinstance(node, ast.Name) and node.id == "snapshot")
        for each in ast.walk(test)
        if isinstance(each, ast.Assert)
        for node in ast.walk(each)
    )
