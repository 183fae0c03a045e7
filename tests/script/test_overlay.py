"""Tests for the overlay."""

import json
from pathlib import Path
import sys
from typing import Any, cast

import pytest

from homeassistant import components, generated
from homeassistant.core import HomeAssistant
from homeassistant.generated.application_credentials import APPLICATION_CREDENTIALS
from homeassistant.generated.config_flows import FLOWS
from homeassistant.generated.zeroconf import ZEROCONF
from homeassistant.loader import (
    async_get_application_credentials,
    async_get_config_flows,
    async_get_integration,
    async_get_integration_descriptions,
    async_get_zeroconf,
)
from script import COMPONENTS, ROOT
from script.overlay import enlist, mount, with_listed, zeroconf_matchers

INSTALLED = Path(components.__file__).parent
MATCHERS: dict[str, list[dict[str, Any]]] = cast(Any, ZEROCONF)

MANIFEST = {
    "domain": "probe",
    "name": "Probe",
    "categories": ["sensors.air_quality"],
    "config_flow": True,
    "dependencies": ["application_credentials"],
    "integration_type": "device",
    "iot_class": "local_polling",
    "zeroconf": [
        "_probe._tcp.local.",
        {"type": "_http._tcp.local.", "name": "probe-*"},
    ],
}


@pytest.fixture
def overlay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with one integration, and take back what is done with it."""
    (tmp_path / "probe").mkdir()
    (tmp_path / "probe" / "manifest.json").write_text(json.dumps(MANIFEST))
    (tmp_path / "probe" / "__init__.py").write_text("MARK = 42\n")
    monkeypatch.setattr(components, "__path__", list(components.__path__))
    monkeypatch.setattr(generated, "__path__", list(generated.__path__))
    monkeypatch.setitem(FLOWS, "integration", list(FLOWS["integration"]))
    credentials = [*APPLICATION_CREDENTIALS]
    for module in ("script.overlay", "homeassistant.loader"):
        monkeypatch.setattr(f"{module}.APPLICATION_CREDENTIALS", credentials)
    for service_type, matchers in MATCHERS.items():
        monkeypatch.setitem(MATCHERS, service_type, list(matchers))
    monkeypatch.setitem(MATCHERS, "_probe._tcp.local.", [])
    monkeypatch.delitem(sys.modules, "homeassistant.components.probe", raising=False)
    return tmp_path


def installed_manifest(domain: str) -> dict[str, Any]:
    """Return the manifest of one of core's integrations."""
    manifest: dict[str, Any] = json.loads(
        (INSTALLED / domain / "manifest.json").read_text()
    )
    return manifest


def test_installed_package_wins() -> None:
    """The repository's folder of the same name does not hide Home Assistant."""
    assert ROOT / "homeassistant" not in INSTALLED.parents
    assert (INSTALLED.parent / "core.py").is_file()
    assert not (ROOT / "homeassistant" / "__init__.py").exists()
    assert not (COMPONENTS / "__init__.py").exists()


def test_mounted_before_installed() -> None:
    """The tests run with the overlay, which comes first and once."""
    mount()
    assert components.__path__ == [str(COMPONENTS), str(INSTALLED)]


async def test_loaded_as_built_in(hass: HomeAssistant, overlay: Path) -> None:
    """The loader takes an integration of the overlay for one of core's."""
    mount(overlay)
    integration = await async_get_integration(hass, "probe")
    assert integration.is_built_in
    assert not integration.overwrites_built_in
    assert integration.file_path == overlay / "probe"
    module: Any = await integration.async_get_component()
    assert module.__name__ == "homeassistant.components.probe"
    assert module.MARK == 42


async def test_enlisted_without_those_unreadable(
    hass: HomeAssistant, overlay: Path, tmp_path: Path
) -> None:
    """A manifest that cannot be read keeps no other integration from being offered."""
    mount(overlay)
    (overlay / "broken").mkdir()
    (overlay / "broken" / "manifest.json").write_bytes(b"\xff")
    enlist(tmp_path / "listing", overlay)
    flows = await async_get_config_flows(hass)
    assert "probe" in flows
    assert "broken" not in flows


async def test_enlisted_as_core(
    hass: HomeAssistant, overlay: Path, tmp_path: Path
) -> None:
    """An integration of the overlay is offered and discovered as one of core's."""
    mount(overlay)
    before = await async_get_integration_descriptions(hass)
    enlist(tmp_path / "listing", overlay)

    assert "probe" in await async_get_config_flows(hass)
    assert "probe" in await async_get_application_credentials(hass)
    zeroconf = await async_get_zeroconf(hass)
    assert zeroconf["_probe._tcp.local."] == [{"domain": "probe"}]
    assert {"domain": "probe", "name": "probe-*"} in zeroconf["_http._tcp.local."]
    after = await async_get_integration_descriptions(hass)
    assert after["custom"] == before["custom"]
    assert after["core"]["integration"] == {
        **before["core"]["integration"],
        "probe": {
            "categories": ["sensors.air_quality"],
            "config_flow": True,
            "integration_type": "device",
            "iot_class": "local_polling",
            "name": "Probe",
        },
    }


@pytest.mark.parametrize("domain", ["peblar", "wled", "abode", "actiontec"])
def test_listed_as_hassfest_does(domain: str) -> None:
    """A manifest of core gives what core's own list has of it."""
    core = json.loads((INSTALLED.parent / "generated/integrations.json").read_text())
    empty: dict[str, Any] = {"integration": {}, "helper": {}, "translated_name": []}
    listed = with_listed(empty, [installed_manifest(domain)])
    assert listed["integration"] == {domain: core["integration"][domain]}


@pytest.mark.parametrize("domain", ["peblar", "wled", "shelly", "zha"])
def test_matched_as_hassfest_does(domain: str) -> None:
    """A manifest of core gives the zeroconf matchers that core itself has."""
    matchers = zeroconf_matchers(installed_manifest(domain))
    assert matchers
    assert [
        (service_type, matcher)
        for service_type, matcher in matchers
        if matcher not in MATCHERS[service_type]
    ] == []


def test_helpers_apart() -> None:
    """A helper is listed with the helpers."""
    empty: dict[str, Any] = {"integration": {}, "helper": {}, "translated_name": []}
    manifest = {"domain": "probe", "name": "Probe", "integration_type": "helper"}
    listed = with_listed(empty, [manifest])
    assert listed["integration"] == {}
    assert list(listed["helper"]) == ["probe"]
