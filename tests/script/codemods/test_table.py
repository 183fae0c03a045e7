"""Test all codemods together."""

import pytest

from script.codemods.table import CODEMODS, apply_all
from script.integration.tree import Tree

FOLDER = "homeassistant/components/example/"
COMPONENT: Tree = {
    f"{FOLDER}__init__.py": b'''"""The Example integration."""

from __future__ import annotations

from custom_components.example.client import Client
from homeassistant.config_entries import ConfigEntry

DOMAIN = "example"


async def async_setup_entry(hass, entry) -> bool:
    """Set it up."""
    hass.data.setdefault(DOMAIN, {})
    hass.data[DOMAIN][entry.entry_id] = Client(hass)
    return True


async def async_unload_entry(hass, entry: ConfigEntry):
    """Unload it."""
    unload_ok = await hass.config_entries.async_unload_platforms(entry, ["sensor"])
    if unload_ok:
        hass.data[DOMAIN].pop(entry.entry_id)
    return unload_ok
''',
    f"{FOLDER}client.py": b'''"""The client."""


class Client:
    """A client."""

    def __init__(self, hass):
        """Take it."""
        self.hass = hass
''',
    f"{FOLDER}manifest.json": b'{"domain": "example", "name": "Example", "version": "1.0.0", "config_flow": true, '
    b'"integration_type": "hub", "categories": ["water"], "requirements": []}',
    f"{FOLDER}translations/en.json": b'{"config": {"error": {"unknown": "Unexpected error"}}}',
    f"{FOLDER}translations/de.json": b"{}",
}
WANTED = '''"""The Example integration."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from .client import Client

DOMAIN = "example"


type ExampleConfigEntry = ConfigEntry[Client]


async def async_setup_entry(hass: HomeAssistant, entry: ExampleConfigEntry) -> None:
    """Set it up."""
    entry.runtime_data = Client(hass)


async def async_unload_entry(hass: HomeAssistant, entry: ExampleConfigEntry) -> None:
    """Unload it."""
    await hass.config_entries.async_unload_platforms_or_raise(entry, ["sensor"])
'''


def test_own_plugin_goes() -> None:
    """Test that the plugin of custom components goes, and is not taken for a module of core's tests."""
    path = "tests/components/example/conftest.py"
    text = b"""\"\"\"Fixtures.\"\"\"

pytest_plugins = "pytest_homeassistant_custom_component"
NAME = "example"
"""
    applied = apply_all({**COMPONENT, path: text}, "example")
    assert applied.tree[path] == b'"""Fixtures."""\n\nNAME = "example"\n'


def test_together() -> None:
    """Test that one codemod builds upon another, what only users need is kept, and a second time changes nothing."""
    applied = apply_all(COMPONENT, "example")
    text = applied.tree[f"{FOLDER}__init__.py"].decode()
    assert text == WANTED
    assert not [path for path in applied.tree if "translations" in path]
    assert applied.by_codemod["results"] == 2
    assert "companion/custom/example/languages/de.json" in applied.tree
    assert not applied.lost
    assert not applied.left
    again = apply_all(applied.tree, "example")
    assert again.tree == applied.tree
    assert not again.by_codemod
    assert not again.lost


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        ("sensor.py", b"def", "not Python"),
        ("sensor.py", b"\xff\xfe", "not Python"),
        ("sensor.py", b"\x00", "not Python"),
        ("strings.json", b"{", "not JSON"),
        ("strings.json", b"[]", "not JSON"),
        ("services.yaml", b"a: [", "not YAML"),
    ],
)
def test_unreadable(path: str, content: bytes, why: str) -> None:
    """Test that a file that cannot be read is named, left as it is, and in the way of no other."""
    applied = apply_all({**COMPONENT, f"{FOLDER}{path}": content}, "example")
    assert applied.tree[f"{FOLDER}{path}"] == content
    [place] = [each for each in applied.left if each.path == f"{FOLDER}{path}"]
    assert place.why.startswith(why)
    assert applied.by_codemod["results"] == 2


def test_empty() -> None:
    """Test that a tree without an integration is left as it is."""
    applied = apply_all({}, "example")
    assert (applied.tree, applied.left, applied.lost) == ({}, (), ())


def test_order() -> None:
    """Test that modules are formatted after all that changes them."""
    assert [codemod.name for codemod in CODEMODS][-1] == "style"
