"""Defects, each with the name of the check that reports it.

A defect is a change of a file: what is there, and what comes instead. Without the former, the latter is
added at the end, also to a file that is not there yet.
"""

from typing import NamedTuple

MORE = '''

async def test_more(hass: HomeAssistant) -> None:
    """Test more."""
'''


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
    # imports
    Defect(
        "home-assistant-relative-import",
        "sensor.py",
        "from .entity import",
        "from homeassistant.components.my_device.entity import",
    ),
    Defect(
        "home-assistant-absolute-import",
        "sensor.py",
        "from homeassistant.components.sensor import",
        "from ..sensor import",
    ),
    Defect(
        "home-assistant-component-root-import",
        "switch.py",
        "from homeassistant.components.switch import (\n    DOMAIN as SWITCH_DOMAIN,",
        "from homeassistant.components.switch.const import DOMAIN as SWITCH_DOMAIN\n"
        "from homeassistant.components.switch import (",
    ),
    added(
        "home-assistant-import-constant-alias",
        "const.py",
        "\nfrom homeassistant.components.sun import DOMAIN\n",
    ),
    added(
        "home-assistant-import-constant-unnecessary-alias",
        "entity.py",
        "\nfrom .const import DOMAIN as MY_DOMAIN\n",
    ),
    added(
        "home-assistant-import-domain-constant",
        "tests/test_init.py",
        "\nfrom homeassistant.components import my_device\n\nOTHER = my_device.DOMAIN\n",
    ),
    added(
        "home-assistant-deprecated-import",
        "entity.py",
        "\nfrom functools import cached_property\n",
    ),
    added(
        "home-assistant-helper-namespace-import",
        "entity.py",
        "\nfrom homeassistant.helpers.entity_registry import async_get\n",
    ),
    Defect(
        "TID251",
        "config_flow.py",
        "import probatio\n",
        "import voluptuous as probatio\n",
    ),
    added("ICN002", "const.py", "\nimport probatio as vol\n"),
    # logs
    # style
    Defect(
        "review-guide/assert",
        "entity.py",
        "        status = coordinator.data\n",
        "        status = coordinator.data\n        assert status is not None\n",
    ),
    Defect("explicit-override", "sensor.py", "    @override\n", ""),
    Defect(
        "home-assistant-async-callback-decorator",
        "config_flow.py",
        "    async def async_step_discovery_confirm(",
        "    @callback\n    async def async_step_discovery_confirm(",
    ),
    added(
        "home-assistant-enforce-greek-micro-char",
        "const.py",
        '\nUNIT: Final = "\u00b5g"\n',
    ),
    added(
        "home-assistant-enforce-naive-now",
        "const.py",
        "\nfrom datetime import datetime\n\nSTART = datetime.now()\n",
    ),
    added(
        "home-assistant-enforce-utcnow",
        "const.py",
        "\nfrom datetime import UTC, datetime\n\nSTART = datetime.now(UTC)\n",
    ),
    added(
        "home-assistant-enforce-now",
        "const.py",
        "\nfrom datetime import datetime\n\nSTART = datetime.now(tz=ZONE)\n",
    ),
    added(
        "home-assistant-duplicate-const", "const.py", '\nCONF_HOST: Final = "host"\n'
    ),
    added(
        "home-assistant-sequential-executor-jobs",
        "entity.py",
        '\n\nasync def read(hass: HomeAssistant) -> None:\n    """Read."""\n'
        "    await hass.async_add_executor_job(one)\n    await hass.async_add_executor_job(two)\n",
    ),
    added(
        "hass-integration-raw-http-client",
        "const.py",
        "\nfrom aiohttp import ClientSession\n\nSESSION = ClientSession()\n",
    ),
    # setup
    Defect(
        "home-assistant-enforce-sorted-platforms",
        "__init__.py",
        "[Platform.SENSOR, Platform.SWITCH]",
        "[Platform.SWITCH, Platform.SENSOR]",
    ),
    Defect(
        "home-assistant-return-type",
        "__init__.py",
        "async def async_unload_entry(hass: HomeAssistant, entry: MyDeviceConfigEntry) -> None:",
        "async def async_unload_entry(hass: HomeAssistant, entry: MyDeviceConfigEntry) -> bool:",
    ),
    Defect(
        "home-assistant-return-type",
        "__init__.py",
        "    entry.runtime_data = coordinator\n",
        "    entry.runtime_data = coordinator\n    return True\n",
    ),
    Defect(
        "home-assistant-argument-type",
        "sensor.py",
        "    async_add_entities: AddConfigEntryEntitiesCallback,\n",
        "    async_add_entities: AddEntitiesCallback,\n",
    ),
    Defect(
        "review-guide/unload-platforms",
        "__init__.py",
        "async_unload_platforms_or_raise",
        "async_unload_platforms",
    ),
    Defect(
        "home-assistant-missing-config-entry-unloading",
        "__init__.py",
        "async def async_unload_entry(",
        "async def async_unload(",
    ),
    Defect(
        "home-assistant-missing-diagnostics",
        "diagnostics.py",
        "async_get_config_entry_diagnostics",
        "async_get_diagnostics",
    ),
    added(
        "review-guide/shared-data",
        "entity.py",
        "\n\ndef keep(hass: HomeAssistant) -> None:\n"
        '    """Keep something."""\n'
        "    hass.data.setdefault(DOMAIN, {})\n",
    ),
    added(
        "review-guide/shared-data",
        "entity.py",
        "\n\ndef kept(hass: HomeAssistant) -> object:\n"
        '    """Return what is kept."""\n'
        '    return hass.data["my_device"]\n',
    ),
    Defect(
        "home-assistant-use-runtime-data",
        "__init__.py",
        "    entry.runtime_data = coordinator\n",
        "    hass.data[DOMAIN] = coordinator\n",
    ),
    added(
        "review-guide/untyped-runtime-data",
        "__init__.py",
        '\n\ndef show(entry: ConfigEntry) -> None:\n    """Show."""\n    print(entry.runtime_data)\n',
    ),
    added(
        "home-assistant-service-registered-in-setup-entry",
        "services.py",
        '\n\nasync def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:\n    """Set up."""\n'
        "    async_setup_services(hass)\n\n\ndef async_setup_services(hass: HomeAssistant) -> None:\n"
        '    """Set up the actions."""\n    hass.services.async_register(DOMAIN, "read", async_read)\n',
    ),
    added(
        "home-assistant-action-registered-outside-services-module",
        "__init__.py",
        '\n\nasync def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:\n    """Set up."""\n'
        '    hass.services.async_register(DOMAIN, "read", async_read)\n    return True\n',
    ),
    added(
        "review-guide/reload-listener",
        "__init__.py",
        '\n\nasync def async_reload(hass: HomeAssistant, entry: MyDeviceConfigEntry) -> None:\n    """Reload."""\n'
        "    await hass.config_entries.async_reload(entry.entry_id)\n\n\n"
        'def listen(entry: MyDeviceConfigEntry) -> None:\n    """Listen."""\n'
        "    entry.add_update_listener(async_reload)\n",
    ),
    # the coordinator
    Defect(
        "home-assistant-coordinator-untyped-config-entry",
        "coordinator.py",
        "    config_entry: MyDeviceConfigEntry\n",
        "    config_entry: ConfigEntry\n",
    ),
    Defect(
        "home-assistant-coordinator-redundant-config-entry",
        "coordinator.py",
        "        self._client = MyDeviceClient(",
        "        self.config_entry = config_entry\n        self._client = MyDeviceClient(",
    ),
    Defect(
        "review-guide/auth-error",
        "coordinator.py",
        "raise ConfigEntryAuthFailed(",
        "raise UpdateFailed(",
    ),
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
    # where classes and names are
    added(
        "home-assistant-enforce-class-module",
        "const.py",
        "\nfrom homeassistant.components.sensor import SensorEntity\n\n\n"
        'class Other(SensorEntity):\n    """Define a sensor."""\n',
    ),
    added(
        "home-assistant-enforce-class-module",
        "const.py",
        "\nfrom homeassistant.helpers.update_coordinator import DataUpdateCoordinator\n\n\n"
        'class Other(DataUpdateCoordinator[None]):\n    """Define a coordinator."""\n',
    ),
    added(
        "home-assistant-enforce-class-module",
        "const.py",
        "\nfrom homeassistant.helpers.entity import Entity\n\n\n"
        'class Other(Entity):\n    """Define an entity."""\n',
    ),
    Defect(
        "home-assistant-redundant-translation-key",
        "sensor.py",
        "SENSORS: tuple[MyDeviceSensorEntityDescription, ...] = (\n",
        'NAMED = SensorEntityDescription(\n    key="named", translation_key="named", device_class="power"\n)\n'
        "SENSORS: tuple[MyDeviceSensorEntityDescription, ...] = (\n",
    ),
    # errors
    Defect(
        "home-assistant-exception-not-translated",
        "coordinator.py",
        "            raise ConfigEntryAuthFailed(\n"
        "                translation_domain=DOMAIN,\n"
        '                translation_key="authentication_error",\n'
        "            ) from err",
        '            raise ConfigEntryAuthFailed("Refused") from err',
    ),
    Defect(
        "home-assistant-exception-message-with-translation",
        "coordinator.py",
        "            raise ConfigEntryAuthFailed(\n",
        '            raise ConfigEntryAuthFailed(\n                "Refused",\n',
    ),
    Defect(
        "home-assistant-exception-translation-key-domain-mismatch",
        "coordinator.py",
        "            raise ConfigEntryAuthFailed(\n                translation_domain=DOMAIN,\n",
        "            raise ConfigEntryAuthFailed(\n",
    ),
    Defect(
        "home-assistant-exception-translation-key-missing",
        "coordinator.py",
        "            raise ConfigEntryAuthFailed(\n"
        "                translation_domain=DOMAIN,\n"
        '                translation_key="authentication_error",\n',
        "            raise ConfigEntryAuthFailed(\n"
        "                translation_domain=DOMAIN,\n"
        '                translation_key="refused",\n',
    ),
    Defect(
        "home-assistant-exception-placeholder-mismatch",
        "coordinator.py",
        "            raise UpdateFailed(\n"
        "                translation_domain=DOMAIN,\n"
        '                translation_key="communication_error",\n'
        '                translation_placeholders={"error": str(err)},\n',
        "            raise UpdateFailed(\n"
        "                translation_domain=DOMAIN,\n"
        '                translation_key="communication_error",\n'
        '                translation_placeholders={"reason": str(err)},\n',
    ),
    Defect(
        "home-assistant-action-swallowed-exception",
        "switch.py",
        "        await self.coordinator.async_set_relay(True)\n",
        "        try:\n            await self.coordinator.async_set_relay(True)\n"
        '        except MyDeviceError:\n            _LOGGER.error("Failed")\n',
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
        "            data_schema=self.add_suggested_values_to_schema(\n"
        "                RECONFIGURE_SCHEMA, {CONF_HOST: (user_input or entry.data)[CONF_HOST]}\n"
        "            ),\n",
        "            data_schema=RECONFIGURE_SCHEMA,\n",
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
        "data_updates=data)",
        "data=user_input)",
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
        "                return self.async_update_reload_and_abort(entry, data_updates=data)",
        "                return self.async_create_entry(title=self._device_name, data=data)",
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
        "RECONFIGURE_SCHEMA, {CONF_HOST: (user_input or entry.data)[CONF_HOST]}",
        "RECONFIGURE_SCHEMA, user_input or entry.data",
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
    # tests
    added(
        "home-assistant-test-non-deterministic",
        "tests/test_init.py",
        '\n\nasync def test_more(hass: HomeAssistant) -> None:\n    """Test more."""\n'
        "    if ERRORS:\n        assert hass.states.async_all()\n",
    ),
    *(
        added(
            check,
            "tests/test_init.py",
            f"\nfrom homeassistant.components.my_device{module} import {name}\n\n\n"
            'async def test_more(hass: HomeAssistant) -> None:\n    """Test more."""\n'
            f"    await {name}(hass)\n",
        )
        for check, module, name in (
            ("home-assistant-tests-direct-async-setup", "", "async_setup"),
            (
                "home-assistant-tests-direct-async-migrate-entry",
                "",
                "async_migrate_entry",
            ),
            ("home-assistant-tests-direct-async-setup-entry", "", "async_setup_entry"),
            (
                "home-assistant-tests-direct-async-unload-entry",
                "",
                "async_unload_entry",
            ),
            (
                "home-assistant-tests-direct-platform-async-setup-entry",
                ".sensor",
                "async_setup_entry",
            ),
        )
    ),
    added(
        "home-assistant-tests-coordinator-async-refresh",
        "tests/test_init.py",
        '\n\nasync def test_more(init_integration: MockConfigEntry) -> None:\n    """Test more."""\n'
        "    await init_integration.runtime_data.async_refresh()\n",
    ),
    added(
        "home-assistant-tests-registry-fixtures",
        "tests/test_init.py",
        '\n\nasync def test_more(hass: HomeAssistant) -> None:\n    """Test more."""\n'
        "    assert dr.async_get(hass)\n",
    ),
    added(
        "home-assistant-async-load-fixtures",
        "tests/test_init.py",
        '\n\nasync def test_more() -> None:\n    """Test more."""\n    assert load_fixture("status.json")\n',
    ),
    added(
        "home-assistant-json-fixture",
        "tests/test_init.py",
        '\n\ndef test_more() -> None:\n    """Test more."""\n    assert json.loads(load_fixture("status.json"))\n',
    ),
    Defect(
        "home-assistant-pytest-fixture-decorator",
        "tests/conftest.py",
        "@pytest.fixture\ndef mock_config_entry(",
        '@pytest.fixture(scope="session")\ndef mock_config_entry(',
    ),
    added(
        "home-assistant-tests-redundant-usefixtures",
        "tests/test_init.py",
        '\npytestmark = [pytest.mark.usefixtures("more")]\n\n\n@pytest.mark.usefixtures("more")\n'
        'def test_more() -> None:\n    """Test more."""\n',
    ),
    added(
        "home-assistant-unused-test-fixture-argument",
        "tests/test_init.py",
        '\n\ndef test_more(mock_client: AsyncMock) -> None:\n    """Test more."""\n',
    ),
    added(
        "home-assistant-consider-usefixtures-decorator",
        "tests/test_init.py",
        '\n\ndef test_more(socket_enabled: None) -> None:\n    """Test more."""\n',
    ),
    added(
        "home-assistant-return-type",
        "tests/test_init.py",
        '\n\ndef test_more():\n    """Test more."""\n',
    ),
    added(
        "home-assistant-argument-type",
        "tests/test_init.py",
        '\n\ndef test_more(hass) -> None:\n    """Test more."""\n    assert hass.states\n',
    ),
    added(
        "review-guide/untyped-test-parameter",
        "tests/test_init.py",
        '\n\ndef test_more(mock_client) -> None:\n    """Test more."""\n    assert mock_client\n',
    ),
    added(
        "home-assistant-domain-argument",
        "tests/test_switch.py",
        MORE + '    await hass.services.async_call(Platform.SWITCH, "toggle")\n',
    ),
    Defect(
        "review-guide/patch-home-assistant",
        "tests/conftest.py",
        '"homeassistant.components.my_device.async_setup_entry"',
        '"homeassistant.config_entries.ConfigEntries.async_setup"',
    ),
    added(
        "review-guide/patch-time",
        "tests/test_init.py",
        '\n\n@patch("homeassistant.util.dt.utcnow")\ndef test_more() -> None:\n    """Test more."""\n',
    ),
    added(
        "review-guide/patch-sys-modules",
        "tests/test_init.py",
        '\n\n@patch.dict("sys.modules", {})\ndef test_more() -> None:\n    """Test more."""\n',
    ),
    Defect(
        "review-guide/snapshot-platform",
        "tests/test_switch.py",
        "snapshot_platform",
        "compare_platform",
    ),
    added(
        "review-guide/numbered-result",
        "tests/test_config_flow.py",
        MORE + "    result2 = await configure(hass)\n    assert result2\n",
    ),
    added(
        "review-guide/flow-result-type",
        "tests/test_config_flow.py",
        MORE
        + '    result = await configure(hass)\n    assert result["type"] == FlowResultType.FORM\n',
    ),
    added(
        "review-guide/orphan-snapshot",
        "tests/__snapshots__/test_init.ambr",
        "# name: test_gone\n",
    ),
    # tests of the flows
    added(
        "home-assistant-tests-user-flow-no-data",
        "tests/test_config_flow.py",
        MORE + "    await hass.config_entries.flow.async_init(\n"
        '        DOMAIN, context={"source": SOURCE_USER}, data={}\n    )\n',
    ),
    added(
        "home-assistant-test-flow-start-helper",
        "tests/test_config_flow.py",
        MORE + "    await hass.config_entries.flow.async_init(\n"
        '        DOMAIN, context={"source": SOURCE_RECONFIGURE}\n    )\n',
    ),
    added(
        "home-assistant-tests-config-flow-unique-id",
        "tests/test_config_flow.py",
        MORE + "    result = await configure(hass)\n"
        '    assert result["type"] is FlowResultType.CREATE_ENTRY\n',
    ),
    added(
        "review-guide/config-entry-by-hand",
        "tests/test_init.py",
        "\nfrom homeassistant.config_entries import ConfigEntry\n"
        + MORE
        + "    assert ConfigEntry(hass)\n",
    ),
    added(
        "review-guide/runtime-data-in-test",
        "tests/test_init.py",
        MORE.replace("hass: HomeAssistant", "mock_config_entry: MockConfigEntry")
        + "    assert mock_config_entry.runtime_data\n",
    ),
    added(
        "review-guide/sleep-in-test",
        "tests/test_init.py",
        "\nimport asyncio\n" + MORE + "    await asyncio.sleep(0.1)\n    assert hass\n",
    ),
    *(
        added(
            "home-assistant-tests-config-flow-error-recovery",
            "tests/test_config_flow.py",
            MORE + f"    result = await configure(hass)\n    {code}\n",
        )
        for code in (
            'assert result["errors"] == {"base": "unknown"}',
            'assert result["errors"]',
            'assert "base" in result["errors"]',
            'errors = result["errors"]\n    assert errors["base"] == "unknown"',
            'assert result["errors"] == {"base": "unknown"}\n'
            "    result = await hass.config_entries.flow.async_init(DOMAIN)\n"
            '    assert result["type"] is FlowResultType.CREATE_ENTRY',
        )
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
