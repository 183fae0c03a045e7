"""Rules for mocks."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import assigned, dotted, inner, keyword, last_name
from script.rules.examples import Example, example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import threads

from .functions import fixture_name, fixtures
from .mock_values import has_spec, is_bare, is_mock, is_specced, library_class
from .patches import patched

_SETUP: Final = """
async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    entry.runtime_data = ExampleClient(entry.data[CONF_HOST])
"""
_TARGET: Final = '"homeassistant.components.example.ExampleClient"'


def _conftest(text: str) -> Example:
    """Return an example of an integration with a client, and its conftest.py."""
    shown = example(text, "tests/conftest.py")
    return Example({"__init__.py": _SETUP.lstrip("\n"), **shown.files})


@rule(
    code="review-guide/mock-without-spec",
    title="What stands for the library's client has its spec",
    severity=Severity.ASKED,
    source=threads(161442),
    why="A mock without a spec has every method that is asked for, also those that the library does not have.",
    mend="Patch it with autospec=True, and set what its methods return",
    good=(
        _conftest(
            f"""
            @pytest.fixture
            def mock_client() -> Generator[AsyncMock]:
                with patch({_TARGET}, autospec=True) as mock_class:
                    yield mock_class.return_value
            """
        ),
        _conftest(
            f"""
            @pytest.fixture
            def mock_client() -> Generator[AsyncMock]:
                client = AsyncMock(spec=ExampleClient)
                with patch({_TARGET}, return_value=client):
                    yield client
            """
        ),
        _conftest(
            """
            @pytest.fixture
            def mock_setup_entry() -> Generator[AsyncMock]:
                with patch("homeassistant.components.example.async_setup_entry") as mock_setup:
                    yield mock_setup
            """
        ),
    ),
    bad=(
        _conftest(
            f"""
            @pytest.fixture
            def mock_client() -> Generator[MagicMock]:
                with patch({_TARGET}) as mock_class:  # !
                    yield mock_class.return_value
            """
        ),
        _conftest(
            f"""
            def make_client() -> MagicMock:
                client = MagicMock()
                client.fetch = AsyncMock()
                return client


            @pytest.fixture
            def mock_client() -> Generator[MagicMock]:
                with patch({_TARGET}, return_value=make_client()) as mock_class:  # !
                    yield mock_class.return_value
            """
        ),
        _conftest(
            f"""
            async def test_setup(hass: HomeAssistant) -> None:
                client = AsyncMock()
                with patch({_TARGET}, new=client):  # !
                    assert client.fetch.called
            """
        ),
    ),
)
def without_spec(integration: Integration) -> Iterator[Finding]:
    """Report classes of libraries that are replaced by mocks that may be anything."""
    for module, call, target in patched(integration):
        if last_name(call.func) != "patch" or not library_class(integration, target):
            continue
        values = [
            *call.args[1:2],
            *(
                each.value
                for each in call.keywords
                if each.arg in ("new", "return_value")
            ),
        ]
        others = {each.arg for each in call.keywords} & {
            "new_callable",
            "side_effect",
            "wraps",
        }
        if has_spec(call) or (others and not values):
            continue
        if not values or any(is_bare(module, value) for value in values):
            yield module.found(
                call, f"The mock of {target.rpartition('.')[2]} has no spec"
            )


@rule(
    code="review-guide/mock-over-spec",
    title="Methods of a mock with a spec are not replaced",
    severity=Severity.ADVICE,
    source=threads(155099),
    why="The method is a mock with the library's signature already, which the new one does not have.",
    mend="Set its return_value or side_effect",
    good=(
        _conftest(
            f"""
            @pytest.fixture
            def mock_client() -> Generator[AsyncMock]:
                with patch({_TARGET}, autospec=True) as mock_class:
                    client = mock_class.return_value
                    client.fetch.return_value = 42
                    yield client
            """
        ),
        _conftest(
            f"""
            @pytest.fixture
            def mock_client() -> Generator[AsyncMock]:
                with patch({_TARGET}, autospec=True) as mock_class:
                    client = mock_class.return_value
                    client.account = AsyncMock(spec=ExampleAccount)
                    yield client
            """
        ),
    ),
    bad=(
        _conftest(
            f"""
            @pytest.fixture
            def mock_client() -> Generator[AsyncMock]:
                with patch({_TARGET}, autospec=True) as mock_class:
                    client = mock_class.return_value
                    client.fetch = AsyncMock(return_value=42)  # !
                    yield client
            """
        ),
        _conftest(
            """
            @pytest.fixture
            def mock_client() -> AsyncMock:
                return AsyncMock(spec=ExampleClient)


            async def test_error(mock_client: AsyncMock) -> None:
                mock_client.fetch = AsyncMock(side_effect=ExampleError)  # !
            """
        ),
    ),
)
def over_spec(integration: Integration) -> Iterator[Finding]:
    """Report methods of mocks with a spec that are replaced by mocks without one."""
    for module in integration.tests:
        for node in module.nodes:
            for target, value in assigned(node):
                match target, value:
                    case ast.Attribute(value=owner, attr=method), ast.Call() if (
                        last_name(value) in ("AsyncMock", "MagicMock", "Mock")
                        and not has_spec(value)
                        and (
                            keyword(value, "return_value")
                            or keyword(value, "side_effect")
                        )
                        and is_specced(module, owner)
                    ):
                        yield module.found(
                            target,
                            f"{method} is replaced by a mock, although its owner has a spec",
                        )


@rule(
    code="review-guide/mocked-hass",
    title="Tests run in a real Home Assistant",
    severity=Severity.ASKED,
    source=threads(137504),
    why="The fixture hass is a whole Home Assistant; with a part of it replaced, the test shows nothing of how the "
    "integration works in it.",
    mend="Take the fixture hass as it is, and look at states, entries and registries",
    good=examples(
        """
        async def test_setup(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            hass.config.latitude = 52.0
            assert await hass.config_entries.async_setup(entry.entry_id)
        """,
        """
        async def test_data(hass: HomeAssistant, mock_client: AsyncMock) -> None:
            mock_client.data = MagicMock()
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_setup(hass: HomeAssistant) -> None:
            hass.data = MagicMock()  # !
        """,
        """
        async def test_setup(hass: HomeAssistant) -> None:
            hass.data = {DOMAIN: {}}  # !
        """,
        """
        async def test_setup(hass: HomeAssistant) -> None:
            hass.config_entries.async_forward_entry_setups = AsyncMock()  # !
        """,
        """
        async def test_setup() -> None:
            hass = MagicMock(spec=HomeAssistant)  # !
        """,
        """
        @pytest.fixture
        def hass() -> MagicMock:
            return MagicMock()  # !
        """,
        file="tests/test_init.py",
    ),
)
def hass_replaced(integration: Integration) -> Iterator[Finding]:
    """Report mocks in place of Home Assistant, or of a part of it."""
    for module in integration.tests:
        for function in module.functions:
            replaced = sorted(
                (
                    (dotted(target), target)
                    for node in inner(function)
                    for target, value in assigned(node)
                    if dotted(target).partition(".")[0] == "hass"
                    and (is_mock(value) or dotted(target) == "hass.data")
                ),
                key=lambda each: each[0],
            )
            whole = {name for name, _ in replaced}
            for name, target in replaced:
                if not any(name.startswith(f"{other}.") for other in whole):
                    yield module.found(target, f"{name} is replaced")
        for function in fixtures(module):
            for node in inner(function):
                if (
                    fixture_name(function) == "hass"
                    and isinstance(node, ast.Return | ast.Yield)
                    and is_mock(node.value)
                ):
                    yield module.found(node, "hass is replaced by a mock")
