"""Rules that tests make and look up nothing that is given to them."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.names import COORDINATOR, ENTITY
from script.integration.nodes import walk
from script.integration.syntax import FUNCTIONS, assigned, body, last_name, parameters
from script.rules.examples import Example, example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import threads

from .flow_results import flow_tests, key
from .functions import decorator, tests

# What Home Assistant makes, or lets an integration make as it is set up
_MADE: Final = {
    COORDINATOR: "coordinator",
    ENTITY: "entity",
    "homeassistant.config_entries.ConfigFlow": "flow",
    "homeassistant.config_entries.OptionsFlow": "flow",
}
_COORDINATOR: Final = """\
class ExampleCoordinator(DataUpdateCoordinator[int]):
    async def _async_update_data(self) -> int:
        return 1
"""
_FLOW: Final = "class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):\n    VERSION = 1\n"


def _tested(name: str, text: str, test: str) -> Example:
    """Return an example of a module and a test of it."""
    return Example(
        {
            **example(text, name).files,
            **example(test, "tests/test_init.py").files,
        }
    )


@rule(
    code="review-guide/made-in-test",
    title="Tests let Home Assistant make coordinators, flows and entities",
    severity=Severity.ADVICE,
    source=threads(140449, 161412, 56374),
    why="What a user sees are states and flows. A test of the objects behind them breaks when the code is changed, and not when its behaviour is.",
    mend="Set up the config entry, or start the flow, and look at what comes of it",
    good=(
        _tested(
            "coordinator.py",
            _COORDINATOR,
            """
            async def test_update(hass: HomeAssistant, entry: MockConfigEntry) -> None:
                await hass.config_entries.async_setup(entry.entry_id)
                assert hass.states.get("sensor.example").state == "1"
            """,
        ),
        _tested(
            "config_flow.py",
            _FLOW,
            """
            async def test_flow(hass: HomeAssistant) -> None:
                result = await hass.config_entries.flow.async_init(DOMAIN)
                assert result["type"] is FlowResultType.FORM
            """,
        ),
    ),
    bad=(
        _tested(
            "coordinator.py",
            _COORDINATOR,
            """
            from homeassistant.components.example.coordinator import ExampleCoordinator


            async def test_update(hass: HomeAssistant, entry: MockConfigEntry) -> None:
                coordinator = ExampleCoordinator(hass, entry)  # !
                assert await coordinator._async_update_data() == 1
            """,
        ),
        _tested(
            "config_flow.py",
            _FLOW,
            """
            from homeassistant.components.example import config_flow


            async def test_flow(hass: HomeAssistant) -> None:
                flow = config_flow.ExampleConfigFlow()  # !
                flow.hass = hass
            """,
        ),
    ),
)
def made_in_test(integration: Integration) -> Iterator[Finding]:
    """Report objects of the integration's own classes that tests make."""
    own = f"homeassistant.components.{integration.domain}."
    for module in integration.tests:
        told: set[ast.ClassDef] = set()
        for call in module.calls:
            # Most calls are of functions, which have small letters.
            if not last_name(call.func)[:1].isupper():
                continue
            class_ = module.definition(call.func)
            if (
                class_
                and class_.module
                and isinstance(class_.node, ast.ClassDef)
                and class_.name.startswith(own)
                # One finding tells of all of a module.
                and class_.node not in told
            ):
                above = {each.name for each in class_.module.ancestors(class_.node)}
                kind = next(
                    (made for name, made in _MADE.items() if name in above), None
                )
                if kind:
                    told.add(class_.node)
                    yield module.found(
                        call, f"A test makes the {kind} {class_.node.name} itself"
                    )


@rule(
    code="review-guide/asserts-nothing",
    title="Each test asserts something",
    severity=Severity.ADVICE,
    source=threads(50731),
    why="Without that it passes whatever comes out, as long as nothing raises.",
    mend="Assert what it is named after, as the state of the entry or of an entity",
    good=examples(
        """
        async def test_setup(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            await hass.config_entries.async_setup(entry.entry_id)
            assert entry.state is ConfigEntryState.LOADED
        """,
        """
        async def test_sensors(hass, entity_registry, snapshot, entry) -> None:
            await snapshot_platform(hass, entity_registry, snapshot, entry.entry_id)


        async def test_refused(hass: HomeAssistant) -> None:
            with pytest.raises(HomeAssistantError):
                await hass.services.async_call("switch", "turn_on")


        async def test_closed(mock_client: AsyncMock) -> None:
            mock_client.close.assert_awaited_once_with()
        """,
        """
        def is_off(hass: HomeAssistant) -> None:
            assert hass.states.get("switch.example").state == "off"


        async def test_off(hass: HomeAssistant) -> None:
            is_off(hass)
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_setup(hass: HomeAssistant, entry: MockConfigEntry) -> None:  # !
            entry.add_to_hass(hass)
            await hass.config_entries.async_setup(entry.entry_id)
        """,
        """
        async def test_turn_on(hass: HomeAssistant) -> None:  # !
            \"\"\"Test the action.\"\"\"
            await hass.services.async_call("switch", "turn_on")
            hass.states.get("switch.example")
        """,
        file="tests/test_init.py",
    ),
)
def asserts_nothing(integration: Integration) -> Iterator[Finding]:
    """Report tests that only do something, and call nothing that may assert."""
    proving = {
        node.name
        for module in integration.tests
        for node in module.functions
        if any(isinstance(each, ast.Assert | ast.Raise) for each in walk(node))
    }
    for module in integration.tests:
        for test in tests(module):
            # Fixtures may assert after the yield; a mark expects what is raised.
            if not any(
                isinstance(each, ast.Assert | ast.Raise)
                or (isinstance(each, ast.Call) and _may_assert(each, proving))
                for each in walk(test)
            ):
                yield module.found(test, f"{test.name} asserts nothing")


