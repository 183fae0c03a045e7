"""Break each rule once, and see that one reported."""

from collections.abc import Callable
import json
from pathlib import Path
import shutil

import pytest

from script.integration.contribution import contribution
from script.integration.core import Core, installed_package
from script.integration.files import read_yaml
from script.quality_scale.judge import advised, errors, judge, tier
from script.rules.scale.table import RULES
from script.rules.scale.tier_rule import Tier

from .conftest import WriteRecord

from tests.edits import edit

INTEGRATION = "homeassistant/components/my_device"
TESTS = "tests/components/my_device"
LIBRARY = "companion/library/my-device-client"
BRAND = "companion/brands/core_integrations/my_device"
PAGE = "companion/home-assistant.io/source/_integrations/my_device.markdown"

type Break = Callable[[Path], None]


def replaced(file: str, old: str, new: str) -> Break:
    """Return what replaces a text wherever a file has it."""

    return lambda tree: edit(tree / file, (old, new))


def added(file: str, text: str) -> Break:
    """Return what adds a text to a file, which need not be there."""

    def change(tree: Path) -> None:
        with (tree / file).open("a") as opened:
            opened.write(text)

    return change


def removed(file: str) -> Break:
    """Return what removes a file."""
    return lambda tree: (tree / file).unlink()


def moved(file: str, to: str) -> Break:
    """Return what moves a file."""

    def change(tree: Path) -> None:
        shutil.move(tree / file, tree / to)

    return change


def dropped(file: str, *keys: str) -> Break:
    """Return what drops a key of a JSON file."""

    def change(tree: Path) -> None:
        path = tree / file
        content = json.loads(path.read_text())
        below = content
        for key in keys[:-1]:
            below = below[key]
        del below[keys[-1]]
        path.write_text(json.dumps(content))

    return change


def all_of(*breaks: Break) -> Break:
    """Return what does one after another."""

    def change(tree: Path) -> None:
        for each in breaks:
            each(tree)

    return change


def done(rule: str) -> Break:
    """Return what makes an exempt rule a done one."""
    return replaced(
        f"{INTEGRATION}/quality_scale.yaml",
        f"  {rule}:\n    status: exempt\n",
        f"  {rule}:\n    status: done\n",
    )


SERVICE = """
from homeassistant.exceptions import HomeAssistantError


async def _async_blink(call: ServiceCall) -> None:
    raise HomeAssistantError(translation_domain="my_device", translation_key="authentication_error")


def register(hass: HomeAssistant) -> None:
    hass.services.async_register("my_device", "blink", _async_blink)
"""

