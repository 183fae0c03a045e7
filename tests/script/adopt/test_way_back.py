"""Test that an installation of a component updates in place to what is exported of it after its adoption."""

from pathlib import Path
import sys
from typing import Any

import pytest

from homeassistant import loader
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from script.adopt.attempts import Attempts
from script.adopt.rewriting import adopted
from script.adopt.taking import take
from script.custom.export import export, sources
from script.custom.released import following, release_of
from script.integration.tree import Tree, write

from .conftest import MANIFEST

from tests.edits import edited

DOMAIN = "acme_meter"
SENSOR = f"homeassistant/components/{DOMAIN}/sensor.py"
CREATED = "2025-01-01T00:00:00+00:00"
ENTRY: dict[str, Any] = {
    "created_at": CREATED,
    "data": {"host": "192.0.2.7"},
    "disabled_by": None,
    "discovery_keys": {},
    "domain": DOMAIN,
    "entry_id": "0123456789abcdef",
    "minor_version": 1,
    "modified_at": CREATED,
    "options": {},
    "pref_disable_new_entities": False,
    "pref_disable_polling": False,
    "source": "user",
    "subentries": [],
    "title": "My meter",
    "unique_id": "192.0.2.7",
    "version": 1,
}
# Called and placed by its user
ENTITY: dict[str, Any] = {
    "aliases": [],
    "area_id": "kitchen",
    "categories": {},
    "capabilities": None,
    "config_entry_id": ENTRY["entry_id"],
    "config_subentry_id": None,
    "created_at": CREATED,
    "device_class": None,
    "device_id": None,
    "disabled_by": None,
    "entity_category": None,
    "entity_id": "sensor.kitchen_power",
    "hidden_by": None,
    "icon": None,
    "id": "fedcba9876543210fedcba9876543210",
    "has_entity_name": False,
    "labels": [],
    "modified_at": CREATED,
    "name": "Power of the kitchen",
    "options": {},
    "original_device_class": None,
    "original_icon": None,
    "original_name": "Power",
    "platform": DOMAIN,
    "suggested_object_id": None,
    "supported_features": 0,
    "translation_key": None,
    "unique_id": "0123456789abcdef_power",
    "previous_unique_id": None,
    "unit_of_measurement": None,
}


@pytest.fixture
def load_registries() -> bool:
    """Leave loading the registries to the test."""
    return False


@pytest.fixture
def after(repository: Path, tmp_path: Path) -> Tree:
    """Return the files of the integration after its adoption."""
    return adopted(take(repository), DOMAIN, tmp_path / "completed", Attempts()).after


