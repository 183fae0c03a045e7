"""Test that the entries of tests, and what there is to mock, are read off the code."""

from pathlib import Path
from textwrap import dedent

from script.adopt.trial.entries import entries, mocked
from script.adopt.trial.requirements import missing
from script.integration.integration import Integration

TESTS = """
    from homeassistant.components.acme_meter.const import DOMAIN, KEYS
    from homeassistant.const import CONF_HOST

    from tests.common import MockConfigEntry

    BASE = {CONF_HOST: "host"}


    def test(value) -> None:
        MockConfigEntry(domain=DOMAIN, data={**BASE, "keys": KEYS}, options={"a": 1}, minor_version=2)
        MockConfigEntry(domain=DOMAIN, data={CONF_HOST: "other", "keys": []}, options={"a": 2}, minor_version=2)
        MockConfigEntry(domain=DOMAIN, data=BASE | {"b": None})
        MockConfigEntry(domain=DOMAIN, data={"c": value})
        MockConfigEntry(domain="another", data=BASE)
    """
INIT = """
    import acme_other
    import acme_protocol
    from acme_client import Client, ClientError as Problem
    from acme_client.helpers import find


    async def async_setup_entry(hass, entry):
        entry.runtime_data = Client(find(), acme_protocol.connect(), acme_other.connect())
    """


def integration(root: Path) -> Integration:
    """Return an integration with tests."""
    files = {
        "homeassistant/components/acme_meter/__init__.py": INIT,
        "homeassistant/components/acme_meter/const.py": 'DOMAIN = "acme_meter"\nKEYS = ["k"]\n',
        "tests/components/acme_meter/__init__.py": "",
        "tests/components/acme_meter/test_init.py": TESTS,
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).lstrip("\n"))
    return Integration(root / "homeassistant/components/acme_meter")


def test_entries(tmp_path: Path) -> None:
    """Test that of each kind of entry there is the first, with constants as their values."""
    path = "tests/components/acme_meter/test_init.py"
    assert entries(integration(tmp_path)) == [
        {
            "source": f"{path}:10",
            "data": {"host": "host", "keys": ["k"]},
            "options": {"a": 1},
            "minor_version": 2,
        },
        {"source": f"{path}:12", "data": {"host": "host", "b": None}},
    ]


def test_mocked(tmp_path: Path) -> None:
    """Test that what is called of the libraries is mocked where it is named."""
    package = "homeassistant.components.acme_meter"
    assert mocked(integration(tmp_path), {"acme_client", "acme_protocol"}) == [
        ("acme_protocol", "connect"),
        (package, "Client"),
        (package, "find"),
    ]


def test_missing() -> None:
    """Test that requirements are missing that are not there, also those of what it depends on."""
    manifest = {
        "domain": "acme_meter",
        "requirements": ["acme-nowhere==1.0", "acme-meter-client==0.1.0", "pytest>=1", "aiohttp==0.1"],
    }  # fmt: skip
    assert missing(manifest, (), {"acme_meter_client": ["acme_lines==1.0"]}) == [
        ("acme-nowhere==1.0", "acme_meter"),
        ("acme_lines==1.0", "acme_meter_client"),
        ("aiohttp==0.1", "acme_meter"),
    ]
    assert ("xknx", "knx") in [
        (requirement.partition("==")[0], owner)
        for requirement, owner in missing(manifest, ["knx"], {})
    ]