BREAKS = [
    pytest.param(
        "action-setup",
        all_of(
            done("action-setup"),
            done("docs-actions"),
            added(PAGE, "\nThe action `my_device.blink` lets it blink.\n"),
            added(f"{INTEGRATION}/services.yaml", "blink:\n"),
            added(f"{INTEGRATION}/__init__.py", SERVICE),
            replaced(
                f"{INTEGRATION}/__init__.py",
                "    coordinator = My",
                "    register(hass)\n    coordinator = My",
            ),
        ),
    ),
    pytest.param(
        "appropriate-polling",
        replaced(
            f"{INTEGRATION}/coordinator.py",
            "update_interval=SCAN_INTERVAL",
            "always_update=False",
        ),
    ),
    pytest.param("brands", moved(f"{BRAND}/icon.png", f"{BRAND}/icon@2x.png")),
    pytest.param(
        "common-modules",
        all_of(
            moved(f"{INTEGRATION}/entity.py", f"{INTEGRATION}/base.py"),
            replaced(f"{INTEGRATION}/sensor.py", "from .entity", "from .base"),
            replaced(f"{INTEGRATION}/switch.py", "from .entity", "from .base"),
        ),
    ),
    pytest.param(
        "config-flow-test-coverage",
        replaced(
            f"{TESTS}/test_config_flow.py", "options.async_init", "flow.async_init"
        ),
    ),
    pytest.param(
        "config-flow",
        dropped(
            f"{INTEGRATION}/strings.json",
            "config",
            "step",
            "user",
            "data_description",
            "host",
        ),
    ),
    pytest.param(
        "dependency-transparency",
        replaced(
            f"{LIBRARY}/pyproject.toml",
            'license = "Apache-2.0"',
            'license = "LicenseRef-Ours"',
        ),
    ),
    pytest.param(
        "docs-actions",
        all_of(
            done("action-setup"),
            added(f"{INTEGRATION}/services.yaml", "blink:\n"),
            added(f"{INTEGRATION}/__init__.py", SERVICE),
        ),
    ),
    pytest.param(
        "docs-conditions", added(f"{INTEGRATION}/conditions.yaml", "is_on:\n")
    ),
    pytest.param(
        "docs-high-level-description",
        replaced(PAGE, "](https://www.example.com/my-device)", "]"),
    ),
    pytest.param(
        "docs-installation-instructions",
        replaced(PAGE, "{% include integrations/config_flow.md %}", ""),
    ),
    pytest.param(
        "docs-removal-instructions",
        replaced(PAGE, "## Removing the integration", "## Farewell"),
    ),
    pytest.param(
        "docs-triggers", added(f"{INTEGRATION}/triggers.yaml", "turned_on:\n")
    ),
    pytest.param(
        "entity-event-setup",
        replaced(
            f"{INTEGRATION}/entity.py",
            "        self.entity_description",
            "        coordinator.async_add_listener(self.async_write_ha_state)\n        self.entity_description",
        ),
    ),
    pytest.param(
        "entity-unique-id",
        replaced(f"{INTEGRATION}/entity.py", "self._attr_unique_id", "unique_id"),
    ),
    pytest.param(
        "has-entity-name",
        replaced(
            f"{INTEGRATION}/entity.py",
            "_attr_has_entity_name = True",
            "_attr_has_entity_name = False",
        ),
    ),
    pytest.param(
        "runtime-data",
        replaced(
            f"{INTEGRATION}/__init__.py", "    entry.runtime_data = coordinator\n", ""
        ),
    ),
    pytest.param(
        "test-before-configure",
        replaced(
            f"{INTEGRATION}/config_flow.py",
            "            user_id = await client.check_connection()\n            # The coordinator needs the status too, and it has the device's name.\n            status = await client.status()\n",
            "            user_id, status = known(client)\n",
        ),
    ),
    pytest.param(
        "test-before-setup",
        replaced(
            f"{INTEGRATION}/__init__.py",
            "async_config_entry_first_refresh",
            "async_refresh",
        ),
    ),
    pytest.param(
        "unique-config-entry",
        replaced(
            f"{INTEGRATION}/config_flow.py",
            "                self._abort_if_unique_id_configured()\n"
            "                return self.async_create_entry(title=self._device_name, data=user_input)\n",
            "                return self.async_create_entry(title=self._device_name, data=user_input)\n",
        ),
    ),
    pytest.param(
        "action-exceptions",
        replaced(
            f"{INTEGRATION}/switch.py",
            "async_set_relay(True)",
            "async_request_refresh()",
        ),
    ),
    pytest.param(
        "config-entry-unloading",
        replaced(f"{INTEGRATION}/__init__.py", "async_unload_entry", "async_take_down"),
    ),
    pytest.param(
        "docs-configuration-parameters",
        replaced(PAGE, "\nAllow control:\n", "\nControl:\n"),
    ),
    pytest.param(
        "docs-installation-parameters", replaced(PAGE, "\nAPI token:\n", "\nToken:\n")
    ),
    pytest.param(
        "entity-unavailable",
        added(
            f"{INTEGRATION}/sensor.py",
            "\n    @property\n    @override\n    def available(self) -> bool:\n"
            "        return self.coordinator.data is not None\n",
        ),
    ),
    pytest.param(
        "integration-owner", dropped(f"{INTEGRATION}/manifest.json", "codeowners")
    ),
    pytest.param(
        "log-when-unavailable",
        replaced(
            f"{INTEGRATION}/coordinator.py",
            "            raise UpdateFailed(",
            '            _LOGGER.warning("The device is gone")\n            raise UpdateFailed(',
        ),
    ),
    pytest.param(
        "parallel-updates",
        replaced(f"{INTEGRATION}/sensor.py", "PARALLEL_UPDATES = 0\n", ""),
    ),
    pytest.param(
        "reauthentication-flow",
        replaced(
            f"{INTEGRATION}/config_flow.py", "async_step_reauth(", "async_step_again("
        ),
    ),
    pytest.param("test-coverage", removed(f"{TESTS}/test_sensor.py")),
    pytest.param(
        "devices",
        replaced(
            f"{INTEGRATION}/entity.py", '            manufacturer="My Company",\n', ""
        ),
    ),
    pytest.param(
        "diagnostics",
        replaced(f"{INTEGRATION}/diagnostics.py", "    CONF_API_TOKEN,\n", ""),
    ),
    pytest.param(
        "discovery-update-info",
        replaced(
            f"{INTEGRATION}/config_flow.py",
            "(updates={CONF_HOST: self._discovered_host})",
            "()",
        ),
    ),
    pytest.param("discovery", dropped(f"{INTEGRATION}/manifest.json", "zeroconf")),
    pytest.param(
        "docs-data-update",
        replaced(
            f"{INTEGRATION}/coordinator.py",
            "timedelta(seconds=30)",
            "timedelta(seconds=45)",
        ),
    ),
    pytest.param("docs-examples", replaced(PAGE, "automation examples", "automations")),
    pytest.param(
        "docs-known-limitations",
        replaced(PAGE, "## Known limitations", "## Good to know"),
    ),
    pytest.param(
        "docs-supported-devices", replaced(PAGE, "## Supported devices", "## Devices")
    ),
    pytest.param(
        "docs-supported-functions", replaced(PAGE, "- **Relay**\n", "- **Plug**\n")
    ),
    pytest.param(
        "docs-troubleshooting", replaced(PAGE, "## Troubleshooting", "## Help")
    ),
    pytest.param("docs-use-cases", replaced(PAGE, "## Use cases", "## Ideas")),
    pytest.param(
        "dynamic-devices",
        all_of(
            replaced(
                f"{INTEGRATION}/manifest.json",
                '"integration_type": "device"',
                '"integration_type": "hub"',
            ),
            added(
                f"{INTEGRATION}/sensor.py",
                "\n\ndef listen(coordinator: MyDeviceCoordinator, async_add_entities: AddConfigEntryEntitiesCallback) -> None:\n"
                "    def add() -> None:\n        async_add_entities([])\n\n    coordinator.async_add_listener(add)\n",
            ),
        ),
    ),
    pytest.param(
        "entity-category",
        replaced(
            f"{INTEGRATION}/sensor.py",
            "        entity_category=EntityCategory.DIAGNOSTIC,\n",
            "",
        ),
    ),
    pytest.param(
        "entity-device-class",
        replaced(
            f"{INTEGRATION}/sensor.py",
            "        device_class=SensorDeviceClass.POWER,\n",
            "        name=None,\n",
        ),
    ),
    pytest.param(
        "entity-disabled-by-default",
        replaced(
            f"{INTEGRATION}/sensor.py",
            "        entity_registry_enabled_default=False,\n",
            "",
        ),
    ),
    pytest.param(
        "entity-translations",
        dropped(f"{INTEGRATION}/strings.json", "entity", "switch", "relay", "name"),
    ),
    pytest.param(
        "exception-translations",
        dropped(f"{INTEGRATION}/strings.json", "exceptions", "communication_error"),
    ),
    pytest.param(
        "icon-translations",
        replaced(
            f"{INTEGRATION}/switch.py",
            'key="relay", ',
            'key="relay", icon="mdi:power", ',
        ),
    ),
    pytest.param(
        "reconfiguration-flow",
        replaced(
            f"{INTEGRATION}/config_flow.py",
            "async_step_reconfigure(",
            "async_step_change(",
        ),
    ),
    pytest.param(
        "repair-issues",
        added(
            f"{INTEGRATION}/__init__.py",
            '\n\ndef warn(hass: HomeAssistant) -> None:\n    ir.async_create_issue(hass, "my_device", "old")\n',
        ),
    ),
    pytest.param(
        "stale-devices",
        added(
            f"{INTEGRATION}/__init__.py",
            "\n\nasync def async_remove_config_entry_device(\n"
            "    hass: HomeAssistant, entry: MyDeviceConfigEntry, device: DeviceEntry\n"
            ") -> bool:\n    return True\n",
        ),
    ),
    pytest.param(
        "async-dependency",
        replaced(
            f"{LIBRARY}/src/my_device_client/client.py",
            "import re\n",
            "import re\n\nimport requests\n",
        ),
    ),
    pytest.param(
        "inject-websession",
        replaced(
            f"{INTEGRATION}/coordinator.py",
            "            session=async_get_clientsession(hass),\n",
            "",
        ),
    ),
    pytest.param("strict-typing", removed(f"{LIBRARY}/src/my_device_client/py.typed")),
]