def install(folder: Path, after: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the export of an integration where Home Assistant finds custom components."""
    before = release_of(MANIFEST)
    assert before
    release = type(before)(following(before.version), before.repository)
    files = {
        path: content
        for path, content in after.items()
        if path.startswith(sources(DOMAIN)) and "/translations/" not in path
    }
    write(folder, export(files, DOMAIN, release))
    for name in [each for each in sys.modules if each.startswith("custom_components")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.syspath_prepend(str(folder))


async def update(
    hass: HomeAssistant, stored: dict[str, Any], **changes: object
) -> None:
    """Start with what an installation of the component before had stored."""
    stored["core.config_entries"] = {
        "version": 1,
        "minor_version": 5,
        "data": {"entries": [ENTRY | changes]},
    }
    stored["core.entity_registry"] = {
        "version": 1,
        "minor_version": 15,
        "data": {"entities": [ENTITY], "deleted_entities": []},
    }
    hass.data.pop(loader.DATA_CUSTOM_COMPONENTS)
    dr.async_setup(hass)
    await dr.async_load(hass)
    await er.async_load(hass)
    await hass.config_entries.async_initialize()
    await hass.config_entries.async_setup(ENTRY["entry_id"])
    await hass.async_block_till_done()


async def test_update(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    after: Tree,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Test that entry and entity are found again, with what their user made of them."""
    install(tmp_path / "config", after, monkeypatch)
    await update(hass, hass_storage)
    integration = await loader.async_get_integration(hass, DOMAIN)
    assert not integration.is_built_in
    assert str(integration.version) == "1.2.1"
    [entry] = hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED
    assert (entry.title, entry.unique_id, entry.version) == ("My meter", "192.0.2.7", 1)
    assert entry.data == ENTRY["data"]
    [entity] = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert (entity.entity_id, entity.name) == (ENTITY["entity_id"], ENTITY["name"])
    assert hass.states.get("sensor.kitchen_power") is not None
    await hass.config_entries.async_unload(entry.entry_id)
    assert entry.state is ConfigEntryState.NOT_LOADED


async def test_lost(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    after: Tree,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Test that another unique id would be another entity, so that the test above can fail."""
    changed = edited(after, SENSOR, ("_power", "-power"))
    install(tmp_path / "config", changed, monkeypatch)
    await update(hass, hass_storage)
    names = {
        each.unique_id
        for each in er.async_entries_for_config_entry(
            er.async_get(hass), ENTRY["entry_id"]
        )
    }
    assert names == {"0123456789abcdef_power", "0123456789abcdef-power"}
    assert hass.states.get("sensor.kitchen_power") is None


MIGRATION = '''
from .const import CONF_ADDRESS, CONF_HOST, MOVED


def _renamed(data):
    return {MOVED.get(key, key): value for key, value in data.items()}


async def async_migrate_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Migrate an entry that had an address."""
    if entry.version == 1 and CONF_ADDRESS in entry.data:
        hass.config_entries.async_update_entry(
            entry, data=_renamed(entry.data), version=2
        )
    return True


def host_of(entry: ConfigEntry) -> str:
    """Return the host of an entry."""
    return entry.data[CONF_HOST]
'''
CONSTANTS = """
CONF_ADDRESS = "address"
CONF_HOST = "host"
MOVED = {CONF_ADDRESS: CONF_HOST}
"""


async def test_older_entry(
    hass: HomeAssistant,
    hass_storage: dict[str, Any],
    repository: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Test that an entry of an earlier version is migrated as it was, though core's integration cannot."""
    component = repository / "custom_components" / DOMAIN
    for name, more in (("__init__.py", MIGRATION), ("const.py", CONSTANTS)):
        (component / name).write_text((component / name).read_text() + more)
    flow = (component / "config_flow.py").read_text()
    (component / "config_flow.py").write_text(
        flow.replace("VERSION = 1", "VERSION = 2")
    )
    adoption = adopted(take(repository), DOMAIN, tmp_path / "completed", Attempts())
    own = [
        content
        for path, content in adoption.after.items()
        if path.startswith(f"homeassistant/components/{DOMAIN}/")
    ]
    assert not any(b"async_migrate_entry" in content for content in own)
    assert not any(b"CONF_ADDRESS" in content for content in own)
    assert any(b"CONF_HOST" in content for content in own)
    assert not adoption.lost
    install(tmp_path / "config", adoption.after, monkeypatch)
    await update(hass, hass_storage, data={"address": "192.0.2.7"})
    [entry] = hass.config_entries.async_entries(DOMAIN)
    assert entry.state is ConfigEntryState.LOADED
    assert (entry.version, entry.data) == (2, {"host": "192.0.2.7"})


@pytest.mark.usefixtures("hass")
async def test_languages(repository: Path, tmp_path: Path) -> None:
    """Test that users keep their translations, which core has none of yet."""
    folder = repository / "custom_components" / DOMAIN / "translations"
    folder.mkdir(exist_ok=True)
    german = b'{"config": {"step": {"user": {"data": {"host": "Rechner"}}}}}\n'
    (folder / "de.json").write_bytes(german)
    adoption = adopted(take(repository), DOMAIN, tmp_path / "completed", Attempts())
    place = f"components/{DOMAIN}/translations/"
    assert not any(place in path for path in adoption.after)
    before = release_of(MANIFEST)
    assert before
    exported = export(adoption.after, DOMAIN, before)
    assert exported[f"custom_{place}de.json"] == german
