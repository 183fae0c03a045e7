"""The rule that tests wait only where there is something to wait for."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.nodes import walk
from script.integration.syntax import blocks, dotted, last_name, parameters, text
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide

from .flow_results import key


@rule(
    code="review-guide/needless-wait",
    title="Tests wait only where something still runs",
    severity=Severity.ADVICE,
    source=guide("tests"),
    why="A reader takes each wait for a sign that something goes on in the background.",
    mend="Leave it out",
    good=examples(
        """
        async def test_unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            await hass.config_entries.async_unload(entry.entry_id)
            await hass.async_block_till_done()
            assert entry.state is ConfigEntryState.NOT_LOADED
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            await hass.async_block_till_done()
            assert result["type"] is FlowResultType.FORM
            assert not mock_setup_entry.mock_calls
        """,
        # The entry is reloaded with its options.
        """
        async def test_options(hass: HomeAssistant, mock_setup_entry: AsyncMock) -> None:
            result = await hass.config_entries.options.async_configure(FLOW_ID, USER_INPUT)
            await hass.async_block_till_done()
            assert result["type"] is FlowResultType.CREATE_ENTRY
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            await hass.config_entries.async_unload(entry.entry_id)
            await hass.async_block_till_done()
            await hass.async_block_till_done()  # !
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_init(DOMAIN)
            await hass.async_block_till_done()  # !
            assert result["type"] is FlowResultType.FORM
        """,
        """
        async def test_flow(hass: HomeAssistant, mock_setup_entry: AsyncMock) -> None:
            result = await hass.config_entries.flow.async_configure(FLOW_ID, USER_INPUT)
            await hass.async_block_till_done()  # !
            assert result["type"] is FlowResultType.CREATE_ENTRY
            assert len(mock_setup_entry.mock_calls) == 1
        """,
        file="tests/test_init.py",
    ),
)
def needless(integration: Integration) -> Iterator[Finding]:
    """Report waits right after another, after the first form of a flow, and after its entry with a mocked setup."""
    for module in integration.tests:
        for node in module.nodes:
            for block in blocks(node):
                yield from (
                    module.found(wait, reason)
                    for before, wait, after in zip(
                        block, block[1:], [*block[2:], None], strict=False
                    )
                    if _is_wait(wait)
                    and (
                        reason := _why_needless(
                            before, after, _is_setup_mocked(module, wait)
                        )
                    )
                )


def _why_needless(
    before: ast.stmt, after: ast.stmt | None, is_setup_mocked: bool
) -> str | None:
    """Return why there is nothing to wait for between two statements."""
    if _is_wait(before):
        return "The test has just waited"
    match before, after:
        case (
            ast.Assign(value=ast.Await(value=step)),
            ast.Assert(
                test=ast.Compare(left=left, comparators=[ast.Attribute(attr="FORM")])
            ),
        ) if last_name(step) == "async_init" and key(left) == "type":
            return "A flow that shows its first form leaves nothing running"
        case (
            ast.Assign(value=ast.Await(value=ast.Call(func=step))),
            ast.Assert(
                test=ast.Compare(
                    left=left, comparators=[ast.Attribute(attr="CREATE_ENTRY")]
                )
            ),
        ) if (
            is_setup_mocked
            and dotted(step).endswith("config_entries.flow.async_configure")
            and key(left) == "type"
        ):
            return (
                "A flow has set up its entry when it returns, and the setup is a mock"
            )
    return None


def _is_wait(statement: ast.stmt) -> bool:
    """Return whether a statement waits until nothing runs any more, in the plain way."""
    match statement:
        case ast.Expr(value=ast.Await(value=ast.Call(args=[], keywords=[]) as call)):
            return last_name(call) == "async_block_till_done"
    return False


def _is_setup_mocked(module: Module, node: ast.AST) -> bool:
    """Return whether the test that a node is in takes or makes a mock of async_setup_entry."""
    test = module.function_around(node)
    return test is not None and (
        any("setup_entry" in each.arg for each in parameters(test))
        or any(
            "setup_entry" in (text(each) or "")
            for code in (*test.decorator_list, *test.body)
            for each in walk(code)
        )
    )