OTHER_BREAKS = [
    pytest.param("brands", removed(f"{BRAND}/logo.png"), id="no logo"),
    pytest.param(
        "config-flow",
        dropped(f"{INTEGRATION}/strings.json", "options", "step", "init", "data"),
        id="no label",
    ),
    pytest.param(
        "dependency-transparency", removed(f"{LIBRARY}/LICENSE"), id="no licence"
    ),
    pytest.param(
        "dependency-transparency",
        replaced(f"{LIBRARY}/pyproject.toml", 'version = "1.0.0"', 'version = "1.1.0"'),
        id="other version",
    ),
    pytest.param(
        "dependency-transparency",
        replaced(f"{LIBRARY}/pyproject.toml", "build-backend", "builder"),
        id="no build backend",
    ),
    pytest.param(
        "dependency-transparency",
        replaced(
            f"{LIBRARY}/.github/workflows/release.yml", "uv build", "uv build --wheel"
        ),
        id="no sdist",
    ),
    pytest.param(
        "dependency-transparency",
        replaced(f"{LIBRARY}/.github/workflows/release.yml", "tags:", "branches:"),
        id="no tag",
    ),
    pytest.param(
        "dependency-transparency",
        replaced(f"{LIBRARY}/.github/workflows/release.yml", "GITHUB_REF_NAME", "NAME"),
        id="any tag",
    ),
    pytest.param(
        "discovery",
        replaced(
            f"{INTEGRATION}/config_flow.py", "async_step_zeroconf", "async_step_found"
        ),
        id="no step",
    ),
    pytest.param(
        "discovery",
        all_of(
            replaced(
                f"{INTEGRATION}/config_flow.py",
                "await self.async_set_unique_id(user_id)",
                "",
            ),
            replaced(
                f"{INTEGRATION}/config_flow.py",
                "await self.async_set_unique_id(user_id, raise_on_progress=False)",
                "",
            ),
        ),
        id="any device",
    ),
    pytest.param(
        "docs-installation-parameters",
        all_of(
            replaced(
                f"{INTEGRATION}/config_flow.py",
                '            step_id="user",',
                '            step_id="manual",',
            ),
            replaced(
                f"{INTEGRATION}/config_flow.py",
                "async def async_step_user(",
                "async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:\n"
                '        return self.async_show_menu(step_id="user", menu_options=["manual"])\n\n'
                "    async def async_step_manual(",
            ),
            replaced(f"{INTEGRATION}/strings.json", '"user": {', '"manual": {'),
            replaced(PAGE, "\nHost:\n", "\nPlace:\n"),
        ),
        id="behind a menu",
    ),
    pytest.param(
        "appropriate-polling",
        all_of(
            replaced(f"{INTEGRATION}/manifest.json", "local_polling", "local_push"),
            replaced(
                f"{INTEGRATION}/coordinator.py",
                "update_interval=SCAN_INTERVAL",
                "always_update=False",
            ),
        ),
        id="nothing polls",
    ),
    pytest.param(
        "common-modules",
        all_of(
            moved(f"{INTEGRATION}/entity.py", f"{INTEGRATION}/base.py"),
            moved(f"{INTEGRATION}/coordinator.py", f"{INTEGRATION}/data.py"),
        ),
        id="nothing there",
    ),
    pytest.param(
        "stale-devices",
        all_of(
            replaced(
                f"{INTEGRATION}/manifest.json",
                '"integration_type": "device"',
                '"integration_type": "hub"',
            ),
            replaced(
                f"{INTEGRATION}/entity.py",
                "DeviceInfo(",
                'DeviceInfo(via_device=("my_device", "hub"), ',
            ),
        ),
        id="behind a hub",
    ),
    pytest.param("docs-high-level-description", removed(PAGE), id="no page"),
    pytest.param(
        "runtime-data",
        added(
            f"{INTEGRATION}/__init__.py",
            "\n\ndef keep(hass: HomeAssistant) -> None:\n"
            '    hass.data.setdefault("my_device", {})\n',
        ),
        id="shared data",
    ),
    pytest.param(
        "diagnostics",
        replaced(f"{INTEGRATION}/diagnostics.py", '"mac"', '"model"'),
        id="MAC address",
    ),
    pytest.param(
        "action-exceptions",
        all_of(
            replaced(
                f"{INTEGRATION}/switch.py",
                "await self.coordinator.async_set_relay(True)",
                "await self.entity_description.turn_on(self.coordinator)",
            ),
        ),
        id="unknown callable",
    ),
    pytest.param(
        "entity-event-setup",
        all_of(
            done("entity-event-setup"),
            added(
                f"{INTEGRATION}/sensor.py",
                "\n    @override\n    async def async_added_to_hass(self) -> None:\n"
                "        self.coordinator.async_add_listener(self.async_write_ha_state)\n",
            ),
        ),
        id="never unsubscribes",
    ),
    pytest.param(
        "exception-translations",
        replaced(
            f"{INTEGRATION}/coordinator.py",
            'UpdateFailed(\n                translation_domain=DOMAIN,\n                translation_key="communication_error",\n'
            '                translation_placeholders={"error": str(err)},\n            )',
            'UpdateFailed("Gone")',
        ),
        id="untranslated",
    ),
    pytest.param(
        "strict-typing",
        replaced(
            f"{INTEGRATION}/coordinator.py",
            "(self, on: bool) -> None",
            "(self, on) -> None",
        ),
        id="untyped",
    ),
    pytest.param(
        "strict-typing",
        added(
            f"{LIBRARY}/pyproject.toml",
            '\n[tool.hatch.build.targets.wheel]\nexclude = ["src/**/*.typed"]\n',
        ),
        id="types not built in",
    ),
    pytest.param(
        "strict-typing",
        replaced(
            f"{LIBRARY}/pyproject.toml", "hatchling.build", "setuptools.build_meta"
        ),
        id="types not packed by setuptools",
    ),
    pytest.param(
        "strict-typing",
        replaced("pyproject.toml", "\nstrict = true\n", "\n"),
        id="not strict",
    ),
]

