"""Leave out the migration of entries, which a new integration of core has none of."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS
from script.rules.setup import own_functions, root

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, without
from .subject import Subject

_NAME: Final = "async_migrate_entry"


@Codemod(
    name="migrations",
    title="Leave out the migration of entries",
    changes=pairs(
        (
            """
            VERSION = 2


            async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                return True
            """,
            "VERSION = 2",
        ),
        (
            """
            from .const import DOMAIN


            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await connect(entry)


            async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                hass.config_entries.async_update_entry(entry, version=2)
            """,
            """
            from homeassistant.config_entries import ConfigEntry
            from homeassistant.core import HomeAssistant

            from .const import DOMAIN


            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await connect(entry)
            """,
        ),
        (
            {
                "__init__.py": """
                NAME = "example"


                async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                    return True
                """,
                "tests/test_init.py": """
                from homeassistant.components.example import async_migrate_entry

                NAME = "example"


                async def test_migration(hass: HomeAssistant, entry: MockConfigEntry) -> None:
                    assert await async_migrate_entry(hass, entry)
                """,
            },
            {
                "__init__.py": 'NAME = "example"',
                "tests/test_init.py": 'NAME = "example"',
            },
        ),
    ),
    keeps=kept(
        "VERSION = 2",
        "async def migrate(entry: ConfigEntry) -> None:\n    print(entry)",
        {
            "sensor.py": "async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> None: ..."
        },
    ),
)
def migrations(subject: Subject) -> Iterator[Change]:
    """Yield the function that migrates, with the tests of it."""
    home = root(subject.integration)
    function = own_functions(home).get(_NAME) if home else None
    if home is None or function is None:
        return
    edit = without(subject.source(home), [function])
    loss = subject.place(
        home,
        function,
        "entries of earlier versions are not migrated any more",
        "have users update the custom component before they change to core's integration",
    )
    yield Change(subject.path(home), function.lineno, loss=loss, edits=(edit,))
    for module in subject.tests:
        yield from _tests(subject, module)


def _tests(subject: Subject, module: Module) -> Iterator[Change]:
    """Yield the tests that migrate by themselves."""
    source = subject.source(module)
    for node in module.tree.body:
        if isinstance(node, FUNCTIONS) and any(
            isinstance(each, ast.Name) and each.id == _NAME for each in ast.walk(node)
        ):
            yield change(subject, module, node, without(source, [node]))
