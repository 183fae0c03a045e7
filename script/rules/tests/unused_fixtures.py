"""The rule that something uses each fixture."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from script.integration.files import read_python, read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS, keyword, last_name, parameters
from script.rules.examples import Example, example
from script.rules.rule import Severity, rule
from script.rules.sources import threads

from .functions import decorator, fixture_name, fixtures, is_automatic

_TEST = (
    "async def test_state(hass: HomeAssistant, mock_client: AsyncMock) -> None: ...\n"
)
_CLIENT = "@pytest.fixture\ndef mock_client() -> AsyncMock: ...\n"


def _example(conftest: str, test: str = _TEST) -> Example:
    shown = example(conftest, "tests/conftest.py")
    return Example({**shown.files, "tests/test_init.py": test})


@rule(
    code="review-guide/unused-fixture",
    title="Something uses each fixture",
    severity=Severity.ASKED,
    source=threads(143424),
    why="A fixture that nothing uses is read, and kept working, for nothing.",
    mend="Remove it",
    good=(
        _example(_CLIENT),
        _example(
            """
            @pytest.fixture(name="mock_client")
            def mock_client_fixture(status: str) -> AsyncMock: ...


            @pytest.fixture
            def status() -> str: ...


            @pytest.fixture(autouse=True)
            def mock_setup_entry() -> None: ...
            """
        ),
        _example(
            _CLIENT,
            'pytestmark = pytest.mark.usefixtures("mock_client")\n',
        ),
    ),
    bad=(
        _example(
            """
            @pytest.fixture
            def mock_client() -> AsyncMock: ...


            @pytest.fixture  # !
            def init_integration(mock_client: AsyncMock) -> MockConfigEntry: ...
            """
        ),
        Example(
            {
                "tests/test_init.py": _CLIENT.replace("fixture\n", "fixture  # !\n")
                + _TEST.replace("mock_client", "client")
            }
        ),
    ),
)
def unused(integration: Integration) -> Iterator[Finding]:
    """Report fixtures that no test and no other fixture of the integration takes or names."""
    used: set[str] = set()
    for module in integration.tests:
        if _asks_for_computed_names(module):
            return
        # What it is called does not use it.
        own = {
            keyword(each, "name")
            for each in map(decorator, fixtures(module))
            if isinstance(each, ast.Call)
        }
        used |= {
            name
            for node in module.nodes
            if node not in own
            for name in _mentioned(node)
        }
    used |= _given_by_others(integration.root)
    for module in integration.tests:
        for function in fixtures(module):
            if fixture_name(function) not in used and not is_automatic(function):
                yield module.found(
                    decorator(function), f"Nothing uses the fixture {function.name}"
                )


def _mentioned(node: ast.AST) -> Iterator[str]:
    """Yield the fixtures that a node may name: as a parameter, a string, or by an import."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            own = fixture_name(node)
            yield from (
                each.arg
                for each in parameters(node)
                # A fixture that takes one of its own name replaces it.
                if decorator(node) is None or each.arg != own
            )
        case ast.Constant(value=str() as names):
            yield from (name.strip() for name in names.split(","))


def _asks_for_computed_names(module: Module) -> bool:
    """Return whether a module asks for fixtures whose names are put together."""
    return any(
        last_name(call.func) == "getfixturevalue"
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
        for call in module.calls
    )


@cache
def _given_by_others(root: Path) -> frozenset[str]:
    """Return the fixtures of core's own tests, which an integration may replace for them to use."""
    plugin = find_spec("pytest_homeassistant_custom_component")
    places = [
        root / "tests" / "conftest.py",
        root / "tests" / "components" / "conftest.py",
        *(
            Path(folder) / "plugins.py"
            for folder in (plugin and plugin.submodule_search_locations) or ()
        ),
    ]
    return frozenset(
        fixture_name(node)
        for path in places
        if read_text(path) is not None
        for node in read_python(path).body
        if isinstance(node, FUNCTIONS) and decorator(node) is not None
    )
