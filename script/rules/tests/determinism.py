"""Rules that a test runs the same way each time."""

import ast
from collections.abc import Iterator
import re

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import dotted, last_name, parameters
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide, plugin

from .functions import tests
from .patches import patched


@rule(
    code="home-assistant-test-non-deterministic",
    title="A test has no branches",
    severity=Severity.REFUSED,
    source=plugin("test_determinism"),
    why="Of a test with branches a part may never run, and nobody sees it.",
    mend="Parametrize it, or write two tests",
    good=examples(
        """
        @pytest.mark.parametrize("is_on", [True, False])
        async def test_state(hass: HomeAssistant, is_on: bool) -> None:
            if is_on:
                assert hass.states.get("switch.example")
        """,
        """
        async def test_entities(hass: HomeAssistant) -> None:
            for state in hass.states.async_all():
                assert state.state != "unknown"
        """,
        file="tests/test_switch.py",
    ),
    bad=examples(
        """
        async def test_state(hass: HomeAssistant) -> None:
            state = hass.states.get("switch.example")
            if state is not None:  # !
                assert state.state == "on"
        """,
        """
        async def test_states(hass: HomeAssistant) -> None:
            match hass.states.get("switch.example"):  # !
                case None:
                    assert not hass.states.async_all()
        """,
        file="tests/test_switch.py",
    ),
)
def branches(integration: Integration) -> Iterator[Finding]:
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
                yield module.found(
                    statement,
                    f"{test.name} has an `{word}`, so a part of it may never run",
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


@rule(
    code="review-guide/sleep-in-test",
    title="No test waits for real time to pass",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="Thousands of tests run one after the other, and a slow machine makes such a test fail.",
    mend="Let time pass: freezer.tick(...) and async_fire_time_changed(hass)",
    good=examples(
        """
        async def test_poll(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
            freezer.tick(SCAN_INTERVAL)
            async_fire_time_changed(hass)
            await hass.async_block_till_done()
        """,
        """
        async def test_order(hass: HomeAssistant) -> None:
            await asyncio.sleep(0)
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_poll(hass: HomeAssistant) -> None:
            await asyncio.sleep(0.1)  # !
        """,
        """
        async def test_poll(hass: HomeAssistant) -> None:
            await asyncio.sleep(SCAN_INTERVAL.total_seconds())  # !
        """,
        file="tests/test_init.py",
    ),
)
def sleep(integration: Integration) -> Iterator[Finding]:
    """Report tests that wait for real."""
    for module in integration.tests:
        for call in module.calls:
            match call:
                case ast.Call(args=[ast.Constant(value=0)]):
                    continue
            if dotted(call.func) == "asyncio.sleep":
                yield module.found(call, "A test waits for real time to pass")


@rule(
    code="review-guide/patch-time",
    title="The clock of a test is the fixture freezer",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="A patched function leaves all other clocks running, so that the test sees two times at once.",
    mend="Use the fixture freezer",
    good=examples(
        """
        async def test_time(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
            freezer.move_to("2026-01-01 12:00:00+00:00")
        """,
        """
        async def test_timeout() -> None:
            with patch("homeassistant.components.example.coordinator.TIMEOUT", 0):
                assert True
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        @patch("homeassistant.util.dt.utcnow")  # !
        async def test_time(mock_utcnow: MagicMock) -> None:
            assert mock_utcnow
        """,
        """
        async def test_time(hass: HomeAssistant) -> None:
            with patch("homeassistant.components.example.sensor.datetime"):  # !
                assert hass.states.get("sensor.example")
        """,
        file="tests/test_init.py",
    ),
    about="patch",
)
def patched_time(integration: Integration) -> Iterator[Finding]:
    """Report clocks that a test replaces by hand."""
    for module, call, target in patched(integration):
        if re.search(r"(^|\.)(utcnow|datetime|time\.time|dt\.now)$", target):
            yield module.found(call, f"{target} is patched")