def _may_assert(call: ast.Call, proving: set[str]) -> bool:
    """Return whether a call may assert, as its name says or the tests show."""
    name = last_name(call.func)
    return name in proving or any(
        word in name
        for word in ("assert", "check", "raises", "snapshot", "test", "verify", "warns")
    )


@rule(
    code="review-guide/entry-looked-up",
    title="A test uses the config entry that it has",
    severity=Severity.ADVICE,
    source=threads(97723),
    why="The first entry of the domain is the test's own, and to look it up says that it may be another.",
    mend="Use the entry that the test takes",
    good=examples(
        """
        async def test_setup(hass: HomeAssistant, mock_config_entry: MockConfigEntry) -> None:
            assert mock_config_entry.state is ConfigEntryState.LOADED
        """,
        # A flow has made it.
        """
        async def test_flow(hass: HomeAssistant) -> None:
            entry = hass.config_entries.async_entries(DOMAIN)[0]
            assert entry.title == "Example"
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_setup(hass: HomeAssistant, mock_config_entry: MockConfigEntry) -> None:
            entries = hass.config_entries.async_entries(DOMAIN)
            assert entries[0].state is ConfigEntryState.LOADED  # !
        """,
        """
        async def test_setup(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            assert hass.config_entries.async_entries(DOMAIN)[0].title == "Example"  # !
        """,
        file="tests/test_init.py",
    ),
)
def entry_looked_up(integration: Integration) -> Iterator[Finding]:
    """Report entries that a test takes and looks up besides."""
    for module in integration.tests:
        if module.part == "test_config_flow":
            continue
        for test in tests(module):
            if not any(
                last_name(each.annotation) == "MockConfigEntry"
                for each in parameters(test)
            ):
                continue
            listed = {
                target.id
                for node in walk(test)
                for target, value in assigned(node)
                if isinstance(target, ast.Name) and last_name(value) == "async_entries"
            }
            for node in walk(test):
                match node:
                    case ast.Subscript(value=value, slice=ast.Constant(value=0)) if (
                        isinstance(value, ast.Call)
                        and last_name(value) == "async_entries"
                    ) or (isinstance(value, ast.Name) and value.id in listed):
                        yield module.found(
                            node, "The test looks up the entry that it has"
                        )


@rule(
    code="review-guide/kept-flow-id",
    title="Tests take flow_id from the result, where they need it",
    severity=Severity.ADVICE,
    source=threads(133738),
    why="The next step is then seen to go on with what the last one showed.",
    mend='Pass result["flow_id"]',
    good=examples(
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_init(DOMAIN)
            result = await hass.config_entries.flow.async_configure(result["flow_id"])
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            flow_id = await start(hass)
            result = await hass.config_entries.flow.async_configure(flow_id)
        """,
        file="tests/test_config_flow.py",
    ),
    bad=examples(
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_init(DOMAIN)
            flow_id = result["flow_id"]  # !
            result = await hass.config_entries.flow.async_configure(flow_id)
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            first = await hass.config_entries.flow.async_init(DOMAIN)
            flow = first["flow_id"]  # !
            await hass.config_entries.flow.async_configure(flow, {})
        """,
        file="tests/test_config_flow.py",
    ),
)
def kept_flow_id(integration: Integration) -> Iterator[Finding]:
    """Report names for the id of a flow."""
    for module, test in flow_tests(integration):
        for node in walk(test):
            for target, value in assigned(node):
                if isinstance(target, ast.Name) and key(value) == "flow_id":
                    yield module.found(node, f"{target.id} is only the id of a result")


@rule(
    code="review-guide/patch-helper",
    title="What several tests patch is a fixture",
    severity=Severity.ADVICE,
    source=threads(102371),
    why="Tests of core take fixtures, and pytest then undoes the patch.",
    mend="Make it a fixture that yields the mock",
    good=examples(
        """
        @pytest.fixture
        def mock_client() -> Generator[AsyncMock]:
            with patch("example_client.ExampleClient", autospec=True) as mock_class:
                yield mock_class.return_value
        """,
        """
        def make_status() -> MagicMock:
            return MagicMock(power=42)
        """,
        file="tests/conftest.py",
    ),
    bad=examples(
        """
        def patch_client() -> Any:
            return patch("example_client.ExampleClient", autospec=True)  # !
        """,
        """
        def patch_fetch(power: int) -> Any:
            \"\"\"Patch what the client fetches.\"\"\"
            return patch.object(ExampleClient, "fetch", return_value=power)  # !
        """,
        file="tests/conftest.py",
    ),
)
def patch_helper(integration: Integration) -> Iterator[Finding]:
    """Report functions that are not fixtures and return a patch."""
    for module in integration.tests:
        for function in module.tree.body:
            if not isinstance(function, FUNCTIONS) or decorator(function) is not None:
                continue
            match body(function):
                case [*_, ast.Return(value=ast.Call(func=called) as made)] if last_name(
                    called
                ) == "patch" or (
                    isinstance(called, ast.Attribute)
                    and last_name(called.value) == "patch"
                ):
                    yield module.found(made, f"{function.name} returns a patch")
