"""Tests of the setup of an integration itself."""

from script.cut.absence import Absence

from .snippets import IMPORT, cut_all

SERVICES = Absence(modules=frozenset({"services"}))
HEAD = """\
from homeassistant.helpers import config_validation as cv

from .services import async_setup_services

CONFIG_SCHEMA = cv.config_entry_only_config_schema("lamp")


async def async_setup(hass, config):
    \"\"\"Set up the lamp.\"\"\"
"""
ENTRY = "\n\nasync def async_setup_entry(hass, entry):\n    return True\n"


def cut_setup(*statements: str) -> str:
    """Return what the integration is after the actions that its setup registers are gone."""
    body = "".join(f"    {statement}\n" for statement in statements)
    after, places = cut_all(
        {
            "__init__.py": HEAD + body + ENTRY,
            "services.py": "def async_setup_services(hass):\n    hass.register()\n",
        },
        SERVICES,
    )
    assert not places
    return after["__init__.py"]


def test_nothing_left_to_set_up() -> None:
    """Test that a setup goes that only returns now, and its empty configuration with it."""
    assert cut_setup("async_setup_services(hass)", "return True") == ENTRY.lstrip()


def test_nothing_left_but_conditions() -> None:
    """Test that a setup goes that only decides when to return."""
    rest = ("if not hass.data:", "    return True", "return True")
    assert cut_setup("async_setup_services(hass)", *rest) == ENTRY.lstrip()


def test_something_left_to_set_up() -> None:
    """Test that a setup stays that does something else."""
    rest = ("hass.prepare()", "return True")
    kept = HEAD.replace("from .services import async_setup_services\n\n", "")
    assert cut_setup("async_setup_services(hass)", *rest) == kept + (
        "".join(f"    {statement}\n" for statement in rest) + ENTRY
    )


def test_configuration_that_is_imported() -> None:
    """Test that what is read of YAML goes with the import of it."""
    imports = """\
import probatio

from homeassistant.config_entries import SOURCE_IMPORT

CONFIG_SCHEMA = probatio.Schema({"lamp": {"host": str}})


async def async_setup(hass, config):
    if "lamp" not in config:
        return True
    hass.async_create_task(
        hass.config_entries.flow.async_init(
            "lamp", data=config["lamp"], context={"source": SOURCE_IMPORT}
        )
    )
    return True
"""
    after, places = cut_all({"__init__.py": imports + ENTRY}, IMPORT)
    assert not places
    assert after["__init__.py"] == ENTRY.lstrip()


def test_setup_that_never_did_anything() -> None:
    """Test that a setup stays whose body is as it was."""
    setup = "async def async_setup(hass, config):\n    return True\n"
    entry = ENTRY.replace("return", "async_setup_services(hass)\n    return")
    modules = {
        "__init__.py": f"from .services import async_setup_services\n\n\n{setup}{entry}",
        "services.py": "def async_setup_services(hass):\n    hass.register()\n",
    }
    after, _ = cut_all(modules, SERVICES)
    assert after == {"__init__.py": setup + ENTRY}


def test_condition_that_otherwise_does_something() -> None:
    """Test that a setup stays that does something in the other branch of a condition."""
    rest = ("if not hass.data:", "    return True", "else:", "    hass.prepare()")
    assert "hass.prepare()" in cut_setup("async_setup_services(hass)", *rest)
