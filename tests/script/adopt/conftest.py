"""A small custom component in a repository, and a tree to take it into."""

from collections.abc import Callable, Mapping
import json
from pathlib import Path
import subprocess

import pytest

from script.adopt import __main__ as command

type Files = Mapping[str, str | bytes]

MANIFEST = {
    "domain": "acme_meter",
    "name": "Acme Meter",
    "codeowners": ["@octocat"],
    "config_flow": True,
    "documentation": "https://github.com/octocat/meter",
    "iot_class": "local_polling",
    "issue_tracker": "https://github.com/octocat/meter/issues",
    "requirements": [],
    "version": "1.2.0",
}
MIT = """\
MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software
"""
INIT = '''\
"""The Acme Meter integration."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

PLATFORMS = ["sensor"]


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Set up Acme Meter from a config entry."""
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Unload a config entry."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
'''
FLOW = '''\
"""Config flow for Acme Meter."""

import voluptuous as vol

from homeassistant import config_entries

from .const import DOMAIN


class AcmeMeterConfigFlow(config_entries.ConfigFlow, domain=DOMAIN):
    """Handle a config flow."""

    VERSION = 1

    async def async_step_user(self, user_input=None):
        """Ask for the host."""
        if user_input is not None:
            await self.async_set_unique_id(user_input["host"])
            self._abort_if_unique_id_configured()
            return self.async_create_entry(title="Acme Meter", data=user_input)
        return self.async_show_form(
            step_id="user", data_schema=vol.Schema({vol.Required("host"): str})
        )
'''
SENSOR = '''\
"""Sensors of Acme Meter."""

from homeassistant.components.sensor import SensorEntity


async def async_setup_entry(hass, entry, async_add_entities):
    """Add the sensors of an entry."""
    async_add_entities([AcmePower(entry)])


class AcmePower(SensorEntity):
    """The power."""

    _attr_name = "Power"

    def __init__(self, entry):
        """Give it the id that it has always had."""
        self._attr_unique_id = f"{entry.entry_id}_power"
'''
TEXTS = {
    "config": {
        "step": {"user": {"data": {"host": "Host"}}},
        "abort": {"already_configured": "Device is already configured"},
    }
}
COMPONENT: Files = {
    "__init__.py": INIT,
    "config_flow.py": FLOW,
    "const.py": '"""Constants."""\n\nDOMAIN = "acme_meter"\n',
    "manifest.json": json.dumps(MANIFEST),
    "sensor.py": SENSOR,
    "translations/en.json": json.dumps(TEXTS),
}
REPOSITORY: Files = {
    "LICENSE": MIT,
    "README.md": "# Acme Meter\n\n## Supported devices\n\nThe Acme Meter 3.\n",
    "hacs.json": "{}",
    **{
        f"custom_components/acme_meter/{path}": each for path, each in COMPONENT.items()
    },
}


def put(folder: Path, files: Files) -> Path:
    """Write files below a folder, and return it."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with a custom component."""
    return put(tmp_path / "repository", REPOSITORY)


@pytest.fixture
def git(root: Path) -> Callable[..., str]:
    """Return what runs git in the tree."""

    def run(*arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=True
        ).stdout.strip()

    return run


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty tree in a git repository, which the command works on."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Mona")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "mona@example.com")
    folder = put(
        tmp_path / "tree",
        {".gitignore": "/build/\n", "homeassistant/components/.keep": ""},
    )
    for arguments in (
        ("init", "--quiet"),
        ("add", "--all"),
        ("commit", "--quiet", "--message", "Begin"),
    ):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    monkeypatch.setattr(command, "ROOT", folder)
    return folder
