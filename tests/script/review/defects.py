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
        '        self._attr_unique_id = f"{status.serial}_{description.key}"\n',
        "",
    ),
    Defect(
        "home-assistant-missing-entity-unique-id",
        "entity.py",
        '        self._attr_unique_id = f"{status.serial}_{description.key}"\n',
        '        if status.serial:\n            self._attr_unique_id = f"{status.serial}_{description.key}"\n',
    ),
    Defect(
        "home-assistant-entity-unique-id-static",
        "switch.py",
        '    """Define the relay of the device."""\n',
        '    """Define the relay of the device."""\n\n    _attr_unique_id = "relay"\n',
    ),
    Defect(
        "home-assistant-entity-unique-id-redundant-domain",
        "entity.py",
        'f"{status.serial}_{description.key}"',
        'f"{DOMAIN}_{status.serial}_{description.key}"',
    ),
    Defect(
        "home-assistant-entity-unique-id-redundant-platform",
        "switch.py",
        '    """Define the relay of the device."""\n',
        '    """Define the relay of the device."""\n\n'
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
        '    """Define the relay of the device."""\n',
        '    """Define the relay of the device."""\n\n'
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
    # steps
    Defect(
        "home-assistant-step_id-match-method",
        "config_flow.py",
        'step_id="discovery_confirm"',
        'step_id="user"',
    ),
    Defect(
        "review-guide/missing-step-id",
        "config_flow.py",
        '            step_id="discovery_confirm",\n',
        "",
    ),
    Defect(
        "home-assistant-config-flow-menu-missing-step",
        "config_flow.py",
        "        return await self.async_step_reauth_confirm()\n",
        '        return self.async_show_menu(step_id="reauth", menu_options=["user", "other"])\n',
    ),
    Defect(
        "home-assistant-config-flow-connection-class",
        "config_flow.py",
        "    _device_name: str\n",
        '    CONNECTION_CLASS = "local"\n    _device_name: str\n',
    ),
    added(
        "home-assistant-serial-port-selector-usb-dependency",
        "config_flow.py",
        "\nPORT_SELECTOR: Final = SerialPortSelector()\n",
    ),
    Defect(
        "home-assistant-unique-id-ip-based",
        "config_flow.py",
        "await self.async_set_unique_id(user_id, raise_on_progress=False)",
        "await self.async_set_unique_id(data[CONF_HOST], raise_on_progress=False)",
    ),
    Defect(
        "home-assistant-missing-reauthentication-flow",
        "config_flow.py",
        "async def async_step_reauth(",
        "async def async_step_other(",
    ),
    Defect(
        "home-assistant-missing-test-before-configure",
        "config_flow.py",
        "            errors=errors,\n",
        "",
    ),
    Defect(
        "review-guide/unique-config-entry",
        "config_flow.py",
        "_abort_if_unique_id_configured",
        "_abort_if_known",
    ),
    Defect(
        "review-guide/missing-identity-check",
        "config_flow.py",
        '                self._abort_if_unique_id_mismatch(reason="wrong_account")\n',
        "",
    ),
    Defect(
        "review-guide/inverted-identity-check",
        "config_flow.py",
        '_abort_if_unique_id_mismatch(reason="wrong_account")',
        "_abort_if_unique_id_configured()",
    ),
    Defect(
        "review-guide/reconfigure-not-prefilled",
        "config_flow.py",
        "        return await self._async_update_entry(\n"
        '            self._get_reconfigure_entry(), "reconfigure", RECONFIGURE_SCHEMA, user_input\n'
        "        )\n",
        '        return self.async_show_form(step_id="reconfigure", data_schema=RECONFIGURE_SCHEMA)\n',
    ),
    Defect(
        "review-guide/raise-on-progress",
        "config_flow.py",
        "(user_id, raise_on_progress=False)",
        "(user_id)",
    ),
    # flow_strings
    Defect(
        "review-guide/flow-string-missing",
        "config_flow.py",
        "errors: dict[str, str] = {}\n",
        'errors: dict[str, str] = {"base": "too_old"}\n',
    ),
    Defect(
        "review-guide/flow-string-missing",
        "config_flow.py",
        '_abort_if_unique_id_mismatch(reason="wrong_account")',
        '_abort_if_unique_id_mismatch(reason="wrong_account")\n'
        '                self.async_abort(reason="gone")',
    ),
    Defect(
        "review-guide/flow-string-unused",
        "strings.json",
        '      "invalid_auth": "[%key',
        '      "too_old": "The firmware is too old.",\n      "invalid_auth": "[%key',
    ),
    Defect(
        "review-guide/flow-string-unused",
        "strings.json",
        '    "abort": {\n',
        '    "abort": {\n      "gone": "The device is gone.",\n',
    ),
    Defect(
        "review-guide/flow-placeholder-missing",
        "config_flow.py",
        '                "host": self._discovered_host,\n',
        "",
    ),
    Defect(
        "review-guide/flow-placeholder-missing",
        "strings.json",
        '"Connect Home Assistant to the device on your network."',
        '"Connect Home Assistant to {device} on your network."',
    ),
    Defect(
        "review-guide/unique-id-source",
        "config_flow.py",
        "async_set_unique_id(user_id, raise",
        "async_set_unique_id(data[CONF_API_TOKEN], raise",
    ),
    Defect(
        "review-guide/unique-id-source",
        "config_flow.py",
        'async_set_unique_id(discovery_info.properties["user_id"])',
        'async_set_unique_id(discovery_info.properties["name"].lower())',
    ),
    Defect(
        "review-guide/data-updates",
        "config_flow.py",
        "data_updates=user_input",
        "data={**entry.data, **user_input}",
    ),
    Defect(
        "review-guide/data-updates",
        "config_flow.py",
        "data_updates=user_input",
        "data=entry.data | user_input",
    ),
    Defect(
        "review-guide/data-updates",
        "config_flow.py",
        "        return await self._async_update_entry(\n            self._get_reauth_entry(),",
        "        self.async_update_reload_and_abort(self._get_reauth_entry(), data=user_input)\n"
        "        return await self._async_update_entry(\n            self._get_reauth_entry(),",
    ),
    Defect(
        "review-guide/discovery-without-confirmation",
        "config_flow.py",
        "        return await self.async_step_discovery_confirm()\n",
        "        return self.async_create_entry(title=self._device_name, data={})\n",
    ),
    Defect(
        "review-guide/entry-from-update",
        "config_flow.py",
        "        # The form never holds the stored token",
        "        if user_input == {}:\n"
        "            return self.async_create_entry(title=self._device_name, data={})\n"
        "        # The form never holds the stored token",
    ),
    Defect(
        "review-guide/redundant-abort-string",
        "strings.json",
        '      "wrong_account":',
        '      "reauth_successful": "Done",\n      "wrong_account":',
    ),
    Defect(
        "review-guide/narrow-try",
        "config_flow.py",
        "            user_id = await client.check_connection()\n",
        "            user_id = await client.check_connection()\n"
        "            self._async_abort_entries_match(dict(data))\n",
    ),
    # forms
    Defect(
        "home-assistant-config-flow-polling-field",
        "config_flow.py",
        "            CONF_ALLOW_CONTROL, default=DEFAULT_ALLOW_CONTROL\n        ): BooleanSelector()\n",
        "            CONF_ALLOW_CONTROL, default=DEFAULT_ALLOW_CONTROL\n        ): BooleanSelector(),\n"
        "        probatio.Required(CONF_SCAN_INTERVAL): int,\n",
    ),
    Defect(
        "home-assistant-config-flow-name-field",
        "config_flow.py",
        "            CONF_ALLOW_CONTROL, default=DEFAULT_ALLOW_CONTROL\n        ): BooleanSelector()\n",
        "            CONF_ALLOW_CONTROL, default=DEFAULT_ALLOW_CONTROL\n        ): BooleanSelector(),\n"
        "        probatio.Required(CONF_NAME): str,\n",
    ),
    Defect(
        "review-guide/secret-not-wrapped",
        "config_flow.py",
        "    {probatio.Required(probatio.Secret(CONF_API_TOKEN)): API_TOKEN_SELECTOR}\n",
        "    {probatio.Required(CONF_API_TOKEN): API_TOKEN_SELECTOR}\n",
    ),
    Defect(
        "review-guide/secret-without-password-selector",
        "config_flow.py",
        "    {probatio.Required(probatio.Secret(CONF_API_TOKEN)): API_TOKEN_SELECTOR}\n",
        "    {probatio.Required(probatio.Secret(CONF_API_TOKEN)): HOST_SELECTOR}\n",
    ),
    Defect(
        "review-guide/secret-without-password-selector",
        "config_flow.py",
        "type=TextSelectorType.PASSWORD, ",
        "",
    ),
    Defect(
        "review-guide/stored-secret-in-form",
        "config_flow.py",
        "schema, _without_secrets(user_input or entry.data)",
        "schema, user_input or entry.data",
    ),
    Defect(
        "home-assistant-config-flow-field-not-translated",
        "config_flow.py",
        "            data_schema=CREDENTIALS_SCHEMA,\n",
        "            data_schema=USER_SCHEMA,\n",
    ),
    Defect(
        "home-assistant-options-flow-field-not-translated",
        "strings.json",
        '          "allow_control": "Allow control"\n',
        '          "other": "Allow control"\n',
    ),
    added(
        "home-assistant-subentry-flow-field-not-translated",
        "config_flow.py",
        '\n\nclass MyDeviceSubentryFlow(ConfigSubentryFlow):\n    """Handle a part of the device."""\n\n'
        "    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:\n"
        '        """Add a part."""\n'
        '        return self.async_show_form(step_id="user", data_schema=USER_SCHEMA)\n\n\n'
        "def async_get_supported_subentry_types() -> dict[str, type[ConfigSubentryFlow]]:\n"
        '    """Return the parts."""\n    return {"part": MyDeviceSubentryFlow}\n',
    ),
)

