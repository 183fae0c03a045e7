"""The rule that tests wait only where there is something to wait for."""

import ast
from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import blocks, last_name
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
        file="tests/test_init.py",
    ),
)
def needless(integration: Integration) -> Iterator[Finding]:
    """Report waits right after another, and after a flow has only shown its first form."""
    for module in integration.tests:
        for node in module.nodes:
            for block in blocks(node):
                yield from (
                    module.found(wait, reason)
                    for before, wait, after in zip(
                        block, block[1:], [*block[2:], None], strict=False
                    )
                    if _is_wait(wait) and (reason := _why_needless(before, after))
                )


def _why_needless(before: ast.stmt, after: ast.stmt | None) -> str | None:
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
    return None


def _is_wait(statement: ast.stmt) -> bool:
    """Return whether a statement waits until nothing runs any more, in the plain way."""
    match statement:
        case ast.Expr(value=ast.Await(value=ast.Call(args=[], keywords=[]) as call)):
            return last_name(call) == "async_block_till_done"
    return False
