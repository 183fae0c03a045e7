"""Examples of rules, and the integration that each is written into to be judged."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
import json
from pathlib import Path
import struct
from textwrap import dedent
from typing import Any, Final

import yaml

from script.integration.core import core
from script.integration.integration import Integration
from script.integration.prettier import formatted
from script.integration.tree import Places

DOMAIN: Final = "example"

# Text, a PNG image, or what JSON or YAML holds. Of the manifest and the quality scale only what differs from every
# example's: a key without a value is one that is not there. A page may begin below its front matter.
type Content = str | bytes | Mapping[str, Any]

# Ends the lines of a bad example at which something is found, and the line of a good one that proves it.
MARK: Final = "  # !"
PROOF: Final = "  # ✔"

# What every example has, unless it says otherwise
_MANIFEST: Final = {
    "domain": DOMAIN,
    "name": "Example",
    "categories": ["plugs_switches"],
    "codeowners": ["@example"],
    "config_flow": True,
    "documentation": f"https://www.home-assistant.io/integrations/{DOMAIN}",
    "integration_type": "device",
    "iot_class": "local_polling",
    "requirements": ["example-client==1.0.0"],
}
_FILES: Final[Mapping[str, Content]] = {
    "__init__.py": '"""The Example integration."""\n',
    "const.py": '"""Constants for the Example integration."""\n\nfrom typing import Final\n\nDOMAIN: Final = "example"\n',
    "manifest.json": _MANIFEST,
    "strings.json": "{}\n",
}

# Names that examples need not import, by the module that has them
KNOWN: Final = {
    "collections.abc": "Callable Generator Mapping",
    "dataclasses": "dataclass",
    "datetime": "timedelta",
    "typing": "Any Final override",
    "unittest.mock": "AsyncMock MagicMock patch",
    "example_client": "ExampleAccount ExampleAuthError ExampleClient ExampleConnectionError ExampleError",
    "homeassistant.components.binary_sensor": "BinarySensorDeviceClass BinarySensorEntity BinarySensorEntityDescription",
    "homeassistant.components.button": "ButtonEntity ButtonEntityDescription",
    "homeassistant.components.diagnostics": "async_redact_data",
    "homeassistant.components.light": "ColorMode LightEntity",
    "homeassistant.components.number": "NumberDeviceClass NumberEntity NumberEntityDescription RestoreNumber",
    "homeassistant.components.select": "SelectEntity SelectEntityDescription",
    "homeassistant.components.sensor": (
        "RestoreSensor SensorDeviceClass SensorEntity SensorEntityDescription SensorStateClass"
    ),
    "homeassistant.components.switch": "SwitchEntity SwitchEntityDescription",
    "homeassistant.config_entries": (
        "SOURCE_REAUTH SOURCE_RECONFIGURE SOURCE_USER SOURCE_ZEROCONF ConfigEntry ConfigEntryState ConfigFlow "
        "ConfigFlowResult ConfigSubentryFlow OptionsFlow OptionsFlowWithReload"
    ),
    "homeassistant.const": (
        "CONF_API_KEY CONF_API_TOKEN CONF_HOST CONF_IP_ADDRESS CONF_NAME CONF_PASSWORD CONF_PIN CONF_PORT "
        "CONF_SCAN_INTERVAL CONF_URL CONF_USERNAME PERCENTAGE "
        "EntityCategory Platform UnitOfEnergy UnitOfPower UnitOfTemperature"
    ),
    "homeassistant.core": "HomeAssistant ServiceCall SupportsResponse callback",
    "homeassistant.data_entry_flow": "AbortFlow FlowResultType",
    "homeassistant.exceptions": (
        "ConfigEntryAuthFailed ConfigEntryError ConfigEntryNotReady HomeAssistantError ServiceValidationError"
    ),
    "homeassistant.helpers": "config_validation device_registry entity_registry issue_registry",
    "homeassistant.helpers.aiohttp_client": "async_create_clientsession async_get_clientsession",
    "homeassistant.helpers.device_registry": "CONNECTION_NETWORK_MAC DeviceInfo format_mac",
    "homeassistant.helpers.entity": "Entity EntityDescription",
    "homeassistant.helpers.entity_platform": "AddConfigEntryEntitiesCallback",
    "homeassistant.helpers.restore_state": "RestoreEntity",
    "homeassistant.helpers.schema_config_entry_flow": (
        "SchemaConfigFlowHandler SchemaFlowError SchemaFlowFormStep SchemaFlowMenuStep"
    ),
    "homeassistant.helpers.selector": (
        "BooleanSelector NumberSelector SelectSelector SerialPortSelector TextSelector "
        "TextSelectorConfig TextSelectorType"
    ),
    "homeassistant.helpers.service_info.zeroconf": "ZeroconfServiceInfo",
    "homeassistant.helpers.update_coordinator": "CoordinatorEntity DataUpdateCoordinator UpdateFailed",
    "freezegun.api": "FrozenDateTimeFactory",
    "syrupy.assertion": "SnapshotAssertion",
    "tests.common": (
        "MockConfigEntry async_fire_time_changed async_load_fixture load_fixture load_json_object_fixture snapshot_platform"
    ),
    ".const": "DOMAIN",
}
_MODULES: Final = {"asyncio", "logging", "probatio", "pytest", "re"}
# How core imports the modules that it gives another name
_ALIASES: Final = {
    "cv": "from homeassistant.helpers import config_validation as cv",
    "dr": "from homeassistant.helpers import device_registry as dr",
    "dt_util": "from homeassistant.util import dt as dt_util",
    "er": "from homeassistant.helpers import entity_registry as er",
    "ir": "from homeassistant.helpers import issue_registry as ir",
    "_LOGGER": "import logging\n_LOGGER = logging.getLogger(__name__)",
}


@dataclass(frozen=True)
class Example:
    """Files of an integration that follow or break a rule.

    Attributes:
        files: Content by path: "sensor.py" in the integration's folder, "tests/test_init.py" in that of its tests,
            "page.markdown" the documentation page. Other folders begin with a slash, as "/companion/library/…".
    """

    files: Mapping[str, Content]

    @property
    def texts(self) -> dict[str, str]:
        """Return the files as they are shown to a reader."""
        return {name: _text(name, content) for name, content in self.files.items()}


def example(text: str, file: str = "__init__.py") -> Example:
    """Return an example that is one file.

    Names that core's integrations import under one name need no import in Python.
    """
    return Example({file: dedent(text).strip("\n") + "\n"})


def examples(*contents: Content, file: str = "__init__.py") -> tuple[Example, ...]:
    """Return examples that are one file each."""
    return tuple(
        example(each, file) if isinstance(each, str) else Example({file: each})
        for each in contents
    )


def claiming(rule: str, *texts: str, file: str) -> tuple[Example, ...]:
    """Return examples that are one file each, of an integration that says to follow a quality rule."""
    claim = {"quality_scale.yaml": f"rules:\n  {rule}: done\n"}
    return tuple(Example({**example(text, file).files, **claim}) for text in texts)


def write(folder: Path, shown: Example) -> Integration:
    """Write an example into a folder shaped like this repository, and return its integration."""
    places = Places(DOMAIN)
    for name, content in {**_FILES, **shown.files}.items():
        path = folder / place_of(places, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = _whole(name, content)
        if isinstance(whole, bytes):
            path.write_bytes(whole)
            continue
        text = _text(name, whole, indent=2)
        imports = imports_of(text) if name.endswith(".py") else ""
        unmarked = text.replace(MARK, "").replace(PROOF, "")
        path.write_text(unmarked + imports, encoding="utf-8")
    return Integration(folder / places.integration)


def marked(shown: Example, mark: str = MARK) -> set[tuple[str, int]]:
    """Return the places that an example marks, as its path and line."""
    return {
        (name, number)
        for name, text in shown.texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if line.endswith(mark)
    }


def name_of(integration: Integration, path: Path) -> str:
    """Return what an example calls a file of the integration that it was written into."""
    for folder, prefix in ((integration.path, ""), (integration.tests_path, "tests/")):
        if path.is_relative_to(folder):
            return prefix + path.relative_to(folder).as_posix()
    return "/" + path.relative_to(integration.root).as_posix()


def _whole(name: str, content: Content) -> Content:
    """Return what a file holds, which an example may only name the differences of."""
    match name, content:
        case "page.markdown", str() if not content.startswith("---"):
            return f"---\ntitle: Example\n---\n\n{content}"
        case _, str() | bytes():
            return content
        case "manifest.json", _:
            keys = {**_MANIFEST, **content}
            order = sorted(keys, key=lambda key: (key != "domain", key != "name", key))
            return {key: keys[key] for key in order if keys[key] is not None}
        case "quality_scale.yaml", _:
            exempt = {"status": "exempt", "comment": "There is nothing of it here."}
            statuses = dict.fromkeys(core().rules, exempt) | dict(content)
            return {"rules": {key: value for key, value in statuses.items() if value}}
    return content


def _text(name: str, content: Content, indent: int | None = None) -> str:
    """Return content as text, JSON on one line where no indent is given."""
    if isinstance(content, str):
        return content
    if isinstance(content, bytes):
        width, height = struct.unpack(">II", content[16:24])
        return f"The image is {width} × {height} pixels."
    if name == "manifest.json":
        return formatted(json.dumps(content, indent=indent), sort="below")
    if name.endswith(".json"):
        return formatted(json.dumps(content, indent=indent))
    return yaml.safe_dump(dict(content), sort_keys=False)


def place_of(places: Places, name: str) -> str:
    """Return where a file of an example stands in the tree."""
    if name == "page.markdown":
        return places.page
    if name.startswith("/"):
        return name.removeprefix("/")
    if name.startswith("tests/"):
        return places.tests + name.removeprefix("tests/")
    return places.integration + name


def imports_of(text: str) -> str:
    """Return imports of what a module uses without one, for its end, so that its lines stay."""
    tree = ast.parse(text)
    bound = {name for node in ast.walk(tree) for name in _bound(node)}
    free = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id not in bound
    }
    lines = sorted(free & _known().keys())
    return "".join(f"{_known()[name]}\n" for name in lines)


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
        case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
            yield name
        case ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store()):
            yield name


@cache
def _known() -> dict[str, str]:
    """Return the line that imports each known name."""
    return (
        {
            name: f"from {module} import {name}"
            for module, names in KNOWN.items()
            for name in names.split()
        }
        | {module: f"import {module}" for module in _MODULES}
        | _ALIASES
    )
