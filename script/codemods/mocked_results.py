"""Let tests expect nothing from setting up, unloading and migrating an entry."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.modules import Module
from script.integration.syntax import last_name, text
from script.rules.signatures import RETURN_NOTHING

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing
from .subject import Subject

_SAYS_YES: Final = "True"


@Codemod(
    name="mocked-results",
    title="Expect no result of setting up and unloading entries in tests",
    changes=pairs(
        (
            'SETUP = patch("homeassistant.components.example.async_setup_entry", return_value=True)',
            'SETUP = patch("homeassistant.components.example.async_setup_entry", return_value=None)',
        ),
        (
            """
            from homeassistant.components.example import async_unload_entry
            from homeassistant.core import HomeAssistant

            from tests.common import MockConfigEntry


            async def test_unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
                assert await async_unload_entry(hass, entry)
            """,
            """
            from homeassistant.components.example import async_unload_entry
            from homeassistant.core import HomeAssistant

            from tests.common import MockConfigEntry


            async def test_unload(hass: HomeAssistant, entry: MockConfigEntry) -> None:
                await async_unload_entry(hass, entry)
            """,
        ),
        (
            """
            from homeassistant.components.example import async_setup_entry
            from homeassistant.core import HomeAssistant

            from tests.common import MockConfigEntry


            async def test_setup(hass: HomeAssistant, entry: MockConfigEntry) -> None:
                assert await async_setup_entry(hass, entry) is True
            """,
            """
            from homeassistant.components.example import async_setup_entry
            from homeassistant.core import HomeAssistant

            from tests.common import MockConfigEntry


            async def test_setup(hass: HomeAssistant, entry: MockConfigEntry) -> None:
                await async_setup_entry(hass, entry)
            """,
        ),
        file="tests/test_init.py",
    ),
    keeps=kept(
        'SETUP = patch("homeassistant.components.example.async_setup_entry", return_value=None)',
        'CONNECT = patch("example_client.connect", return_value=True)',
        """
        async def test_setup(hass: HomeAssistant, entry: MockConfigEntry) -> None:
            assert await hass.config_entries.async_setup(entry.entry_id)
        """,
        file="tests/test_init.py",
    ),
)
def mocked_results(subject: Subject) -> Iterator[Change]:
    """Yield mocks with a result, and assertions that there is one."""
    for module in subject.tests:
        source = subject.source(module)
        for node in module.nodes:
            match node:
                case ast.Call(args=[target, *_], keywords=keywords) if (
                    text(target) or ""
                ).rpartition(".")[2] in RETURN_NOTHING:
                    for each in keywords:
                        if (
                            each.arg == "return_value"
                            and source.code(each.value) == _SAYS_YES
                        ):
                            edit = replacing(source, each.value, "None")
                            yield change(subject, module, each, edit)
                case ast.Assert(test=test) if awaited := _awaited(module, test):
                    edit = replacing(source, node, source.code(awaited))
                    yield change(subject, module, node, edit)


def _awaited(module: Module, test: ast.expr) -> ast.Await | None:
    """Return what is awaited where the result should be true."""
    match test:
        case ast.Compare(
            left=left,
            ops=[ast.Is() | ast.Eq()],
            comparators=[ast.Constant(value=True)],
        ):
            test = left
    match test:
        case ast.Await(value=ast.Call(func=ast.Name() as func)) if last_name(
            func
        ) in RETURN_NOTHING and module.definition(func):
            return test
    return None
