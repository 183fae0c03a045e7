"""Test that a trial imports, sets up and tests a component, whatever it does."""

import json
from textwrap import dedent

import pytest

from script.adopt.trial import Limits, Trial, try_out
from script.adopt.trial.result import Entry, Trouble, told
from script.integration.tree import Tree

COMPONENT = "homeassistant/components/acme_meter/"
TESTS = "tests/components/acme_meter/"
LIMITS = Limits(seconds=60, test_seconds=60)

FILES = {
    f"{COMPONENT}__init__.py": """
        '''The Acme Meter integration.'''

        from homeassistant.config_entries import ConfigEntry
        from homeassistant.core import HomeAssistant
        from homeassistant.exceptions import ConfigEntryNotReady

        PLATFORMS = ["sensor"]


        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            if entry.data["host"] == "away":
                raise ConfigEntryNotReady("It is away")
            await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)


        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
        """,
    f"{COMPONENT}config_flow.py": """
        import probatio

        from homeassistant.config_entries import ConfigFlow


        class MeterFlow(ConfigFlow, domain="acme_meter"):
            async def async_step_user(self, user_input=None):
                if user_input is not None:
                    return self.async_create_entry(title="Meter", data=user_input)
                schema = probatio.Schema({probatio.Required("host"): str})
                return self.async_show_form(step_id="user", data_schema=schema)
        """,
    f"{COMPONENT}sensor.py": """
        from homeassistant.components.sensor import SensorEntity


        async def async_setup_entry(hass, entry, async_add_entities):
            async_add_entities([Power(entry.entry_id)])


        class Power(SensorEntity):
            def __init__(self, entry_id):
                self._attr_unique_id = entry_id
        """,
    f"{COMPONENT}strings.json": "{}",
    f"{COMPONENT}manifest.json": json.dumps(
        {
            "domain": "acme_meter",
            "name": "Acme Meter",
            "codeowners": [],
            "config_flow": True,
            "documentation": "https://www.home-assistant.io/integrations/acme_meter",
            "iot_class": "local_polling",
        }
    ),
}


def tree(**files: str) -> Tree:
    """Return a component with further modules, or with others instead."""
    named = {f"{COMPONENT}{name}.py": text for name, text in files.items()}
    return {
        path: dedent(text).lstrip("\n").encode()
        for path, text in {**FILES, **named}.items()
    }


def tried(files: Tree) -> Trial:
    """Return what a trial shows."""
    return try_out(files, "acme_meter", limits=LIMITS)


def test_trial() -> None:
    """Test that all of a component is tried, and that what fails is named with its line."""
    files = tree(
        broken="import nothing_like_it\n",
        ended="import os\n\nos._exit(0)\n",
        killed="import os\nimport signal\n\nos.kill(os.getpid(), signal.SIGKILL)\n",
    )
    tests = {
        f"{TESTS}__init__.py": b"",
        f"{TESTS}test_init.py": dedent("""
            import pytest

            from homeassistant.components.acme_meter import PLATFORMS
            from homeassistant.components.acme_meter.sensor import Power

            from tests.common import MockConfigEntry

            HOST = "away"


            def test_good() -> None:
                assert PLATFORMS


            def test_bad() -> None:
                assert not PLATFORMS


            @pytest.mark.skip
            def test_skipped() -> None:
                entry(1)


            def entry(host):
                MockConfigEntry(domain="acme_meter", data={"host": host})
                MockConfigEntry(domain="other", data={"host": HOST})
                MockConfigEntry(domain="acme_meter", data={"host": "here"})
                return MockConfigEntry(domain="acme_meter", data={"host": HOST}, version=2)
            """).encode(),
    }
    trial = tried({**files, **tests})
    assert (trial.modules, trial.imported) == (6, 3)
    imports = [each.text for each in trial.troubles if each.step == "import"]
    assert imports[0] == (
        f"{COMPONENT}broken.py:1: ModuleNotFoundError: No module named 'nothing_like_it'"
    )
    assert imports[1].startswith(
        "import homeassistant.components.acme_meter.ended: the process ended with status 0"
    )
    assert imports[2].startswith(
        "import homeassistant.components.acme_meter.killed: the process was ended by SIGKILL"
    )
    one, two = trial.entries
    assert one == Entry(f"{TESTS}test_init.py:28", "loaded", 1, unloaded=True)
    assert two.source == f"{TESTS}test_init.py:29"
    assert two.state == "migration_error"
    assert trial.tests is not None
    assert (trial.tests.collected, trial.tests.passed) == (3, 1)
    assert (trial.tests.failed, trial.tests.skipped) == (1, 1)
    [(name, reason)] = trial.tests.failures
    assert name.endswith("test_init.py::test_bad")
    assert "assert not ['sensor']" in reason
    assert json.loads(json.dumps(trial.data()))["modules"] == 6


def test_refused() -> None:
    """Test that a usage that only custom components may is named with its line, and an entry of the schema tried."""
    init = FILES[f"{COMPONENT}__init__.py"].replace(
        'if entry.data["host"] == "away":\n                raise ConfigEntryNotReady("It is away")',
        'hass.config_entries.async_update_entry(entry, data={**entry.data, "seen": entry.data["host"]})\n'
        "            return True",
    )
    trial = tried(tree(__init__=init))
    [usage] = trial.usages
    assert "returns a boolean from async_setup_entry" in usage.message
    assert "report" not in usage.message
    [entry] = trial.entries
    assert entry.source == "the schema of its flow"
    assert entry.state == "setup_error"
    assert trial.tests is None


def test_ended_in_setup() -> None:
    """Test that a component that ends the process when it is set up does no harm."""
    init = FILES[f"{COMPONENT}__init__.py"].replace(
        'raise ConfigEntryNotReady("It is away")', "pass"
    ).replace("await hass.config_entries.async_forward", "import os; os._exit(1)\n            await hass.config_entries.async_forward")  # fmt: skip
    trial = tried(tree(__init__=init))
    assert trial.imported == 3
    assert trial.entries == ()
    assert [each.text for each in trial.troubles] == [
        "entry of the schema of its flow: the process ended with status 1 before it was through"
    ]


@pytest.mark.parametrize(
    "event",
    [
        {},
        {"step": "setup", "path": "x", "line": "1", "message": "no number"},
        {"step": "setup", "path": None, "line": 1, "message": "no path"},
    ],
)
def test_not_told(event: dict[str, object]) -> None:
    """Test that what is told in another shape is nothing."""
    assert told(Trouble, event) is None
