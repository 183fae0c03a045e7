"""Take out what nothing uses: constants, loggers, and files of fixtures."""

import ast
from collections.abc import Iterator

from script.integration.nodes import walk
from script.integration.syntax import last_name
from script.rules.tests.fixture_files import unused_file
from script.rules.unused import constants

from .change import Change, Content
from .codemod import Codemod, kept, pairs
from .editing import change, found, without
from .subject import Subject

_TEST = """
async def test_status(hass: HomeAssistant) -> None:
    assert await async_load_fixture(hass, "status.json", DOMAIN)
"""
_STATUS = '{"power": 42}'


@Codemod(
    name="unused-constants",
    title="Leave out constants and loggers that nothing uses",
    changes=pairs(
        (
            """
            import logging

            _LOGGER = logging.getLogger(__name__)
            UNIT = "W"

            print(UNIT)
            """,
            'UNIT = "W"\n\nprint(UNIT)',
        ),
        (
            'from typing import Final\n\nLIMIT: Final = 5\nUNIT: Final = "W"\n\nprint(UNIT)',
            'from typing import Final\n\nUNIT: Final = "W"\n\nprint(UNIT)',
        ),
        (
            {
                "const.py": 'MODELS = ["A", "B"]\nUNIT = "W"',
                "sensor.py": "from .const import UNIT\n\nprint(UNIT)",
            },
            {
                "const.py": 'UNIT = "W"',
                "sensor.py": "from .const import UNIT\n\nprint(UNIT)",
            },
        ),
    ),
    keeps=kept(
        {
            "const.py": "LIMIT = 5",
            "sensor.py": "from . import const\n\nprint(const.LIMIT)",
        },
        {
            "const.py": "LIMIT = 5",
            "tests/test_init.py": 'TARGET = "homeassistant.components.example.const.LIMIT"',
        },
        # What it calls may do something.
        "ENTRIES = register()",
    ),
)
def unused_constants(subject: Subject) -> Iterator[Change]:
    """Yield the constants that no module names, and whose values do nothing."""
    for module, statement, _ in found(subject, constants, ast.Assign, ast.AnnAssign):
        if statement in module.tree.body and not any(
            isinstance(each, ast.Call) and last_name(each.func) != "getLogger"
            for each in walk(statement)
        ):
            edit = without(subject.source(module), [statement])
            yield change(subject, module, statement, edit)


@Codemod(
    name="unused-fixture-files",
    title="Leave out files of fixtures that no test loads",
    changes=pairs(
        (
            {
                "tests/test_init.py": _TEST,
                "tests/fixtures/status.json": _STATUS,
                "tests/fixtures/old.json": _STATUS,
            },
            {"tests/test_init.py": _TEST, "tests/fixtures/status.json": _STATUS},
        ),
        (
            {
                "tests/test_init.py": _TEST,
                "tests/fixtures/status.json": _STATUS,
                "tests/fixtures/old/image.svg": "<svg/>",
            },
            {"tests/test_init.py": _TEST, "tests/fixtures/status.json": _STATUS},
        ),
        (
            {"tests/test_init.py": "", "tests/fixtures/status.json": _STATUS},
            {"tests/test_init.py": ""},
        ),
    ),
    keeps=kept(
        {"tests/test_init.py": _TEST, "tests/fixtures/status.json": _STATUS},
        # The name is put together.
        {
            "tests/test_init.py": _TEST.replace('"status.json"', 'f"{model}.json"'),
            "tests/fixtures/status.json": _STATUS,
        },
        # All of them are loaded.
        {
            "tests/test_init.py": 'FILES = list(Path(__file__).parent.glob("*.json"))',
            "tests/fixtures/status.json": _STATUS,
        },
    ),
)
def unused_fixture_files(subject: Subject) -> Iterator[Content]:
    """Yield the files whose names stand nowhere in the tests."""
    for finding in unused_file.findings(subject.integration):
        path = finding.path.relative_to(subject.integration.root)
        yield Content(path.as_posix(), 1, content=None)
