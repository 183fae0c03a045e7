"""Propose sensors and binary sensors for the fields of what a client returns."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from script.integration.core import installed_package
from script.integration.modules import Sources
from script.integration.syntax import attributes, last_name, text

from .classes import Class
from .measures import measure
from .parameters import unquoted
from .vocabulary import IDENTITIES
from .words import ends, named, spoken

# What diagnostics must not show
_PRIVATE: Final = (
    *IDENTITIES,
    "password",
    "token",
    "access_token",
    "refresh_token",
    "api_key",
    "secret",
    "key",
    "username",
    "email",
    "host",
    "hostname",
    "ip",
    "ip_address",
    "ssid",
    "bssid",
    "latitude",
    "longitude",
    "address",
    "phone",
    "customer",
    "location",
    "pin",
)
_BINARY_SENSORS: Final[Mapping[str, str]] = {
    "connected": "connectivity",
    "online": "connectivity",
    "reachable": "connectivity",
    "charging": "battery_charging",
    "plugged": "plug",
    "error": "problem",
    "fault": "problem",
    "alarm": "problem",
    "open": "opening",
    "opened": "opening",
    "leak": "moisture",
    "wet": "moisture",
    "occupied": "occupancy",
    "low_battery": "battery",
    "active": "running",
    "update_available": "update",
}
# Words of what is set rather than read
_SETTINGS: Final = (
    "limit",
    "max",
    "min",
    "maximum",
    "minimum",
    "threshold",
    "setpoint",
    "target",
    "gain",
    "calibration",
    "offset",
    "configured",
    "default",
    "timeout",
    "rated",
    "nominal",
    "enabled",
    "allowed",
    "can",
    "has",
    "supports",
    "supported",
    "capable",
)
# Words of what is for looking after a device
_DIAGNOSTIC: Final = (
    "signal_strength",
    "uptime",
    "source",
    "reason",
    "version",
    "error",
    "errors",
)

# Words of texts that change as the device or service does
_TOLD: Final = ("status", "state", "mode", "phase", "condition", "activity", "message")

_DEEPEST: Final = 3
_NUMBERS: Final = frozenset({"int", "float", "Decimal"})
# What may be None, or is only told more of
_WRAPPERS: Final = frozenset(
    {"Optional", "Annotated", "Required", "NotRequired", "Final"}
)
# Number that say nothing by themselves
_NAMELESS: Final = (
    "id",
    "identifier",
    "index",
    "version",
    "code",
    "hash",
    "port",
    "count",
)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A field that is proposed as an entity.

    Attributes:
        field: How it is reached from what the call returns, "phases.voltage".
        is_optional: Whether it may be None.
        device_class: The value of the class, None if no word tells of one.
        unit: Core's code for it, None if nothing tells it.
        units: Core's codes of those it could be, where nothing tells it.
        state_class: Core's code for it.
        options: The states of an enum, as its members are named.
        is_diagnostic: Whether it is for looking after the device.
        reasons: What speaks for all of this.
    """

    field: str
    platform: str
    is_optional: bool
    device_class: str | None = None
    unit: str | None = None
    units: tuple[str, ...] = ()
    state_class: str | None = None
    options: tuple[str, ...] = ()
    is_diagnostic: bool = False
    reasons: tuple[str, ...] = ()


def readings(model: Class, depth: int = 1) -> Iterator[Reading]:
    """Yield the readings of a model, and of the models in it."""
    for field in model.fields:
        kind, is_optional = _kind(field.annotation)
        parts = [each for each in model.models_of(field) if each.name != model.name]
        if parts and not parts[0].is_enum and last_name(kind) == parts[0].name:
            if depth < _DEEPEST:
                for each in readings(parts[0], depth + 1):
                    yield replace(
                        each,
                        field=f"{field.name}.{each.field}",
                        is_optional=each.is_optional or is_optional,
                    )
        elif reading := _reading(field.name, field.docstring, last_name(kind), parts):
            yield replace(reading, is_optional=is_optional)


