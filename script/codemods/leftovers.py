"""Leave out what an integration of core has no need of: a setup that does nothing, and guards for other versions."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS, last_name
from script.rules.leftovers import VERSIONS, empty_setup

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, without
from .subject import Subject

_SCHEMA: Final = "CONFIG_SCHEMA"


@Codemod(
    name="version-guards",
    title="Leave out guards for other versions of Home Assistant",
    changes=pairs(
        (
            """
            from awesomeversion import AwesomeVersion

            from homeassistant.const import __version__


            async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
                if AwesomeVersion(__version__) < AwesomeVersion("2025.1.0"):
                    print("Too old")
                    return False
                await start(hass)
                return True
            """,
            """
            async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
                await start(hass)
                return True
            """,
        ),
        (
            """
            from homeassistant.const import MAJOR_VERSION


            def check() -> None:
                if MAJOR_VERSION < 2025:
                    raise RuntimeError("Too old")
                print("good")
            """,
            """
            def check() -> None:
                print("good")
            """,
        ),
        (
            """
            from homeassistant.const import __version__ as HA_VERSION

            OLDEST = "2025.1.0"


            def check() -> bool:
                if HA_VERSION < OLDEST:
                    return False
                return True
            """,
            """
            OLDEST = "2025.1.0"


            def check() -> bool:
                return True
            """,
        ),
    ),
    keeps=kept(
        'from homeassistant.const import __version__\n\nAGENT = f"HomeAssistant/{__version__}"',
        """
        from homeassistant.const import MAJOR_VERSION


        def limit() -> int:
            if MAJOR_VERSION >= 2025:  # !
                return 10
            return 5
        """,
        "def check(version: int) -> bool:\n    if version < 2:\n        return False\n    return True",
    ),
)
def version_guards(subject: Subject) -> Iterator[Change | Place]:
    """Yield conditions on versions that go no further where it is too old."""
    for module in subject.modules:
        for node in module.nodes:
            if not isinstance(node, ast.If) or not _asks_for_version(module, node.test):
                continue
            if _is_guard(node):
                edit = without(subject.source(module), [node])
                yield change(subject, module, node, edit)
            else:
                yield subject.place(
                    module,
                    node,
                    "a condition asks for the version of Home Assistant",
                    "keep the branch for the current version",
                )


def _asks_for_version(module: Module, test: ast.expr) -> bool:
    return any(
        isinstance(each, ast.Name | ast.Attribute)
        and (definition := module.definition(each)) is not None
        and definition.name in VERSIONS
        for each in ast.walk(test)
    )


def _is_guard(node: ast.If) -> bool:
    """Return whether a condition asks for an older version, and goes no further there."""
    return (
        isinstance(node.test, ast.Compare)
        and isinstance(node.test.ops[0], ast.Lt | ast.LtE)
        and not node.orelse
        and isinstance(node.body[-1], ast.Return | ast.Raise)
        and not (
            isinstance(node.body[-1], ast.Return)
            and not isinstance(node.body[-1].value, ast.Constant | None)
        )
    )


@Codemod(
    name="empty-setup",
    title="Leave out a setup that does nothing",
    changes=pairs(
        (
            """
            async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
                return True


            NAME = "example"
            """,
            'NAME = "example"',
        ),
        (
            """
            CONFIG_SCHEMA = config_validation.config_entry_only_config_schema(DOMAIN)

            NAME = "example"
            """,
            'NAME = "example"',
        ),
        (
            """
            NAME = "example"


            async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
                _LOGGER.debug("Setting up")
                return True


            _LOGGER.debug("Read")
            """,
            """
            NAME = "example"


            _LOGGER.debug("Read")
            """,
        ),
    ),
    keeps=kept(
        """
        async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
            await start(hass)
            return True
        """,
        "async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:\n    await connect(entry)",
        {
            "manifest.json": {"config_flow": None},
            "__init__.py": "async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:\n    return True",
        },
    ),
)
def empty_setups(subject: Subject) -> Iterator[Change]:
    """Yield the functions that set up nothing, and the schema for a setup that is not there."""
    used_elsewhere = {
        alias.name
        for module in subject.tests
        for node in module.nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for module, node in broken(
        subject, empty_setup, ast.FunctionDef, ast.AsyncFunctionDef
    ):
        if isinstance(node, FUNCTIONS) and node.name not in used_elsewhere:
            yield change(subject, module, node, without(subject.source(module), [node]))
    for module, call in broken(subject, empty_setup, ast.Call):
        statement = module.parents[call]
        if (
            isinstance(statement, ast.Assign | ast.AnnAssign)
            and last_name(
                statement.targets[0]
                if isinstance(statement, ast.Assign)
                else statement.target
            )
            == _SCHEMA
        ):
            yield change(
                subject, module, statement, without(subject.source(module), [statement])
            )