PROOFS = [
    pytest.param(
        "config-flow-test-coverage",
        "test_config_flow.py",
        "side_effect",
        "effect",
        id="recovery",
    ),
    pytest.param(
        "config-flow-test-coverage",
        "test_config_flow.py",
        '"already_configured"',
        '"x"',
        id="twice",
    ),
    pytest.param("test-before-setup", "*.py", "SETUP_", "SET_UP_", id="setup"),
    pytest.param(
        "config-entry-unloading", "test_init.py", "NOT_LOADED", "LOADED", id="unload"
    ),
    pytest.param(
        "reauthentication-flow", "*.py", "reauth_successful", "x", id="reauth"
    ),
    pytest.param(
        "diagnostics",
        "test_diagnostics.py",
        "get_diagnostics_for_",
        "get_",
        id="diagnostics",
    ),
    pytest.param(
        "reconfiguration-flow",
        "test_config_flow.py",
        "reconfigure_successful",
        "x",
        id="reconfigure",
    ),
    pytest.param(
        "action-exceptions", "test_switch.py", "raises(", "warns(", id="action"
    ),
]

FAILURES = [
    pytest.param(
        "test_load_unload",
        {"config-entry-unloading", "entity-unavailable"},
        id="unload",
    ),
    pytest.param("test_diagnostics", {"diagnostics"}, id="diagnostics"),
    pytest.param(
        "test_action_", {"action-exceptions", "entity-unavailable"}, id="action"
    ),
]

