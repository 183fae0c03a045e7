"""Test that what an installation keeps is compared, and that only what users lose is named."""

from textwrap import dedent

import pytest

from script.adopt.identity import lost
from script.integration.tree import Tree

from tests.edits import edited

COMPONENT = "homeassistant/components/acme_meter/"
FILES = {
    f"{COMPONENT}manifest.json": '{"domain": "acme_meter"}',
    f"{COMPONENT}__init__.py": """
        from custom_components.acme_meter.const import DOMAIN


        async def async_setup_entry(hass, entry):
            hass.data[DOMAIN][entry.entry_id] = entry.data["host"]
            entry.options.get("limit", 5)
        """,
    f"{COMPONENT}const.py": 'DOMAIN = "acme_meter"\nCONF_HOST = "host"\n',
    f"{COMPONENT}config_flow.py": """
        from homeassistant.config_entries import ConfigFlow

        from .const import CONF_HOST, DOMAIN


        class MeterFlow(ConfigFlow, domain=DOMAIN):
            VERSION = 2

            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(f"{DOMAIN}_{user_input[CONF_HOST]}")
                return self.async_create_entry(title="Meter", data={CONF_HOST: user_input[CONF_HOST]})
        """,
    f"{COMPONENT}sensor.py": """
        from homeassistant.components.sensor import SensorEntity, SensorEntityDescription

        from .const import DOMAIN

        SENSORS = [SensorEntityDescription(key="power")]


        class Meter(SensorEntity):
            def __init__(self, hass, entry, description):
                client = hass.data[DOMAIN][entry.entry_id]
                self._attr_unique_id = f"{hass.data[DOMAIN][entry.entry_id].serial}_{description.key}"
                self._attr_device_info = {"identifiers": {(DOMAIN, entry.entry_id)}}
                self.entity_id = "sensor.meter"
        """,
}
BEFORE: Tree = {
    path: dedent(text).lstrip("\n").encode() for path, text in FILES.items()
}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        pytest.param(
            "__init__",
            "from custom_components.acme_meter.const",
            "from .const",
            id="module",
        ),
        pytest.param(
            "sensor",
            "hass.data[DOMAIN][entry.entry_id].serial",
            "entry.runtime_data.serial",
            id="runtime data",
        ),
        pytest.param(
            "sensor", 'key="power"', "key='po' 'wer'", id="another way to write"
        ),
        pytest.param("sensor", "{(DOMAIN,", '{("acme_meter",', id="constant"),
        pytest.param("config_flow", "{CONF_HOST:", '{"host":', id="key"),
    ],
)
def test_kept(name: str, old: str, new: str) -> None:
    """Test that what is written otherwise, and is the same, is not lost."""
    after = edited(BEFORE, f"{COMPONENT}{name}.py", (old, new))
    assert lost(BEFORE, after, "acme_meter") == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('f"{str(serial)}_{description.key}"', 'f"{serial!s}_{description.key}"'),
        ('"{}_{}".format(serial, description.key)', 'f"{serial}_{description.key}"'),
        ("serial if serial else description.key", "serial or description.key"),
    ],
)
def test_as_core_writes_it(old: str, new: str) -> None:
    """Test that an id is not lost that is only written as core's settings of ruff have it."""
    path, id_ = f"{COMPONENT}sensor.py", 'f"{hass.data[DOMAIN][entry.entry_id].serial}_{description.key}"'  # fmt: skip
    before, after = (edited(BEFORE, path, (id_, each)) for each in (old, new))
    assert lost(before, after, "acme_meter") == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "what"),
    [
        ("sensor", "_{description.key}", "-{description.key}", 11, "unique id of an entity is now"),
        ("sensor", 'key="power"', 'key="watts"', 5, "key of an entity description is now"),
        ("sensor", "(DOMAIN, entry.entry_id)", "(DOMAIN, entry.unique_id)", 12, "identity of a device is now"),
        ("sensor", '"sensor.meter"', '"sensor.acme"', 13, "entity id is now 'sensor.acme'"),
        ("config_flow", "VERSION = 2", "VERSION = 1", 7, "version of an entry is now 1"),
        ("config_flow", 'f"{DOMAIN}_{user_input[CONF_HOST]}"', "user_input[CONF_HOST]", 10, "unique id of an entry is now"),
        ("config_flow", "data={CONF_HOST:", 'data={"address":', 11, "data of an entry is now address"),
        ("__init__", 'entry.options.get("limit", 5)', "pass", 6, "key of an entry that is read is not there any more"),
    ],
)  # fmt: skip
def test_lost(name: str, old: str, new: str, line: int, what: str) -> None:
    """Test that what is another is named, where it was."""
    path = f"{COMPONENT}{name}.py"
    [place] = lost(BEFORE, edited(BEFORE, path, (old, new)), "acme_meter")
    assert (place.path, place.line) == (path, line)
    assert place.why.startswith(what)


def test_new_key() -> None:
    """Test that a key is named that entries made before do not have."""
    path = f"{COMPONENT}__init__.py"
    after = edited(BEFORE, path, ('entry.data["host"]', 'entry.data["host"], entry.data["token"]'))  # fmt: skip
    [place] = lost(BEFORE, after, "acme_meter")
    assert place.code == "token"
    assert "is new" in place.why


def test_domain() -> None:
    """Test that another domain is one loss, whatever has it in its ids."""
    after = {
        path: content.replace(b'"acme_meter"', b'"meter_acme"')
        for path, content in BEFORE.items()
    }
    [place] = lost(BEFORE, after, "acme_meter")
    assert place.why.startswith("domain is now meter_acme")


def test_platform() -> None:
    """Test that a platform that is gone takes its entities along."""
    after = {path: each for path, each in BEFORE.items() if "sensor" not in path}
    whys = [each.why for each in lost(BEFORE, after, "acme_meter")]
    assert any(why.startswith("platform is not there any more") for why in whys)


def test_moved() -> None:
    """Test that a class that is in another module has the same ids."""
    old = f"{COMPONENT}sensor.py"
    code = BEFORE[old].decode()
    after = {
        **BEFORE,
        old: b"from .entity import Meter\n",
        f"{COMPONENT}entity.py": code.encode(),
    }
    assert lost(BEFORE, after, "acme_meter") == ()
