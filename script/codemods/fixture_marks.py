"""Mark tests with the fixtures that they only need the effect of."""

import ast
from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from script.integration.modules import Module
from script.integration.syntax import Function, dotted, last_name
from script.rules.tests.fixtures import unused
from script.rules.tests.functions import tests

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import before, change, without_items
from .subject import Subject

_MARK: Final = "pytest.mark.usefixtures"
_IMPORT: Final = "import pytest"
# Whatever else a test takes is set up after it anyway; it goes only where nothing before it stays.
_FIRST: Final = frozenset({"hass", "self"})


@Codemod(
    name="fixture-marks",
    title="Mark tests with the fixtures that they only need the effect of",
    changes=pairs(
        (
            """
            from unittest.mock import AsyncMock

            from homeassistant.core import HomeAssistant


            async def test_state(hass: HomeAssistant, mock_client: AsyncMock) -> None:
                assert hass.states.get("sensor.example")
            """,
            """
            import pytest

            from homeassistant.core import HomeAssistant


            @pytest.mark.usefixtures("mock_client")
            async def test_state(hass: HomeAssistant) -> None:
                assert hass.states.get("sensor.example")
            """,
        ),
        (
            """
            import pytest


            @pytest.mark.parametrize("name", ["a", "b"])
            async def test_state(hass, init_integration, mock_client, name) -> None:
                assert hass.states.get(name)
            """,
            """
            import pytest


            @pytest.mark.usefixtures("init_integration", "mock_client")
            @pytest.mark.parametrize("name", ["a", "b"])
            async def test_state(hass, name) -> None:
                assert hass.states.get(name)
            """,
        ),
        (
            """
            import pytest


            @pytest.mark.parametrize("name", ["a"])
            def test_state(mock_client, name) -> None:
                assert name
            """,
            """
            import pytest


            @pytest.mark.usefixtures("mock_client")
            @pytest.mark.parametrize("name", ["a"])
            def test_state(name) -> None:
                assert name
            """,
        ),
        # Home Assistant itself
        (
            """
            async def test_names(hass: HomeAssistant, name: str) -> None:
                assert name
            """,
            """
            @pytest.mark.usefixtures("hass")
            async def test_names(name: str) -> None:
                assert name
            """,
        ),
        file="tests/test_sensor.py",
    ),
    keeps=kept(
        """
        async def test_state(hass: HomeAssistant, mock_client: AsyncMock) -> None:
            assert hass.states.get("sensor.example") == mock_client.state
        """,
        # Marked, the second would be set up before the first.
        """
        async def test_state(mock_client: AsyncMock, init_integration: None) -> None:
            assert mock_client.called
        """,
        # A mock that the decorator gives
        """
        from unittest.mock import patch


        @patch("homeassistant.components.example.connect")
        async def test_state(mock_connect: AsyncMock) -> None:
            assert True
        """,
        file="tests/test_sensor.py",
    ),
)
def fixture_marks(subject: Subject) -> Iterator[Change]:
    """Yield the tests that take fixtures and do not look at them, where that keeps the order of fixtures."""
    for module in subject.tests:
        for test in tests(module):
            going = _going(module, test)
            if going:
                yield _marked(subject, module, test, going)


def _going(module: Module, test: Function) -> list[ast.arg]:
    """Return the parameters that need not be there."""
    taken = {*unused(module, test)}
    if any(not _is_mark(each) for each in test.decorator_list):
        return []
    first = takewhile(
        lambda each: each in taken or each.arg in _FIRST,
        [*test.args.posonlyargs, *test.args.args],
    )
    return [each for each in first if each in taken]


def _is_mark(decorator: ast.expr) -> bool:
    func = decorator.func if isinstance(decorator, ast.Call) else decorator
    return dotted(func).startswith("pytest.mark.") and last_name(func) != "usefixtures"


def _marked(
    subject: Subject, module: Module, test: Function, going: list[ast.arg]
) -> Change:
    source = subject.source(module)
    names = ", ".join(f'"{each.arg}"' for each in going)
    return change(
        subject,
        module,
        test,
        before(source, test, f"@{_MARK}({names})"),
        *without_items(source, test.args.args, going),
        imports=[_IMPORT],
    )
