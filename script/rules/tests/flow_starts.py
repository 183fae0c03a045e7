"""Rules for how tests start flows and read their results."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import assigned, keyword, last_name, text
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide, plugin, threads

_HELPERS: Final = {
    "SOURCE_REAUTH": "start_reauth_flow",
    "reauth": "start_reauth_flow",
    "SOURCE_RECONFIGURE": "start_reconfigure_flow",
    "reconfigure": "start_reconfigure_flow",
}


def _source(call: ast.Call) -> str | None:
    """Return the source that a flow is started with."""
    match keyword(call, "context"):
        case ast.Dict(keys=keys, values=values):
            value = next(
                (
                    each
                    for key, each in zip(keys, values, strict=True)
                    if text(key) == "source"
                ),
                None,
            )
        case ast.Call() as context if last_name(context) == "ConfigFlowContext":
            value = keyword(context, "source")
        case _:
            return None
    return text(value) or last_name(value)


# What goes one step on
_STEPS: Final = {"async_configure", "async_init"}


@rule(
    code="home-assistant-tests-user-flow-no-data",
    title="Tests start the user's flow without data",
    severity=Severity.REFUSED,
    source=plugin("tests/user_flow_no_data"),
    why="A flow that a user starts always begins with a form, which the test then leaves out.",
    mend="Start it without, and pass the data to async_configure",
    good=examples(
        """
        async def test_flow(hass: HomeAssistant) -> None:
            await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
        """,
        """
        async def test_discovery(hass: HomeAssistant) -> None:
            await hass.config_entries.flow.async_init(
                DOMAIN, context={"source": SOURCE_ZEROCONF}, data=DISCOVERY
            )
        """,
        file="tests/test_config_flow.py",
    ),
    bad=examples(
        """
        async def test_flow(hass: HomeAssistant) -> None:
            await hass.config_entries.flow.async_init(  # !
                DOMAIN, context={"source": SOURCE_USER}, data=USER_INPUT
            )
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            await hass.config_entries.flow.async_init(  # !
                DOMAIN, context={"source": "user"}, data={}
            )
        """,
        file="tests/test_config_flow.py",
    ),
)
def user_flow_data(integration: Integration) -> Iterator[Finding]:
    """Report flows of the user that are started with data, which never happens."""
    for module in integration.tests:
        for call in module.calls:
            match call.func:
                case ast.Attribute(
                    value=ast.Attribute(attr="flow" | "subentries"), attr="async_init"
                ):
                    pass
                case _:
                    continue
            if (
                _source(call) in ("SOURCE_USER", "user")
                and keyword(call, "data") is not None
            ):
                yield module.found(
                    call,
                    "A flow of the user is started with data, which never happens",
                )


@rule(
    code="home-assistant-test-flow-start-helper",
    title="Tests start reauth and reconfigure flows by the entry's helpers",
    severity=Severity.REFUSED,
    source=plugin("flow_start_helpers"),
    why="The helpers make the whole context that Home Assistant gives such a flow.",
    mend="Start it with the helper of MockConfigEntry",
    good=examples(
        """
        async def test_reauth(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            result = await entry.start_reauth_flow(hass)
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
        """,
        file="tests/test_config_flow.py",
    ),
    bad=examples(
        """
        async def test_reauth(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            await hass.config_entries.flow.async_init(  # !
                DOMAIN, context={"source": SOURCE_REAUTH, "entry_id": entry.entry_id}
            )
        """,
        """
        async def test_reconfigure(hass: HomeAssistant) -> None:
            await hass.config_entries.flow.async_init(  # !
                DOMAIN, context={"source": "reconfigure"}
            )
        """,
        file="tests/test_config_flow.py",
    ),
)
def flow_start(integration: Integration) -> Iterator[Finding]:
    """Report flows that are started with a context made by hand."""
    for module in integration.tests:
        for call in module.calls:
            if (
                isinstance(call.func, ast.Attribute)
                and call.func.attr == "async_init"
                and (helper := _HELPERS.get(_source(call) or ""))
            ):
                yield module.found(
                    call,
                    "The context of the flow is made by hand",
                    f"Start it with `entry.{helper}(hass)`",
                )


@rule(
    code="review-guide/numbered-result",
    title="Each result of a flow is called result",
    severity=Severity.ASKED,
    source=threads(175076),
    why="Only the last result matters, and a numbered one is easily taken for another.",
    mend="Call each one result: only the last matters",
    good=examples(
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_init(DOMAIN)
            result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            options_result = await hass.config_entries.options.async_init(ENTRY_ID)
        """,
        file="tests/test_config_flow.py",
    ),
    bad=examples(
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_init(DOMAIN)
            result2 = await hass.config_entries.flow.async_configure(result["flow_id"], {})  # !
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result_1 = await hass.config_entries.flow.async_init(DOMAIN)  # !
        """,
        file="tests/test_config_flow.py",
    ),
)
def numbered(integration: Integration) -> Iterator[Finding]:
    """Report results of flows that are numbered."""
    for module in integration.tests:
        for node in module.nodes:
            for target, value in assigned(node):
                if isinstance(target, ast.Name) and re.fullmatch(
                    r"\w+\d+" if last_name(value) in _STEPS else r"result_?\d+",
                    target.id,
                ):
                    yield module.found(
                        target, f"{target.id} is easily taken for another"
                    )


@rule(
    code="review-guide/flow-result-type",
    title="Types of results are compared with `is`",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="They are members of an enum; mypy then knows what else is in the result.",
    mend="Compare it with `is`",
    good=examples(
        'assert result["type"] is FlowResultType.FORM',
        'assert result["step_id"] == "user"',
        file="tests/test_config_flow.py",
    ),
    bad=examples(
        'assert result["type"] == FlowResultType.FORM  # !',
        """
        from homeassistant import data_entry_flow

        assert result["type"] == data_entry_flow.FlowResultType.ABORT  # !
        """,
        'assert result["type"] == "form"  # !',
        file="tests/test_config_flow.py",
    ),
)
def compared_by_value(integration: Integration) -> Iterator[Finding]:
    """Report members of FlowResultType that are compared by value."""
    for module in integration.tests:
        for node in module.nodes:
            match node:
                case ast.Compare(
                    ops=[ast.Eq()], comparators=[ast.Attribute(value=owner)]
                ) if last_name(owner) == "FlowResultType":
                    yield module.found(node, "The type of a result is compared with ==")
                case ast.Compare(
                    left=ast.Subscript(
                        value=ast.Name(id=result), slice=ast.Constant(value="type")
                    ),
                    ops=[ast.Eq()],
                    comparators=[ast.Constant(value=str() as value)],
                ) if result.startswith("result"):
                    yield module.found(
                        node,
                        f'The type of a result is compared with the string "{value}"',
                        "Compare it with a member of FlowResultType, with `is`",
                    )
