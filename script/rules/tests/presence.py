"""Rules that there are tests, and that they do what their names say."""

from collections.abc import Iterator

from script.integration.fact import gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import called
from script.rules.examples import Example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide, threads

from .functions import tests


@rule(
    code="review-guide/no-tests",
    title="An integration has tests",
    severity=Severity.REFUSED,
    source=guide("tests"),
    why="Core takes no integration whose config flow is not tested.",
    mend="Begin with tests/components/DOMAIN/test_config_flow.py",
    good=(
        Example(
            {
                "tests/test_config_flow.py": "async def test_flow() -> None:\n    assert True\n"
            }
        ),
        Example({"__init__.py": '"""No tree of tests is here, as in a release."""\n'}),
    ),
    bad=(
        Example({"/tests/components/__init__.py": ""}),
        Example({"tests/conftest.py": "def make() -> None: ...\n"}),
    ),
)
def missing(integration: Integration) -> Iterator[Finding]:
    """Report an integration beside whose tree of tests there are none of it."""
    if integration.tests_path.parent.is_dir() and not any(
        test for module in integration.tests for test in tests(module)
    ):
        yield gap(integration.tests_path, f"There are no tests of {integration.domain}")


@rule(
    code="review-guide/unload-test",
    title="A test of unloading unloads",
    severity=Severity.ASKED,
    source=threads(160416),
    why="To remove an entry is another thing: nothing is left then that could be seen to be unloaded.",
    mend="Call hass.config_entries.async_unload",
    good=examples(
        """
        async def test_load_unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            await hass.config_entries.async_unload(entry.entry_id)
            assert entry.state is ConfigEntryState.NOT_LOADED
        """,
        """
        async def test_remove(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            await hass.config_entries.async_remove(entry.entry_id)
            assert not hass.config_entries.async_entries(DOMAIN)
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_load_unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:  # !
            await hass.config_entries.async_remove(entry.entry_id)
            assert entry.state is ConfigEntryState.NOT_LOADED
        """,
        """
        async def test_unloading(hass: HomeAssistant, entry: MockConfigEntry) -> None:  # !
            assert await hass.config_entries.async_remove(entry.entry_id)
        """,
        file="tests/test_init.py",
    ),
)
def unload(integration: Integration) -> Iterator[Finding]:
    """Report tests that are named after unloading, and remove."""
    for module in integration.tests:
        for test in tests(module):
            if (
                "unload" in test.name
                and "remove" not in test.name
                and "async_remove" in (calls := called(test))
                and not calls & {"async_unload", "async_reload"}
            ):
                yield module.found(
                    test, f"{test.name} removes the entry and does not unload it"
                )