COVERAGE = [
    pytest.param(
        {"config_flow.py": 1}, {"config-flow-test-coverage"}, id="config flow"
    ),
    pytest.param({"sensor.py": 5}, {"test-coverage"}, id="exactly 95 %"),
    pytest.param({"sensor.py": 4}, set(), id="more than 95 %"),
]


def reported(tree: Path) -> set[str]:
    """Return the rules of which something is said, advice as well."""
    verdicts = judge(contribution(tree / INTEGRATION))
    return {finding.check for finding in (*errors(verdicts), *advised(verdicts))}


def test_rules_are_those_of_core() -> None:
    """Test that the table has the rules of every integration of core, and their tiers."""
    core = Core(installed_package())
    scales = {
        tuple(sorted(read_yaml(path)["rules"]))
        for path in core.components.glob("*/quality_scale.yaml")
    }
    assert scales == {tuple(sorted(rule.code for rule in RULES))}
    assert core.rules == {rule.code: rule.tier.name.lower() for rule in RULES}


def test_every_rule_is_broken_once() -> None:
    """Test that the table of breaks is whole, in the order of the rules."""
    assert [case.values[0] for case in BREAKS] == [rule.code for rule in RULES]


def test_model_is_clean(tree: Path, write_record: WriteRecord) -> None:
    """Test that all that the model integration says of itself is proven."""
    write_record()
    verdicts = judge(contribution(tree / INTEGRATION))
    assert errors(verdicts) == []
    assert tier(verdicts) is Tier.PLATINUM
    assert not any(verdict.pending for verdict in verdicts)


