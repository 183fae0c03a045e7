"""Defects, each with the name of the check that reports it.

A defect is a change of a file: what is there, and what comes instead. Without the former, the latter is
added at the end, also to a file that is not there yet.
"""

from typing import NamedTuple


class Defect(NamedTuple):
    """A defect.

    Attributes:
        check: The check that reports it.
        file: The file, in the folder of the integration or below "tests/".
        old: What is there.
        new: What comes instead.
    """

    check: str
    file: str
    old: str
    new: str


def added(check: str, file: str, new: str) -> Defect:
    """Return a defect that is added at the end."""
    return Defect(check, file, "", new)


DEFECTS = (
    # entities
    Defect(
        "home-assistant-missing-parallel-updates",
        "sensor.py",
        "PARALLEL_UPDATES = 0\n",
        "",
    ),
    Defect(
        "home-assistant-missing-has-entity-name",
        "entity.py",
        "    _attr_has_entity_name = True\n",
        "",
    ),
    Defect(
        "home-assistant-missing-entity-unique-id",
        "entity.py",
        '        self._attr_unique_id = f"{status.user_id}_{description.key}"\n',
        "",
    ),
    Defect(
        "home-assistant-missing-entity-unique-id",
        "entity.py",
        '        self._attr_unique_id = f"{status.user_id}_{description.key}"\n',
        '        if status.user_id:\n            self._attr_unique_id = f"{status.user_id}_{description.key}"\n',
    ),
    Defect(
        "home-assistant-entity-unique-id-static",
        "switch.py",
        '    """Representation of a relay."""\n',
        '    """Representation of a relay."""\n\n    _attr_unique_id = "relay"\n',
    ),
    Defect(
        "home-assistant-entity-unique-id-redundant-domain",
        "entity.py",
        'f"{status.user_id}_{description.key}"',
        'f"{DOMAIN}_{status.user_id}_{description.key}"',
    ),
    Defect(
        "home-assistant-entity-unique-id-redundant-platform",
        "switch.py",
        '    """Representation of a relay."""\n',
        '    """Representation of a relay."""\n\n'
        "    def name_it(self, serial: str) -> None:\n"
        '        """Set the id."""\n        self._attr_unique_id = f"{serial}_switch"\n',
    ),
    Defect(
        "home-assistant-entity-description-redundant-default",
        "sensor.py",
        '        key="power",\n',
        '        key="power",\n        entity_registry_enabled_default=True,\n',
    ),
    Defect(
        "home-assistant-device-info-dict",
        "entity.py",
        "self._attr_device_info = DeviceInfo(",
        "self._attr_device_info = dict(",
    ),
    Defect(
        "home-assistant-unnecessary-format-mac",
        "entity.py",
        "(CONNECTION_NETWORK_MAC, status.mac)",
        "(CONNECTION_NETWORK_MAC, format_mac(status.mac))",
    ),
    added(
        "home-assistant-coordinator-entity-available",
        "entity.py",
        '\n    @property\n    @override\n    def available(self) -> bool:\n        """Return more."""\n'
        "        return self.coordinator.data.relay\n",
    ),
    added(
        "home-assistant-coordinator-entity-async-update",
        "entity.py",
        '\n    @override\n    async def async_update(self) -> None:\n        """Fetch."""\n'
        "        await self.coordinator.fetch()\n",
    ),
    added(
        "home-assistant-missing-super-call",
        "entity.py",
        '\n    @override\n    async def async_added_to_hass(self) -> None:\n        """Begin."""\n'
        "        self.coordinator.begin()\n",
    ),
    Defect(
        "home-assistant-invalid-inheritance",
        "sensor.py",
        "class MyDeviceSensor(MyDeviceEntity, SensorEntity):",
        "from homeassistant.helpers.restore_state import RestoreEntity\n\n\n"
        "class MyDeviceSensor(MyDeviceEntity, RestoreEntity, SensorEntity):",
    ),
    Defect(
        "home-assistant-redundant-entity-init",
        "switch.py",
        '    """Representation of a relay."""\n',
        '    """Representation of a relay."""\n\n'
        "    def __init__(self, coordinator: MyDeviceCoordinator, description: EntityDescription) -> None:\n"
        '        """Initialize."""\n        super().__init__(coordinator, description)\n',
    ),
    added(
        "home-assistant-light-missing-color-mode",
        "light.py",
        "from homeassistant.components.light import ColorMode, LightEntity\n\nPARALLEL_UPDATES = 0\n\n\n"
        'class MyLight(LightEntity):\n    """Define a light."""\n\n    _attr_has_entity_name = True\n'
        "    _attr_supported_color_modes = {ColorMode.ONOFF}\n\n    def __init__(self, serial: str) -> None:\n"
        '        """Initialize."""\n        self._attr_unique_id = serial\n',
    ),
    added(
        "home-assistant-light-missing-supported-color-modes",
        "light.py",
        "from homeassistant.components.light import ColorMode, LightEntity\n\nPARALLEL_UPDATES = 0\n\n\n"
        'class MyLight(LightEntity):\n    """Define a light."""\n\n    _attr_has_entity_name = True\n'
        "    _attr_color_mode = ColorMode.ONOFF\n\n    def __init__(self, serial: str) -> None:\n"
        '        """Initialize."""\n        self._attr_unique_id = serial\n',
    ),
)
