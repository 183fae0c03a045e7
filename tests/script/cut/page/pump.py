"""A small integration for a water pump, with any of its features."""

from collections.abc import Collection
from dataclasses import dataclass
import json

from script.integration.tree import Places, Tree

PLACES = Places("pump")


@dataclass(frozen=True)
class Feature:
    """A feature as a page sees it."""

    kind: str
    name: str


FEATURES = {
    feature.name: feature
    for feature in (
        Feature("platform", "binary_sensor"),
        Feature("platform", "number"),
        Feature("platform", "sensor"),
        Feature("platform", "switch"),
        Feature("discovery", "dhcp"),
        Feature("discovery", "zeroconf"),
        Feature("actions", "actions"),
        Feature("diagnostics", "diagnostics"),
        Feature("options", "options"),
        Feature("reauth", "reauth"),
        Feature("reconfigure", "reconfigure"),
        Feature("repairs", "repairs"),
    )
}

_ENTITIES = {
    "number": {"fill_level": {"name": "Fill level"}, "pace": {"name": "Pace"}},
    "sensor": {"flow": {"name": "Flow"}, "pressure": {"name": "Pressure"}},
    "switch": {
        "motor": {"name": "Motor"},
        "name_of_core": {"name": "[%key:component::switch::title%]"},
    },
}
_MODULES = {
    "binary_sensor": "DEVICE_CLASS = BinarySensorDeviceClass.MOISTURE\n",
    "number": "",
    "sensor": "",
    "switch": "",
}
_FEATURE_TEXTS: dict[str, dict[str, object]] = {
    "actions": {"services": {"rinse": {"name": "Rinse the filter"}}},
    "options": {"options": {"step": {"init": {"data": {"night_mode": "Night mode"}}}}},
    "repairs": {"issues": {"old_firmware": {"title": "The firmware is too old"}}},
}


def files(page: str, names: Collection[str]) -> Tree:
    """Return the files of the integration with those features."""
    content = {
        PLACES.page: page,
        f"{PLACES.integration}manifest.json": json.dumps(
            {"domain": "pump", "name": "Pump", "config_flow": True}
            | {name: [] for name in ("dhcp", "zeroconf") if name in names}
            | (
                {"quality_scale": "gold"}
                if {"reconfigure", "options"} & {*names}
                else {}
            )
        ),
        f"{PLACES.integration}strings.json": json.dumps(_strings(names)),
        **{
            f"{PLACES.integration}{name}.py": module
            for name, module in _MODULES.items()
            if name in names
        },
    }
    return {path: text.encode() for path, text in content.items()}


def _strings(names: Collection[str]) -> dict[str, object]:
    steps = {"user": {"data": {"host": "Host", "mode": "Operation mode"}}}
    abort = {"already_configured": "Device is already configured"}
    if {"reauth", "reconfigure"} & {*names}:
        abort["wrong_pump"] = "This is another pump. Use the one that was set up."
    strings: dict[str, object] = {
        "config": {"step": steps, "abort": abort},
        "entity": {name: texts for name, texts in _ENTITIES.items() if name in names},
        "exceptions": {"no_answer": {"message": "The pump does not answer: {error}"}},
    }
    if "switch" in names:
        strings["exceptions"] = {"stuck": {"message": "The motor is stuck: {reason}"}}
    for name in _FEATURE_TEXTS.keys() & {*names}:
        strings.update(_FEATURE_TEXTS[name])
    return strings