def test_all_exempt(tree: Path) -> None:
    """Test that an exemption holds only where there is nothing of what the rule is about."""
    exempt = {
        "action-setup",
        "docs-actions",
        "docs-conditions",
        "docs-triggers",
        "dynamic-devices",
        "entity-event-setup",
        "repair-issues",
        "stale-devices",
    }
    (tree / INTEGRATION / "quality_scale.yaml").write_text(
        json.dumps({"rules": {rule.code: {"status": "exempt"} for rule in RULES}})
    )
    assert reported(tree) == {rule.code for rule in RULES} - exempt


def test_all_done(tree: Path) -> None:
    """Test that nothing is done where there is nothing of what the rule is about."""
    (tree / INTEGRATION / "quality_scale.yaml").write_text(
        json.dumps({"rules": {rule.code: "done" for rule in RULES}})
    )
    assert reported(tree) == {
        "action-setup",
        "docs-actions",
        "docs-conditions",
        "docs-triggers",
        "dynamic-devices",
        "repair-issues",
        "stale-devices",
    }


@pytest.mark.parametrize(("rule", "break_"), BREAKS, ids=[rule.code for rule in RULES])
def test_break(tree: Path, write_record: WriteRecord, rule: str, break_: Break) -> None:
    """Test that what is broken is reported, and nothing else."""
    break_(tree)
    write_record()
    assert reported(tree) == {rule}


@pytest.mark.parametrize(("rule", "break_"), OTHER_BREAKS)
def test_other_break(
    tree: Path, write_record: WriteRecord, rule: str, break_: Break
) -> None:
    """Test the other ways to break a rule that has several."""
    break_(tree)
    write_record()
    assert rule in reported(tree)


@pytest.mark.parametrize(("rule", "file", "old", "new"), PROOFS)
def test_missing_test(
    tree: Path, write_record: WriteRecord, rule: str, file: str, old: str, new: str
) -> None:
    """Test that a rule is not proven without a test that could fail."""
    paths = [path for path in (tree / TESTS).glob(file) if old in path.read_text()]
    assert paths
    for path in paths:
        edit(path, (old, new))
    write_record()
    assert reported(tree) == {rule}


def test_missing_test_of_another_account(tree: Path, write_record: WriteRecord) -> None:
    """Test that a flow that updates an entry is tested with an account that is not the entry's."""
    edit(tree / TESTS / "test_config_flow.py", ('"wrong_account"', '"other"'))
    write_record()
    assert reported(tree) == {"reauthentication-flow", "reconfiguration-flow"}


def test_action_that_cannot_fail(tree: Path, write_record: WriteRecord) -> None:
    """Test that nothing has to be raised where nothing is awaited."""
    edit(
        tree / INTEGRATION / "switch.py",
        ("await self.coordinator.async_set_relay(False)", "pass"),
    )
    write_record()
    assert reported(tree) == set()


def test_entities_that_come_to_a_device(tree: Path, write_record: WriteRecord) -> None:
    """Test that more entities of a single device are no more devices."""
    added(
        f"{INTEGRATION}/sensor.py",
        "\n\ndef listen(coordinator: MyDeviceCoordinator, async_add_entities: AddConfigEntryEntitiesCallback) -> None:\n"
        "    def add() -> None:\n        async_add_entities([])\n\n    coordinator.async_add_listener(add)\n",
    )(tree)
    write_record()
    assert reported(tree) == set()


@pytest.mark.parametrize(("failed", "rules"), FAILURES)
def test_failed_test(
    tree: Path, write_record: WriteRecord, failed: str, rules: set[str]
) -> None:
    """Test that a test proves nothing unless it passed."""
    write_record(failed=failed)
    assert reported(tree) == rules


@pytest.mark.parametrize(("untested", "rules"), COVERAGE)
def test_coverage(
    tree: Path, write_record: WriteRecord, untested: dict[str, int], rules: set[str]
) -> None:
    """Test how much of a module the tests have to run."""
    write_record(untested=untested)
    assert reported(tree) == rules