def plain(model: Class) -> Iterator[Reading]:
    """Yield what of a model's own fields can be shown as it is, where nothing tells what it measures."""
    for field in model.fields:
        kind, is_optional = _kind(field.annotation)
        is_number = last_name(kind) in _NUMBERS and not spoken(field.name, _SETTINGS)
        is_told = last_name(kind) == "str" and ends(field.name, _TOLD)
        hidden = ends(field.name, _PRIVATE) or ends(field.name, _NAMELESS)
        if (is_number or is_told) and not hidden:
            yield Reading(
                field=field.name,
                platform="sensor",
                is_optional=is_optional,
                reasons=("is a number" if is_number else "is a text",),
            )


def private_fields(model: Class, depth: int = 1) -> frozenset[str]:
    """Return the names of fields that diagnostics must not show."""
    own = {field.name for field in model.fields if ends(field.name, _PRIVATE)}
    if depth == _DEEPEST:
        return frozenset(own)
    return frozenset(own).union(
        *(
            private_fields(part, depth + 1)
            for field in model.fields
            for part in model.models_of(field)
            if part.name != model.name and not part.is_enum
        )
    )


def _kind(annotation: ast.expr | None) -> tuple[ast.expr | None, bool]:
    """Return the type of a field, and whether it may be None instead."""
    match unquoted(annotation):
        case ast.BinOp(left=left, right=right):
            none = [
                isinstance(each, ast.Constant) and each.value is None
                for each in (left, right)
            ]
            kind, is_optional = _kind(right if none[0] else left)
            if not any(none):
                other, is_other_optional = _kind(right)
                is_optional = is_optional or is_other_optional
                if not {last_name(kind), last_name(other)} <= _NUMBERS:
                    # One thing or another is neither.
                    return annotation, is_optional
            return kind, is_optional or any(none)
        case ast.Subscript(value=value, slice=inside) if last_name(value) in _WRAPPERS:
            first = inside.elts[0] if isinstance(inside, ast.Tuple) else inside
            kind, is_optional = _kind(first)
            return kind, is_optional or last_name(value) in {"Optional", "NotRequired"}
        case kind:
            return kind, False


def told(name: str, kind: str) -> Reading | None:
    """Return what a field of a simple type is proposed as, by its name alone."""
    return _reading(name, "", kind, [])


def _reading(
    name: str, docstring: str, kind: str, parts: list[Class]
) -> Reading | None:
    """Return what a field of a kind is proposed as, None if it is no reading."""
    if ends(name, _PRIVATE) or ends(name, _NAMELESS):
        return None
    blank = Reading(
        field=name,
        platform="sensor",
        is_optional=False,
        is_diagnostic=bool(spoken(name, _DIAGNOSTIC)),
    )
    if parts and parts[0].is_enum:
        if kind != parts[0].name:
            return None
        return replace(
            blank,
            device_class="enum",
            options=tuple(
                each.lower()
                for each in attributes(parts[0].node)
                if not each.startswith("_")
            ),
            reasons=(f"is one of {parts[0].name}",),
        )
    if spoken(name, _SETTINGS):
        return None
    if kind == "bool":
        found = named(name, _binary_classes(), _BINARY_SENSORS)
        return replace(
            blank,
            platform="binary_sensor",
            device_class=found,
            reasons=(
                "is on or off",
                *([f"is named after {found.replace('_', ' ')}"] if found else []),
            ),
        )
    if kind == "datetime":
        return replace(blank, device_class="timestamp", reasons=("is a time",))
    if kind not in _NUMBERS or (measured := measure(name, docstring)) is None:
        return None
    return replace(
        blank,
        device_class=measured.device_class,
        unit=measured.unit,
        units=measured.units,
        state_class=measured.state_class,
        is_diagnostic=blank.is_diagnostic or measured.device_class in _DIAGNOSTIC,
        reasons=measured.reasons,
    )


@cache
def _binary_classes() -> frozenset[str]:
    """Return the device classes of binary sensors."""
    sources = Sources({"homeassistant": installed_package()})
    found = sources.named(
        "homeassistant.components.binary_sensor.const.BinarySensorDeviceClass"
    )
    if not isinstance(found.node, ast.ClassDef):
        return frozenset()
    return frozenset(
        value for each in attributes(found.node).values() if (value := text(each))
    )
