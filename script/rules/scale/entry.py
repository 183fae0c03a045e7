"""Rules for setting up and unloading an entry."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS, Function, called, last_name
from script.rules import runtime_data as kept, setup
from script.rules.examples import Example, examples

from .flow import connects
from .proof import Proof, proof
from .tier_rule import Tier, TierRule, never
from .validators import SETUP_ERRORS

_TRIES: Final = {
    "async_config_entry_first_refresh": "the first refresh fails the setup",
    "async_ensure_token_valid": "a refused token fails the setup",
}
_RETRIED: Final = {
    "tests/test_init.py": "def test_gone(entry):\n    assert entry.state is ConfigEntryState.SETUP_RETRY\n"
}
_UNLOADED: Final = {
    "tests/test_init.py": """\
async def test_unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED
"""
}


def own_function(integration: Integration, name: str) -> tuple[Module, Function] | None:
    """Return a function of the integration itself."""
    root = setup.root(integration)
    definition = root.member(name) if root else None
    if definition and definition.module and isinstance(definition.node, FUNCTIONS):
        return definition.module, definition.node
    return None


def sets_data(integration: Integration) -> Iterator[Fact]:
    """Yield where the data of an entry is set."""
    for module in integration.modules:
        for node in module.nodes:
            if (
                isinstance(node, ast.Attribute)
                and node.attr == "runtime_data"
                and isinstance(node.ctx, ast.Store)
            ):
                yield fact(module, "entry.runtime_data is set", node)


@TierRule(
    tier=Tier.BRONZE,
    code="runtime-data",
    title="async_setup_entry sets a typed entry.runtime_data",
    why="It has a type, it goes with the entry, and every platform finds it in one place.",
    mend="Set entry.runtime_data to what the platforms need, in async_setup_entry",
    evidence=sets_data,
    against=sets_data,
    good=examples(
        """
        type ExampleConfigEntry = ConfigEntry[ExampleClient]


        async def async_setup_entry(hass: HomeAssistant, entry: ExampleConfigEntry) -> None:
            entry.runtime_data = ExampleClient(entry.data[CONF_HOST])  # ✔
        """,
        """
        class ExampleConfigEntry(ConfigEntry[ExampleClient]): ...


        async def async_setup_entry(hass: HomeAssistant, entry: ExampleConfigEntry) -> None:
            client = ExampleClient(entry.data[CONF_HOST])
            entry.runtime_data = client  # ✔
        """,
    ),
    bad=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            hass.data[DOMAIN] = ExampleClient(entry.data[CONF_HOST])  # !
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            print(entry.runtime_data)
        """,
    ),
)
def runtime_data(integration: Integration) -> Iterator[Finding]:
    """Report data of an entry that is kept elsewhere, or has no type."""
    is_set = any(sets_data(integration))
    for each in (kept.kept_elsewhere, kept.shared_data, kept.typed_entry):
        for finding in each.findings(integration):
            # Beside it may stand what all entries share.
            shared = is_set and each is not kept.typed_entry
            yield replace(finding, advice=finding.advice or shared)


def failing_setup(integration: Integration) -> Iterator[Fact]:
    """Yield where the setup finds out that it cannot connect."""
    if (found := own_function(integration, "async_setup_entry")) is None:
        return
    for root, module in integration.reach(*found).items():
        for node in ast.walk(root):
            match node:
                case ast.Call() if last_name(node.func) in _TRIES:
                    yield fact(module, _TRIES[last_name(node.func)], node)
                case ast.Raise() if last_name(node.exc) in SETUP_ERRORS:
                    yield fact(module, f"{last_name(node.exc)} is raised", node)


def setup_proofs(integration: Integration) -> Iterator[Proof]:
    """Yield the tests of a setup that fails."""
    yield proof("sees a setup fail", one_of=("SETUP_RETRY", "SETUP_ERROR"))


@TierRule(
    tier=Tier.BRONZE,
    code="test-before-setup",
    title="async_setup_entry fails without a connection",
    why="The user then sees in the entry what is wrong, and Home Assistant tries again.",
    mend="Await async_config_entry_first_refresh, or raise ConfigEntryNotReady",
    evidence=failing_setup,
    against=connects,
    proofs=setup_proofs,
    is_reasoned=True,
    good=tuple(
        Example({"__init__.py": each, **_RETRIED})
        for each in (
            """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await ExampleCoordinator(hass, entry).async_config_entry_first_refresh()  # ✔
""",
            """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await _connect(entry)


async def _connect(entry: ConfigEntry) -> None:
    try:
        await ExampleClient(entry.data[CONF_HOST]).connect()
    except ExampleError as err:
        raise ConfigEntryNotReady from err  # ✔
""",
        )
    ),
    bad=(
        Example(
            {
                "__init__.py": """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:  # !
    await ExampleCoordinator(hass, entry).async_refresh()
""",
                **_RETRIED,
            }
        ),
        # No test sees it fail.
        *examples(
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await ExampleCoordinator(hass, entry).async_config_entry_first_refresh()
            """
        ),
    ),
)
def test_before_setup(integration: Integration) -> Iterator[Finding]:
    """Report a setup that succeeds whatever happens."""
    if (found := own_function(integration, "async_setup_entry")) is None:
        yield gap(integration.path / "__init__.py", "no async_setup_entry", "Add it")
    elif not any(failing_setup(integration)):
        yield gap(
            found[0],
            "async_setup_entry never finds out that it cannot connect",
            node=found[1],
        )


def unloading(integration: Integration) -> Iterator[Fact]:
    """Yield the function that unloads an entry."""
    if found := own_function(integration, "async_unload_entry"):
        yield fact(found[0], "there is async_unload_entry", found[1])


def unload_proofs(integration: Integration) -> Iterator[Proof]:
    """Yield the tests of unloading."""
    yield proof("unloads an entry", "async_unload", "NOT_LOADED")


@TierRule(
    tier=Tier.SILVER,
    code="config-entry-unloading",
    title="async_unload_entry unloads the platforms",
    why="The user can then remove, disable or reload it without a restart.",
    mend="Add async_unload_entry, and call async_unload_platforms_or_raise in it",
    evidence=unloading,
    against=never,
    proofs=unload_proofs,
    good=tuple(
        Example({"__init__.py": each, **_UNLOADED})
        for each in (
            """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:  # ✔
    await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
""",
            # There are no platforms to unload.
            """\
async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:  # ✔
    await entry.runtime_data.close()
""",
        )
    ),
    bad=(
        Example(
            {
                "__init__.py": """\
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:  # !
    await entry.runtime_data.close()
""",
                "sensor.py": "PARALLEL_UPDATES = 0\n",
                **_UNLOADED,
            }
        ),
        # Nothing takes down what it sets up.
        Example(
            {
                "__init__.py": "async def async_setup_entry(hass, entry): ...\n",
                **_UNLOADED,
            }
        ),
    ),
)
def config_entry_unloading(integration: Integration) -> Iterator[Finding]:
    """Report what stays when an entry is unloaded."""
    yield from setup.missing_unload.findings(integration)
    found = own_function(integration, "async_unload_entry")
    if (
        found
        and integration.platforms()
        and any(integration.calls("async_forward_entry_setups"))
        and not any(
            {"async_unload_platforms_or_raise", "async_unload_platforms"}
            & called(function)
            for function in integration.reach(*found)
        )
    ):
        yield gap(
            found[0],
            "async_unload_entry leaves the platforms",
            "Call async_unload_platforms_or_raise",
            found[1],
        )
