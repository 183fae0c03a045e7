"""Rules for fixtures, and for who takes them."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import Function, keyword, parameters, text
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .functions import decorator, parametrized, tests, used_by_marks

# Fixtures of core that give nothing
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


@rule(
    code="home-assistant-pytest-fixture-decorator",
    title="Fixtures live no longer than the tests of their integration",
    severity=Severity.REFUSED,
    source=plugin("decorator"),
    why="What one integration's tests set up must not reach those of another.",
    mend="Use package in conftest.py, or module",
    good=examples(
        """
        @pytest.fixture(scope="package")
        def platforms() -> list[Platform]:
            return [Platform.SENSOR]
        """,
        """
        @pytest.fixture(autouse=True)
        def platforms() -> list[Platform]:
            return [Platform.SENSOR]
        """,
        file="tests/conftest.py",
    ),
    bad=(
        *examples(
            """
            @pytest.fixture(scope="session")  # !
            def platforms() -> list[Platform]:
                return [Platform.SENSOR]
            """,
            file="tests/conftest.py",
        ),
        *examples(
            """
            @pytest.fixture(scope="package")  # !
            def platforms() -> list[Platform]:
                return [Platform.SENSOR]
            """,
            file="tests/test_sensor.py",
        ),
    ),
)
def scope(integration: Integration) -> Iterator[Finding]:
    """Report fixtures that live longer than the tests of their integration."""
    for module in integration.tests:
        for function in module.functions:
            mark = decorator(function)
            lives = text(keyword(mark, "scope")) if isinstance(mark, ast.Call) else None
            if lives == "session" or (lives == "package" and module.part != "conftest"):
                yield module.found(
                    mark, f"The fixture {function.name} has the scope {lives}"
                )


@rule(
    code="home-assistant-tests-redundant-usefixtures",
    title="Fixtures that all tests of a module use are marked once",
    severity=Severity.REFUSED,
    source=plugin("tests/redundant_usefixtures"),
    why="A second mark does nothing.",
    mend="Leave it out here",
    good=examples(
        """
        pytestmark = pytest.mark.usefixtures("mock_client")


        @pytest.mark.usefixtures("init_integration")
        async def test_state(hass: HomeAssistant) -> None:
            assert hass.states.get("sensor.example")
        """,
        """
        @pytest.mark.usefixtures("init_integration")
        async def test_state(hass: HomeAssistant) -> None:
            assert hass.states.get("sensor.example")
        """,
        file="tests/test_sensor.py",
    ),
    bad=examples(
        """
        pytestmark = pytest.mark.usefixtures("init_integration")


        @pytest.mark.usefixtures("init_integration")  # !
        async def test_state(hass: HomeAssistant) -> None:
            assert hass.states.get("sensor.example")
        """,
        """
        pytestmark = [pytest.mark.usefixtures("init_integration")]


        @pytest.mark.usefixtures("init_integration", "mock_client")  # !
        async def test_state(hass: HomeAssistant) -> None:
            assert hass.states.get("sensor.example")
        """,
        file="tests/test_sensor.py",
    ),
)
def marked_twice(integration: Integration) -> Iterator[Finding]:
    """Report fixtures that a test uses once more."""
    for module in integration.tests:
        used = used_by_marks(module.bindings.get("pytestmark"))
        for test in tests(module):
            for mark in test.decorator_list:
                for name in sorted(used_by_marks(mark) & used):
                    yield module.found(
                        mark, f"All tests of the module use {name} already"
                    )


def _taken_for_effect(module: Module, parameter: ast.arg, test: Function) -> Finding:
    """Return the finding that a test takes a fixture and does nothing with it."""
    return module.found(
        parameter,
        f"{test.name} takes {parameter.arg} only for its effect",
        f'Mark the test with `@pytest.mark.usefixtures("{parameter.arg}")`',
    )


@rule(
    code="home-assistant-consider-usefixtures-decorator",
    title="Fixtures that give nothing are marked, not taken",
    severity=Severity.REFUSED,
    source=plugin("type_hints/validators"),
    why="A parameter that nothing can be done with reads as if it were missing something.",
    mend="Mark the test with usefixtures",
    good=examples(
        """
        @pytest.mark.usefixtures("entity_registry_enabled_by_default")
        async def test_state(hass: HomeAssistant) -> None:
            assert hass.states.get("sensor.example")
        """,
        """
        @pytest.fixture
        def setup_bluetooth(enable_bluetooth: None) -> None:
            assert True
        """,
        file="tests/test_sensor.py",
    ),
    bad=examples(
        """
        async def test_state(
            hass: HomeAssistant,
            entity_registry_enabled_by_default: None,  # !
        ) -> None:
            assert hass.states.get("sensor.example")
        """,
        """
        async def test_page(hass: HomeAssistant, socket_enabled: None) -> None:  # !
            assert hass.states.get("sensor.example")
        """,
        file="tests/test_sensor.py",
    ),
)
def effect(integration: Integration) -> Iterator[Finding]:
    """Report fixtures that a test takes although they give nothing."""
    for module in integration.tests:
        for test in tests(module):
            for parameter in parameters(test):
                if parameter.arg in EFFECTS:
                    yield _taken_for_effect(module, parameter, test)


@rule(
    code="home-assistant-unused-test-fixture-argument",
    title="Fixtures that a test does not look at are marked, not taken",
    severity=Severity.ADVICE,
    source=plugin("type_hints/validators"),
    why="A parameter says that the test uses what it gets; a mark says that it needs what the fixture does.",
    mend="Mark the test with usefixtures",
    good=examples(
        """
        @pytest.mark.usefixtures("mock_client")
        async def test_state(hass: HomeAssistant) -> None:
            assert hass.states.get("sensor.example")
        """,
        """
        @pytest.mark.parametrize("device_fixture", ["meter"])
        async def test_state(hass: HomeAssistant, device_fixture: str) -> None:
            assert hass.states.get("sensor.example")
        """,
        file="tests/test_sensor.py",
    ),
    bad=examples(
        """
        async def test_state(hass: HomeAssistant, mock_client: AsyncMock) -> None:  # !
            assert hass.states.get("sensor.example")
        """,
        """
        async def test_type(hass: HomeAssistant) -> None:  # !
            assert ExampleClient
        """,
        file="tests/test_sensor.py",
    ),
)
def not_looked_at(integration: Integration) -> Iterator[Finding]:
    """Report fixtures that a test takes and does not look at."""
    for module in integration.tests:
        for test in tests(module):
            for parameter in unused(module, test):
                yield _taken_for_effect(module, parameter, test)


def unused(module: Module, test: Function) -> Iterator[ast.arg]:
    """Yield the parameters of a test that it does not look at, those that give nothing aside."""
    known = {
        node.id
        for node in ast.walk(ast.Module(test.body, []))
        if isinstance(node, ast.Name)
    } | parametrized(module, test)
    for parameter in parameters(test):
        if parameter.arg not in known | EFFECTS:
            yield parameter
