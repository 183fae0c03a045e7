"""Name the types of what Home Assistant and pytest pass."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.integration.modules import Module
from script.integration.syntax import inner
from script.rules.signatures import mistyped, unannotated_tests

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, returning, typed
from .entry_type import alias_in
from .subject import Subject

# Where each type comes from, and what core's code writes where that is not its name
_HOMES: Final = {
    "AddConfigEntryEntitiesCallback": "homeassistant.helpers.entity_platform",
    "AreaRegistry": "homeassistant.helpers area_registry as ar",
    "ClientSessionGenerator": "tests.typing",
    "ConfigEntry": "homeassistant.config_entries",
    "ConfigType": "homeassistant.helpers.typing",
    "DeviceRegistry": "homeassistant.helpers device_registry as dr",
    "EntityRegistry": "homeassistant.helpers entity_registry as er",
    "FixtureRequest": " pytest",
    "FrozenDateTimeFactory": "freezegun.api",
    "HomeAssistant": "homeassistant.core",
    "IssueRegistry": "homeassistant.helpers issue_registry as ir",
    "LogCaptureFixture": " pytest",
    "Mocker": " requests_mock",
    "MonkeyPatch": " pytest",
    "Path": "pathlib",
    "Recorder": "homeassistant.components.recorder",
    "SnapshotAssertion": "syrupy.assertion",
    "WebSocketGenerator": "tests.typing",
    "dict": "",
}
_ARGUMENTS: Final = {"dict": "[str, Any]"}


def type_of(subject: Subject, module: Module, name: str) -> tuple[str, list[str]]:
    """Return how a module writes a type, and what it imports for that."""
    if name == "ConfigEntry" and (alias := alias_in(subject, module)):
        return alias
    home_name, _, member = _HOMES[name].partition(" ")
    if name == "dict":
        return f"{name}{_ARGUMENTS[name]}", ["from typing import Any"]
    if not home_name:
        return f"{member}.{name}", [f"import {member}"]
    if member:
        return f"{member.split()[-1]}.{name}", [f"from {home_name} import {member}"]
    return name, [f"from {home_name} import {name}"]


@Codemod(
    name="types",
    title="Name the types of what Home Assistant and pytest pass",
    changes=pairs(
        (
            {
                "sensor.py": "async def async_setup_entry(hass, entry, async_add_entities):\n    async_add_entities([])"
            },
            {
                "sensor.py": """
                async def async_setup_entry(
                    hass: HomeAssistant,
                    entry: ConfigEntry,
                    async_add_entities: AddConfigEntryEntitiesCallback,
                ) -> None:
                    async_add_entities([])
                """
            },
        ),
        (
            "async def async_remove_entry(hass, entry):\n    await forget(entry)",
            "async def async_remove_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:\n    await forget(entry)",
        ),
        (
            """
            type ExampleConfigEntry = ConfigEntry[str]


            async def async_setup_entry(hass: HomeAssistant, entry) -> None:
                await connect(entry)
            """,
            """
            type ExampleConfigEntry = ConfigEntry[str]


            async def async_setup_entry(hass: HomeAssistant, entry: ExampleConfigEntry) -> None:
                await connect(entry)
            """,
        ),
        (
            "async def async_setup(hass, config: ConfigEntry) -> bool:\n    return True",
            "from homeassistant.helpers.typing import ConfigType\n\n\n"
            "async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:\n    return True",
        ),
        (
            {"tests/test_init.py": "def test_setup(hass, caplog):\n    assert hass"},
            {
                "tests/test_init.py": "def test_setup(hass: HomeAssistant, caplog: pytest.LogCaptureFixture) -> None:\n"
                "    assert hass"
            },
        ),
    ),
    keeps=kept(
        "async def async_remove_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:\n    await forget(entry)",
        "def state_of(hass, entry):\n    return entry.state",
        {"tests/test_init.py": "def test_setup(client):  # !\n    return client"},
    ),
)
def types(subject: Subject) -> Iterator[Change | Place]:
    """Yield parameters without their type, and functions that do not say that they return nothing."""
    for module, _, parameter, name in mistyped(subject.integration):
        code, imports = type_of(subject, module, name)
        edit = typed(subject.source(module), parameter, code)
        yield change(subject, module, parameter, edit, imports=imports)
    for module, function in (
        *unannotated_tests(subject.integration),
        *_unannotated(subject),
    ):
        if any(isinstance(node, ast.Return) and node.value for node in inner(function)):
            if function.name.startswith("test_"):
                yield subject.place(
                    module, function, "a test returns something", "assert it instead"
                )
            continue
        edit = returning(subject.source(module), function, "None")
        yield change(subject, module, function, edit)


def _unannotated(
    subject: Subject,
) -> Iterator[tuple[Module, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Yield functions that Home Assistant calls for an entry and that say of nothing what they return."""
    for module in subject.modules:
        for function in module.tree.body:
            if (
                isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
                and function.name
                in ("async_setup_entry", "async_unload_entry", "async_remove_entry")
                and function.returns is None
            ):
                yield module, function
