"""Rules for the types of what Home Assistant and pytest call."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import Function, inner, is_none, last_name, parameters

from .examples import examples
from .rule import Severity, rule
from .setup import own_functions
from .sources import plugin
from .tests.functions import FIXTURES, taken, tests

# Functions that fail by raising, and so have nothing to return
RETURN_NOTHING: Final = {
    "async_setup_entry",
    "async_unload_entry",
    "async_migrate_entry",
}

# Functions whose parameters core wants typed, wherever they are a module's own
_ENTRY_FUNCTIONS: Final = RETURN_NOTHING | {
    "async_remove_entry",
    "async_remove_config_entry_device",
    "async_get_config_entry_diagnostics",
    "async_get_device_diagnostics",
}
# Functions of the integration itself, which Home Assistant gives what configuration.yaml says
_SETUP_FUNCTIONS: Final = {"setup", "async_setup"}


@rule(
    code="home-assistant-return-type",
    title="Setting up, unloading and migrating an entry return nothing, and so do tests",
    severity=Severity.REFUSED,
    source=plugin("type_hints/validators"),
    why="They fail by raising; a bool that nobody looks at hides a failure. mypy reads only functions that say what they return.",
    mend="Annotate `-> None`, and raise where it fails",
    good=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data = await connect(entry)
        """,
        """
        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            def is_open() -> bool:
                return True

            await close(is_open)
        """,
    ),
    bad=(
        *examples(
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:  # !
                entry.runtime_data = await connect(entry)
                return True  # !
            """,
            """
            async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                return False  # !
            """,
        ),
        *examples("def test_setup(): ...  # !", file="tests/test_init.py"),
    ),
)
def returned(integration: Integration) -> Iterator[Finding]:
    """Report functions for config entries that return something, which core no longer takes, and tests that may."""
    yield from _tests_returning(integration)
    for module in integration.modules:
        for name, function in own_functions(module).items():
            if name not in RETURN_NOTHING:
                continue
            if not (
                isinstance(function.returns, ast.Constant)
                and function.returns.value is None
            ):
                yield module.found(function, f"{name} is not annotated to return None")
            for node in inner(function):
                if (
                    isinstance(node, ast.Return)
                    and isinstance(node.value, ast.Constant)
                    and isinstance(node.value.value, bool)
                ):
                    yield module.found(
                        node,
                        f"{name} returns {node.value.value}, which is an error since 2026.11",
                        "Return nothing, and raise where it fails",
                    )


@rule(
    code="home-assistant-argument-type",
    title="What Home Assistant and its fixtures pass is typed",
    severity=Severity.REFUSED,
    source=plugin("type_hints/validators"),
    why="mypy judges a function by its types, and finds nothing in one without.",
    mend="Annotate it with core's type, or your alias of it",
    good=(
        *examples(
            """
            async def async_setup_entry(
                hass: HomeAssistant,
                entry: ExampleConfigEntry,
                async_add_entities: AddConfigEntryEntitiesCallback,
            ) -> None:
                async_add_entities([])
            """,
            file="sensor.py",
        ),
        *examples(
            """
            async def async_remove_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await forget(entry)
            """,
            """
            async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
                return True
            """,
        ),
        *examples("def setup(host, config): ...", file="server.py"),
    ),
    bad=(
        *examples(
            """
            async def async_setup_entry(
                hass: HomeAssistant,
                entry: ExampleConfigEntry,
                async_add_entities: AddEntitiesCallback,  # !
            ) -> None:
                async_add_entities([])
            """,
            file="sensor.py",
        ),
        *examples("async def async_setup_entry(hass, entry): ...  # !"),
        *examples(
            "def setup(hass: HomeAssistant, config: ConfigEntry) -> bool: ...  # !"
        ),
        *examples("def test_setup(hass) -> None: ...  # !", file="tests/test_init.py"),
    ),
)
def argument_types(integration: Integration) -> Iterator[Finding]:
    """Report what Home Assistant passes where its type is not named."""
    for module, function, parameter, wanted in mistyped(integration):
        yield module.found(
            parameter,
            f"{parameter.arg} of {function.name} should be a {wanted}",
            f"Annotate it with {wanted}, or your alias of it",
        )


def mistyped(
    integration: Integration,
) -> Iterator[tuple[Module, Function, ast.arg, str]]:
    """Yield each parameter of what Home Assistant or pytest calls that has not the type of what is passed, with that."""
    for module, function, parameter in taken(integration):
        wanted = FIXTURES.get(parameter.arg)
        if wanted and last_name(parameter.annotation) != wanted:
            yield module, function, parameter, wanted
    for module in integration.modules:
        for name, function in own_functions(module).items():
            if name in _ENTRY_FUNCTIONS:
                types = ["HomeAssistant", "ConfigEntry"]
            elif name in _SETUP_FUNCTIONS and not module.part:
                types = ["HomeAssistant", "ConfigType"]
            else:
                continue
            if name == "async_setup_entry" and module in integration.platforms():
                types.append("AddConfigEntryEntitiesCallback")
            for parameter, type_ in zip(parameters(function), types, strict=False):
                if not last_name(parameter.annotation).endswith(type_):
                    yield module, function, parameter, type_


def _tests_returning(integration: Integration) -> Iterator[Finding]:
    """Report tests that are not annotated to return nothing."""
    for module, test in unannotated_tests(integration):
        yield module.found(
            test,
            f"{test.name} is not annotated to return None",
            "Annotate `-> None`",
        )


def unannotated_tests(integration: Integration) -> Iterator[tuple[Module, Function]]:
    """Yield the tests that do not say that they return nothing."""
    for module in integration.tests:
        for test in tests(module):
            if not is_none(test.returns):
                yield module, test
