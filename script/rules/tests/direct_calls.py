"""Rules that tests leave to Home Assistant what it does itself."""

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import last_name
from script.rules.examples import Example, examples
from script.rules.rule import Rule, Severity, rule
from script.rules.sources import guide, plugin

_REFRESHES: Final = ("async_refresh", "async_request_refresh", "_async_refresh")

# What tests do in place of the call, each with the line of a good example
_INSTEAD: Final = {
    "async_setup": 'assert await async_setup_component(hass, "example", {})',
    "async_setup_entry": "await hass.config_entries.async_setup(entry.entry_id)",
    "async_unload_entry": "await hass.config_entries.async_unload(entry.entry_id)",
    "async_migrate_entry": "await hass.config_entries.async_setup(entry.entry_id)",
}


def _calls(
    integration: Integration, name: str, *, of_platform: bool
) -> Iterator[Finding]:
    """Report calls of a function of the integration, or of its platforms, that Home Assistant calls."""
    own = f"homeassistant.components.{integration.domain}"
    for module in integration.tests:
        for call in module.calls:
            definition = module.definition(call.func)
            owner, _, last = (
                definition.name.rpartition(".") if definition else ("", "", "")
            )
            if (
                last == name
                and f"{owner}.".startswith(f"{own}.")
                and (owner != own and name == "async_setup_entry") is of_platform
            ):
                yield module.found(
                    call,
                    f"A test calls {name} itself, which leaves out what Home Assistant does around it",
                )


def _test_of(name: str, line: str, module: str = "") -> Example:
    """Return an example of a test that does something with an entry."""
    (shown,) = examples(
        f"""
        from homeassistant.components.example{module} import {name}
        from homeassistant.setup import async_setup_component


        async def test_entry(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            {line}
        """,
        file="tests/test_init.py",
    )
    return shown


def _direct(name: str, code: str, module: str = "") -> Rule:
    """Return the rule that tests do not call a function themselves."""
    others: Iterable[Example] = examples(
        f"""
        async def {name}(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            entry.add_to_hass(hass)


        async def test_entry(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            await {name}(hass, entry)
        """,
        file="tests/test_init.py",
    )
    where = " of a platform" if module else ""

    @rule(
        code=f"home-assistant-tests-direct-{code}",
        title=f"Tests let Home Assistant call {name}{where}",
        severity=Severity.REFUSED,
        source=plugin(f"tests/direct_{code.replace('-', '_')}"),
        why="Called by hand it works without the locks, states and checks around it, and the test proves another thing.",
        mend="Add a MockConfigEntry and let hass.config_entries do it",
        good=(_test_of("DOMAIN", _INSTEAD[name]), *others),
        bad=(
            _test_of(name, f"await {name}(hass, entry)  # !", module),
            _test_of(name, f"assert await {name}(hass, entry) is None  # !", module),
        ),
    )
    def check(integration: Integration) -> Iterator[Finding]:
        """Report tests that do by hand what Home Assistant does."""
        return _calls(integration, name, of_platform=bool(module))

    return check


setup = _direct("async_setup", "async-setup")
setup_entry = _direct("async_setup_entry", "async-setup-entry")
platform_setup_entry = _direct(
    "async_setup_entry", "platform-async-setup-entry", ".sensor"
)
unload_entry = _direct("async_unload_entry", "async-unload-entry")
migrate_entry = _direct("async_migrate_entry", "async-migrate-entry")


@rule(
    code="home-assistant-tests-coordinator-async-refresh",
    title="Tests do not refresh a coordinator",
    severity=Severity.REFUSED,
    source=plugin("tests/coordinator_async_refresh"),
    why="A coordinator that is refreshed by hand may never do so by itself.",
    mend="Let time pass: freezer.tick(...) and async_fire_time_changed(hass)",
    good=examples(
        """
        async def test_poll(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
            freezer.tick(SCAN_INTERVAL)
            async_fire_time_changed(hass)
            await hass.async_block_till_done()
        """,
        """
        async def test_token(auth: ExampleAuth) -> None:
            await auth.async_refresh("token")
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_poll(entry: MockConfigEntry) -> None:
            await entry.runtime_data.async_refresh()  # !
        """,
        """
        async def test_poll(coordinator: ExampleCoordinator) -> None:
            await coordinator.async_request_refresh()  # !
        """,
        file="tests/test_init.py",
    ),
)
def refresh(integration: Integration) -> Iterator[Finding]:
    """Report tests that refresh by hand."""
    for module in integration.tests:
        for node in module.nodes:
            if not (isinstance(node, ast.Attribute) and node.attr in _REFRESHES):
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
            yield module.found(
                node,
                "A test refreshes the coordinator itself, and so not as it happens",
            )


@rule(
    code="review-guide/config-entry-by-hand",
    title="Config entries of tests are MockConfigEntry",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="The parameters of ConfigEntry change, and then each test that makes one has to.",
    mend="Use MockConfigEntry",
    good=examples(
        'ENTRY = MockConfigEntry(domain="example", unique_id="1234")',
        """
        async def test_entry(entry: ConfigEntry) -> None:
            assert entry.state is ConfigEntryState.LOADED
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        'ENTRY = ConfigEntry(domain="example", unique_id="1234")  # !',
        """
        from homeassistant import config_entries

        ENTRY = config_entries.ConfigEntry(domain="example")  # !
        """,
        file="tests/test_init.py",
    ),
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
                yield module.found(call, "A test makes a ConfigEntry itself")


@rule(
    code="review-guide/runtime-data-in-test",
    title="Tests do not look at runtime_data",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="A test of what only the code sees breaks when the code is changed, and not when its behaviour is.",
    mend="Look at states, registries, or what the client is called with",
    good=examples(
        """
        async def test_state(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            assert hass.states.get("sensor.example")
        """,
        """
        async def test_data(entry: MockConfigEntry) -> None:
            assert entry.data[CONF_HOST] == "192.0.2.1"
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_data(entry: MockConfigEntry) -> None:
            assert entry.runtime_data.data.power == 42  # !
        """,
        """
        async def test_data(entry: MockConfigEntry) -> None:
            entry.runtime_data.client.fetch.assert_called_once()  # !
        """,
        file="tests/test_init.py",
    ),
)
def runtime_data(integration: Integration) -> Iterator[Finding]:
    """Report tests that look into an entry."""
    for module in integration.tests:
        for node in module.nodes:
            if (
                isinstance(node, ast.Attribute)
                and node.attr == "runtime_data"
                and last_name(module.parents[node]) not in _REFRESHES
            ):
                yield module.found(
                    node, "A test looks at runtime_data, which a user never sees"
                )
