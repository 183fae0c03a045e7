"""Let the installed Home Assistant find this repository's integrations among its own."""

from collections.abc import Iterable, Mapping
import json
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, cast

from homeassistant import components, generated
from homeassistant.generated.application_credentials import APPLICATION_CREDENTIALS
from homeassistant.generated.bluetooth import BLUETOOTH
from homeassistant.generated.config_flows import FLOWS
from homeassistant.generated.dhcp import DHCP
from homeassistant.generated.usb import USB
from homeassistant.generated.zeroconf import ZEROCONF

from . import COMPONENTS
from .integration.integration import Integration, each_read

type Manifest = Mapping[str, Any]

# What integrations.json takes from a manifest, and what it has instead.
_LISTED: Final = (
    "categories",
    "config_flow",
    "connectivity",
    "integration_type",
    "iot_class",
    "name",
    "single_config_entry",
)
_LISTED_DEFAULTS: Final = {"config_flow": False, "integration_type": "hub"}

# The lists in which core has the matchers of manifests with their domains
_MATCHERS: Final = {
    name: cast(list[dict[str, Any]], matchers)
    for name, matchers in (("bluetooth", BLUETOOTH), ("dhcp", DHCP), ("usb", USB))
}


def mount(overlay: Path = COMPONENTS) -> None:
    """Let `homeassistant.components` find what `overlay` holds, before what is installed."""
    if str(overlay) not in components.__path__:
        components.__path__.insert(0, str(overlay))


def enlist(listing: Path, overlay: Path = COMPONENTS) -> None:
    """Enter the integrations that can be read where core's hassfest would, for this process only.

    Home Assistant then offers them under "Add integration", takes application credentials for them, and
    discovers them.
    `listing` is the folder that gets an integrations.json, the one list that is read from a file.
    """
    manifests = _manifests(overlay)
    for manifest in manifests:
        if manifest.get("config_flow"):
            FLOWS[_kind(manifest)].append(manifest["domain"])
        if "application_credentials" in manifest.get("dependencies", ()):
            APPLICATION_CREDENTIALS.append(manifest["domain"])
    discover(overlay)

    installed = json.loads(
        (Path(generated.__path__[0]) / "integrations.json").read_text()
    )
    listing.mkdir(parents=True, exist_ok=True)
    (listing / "integrations.json").write_text(
        json.dumps(with_listed(installed, manifests))
    )
    # The loader reads the file in the package's first folder.
    generated.__path__.insert(0, str(listing))


def discover(overlay: Path = COMPONENTS) -> None:
    """Let Home Assistant discover what the manifests of integrations say, in this process only."""
    services = cast(dict[str, list[dict[str, Any]]], ZEROCONF)
    for manifest in _manifests(overlay):
        for service_type, matcher in zeroconf_matchers(manifest):
            services.setdefault(service_type, []).append(matcher)
        for name, matchers in _MATCHERS.items():
            matchers += [
                {"domain": manifest["domain"], **entry}
                for entry in manifest.get(name, ())
            ]


def _manifests(overlay: Path) -> list[Manifest]:
    """Return the manifests that can be read."""
    manifests, _ = each_read(
        [Integration(path.parent) for path in sorted(overlay.glob("*/manifest.json"))],
        attrgetter("manifest"),
    )
    return manifests


def with_listed(
    integrations: Mapping[str, Any], manifests: Iterable[Manifest]
) -> dict[str, Any]:
    """Return the content of integrations.json with further integrations in it."""
    listed = {kind: dict(integrations[kind]) for kind in ("integration", "helper")}
    for manifest in manifests:
        listed[_kind(manifest)][manifest["domain"]] = {
            **_LISTED_DEFAULTS,
            **{key: manifest[key] for key in _LISTED if key in manifest},
        }
    return {**integrations, **listed}


def zeroconf_matchers(manifest: Manifest) -> list[tuple[str, dict[str, Any]]]:
    """Return the zeroconf service types of a manifest, each with core's matcher for it."""
    entries = [
        entry if isinstance(entry, dict) else {"type": entry}
        for entry in manifest.get("zeroconf", ())
    ]
    return [
        (
            entry["type"],
            {"domain": manifest["domain"]}
            | {key: value for key, value in entry.items() if key != "type"},
        )
        for entry in entries
    ]


def _kind(manifest: Manifest) -> str:
    return "helper" if manifest.get("integration_type") == "helper" else "integration"
