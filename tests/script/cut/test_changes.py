"""Test that a change of the model asks for no change of what cuts it."""

import ast
from collections.abc import Callable, Iterable, Iterator
import json
from pathlib import Path
import re
import subprocess
import sys
from typing import Final

import pytest

from script import ROOT
from script.cut.integration import cut
from script.features.found import found
from script.hassfest.validate import validate
from script.integration.json_file import dump, load
from script.integration.tree import Places, Tree, read, write

from tests.edits import edited
from tests.model import needs_model

needs_model()

DOMAIN: Final = "my_device"
PLACES: Final = Places(DOMAIN)
STRINGS: Final = f"{PLACES.integration}strings.json"
COORDINATOR: Final = f"{PLACES.integration}coordinator.py"
SENSOR: Final = f"{PLACES.integration}sensor.py"
CONFTEST: Final = f"{PLACES.tests}conftest.py"
SWITCH_TESTS: Final = f"{PLACES.tests}test_switch.py"


def with_strings(tree: Tree, section: str, more: dict[str, object]) -> Tree:
    """Return files with more strings in a section such as "entity.sensor"."""
    strings = load(tree[STRINGS])
    place = strings
    for key in section.split("."):
        place = place.setdefault(key, {})
    place |= more
    in_order = json.loads(json.dumps(strings, sort_keys=True))
    return {**tree, STRINGS: dump(in_order)}


def with_new_sensor(tree: Tree) -> Tree:
    """Return the model with one more sensor."""
    description = """\
SENSORS: tuple[MyDeviceSensorEntityDescription, ...] = (
    MyDeviceSensorEntityDescription(
        key="mains_voltage",
        translation_key="mains_voltage",
        device_class=SensorDeviceClass.VOLTAGE,
        native_unit_of_measurement=UnitOfElectricPotential.VOLT,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda readings: readings.mains_voltage,
    ),
"""
    tree = edited(
        tree,
        SENSOR,
        ("    UnitOfEnergy,\n", "    UnitOfElectricPotential,\n    UnitOfEnergy,\n"),
        (f"{description.partition('\n')[0]}\n", description),
    )
    tree = edited(
        tree, CONFTEST, ("temperature=21.5,", "temperature=21.5, mains_voltage=230.0,")
    )
    tree = edited(
        tree,
        PLACES.page,
        (
            "- **Power**\n",
            "- **Mains voltage**\n  - **Description**: In V.\n- **Power**\n",
        ),
    )
    return with_strings(
        tree, "entity.sensor", {"mains_voltage": {"name": "Mains voltage"}}
    )


def with_new_error(tree: Tree) -> Tree:
    """Return the model with one more error of the client, of its switch only, which has a text of its own."""
    tree = edited(
        tree,
        COORDINATOR,
        ("    MyDeviceClient,\n", "    MyDeviceBusyError,\n    MyDeviceClient,\n"),
        (
            "await self._client.set_relay(on)\n",
            """\
await self._client.set_relay(on)
        except MyDeviceBusyError as err:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="device_busy"
            ) from err
""",
        ),
    )
    tree = edited(
        tree,
        SWITCH_TESTS,
        (
            "from my_device_client import ",
            "from my_device_client import MyDeviceBusyError, ",
        ),
        (
            '@pytest.mark.usefixtures("init_integration")\nasync def test_action_wrong_device',
            """\
@pytest.mark.usefixtures("init_integration")
async def test_busy(hass: HomeAssistant, mock_client: MagicMock) -> None:
    \"\"\"Test that a device that is busy says so.\"\"\"
    mock_client.set_relay.side_effect = MyDeviceBusyError("Busy")
    with pytest.raises(HomeAssistantError, match="device_busy"):
        await hass.services.async_call(
            SWITCH_DOMAIN, SERVICE_TURN_OFF, {ATTR_ENTITY_ID: ENTITY_ID}, blocking=True
        )


@pytest.mark.usefixtures("init_integration")
async def test_action_wrong_device""",
        ),
    )
    return with_strings(
        tree, "exceptions", {"device_busy": {"message": "The device is busy."}}
    )


def with_renamed_field(tree: Tree) -> Tree:
    """Return the model with another name for a field of the client's Status."""
    renamed = {
        path: re.sub(rb"\b(status\.|data\.|\")?serial\b(?!_)", rb"\1factory_id", text)
        for path, text in tree.items()
        if path.endswith(".py")
    }
    assert renamed[f"{PLACES.integration}entity.py"].count(b"status.factory_id") == 1
    assert b"factory_id=" in renamed[CONFTEST]
    return {**tree, **renamed}


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Return the files of the model."""
    return read(ROOT, (PLACES.integration, PLACES.tests, PLACES.page))


def cuts(tree: Tree) -> Iterator[tuple[str, frozenset[str], Tree]]:
    """Yield the model without each feature alone and without the last ones, with what is gone."""
    features = [each for each in found(tree, DOMAIN) if each.name != "sensor"]
    for number, feature in enumerate(features):
        for name, gone in (
            (feature.name, [feature]),
            (f"before {feature.name}", features[number:]),
        ):
            rest = cut(tree, DOMAIN, gone)
            assert [str(place) for place in rest.places if place.blocks] == []
            yield name, frozenset(each.name for each in gone), rest.tree


def unused_names(folder: Path) -> str:
    """Return what is used and not defined, or defined and not used, below a folder."""
    select = ("--isolated", "--no-cache", "--select=F", "--target-version=py314")
    return subprocess.run(
        [sys.executable, "-m", "ruff", "check", *select, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def names(files: Iterable[bytes]) -> str:
    """Return all that files say."""
    return "\n".join(each.decode() for each in files)


@pytest.mark.parametrize(
    ("change", "trace", "of_switch"),
    [
        pytest.param(with_new_sensor, "mains_voltage", False, id="new sensor"),
        pytest.param(with_new_error, "device_busy", True, id="new error"),
        pytest.param(with_renamed_field, "factory_id", False, id="renamed field"),
    ],
)
def test_change_asks_for_no_edit(
    tmp_path: Path,
    tree: Tree,
    change: Callable[[Tree], Tree],
    trace: str,
    of_switch: bool,
) -> None:
    """Test that whatever is cut, what was changed stays whole, or goes with its feature."""
    tree = change(tree)
    folders = []
    for name, features, rest in cuts(tree):
        write(tmp_path / name, rest)
        folders.append(tmp_path / name / PLACES.integration)
        for path, content in rest.items():
            if path.endswith(".py"):
                ast.parse(content)
        is_gone = of_switch and "switch" in features
        assert (trace not in names(rest.values())) is is_gone, name
        if of_switch:
            assert (b"MyDeviceBusyError" not in rest[COORDINATOR]) is is_gone, name

    assert unused_names(tmp_path) == "All checks passed!\n"
    findings, errors = validate(folders)
    assert not findings
    assert not errors
