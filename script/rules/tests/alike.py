"""The rule that tests that differ in values only are one test."""

import ast
from collections.abc import Iterator
import copy
from typing import Final, override

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import Function, body
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import threads

from .functions import tests

# Tests of fewer statements are as short as their parameters would be
_STATEMENTS: Final = 3

# Tests that differ in more values than these are no easier to read as a table
_VALUES: Final = 3


@rule(
    code="review-guide/alike-tests",
    title="Tests that differ in values only are parametrized",
    severity=Severity.ADVICE,
    source=threads(149848),
    why="One test with its values in a table shows what differs, and is changed in one place.",
    mend="Make it one test, with pytest.mark.parametrize",
    good=examples(
        """
        @pytest.mark.parametrize(
            ("exception", "state"),
            [(ExampleAuthError, "setup_error"), (ExampleConnectionError, "setup_retry")],
        )
        async def test_setup_error(
            hass: HomeAssistant, mock_client: AsyncMock, exception: type[Exception], state: str
        ) -> None:
            mock_client.fetch.side_effect = exception
            await setup_integration(hass)
            assert hass.states.get("sensor.example").state == state
        """,
        """
        async def test_turn_on(hass: HomeAssistant, mock_client: AsyncMock) -> None:
            await hass.services.async_call("switch", "turn_on", blocking=True)
            mock_client.turn_on.assert_called_once()
            assert hass.states.get("switch.example").state == "on"


        async def test_turn_off(hass: HomeAssistant, mock_client: AsyncMock) -> None:
            await hass.services.async_call("switch", "turn_off", blocking=True)
            mock_client.turn_off.assert_called_once()
            assert hass.states.get("switch.example").state == "off"
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_no_connection(hass: HomeAssistant, mock_client: AsyncMock) -> None:
            mock_client.fetch.side_effect = ExampleConnectionError("gone")
            await setup_integration(hass)
            assert hass.states.get("sensor.example").state == "unavailable"


        async def test_no_answer(hass: HomeAssistant, mock_client: AsyncMock) -> None:  # !
            mock_client.fetch.side_effect = TimeoutError
            await setup_integration(hass)
            assert hass.states.get("sensor.example").state == "unavailable"
        """,
        """
        async def test_turn_on(hass: HomeAssistant, mock_client: AsyncMock) -> None:
            await hass.services.async_call("switch", SERVICE_TURN_ON, blocking=True)
            mock_client.set_relay.assert_called_once_with(True)
            assert hass.states.get("switch.example").state == STATE_ON


        async def test_turn_off(hass: HomeAssistant, mock_client: AsyncMock) -> None:  # !
            await hass.services.async_call("switch", SERVICE_TURN_OFF, blocking=True)
            mock_client.set_relay.assert_called_once_with(False)
            assert hass.states.get("switch.example").state == STATE_OFF
        """,
        """
        async def test_retry(hass: HomeAssistant, mock_client: AsyncMock, entry: MockConfigEntry) -> None:
            mock_client.fetch.side_effect = ExampleConnectionError
            await setup_integration(hass, entry)
            assert entry.state is ConfigEntryState.SETUP_RETRY


        async def test_refused(hass: HomeAssistant, mock_client: AsyncMock, entry: MockConfigEntry) -> None:  # !
            mock_client.fetch.side_effect = ExampleAuthError
            await setup_integration(hass, entry)
            assert entry.state is ConfigEntryState.SETUP_ERROR
        """,
        file="tests/test_init.py",
    ),
)
def alike(integration: Integration) -> Iterator[Finding]:
    """Report tests that are like one before but for a few constants and exceptions."""
    for module in integration.tests:
        seen: dict[str, list[tuple[Function, list[str]]]] = {}
        for test in tests(module):
            if len(body(test)) < _STATEMENTS:
                continue
            form, values = _parts(test)
            for first, others in seen.setdefault(form, []):
                if _differing(others, values) <= _VALUES:
                    yield module.found(
                        test, f"{test.name} differs from {first.name} only in values"
                    )
                    break
            seen[form].append((test, values))


def _differing(some: list[str], others: list[str]) -> int:
    """Return how many values a table of two tests would have in a row."""
    return len({pair for pair in zip(some, others, strict=True) if len({*pair}) > 1})


def _parts(test: Function) -> tuple[str, list[str]]:
    """Return the form of a test, without its name and docstring, and the values that are in it."""
    plain = copy.deepcopy(test)
    plain.name = ""
    plain.body = body(plain)
    blank = _Blank()
    return ast.dump(blank.visit(plain)), blank.values


class _Blank(ast.NodeTransformer):
    """Take each constant, class and exception out of a tree.

    Attributes:
        values: What was taken, in its order.
    """

    def __init__(self) -> None:
        """Start without values."""
        self.values: list[str] = []

    @override
    def visit(self, node: ast.AST) -> ast.AST:
        """Return a node without its values."""
        match node:
            case ast.Constant():
                pass
            # A class, or a member of an enum
            case ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name)) if name[
                :1
            ].isupper():
                pass
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name[
                :1
            ].isupper() and all(isinstance(each, ast.Constant) for each in args):
                pass
            case _:
                self.generic_visit(node)
                return node
        self.values.append(ast.unparse(node))
        return ast.Constant(None)
