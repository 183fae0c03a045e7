"""For each rule a small integration that proves it, and one that nearly does."""

from typing import Final

from .small import TESTS, Case, flow, library, page, section, sensor, setup, step

COORDINATOR: Final = """
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator


class PumpCoordinator(DataUpdateCoordinator):
    async def _async_update_data(self):
        {}
"""
FIELD: Final = '{"KIND": {"step": {"STEP": {"data": {"host": "Host"}}}}}'
EXPLAINED: Final = (
    "{% configuration_basic %}\nHost:\n    description: Where.\n"
    "{% endconfiguration_basic %}"
)
SHOWN: Final = 'return self.async_show_form(step_id="user")'
LATER: Final = """
async def async_setup_entry(hass, entry, async_add_entities):
    def add():
        async_add_entities([])

    {}
"""

CASES: Final = (
    Case(
        "action-setup",
        "__init__.py:2",
        {
            "__init__.py": 'async def async_setup(hass, config):\n    hass.services.async_register("pump", "run", run)\n'
        },
        {"services.yaml": "run:\n"},
    ),
    Case(
        "appropriate-polling",
        "coordinator.py:6",
        {"coordinator.py": COORDINATOR.format("return Other(update_interval=SOON)")},
        {"coordinator.py": COORDINATOR.format("return Other(update_interval=None)")},
    ),
    Case(
        "brands",
        "icon.png:0",
        {"companion/brands/core_integrations/pump/icon.png": ""},
        {"companion/brands/core_integrations/pump/icon.svg": ""},
    ),
    Case(
        "common-modules",
        "coordinator.py:4",
        {"coordinator.py": COORDINATOR.format("pass")},
        {"__init__.py": COORDINATOR.format("pass")},
    ),
    Case(
        "config-flow-test-coverage",
        "test_config_flow.py:1",
        {
            f"{TESTS}/__init__.py": "",
            f"{TESTS}/test_config_flow.py": "async def test_user(hass):\n    pass\n",
        },
        {
            f"{TESTS}/__init__.py": "",
            f"{TESTS}/test_init.py": "async def test_user(hass):\n    pass\n",
        },
    ),
    Case(
        "config-flow",
        "config_flow.py:4",
        flow("pass"),
        {"config_flow.py": "class PumpFlow:\n    pass\n"},
    ),
    Case(
        "dependency-transparency",
        "manifest.json:5",
        library("pass"),
        {"manifest.json": '{"requirements": ["pump-client>=1"]}'},
    ),
    Case(
        "docs-actions",
        "pump.markdown:5",
        {**page("Run it with `pump.run`."), "services.yaml": "run:\n"},
        page("Run it with `pump.run`."),
    ),
    Case(
        "docs-conditions",
        "pump.is_full.markdown:1",
        {
            "conditions.yaml": "is_full:\n",
            "companion/home-assistant.io/source/_conditions/pump.is_full.markdown": "It is full.",
        },
        {
            "conditions.yaml": "is_full:\n",
            "companion/home-assistant.io/source/_conditions/pump.is_full.markdown": "",
        },
    ),
    Case(
        "docs-high-level-description",
        "pump.markdown:5",
        page("It pumps.\n\n## More\n"),
        page("## It pumps\n\nIt does."),
    ),
    Case(
        "docs-installation-instructions",
        "pump.markdown:5",
        page("{% include integrations/config_flow.md %}"),
        page("{% include integrations/option_flow.md %}"),
    ),
    section("docs-removal-instructions", "Removing it"),
    Case(
        "docs-triggers",
        "pump.filled.markdown:1",
        {
            "triggers.yaml": "filled:\n",
            "companion/home-assistant.io/source/_triggers/pump.filled.markdown": "It is filled.",
        },
        {"triggers.yaml": "filled:\n"},
    ),
    Case(
        "entity-event-setup",
        "sensor.py:5",
        sensor("async def async_added_to_hass(self):\n    pass"),
        sensor("async def async_added(self):\n    pass"),
    ),
    Case(
        "entity-unique-id",
        "sensor.py:6",
        sensor("def __init__(self, pump):\n    self._attr_unique_id = pump.serial"),
        sensor("def __init__(self, pump):\n    self._unique = pump.serial"),
    ),
    Case(
        "has-entity-name",
        "sensor.py:5",
        sensor("_attr_has_entity_name = True"),
        sensor("_attr_has_entity_name = False"),
    ),
    Case(
        "runtime-data",
        "__init__.py:2",
        setup("entry.runtime_data = 1"),
        setup("print(entry.runtime_data)"),
    ),
    Case(
        "test-before-configure",
        "config_flow.py:6",
        step(
            "user", "try:\n        await pump.check()\n    except Gone:\n        pass"
        ),
        step("user", "try:\n        pump.check()\n    except Gone:\n        pass"),
    ),
    Case(
        "test-before-setup",
        "__init__.py:2",
        setup("await pump.async_config_entry_first_refresh()"),
        setup("await pump.async_refresh()"),
    ),
    Case(
        "unique-config-entry",
        "config_flow.py:6",
        step("user", "self._abort_if_unique_id_configured()"),
        step("user", "self.async_set_unique_id(info)"),
    ),
    Case(
        "action-exceptions",
        "switch.py:4",
        {
            "switch.py": "from homeassistant.exceptions import HomeAssistantError\n\ndef run():\n    raise HomeAssistantError()\n"
        },
        {
            "switch.py": "from homeassistant.helpers.update_coordinator import UpdateFailed\n\ndef run():\n    raise UpdateFailed()\n"
        },
    ),
    Case(
        "config-entry-unloading",
        "__init__.py:1",
        {"__init__.py": "async def async_unload_entry(hass, entry):\n    pass\n"},
        {"sensor.py": "async def async_unload_entry(hass, entry):\n    pass\n"},
    ),
    Case(
        "docs-configuration-parameters",
        "pump.markdown:6",
        {
            **page(EXPLAINED),
            "strings.json": FIELD.replace("KIND", "options").replace("STEP", "init"),
        },
        {
            **page(EXPLAINED),
            "strings.json": FIELD.replace("KIND", "config").replace("STEP", "user"),
        },
    ),
    Case(
        "docs-installation-parameters",
        "pump.markdown:6",
        {
            **page(EXPLAINED),
            **step(
                "user",
                'return self.async_show_menu(step_id="user", menu_options=["manual"])\n\nasync def async_step_manual(self, info):\n    pass',
            ),
            "strings.json": FIELD.replace("KIND", "config").replace("STEP", "manual"),
        },
        {
            **page(EXPLAINED),
            **step("user", SHOWN),
            "strings.json": FIELD.replace("KIND", "config").replace(
                "STEP", "reconfigure"
            ),
        },
    ),
    Case(
        "entity-unavailable",
        "sensor.py:6",
        sensor("def back(self):\n    self._attr_available = self.pump.is_there"),
        sensor("def back(self):\n    self._available = self.pump.is_there"),
    ),
    Case(
        "integration-owner",
        "manifest.json:4",
        {"manifest.json": '{"codeowners": ["@me"]}'},
        {"manifest.json": '{"codeowners": []}'},
    ),
    Case(
        "log-when-unavailable",
        "coordinator.py:6",
        {"coordinator.py": COORDINATOR.format("raise UpdateFailed")},
        {"coordinator.py": COORDINATOR.format("raise ValueError")},
    ),
    Case(
        "parallel-updates",
        "sensor.py:1",
        {"sensor.py": "PARALLEL_UPDATES = 0\n"},
        {"__init__.py": "PARALLEL_UPDATES = 0\n"},
    ),
    Case(
        "reauthentication-flow",
        "config_flow.py:5",
        step("reauth", "pass"),
        step("reauth_confirm", "pass"),
    ),
    Case(
        "test-coverage",
        "test_init.py:1",
        {f"{TESTS}/test_init.py": "def test_setup():\n    pass\n"},
        {f"{TESTS}/conftest.py": "def setup():\n    pass\n"},
    ),
    Case(
        "devices",
        "sensor.py:6",
        sensor(
            "def __init__(self, pump):\n    self._attr_device_info = pump.device_info"
        ),
        sensor("def __init__(self, pump):\n    self.device = pump.device"),
    ),
    Case(
        "diagnostics",
        "diagnostics.py:1",
        {
            "diagnostics.py": "async def async_get_config_entry_diagnostics(hass, entry):\n    pass\n"
        },
        {"diagnostics.py": "async def get_diagnostics(hass, entry):\n    pass\n"},
    ),
    Case(
        "discovery-update-info",
        "config_flow.py:6",
        step("dhcp", "self._abort_if_unique_id_configured(updates=info)"),
        step("dhcp", "self._abort_if_unique_id_configured()"),
    ),
    Case("discovery", "config_flow.py:5", step("dhcp", "pass"), step("found", "pass")),
    section("docs-data-update", "Data updates"),
    section("docs-examples", "Examples"),
    section("docs-known-limitations", "Known limitations"),
    section("docs-supported-devices", "Supported devices"),
    section("docs-supported-functions", "Supported functionality"),
    section("docs-troubleshooting", "Troubleshooting"),
    section("docs-use-cases", "Use cases"),
    Case(
        "dynamic-devices",
        "sensor.py:2",
        {"sensor.py": LATER.format("entry.runtime_data.async_add_listener(add)")},
        {"sensor.py": LATER.format("add()")},
    ),
    Case(
        "entity-category",
        "sensor.py:5",
        sensor("_attr_entity_category = EntityCategory.DIAGNOSTIC"),
        sensor("_attr_entity_category = None"),
    ),
    Case(
        "entity-device-class",
        "sensor.py:4",
        sensor("_attr_device_class = SensorDeviceClass.POWER"),
        sensor("_device_class = SensorDeviceClass.POWER"),
    ),
    Case(
        "entity-disabled-by-default",
        "sensor.py:5",
        sensor("_attr_entity_registry_enabled_default = False"),
        sensor("_attr_entity_registry_enabled_default = True"),
    ),
    Case(
        "entity-translations",
        "strings.json:3",
        {
            **sensor("pass"),
            "strings.json": '{\n  "entity": {\n    "sensor": {"level": {"name": "Level"}}\n  }\n}',
        },
        {"strings.json": '{"entity": {"sensor": {"level": {"name": "Level"}}}}'},
    ),
    Case(
        "exception-translations",
        "switch.py:4",
        {
            "switch.py": 'from homeassistant.exceptions import HomeAssistantError\n\ndef run():\n    raise HomeAssistantError(translation_key="gone")\n'
        },
        {
            "switch.py": 'from homeassistant.exceptions import HomeAssistantError\n\ndef run():\n    raise HomeAssistantError("Gone")\n'
        },
    ),
    Case(
        "icon-translations",
        "icons.json:1",
        {"icons.json": '{"entity": {"sensor": {}}}'},
        {"icons.json": '{"services": {"run": {}}}'},
    ),
    Case(
        "reconfiguration-flow",
        "config_flow.py:5",
        step("reconfigure", "pass"),
        step("user", "pass"),
    ),
    Case(
        "repair-issues",
        "__init__.py:2",
        setup('async_create_issue(hass, "pump", "old")'),
        setup('async_delete_issue(hass, "pump", "old")'),
    ),
    Case(
        "stale-devices",
        "__init__.py:1",
        {
            "__init__.py": "async def async_remove_config_entry_device(hass, entry, device):\n    pass\n"
        },
        {
            "__init__.py": "async def async_migrate_entry(hass, entry):\n    registry.async_remove_device(entry)\n"
        },
    ),
    Case(
        "async-dependency",
        "__init__.py:1",
        library("async def run():\n    pass\n"),
        library("def run():\n    pass\n"),
    ),
    Case(
        "inject-websession",
        "__init__.py:2",
        setup("async_get_clientsession(hass)"),
        setup("ClientSession()"),
    ),
    Case(
        "strict-typing",
        "__init__.py:1",
        {"__init__.py": "def run(speed: int) -> None:\n    pass\n"},
        {"__init__.py": "def run(speed) -> None:\n    pass\n"},
    ),
)
