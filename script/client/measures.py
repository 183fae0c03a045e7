"""Tell what a number measures, and in which unit, by its name and what is said of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import re
from typing import Final

from script.integration.device_classes import device_classes

from .words import ends, named, spoken, words

# What is said of a reading instead of the name of its device class
_SENSORS: Final[Mapping[str, str]] = {
    "uptime": "duration",
    "rssi": "signal_strength",
    "wifi_signal": "signal_strength",
    "signal": "signal_strength",
    "temp": "temperature",
    "co2": "carbon_dioxide",
    "co": "carbon_monoxide",
    "no2": "nitrogen_dioxide",
    "pm2_5": "pm25",
    "pm_2_5": "pm25",
    "tvoc": "volatile_organic_compounds",
    "lux": "illuminance",
    "luminance": "illuminance",
    "amps": "current",
    "amperage": "current",
    "volts": "voltage",
    "watts": "power",
    "remaining_time": "duration",
    "time_remaining": "duration",
    "rain": "precipitation",
    "rainfall": "precipitation",
    "wind_bearing": "wind_direction",
    "barometer": "atmospheric_pressure",
}
# Words of what only grows
_TOTALS: Final = (
    "total",
    "lifetime",
    "counter",
    "cumulative",
    "overall",
    "session",
    "today",
    "daily",
)
# Device classes that have units only where others have them first
_SECOND: Final = ("energy_", "volume_", "temperature_", "sound_")
# What a single letter after such a word stands for is no unit
_NUMBERED: Final = frozenset(
    {"phase", "line", "channel", "group", "zone", "port", "input", "output"}
)
# Alternating current, not acres
_CURRENTS: Final = frozenset({"ac"})
# Over which time something is, which is not what it measures: "_24h"
_PERIOD: Final = re.compile(r"_\d+(s|min|h|d|w|y)$", re.IGNORECASE)
# What is divided by another has no unit of either.
_QUOTIENTS: Final = ("ratio", "share", "fraction")
# Shorter words of a sentence stand for much else
_LEAST_LETTERS: Final = 4


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What a number measures.

    Attributes:
        unit: Core's code for it, None if nothing tells it, or there is none.
        units: Core's codes of those it could be, where nothing tells it.
        state_class: Core's code for it.
    """

    device_class: str
    unit: str | None
    units: tuple[str, ...]
    state_class: str | None
    reasons: tuple[str, ...]


def measure(name: str, docstring: str) -> Measure | None:
    """Return what a number measures by its name and what is said of it, None if no word tells it."""
    name = _PERIOD.sub("", name)
    if ends(name, _QUOTIENTS):
        return None
    known = device_classes("sensor")
    numeric = {
        each: units
        for each, units in known.units.items()
        if each in known.state_classes
    }
    every = {
        code: symbol
        for units in numeric.values()
        for symbol, code in units.items()
        if symbol
    }
    ending = _ending(name, every)
    of_unit = frozenset(
        each for each, units in numeric.items() if ending in units.values()
    )
    # What its name speaks of is not what it measures, where that has no such unit.
    spoken_of = of_unit if _is_word(name, every) else frozenset(numeric)
    found = (
        named(name, of_unit, _SENSORS)
        or named(name, spoken_of, _SENSORS)
        or _first(of_unit)
    )
    if found is None:
        return None
    units = {code: symbol for symbol, code in numeric[found].items() if symbol}
    unit, why = ending if ending in units else None, "ends its name"
    if unit is None:
        unit, why = _said(docstring, units), "is told in its docstring"
    if unit is None and len(numeric[found]) == 1:
        unit, why = next(iter(units), None), "is the only one of its kind"
    return Measure(
        device_class=found,
        unit=unit,
        units=() if unit else tuple(units),
        state_class=_state_class(name, known.state_classes[found]),
        reasons=(
            f"is named after {found.replace('_', ' ')}",
            *([f"{unit} {why}"] if unit else []),
        ),
    )


def _ending(name: str, units: Mapping[str, str]) -> str | None:
    """Return core's code for the unit that a name ends in."""
    forms = _forms(units)
    said = ends(name, forms)
    before = words(name)[:-1]
    if not said or (len(said) == 1 and before and before[-1] in _NUMBERED):
        return None
    return None if said in _CURRENTS else forms[said]


def _is_word(name: str, units: Mapping[str, str]) -> bool:
    """Return whether a name ends in a unit that is written out."""
    return len(ends(name, _forms(units))) >= _LEAST_LETTERS


def _said(sentence: str, units: Mapping[str, str]) -> str | None:
    """Return core's code for the unit that a sentence names, by its symbol or in words."""
    symbols = re.split(r"[\s().,;]+", sentence)
    if found := next(
        (code for code, symbol in units.items() if symbol in symbols), None
    ):
        return found
    forms = _forms(units)
    said = max(spoken(sentence, tuple(forms)), key=len, default="")
    return forms[said] if len(said) >= _LEAST_LETTERS else None


def _forms(units: Mapping[str, str]) -> dict[str, str]:
    """Return core's codes for units by how names and sentences write them, where that is of one only."""
    found: dict[str, set[str]] = {}
    for code, symbol in units.items():
        for form in _written(symbol, code):
            found.setdefault(form, set()).add(code)
    return {form: next(iter(codes)) for form, codes in found.items() if len(codes) == 1}


def _written(symbol: str, code: str) -> Iterator[str]:
    """Yield how a unit is written: "kwh", "kilo_watt_hours", "kilowatt_hours"."""
    if symbol.isascii() and symbol.isalpha():
        yield symbol.lower()
    name = "_".join(words(code.rpartition(".")[2]))
    for form in dict.fromkeys((name, re.sub(r"^(kilo|mega|giga)_", r"\1", name))):
        yield form
        yield f"{form}s"
    if symbol == "%":
        yield from ("percent", "pct")


def _first(names: frozenset[str]) -> str | None:
    """Return the device class that alone has a unit, or before the others."""
    plain = [each for each in names if not each.startswith(_SECOND)]
    return plain[0] if len(plain) == 1 else None


def _state_class(name: str, codes: Mapping[str | None, str]) -> str | None:
    """Return core's code for how a number goes on."""
    grows = bool(spoken(name, _TOTALS)) and "total_increasing" in codes
    for each in (
        ("total_increasing", "measurement")
        if grows
        else ("measurement", "total_increasing")
    ):
        if each in codes:
            return codes[each]
    return next(iter(codes.values()), None)
