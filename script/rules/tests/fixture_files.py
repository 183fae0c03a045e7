"""Rules for files that tests load."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.nodes import index
from script.integration.syntax import dotted, last_name
from script.rules.examples import Example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin, threads

LOADERS: Final = ("load_fixture", "load_fixture_bytes", "async_load_fixture")
_BLOCKING_LOADERS: Final = (
    "load_fixture",
    "load_json_array_fixture",
    "load_json_object_fixture",
)
PARSERS: Final = (
    "json.load",
    "json.loads",
    "json_loads",
    "json_loads_array",
    "json_loads_object",
)


@rule(
    code="home-assistant-async-load-fixtures",
    title="A coroutine of the tests awaits the files that it loads",
    severity=Severity.REFUSED,
    source=plugin("async_fixtures"),
    why="Reading a file blocks the event loop.",
    mend="Await the function of the same name with async_ before it",
    good=examples(
        """
        async def test_status(hass: HomeAssistant) -> None:
            assert await async_load_fixture(hass, "status.json", DOMAIN)
        """,
        """
        @pytest.fixture
        def status() -> str:
            return load_fixture("status.json", DOMAIN)
        """,
        file="tests/test_init.py",
    ),
    bad=examples(
        """
        async def test_status(hass: HomeAssistant) -> None:
            assert load_fixture("status.json", DOMAIN)  # !
        """,
        """
        @pytest.fixture
        async def status(hass: HomeAssistant) -> dict[str, Any]:
            return load_json_object_fixture("status.json", DOMAIN)  # !
        """,
        file="tests/test_init.py",
    ),
)
def blocking(integration: Integration) -> Iterator[Finding]:
    """Report files that block the loop while they are loaded."""
    for module in integration.tests:
        for call in module.calls:
            function = module.function_around(call)
            if (
                isinstance(call.func, ast.Name)
                and call.func.id in _BLOCKING_LOADERS
                and isinstance(function, ast.AsyncFunctionDef)
                and not any(
                    each in function.decorator_list for each in module.around(call)
                )
            ):
                yield module.found(
                    call,
                    f"{call.func.id} blocks the loop",
                    f"Await async_{call.func.id}",
                )


@rule(
    code="home-assistant-json-fixture",
    title="Files with JSON are loaded as JSON",
    severity=Severity.REFUSED,
    source=plugin("json_fixture"),
    why="One call says what is in the file, and checks that it is.",
    mend="Use load_json_object_fixture, or its like",
    good=examples(
        'STATUS = load_json_object_fixture("status.json", DOMAIN)',
        "import json\n\nSTATUS = json.loads('{\"power\": 42}')",
        file="tests/conftest.py",
    ),
    bad=examples(
        'import json\n\nSTATUS = json.loads(load_fixture("status.json", DOMAIN))  # !',
        """
        import json


        async def test_status(hass: HomeAssistant) -> None:
            assert json.loads(await async_load_fixture(hass, "status.json", DOMAIN))  # !
        """,
        file="tests/conftest.py",
    ),
)
def parsed(integration: Integration) -> Iterator[Finding]:
    """Report files that are parsed by hand."""
    for module in integration.tests:
        for call in module.calls:
            if (
                dotted(call.func) in PARSERS
                and call.args
                and last_name(call.args[0]) in LOADERS
                and not isinstance(call.args[0], ast.Name | ast.Attribute)
            ):
                yield module.found(call, "A fixture is loaded and then parsed")


_STATUS: Final = """
async def test_status(hass: HomeAssistant) -> None:
    assert await async_load_fixture(hass, "status.json", DOMAIN)
"""


@rule(
    code="review-guide/unused-fixture-file",
    title="Something loads each file of the fixtures",
    severity=Severity.ADVICE,
    source=threads(143424),
    why="A file that nothing loads is read, and kept up to date, for nothing.",
    mend="Remove it",
    good=(
        Example({"tests/test_init.py": _STATUS, "tests/fixtures/status.json": {}}),
        # Its name is put together.
        Example(
            {
                "tests/test_init.py": _STATUS.replace(
                    '"status.json"', 'f"{model}.json"'
                ),
                "tests/fixtures/status.json": {},
            }
        ),
    ),
    bad=(
        Example(
            {
                "tests/test_init.py": _STATUS,
                "tests/fixtures/status.json": {},
                "tests/fixtures/power.json": {},
            }
        ),
        Example(
            {
                "tests/test_init.py": _STATUS,
                "tests/fixtures/status.json": {},
                "tests/fixtures/old/status.txt": "42\n",
            }
        ),
    ),
)
def unused_file(integration: Integration) -> Iterator[Finding]:
    """Report files of fixtures whose names stand nowhere in the tests."""
    folder = integration.tests_path / "fixtures"
    if not folder.is_dir():
        return
    calls = [
        call
        for module in integration.tests
        for call in module.calls
        if "fixture" in last_name(call.func) or last_name(call.func) == "Path"
    ]
    # Names that are put together, or lists of what is in the folder
    if any(
        isinstance(each, ast.JoinedStr | ast.BinOp)
        for call in calls
        for each in call.args
    ) or any(
        last_name(call.func) in ("glob", "iterdir", "rglob", "walk", "joinpath")
        for module in integration.tests
        for call in module.calls
    ):
        return
    said = {
        node.value
        for module in integration.tests
        for node in index(module.tree).of_kind(ast.Constant)
        if isinstance(node.value, str)
    }
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(
            each.endswith((name, f"/{path.name}")) or each in (path.name, path.stem)
            for each in said
        ):
            yield Finding(path=path, check="", message=f"Nothing loads {name}", mend="")