# What only the PR that adds the integration must not have.
FIRST_PR_DEFECTS = (
    added("review-guide/one-platform", "number.py", "PARALLEL_UPDATES = 0\n"),
    added("review-guide/later-feature", "repairs.py", '"""Repairs."""\n'),
    added("review-guide/later-feature", "services.yaml", "read:\n"),
    added(
        "review-guide/later-feature",
        "config_flow.py",
        '\n\nclass MyDeviceSubentryFlow(ConfigSubentryFlow):\n    """Handle a part of the device."""\n',
    ),
    Defect(
        "review-guide/later-feature",
        "sensor.py",
        "    async_add_entities(\n",
        "    entry.runtime_data.async_add_listener(add)\n    async_add_entities(\n",
    ),
    added(
        "review-guide/later-feature",
        "coordinator.py",
        "\n\ndef forget(registry: dr.DeviceRegistry, device: str, entry: str) -> None:\n"
        '    """Forget a device."""\n'
        "    registry.async_update_device(device, remove_config_entry_id=entry)\n",
    ),
    Defect(
        "review-guide/bronze",
        "quality_scale.yaml",
        "  brands: done\n",
        "  brands: todo\n",
    ),
    Defect("review-guide/bronze", "quality_scale.yaml", "  brands: done\n", ""),
    added("review-guide/brand-folder", "brand/icon.svg", "<svg/>\n"),
    Defect(
        "review-guide/extra-state-attributes",
        "sensor.py",
        "    entity_description: MyDeviceSensorEntityDescription\n",
        "    entity_description: MyDeviceSensorEntityDescription\n    _attr_extra_state_attributes = {}\n",
    ),
)
