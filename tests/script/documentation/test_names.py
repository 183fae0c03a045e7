"""Test that a page names entities and their units as users read them, and quotes messages as they stand."""

import json
from pathlib import Path
import re

import pytest

from homeassistant.components.button import ButtonDeviceClass
from homeassistant.components.number import NumberDeviceClass
from script.documentation.completed import completed
from script.documentation.differences import differences
from script.documentation.inventory import entities
from script.integration.contribution import contribution
from script.integration.core import core
from script.integration.files import forget
from script.integration.tree import Places, read
from script.rules.placement import redundant_translation_key
from script.scaffold import MODEL
from script.submit.series import series

from tests.edits import edit
from tests.model import needs_every_model

needs_every_model()

PLACES = Places(MODEL)
CLASSES = {"button": ButtonDeviceClass, "number": NumberDeviceClass}
# What closes bold, and the full stop behind or in it
STOPS = (r"\*\*\.(?=[\n,])", ".**", r"\.\*\*(?=[\n,])", "**.")


def named_by_device_class() -> list[tuple[str, str, str]]:
    """Return platform, member of its device classes and name, as the installed Home Assistant shows it."""
    return [
        (platform, classes(device_class).name, each["name"])
        for platform, classes in CLASSES.items()
        for device_class, each in json.loads(
            (core().components / platform / "translations" / "en.json").read_text()
        )["entity_component"].items()
        if device_class != "_"
    ]


def added(tree: Path, platform: str, device_class: str, key: str = "") -> Path:
    """Add an entity to the model, and return the folder of the model."""
    kind = platform.capitalize()
    (tree / PLACES.integration / f"{platform}.py").write_text(
        f"from homeassistant.components.{platform} import {kind}DeviceClass, {kind}EntityDescription\n\n"
        f"ALL = ({kind}EntityDescription(\n"
        f'    key="it", device_class={kind}DeviceClass.{device_class}, {key}\n),)\n'
    )
    forget()
    return tree / PLACES.integration


@pytest.mark.parametrize(("platform", "device_class", "name"), named_by_device_class())
def test_named_by_device_class(
    tree: Path, platform: str, device_class: str, name: str
) -> None:
    """Test that an entity that its device class names is on the page by that name."""
    path = added(tree, platform, device_class)
    case = contribution(path)
    assert [each.name for each in entities(case) if each.platform == platform] == [name]
    assert f"- **{name}**\n" in completed(case)
    assert list(redundant_translation_key.findings(case)) == []


def test_own_name(tree: Path) -> None:
    """Test that page and review agree about a name that the device class gives, too."""
    path = added(tree, "button", "RESTART", 'translation_key="reboot"')
    edit(
        path / "strings.json",
        ('"entity": {', '"entity": {"button": {"reboot": {"name": "Restart"}},'),
    )
    forget()
    (found,) = redundant_translation_key.findings(contribution(path))
    assert "Restart" in found.message
    edit(path / "strings.json", ('"name": "Restart"', '"name": "Reboot the bridge"'))
    forget()
    case = contribution(path)
    assert list(redundant_translation_key.findings(case)) == []
    assert "- **Reboot the bridge**\n" in completed(case)


def test_suggested_unit(tree: Path) -> None:
    """Test that the unit that users see is the one on the page."""
    path = tree / PLACES.integration
    edit(
        path / "sensor.py",
        (
            "native_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,",
            "native_unit_of_measurement=UnitOfEnergy.WATT_HOUR,\n"
            "        suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,",
        ),
    )
    forget()
    assert list(differences(contribution(path))) == []
    edit(tree / PLACES.page, ("lifetime, in kWh", "lifetime, in Wh"))
    forget()
    (found,) = differences(contribution(path))
    assert found.message == '"Energy" is in kWh, and that is not said'


@pytest.mark.parametrize("stop", [STOPS[:2], STOPS[2:]], ids=["in", "behind"])
def test_full_stop(tree: Path, stop: tuple[str, str]) -> None:
    """Test that a full stop may stand in or behind bold, in each pull request."""
    page = tree / PLACES.page
    text = page.read_text()
    page.write_text(re.sub(*stop, text))
    assert page.read_text() != text
    steps = series(read(tree, ("",)), MODEL)
    for step in steps:
        for path, content in step.tree.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_bytes(content)
        for path in read(tree, (PLACES.integration,)).keys() - step.tree.keys():
            (tree / path).unlink()
        forget()
        case = contribution(tree / PLACES.integration)
        assert list(differences(case)) == []
        assert completed(case) == step.tree[PLACES.page].decode()
