"""Leave the migration of entries to the custom component, as a new integration of core has none."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from script.cut.names import Module, Package, is_test_path
from script.integration.syntax import FUNCTIONS
from script.rules.setup import own_functions, root

from .change import Content, Step
from .codemod import Codemod, kept, pairs
from .own_code import own_code
from .removal import without_unused
from .subject import Subject

NAME: Final = "async_migrate_entry"
# The module of a custom component that has it
FILE: Final = "entry_migration.py"

_TITLE: Final = "Migrate entries that earlier versions made."


@Codemod(
    name="migrations",
    title="Leave the migration of entries to the custom component",
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
            {
                "__init__.py": """
                from .const import CONF_HOST, CONF_OLD
                from .migrate import moved


                async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                    hass.config_entries.async_update_entry(entry, data=moved(entry.data[CONF_OLD]))
                    return True


                HOST = CONF_HOST
                """,
                "const.py": """
                CONF_HOST = "host"
                CONF_OLD = "old"
                """,
                "migrate.py": """
                from .const import CONF_HOST


                def moved(old: str) -> dict[str, str]:
                    return {CONF_HOST: old}
                """,
            },
            {
                "__init__.py": """
                from .const import CONF_HOST

                HOST = CONF_HOST
                """,
                "const.py": 'CONF_HOST = "host"',
                "/companion/custom/example/entry_migration.py": """
                '''Migrate entries that earlier versions made.'''
                CONF_HOST = "host"
                def moved(old: str) -> dict[str, str]:
                    return {CONF_HOST: old}
                CONF_OLD = "old"
                async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                    hass.config_entries.async_update_entry(entry, data=moved(entry.data[CONF_OLD]))
                    return True
                """,
            },
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


                async def test_again(hass: HomeAssistant, entry: MockConfigEntry) -> None:
                    from homeassistant.components.example import async_migrate_entry

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
        """
        async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
            return True


        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            await async_migrate_entry(hass, entry)
        """,
    ),
)
def migrations(subject: Subject) -> Iterator[Step]:
    """Yield the function that migrates out, with what only it uses and the tests of it."""
    home = root(subject.integration)
    function = own_functions(home).get(NAME) if home else None
    if home is None or function is None:
        return
    everything = (*subject.modules, *subject.tests)
    package = Package(
        {each: subject.text(each) for each in map(subject.path, everything)}
    )
    path, place = subject.path(home), f"{subject.places.custom}{FILE}"
    if sum(map(_migrates, package.modules[path].source.tree.body)) > 1:
        # Something else of the integration calls it, and cannot go with it.
        return
    own = own_code(package, path, NAME, _TITLE) if place not in subject.tree else None
    gone: dict[Module, list[ast.stmt]] = {
        module: [each for each in module.source.tree.body if _migrates(each)]
        for module in package.modules.values()
        if module.path == path or is_test_path(module.path)
    }
    copied: dict[Module, list[ast.stmt]] = {}
    for module, statement in own.copied if own else ():
        copied.setdefault(module, []).append(statement)
    if own:
        yield Content(place, 1, content=own.text.encode())
    loss = subject.place(
        home,
        function,
        "entries of earlier versions are not migrated any more",
        "have users update the custom component before they change to core's integration",
    )
    for step in without_unused(package.modules.values(), gone, copied):
        yield replace(step, loss=None if own else loss)


def _migrates(statement: ast.stmt) -> bool:
    """Return whether a statement is the function that migrates, or a test that calls it."""
    return isinstance(statement, FUNCTIONS) and (
        statement.name == NAME
        or any(
            isinstance(each, ast.Name) and each.id == NAME
            for each in ast.walk(statement)
        )
    )
