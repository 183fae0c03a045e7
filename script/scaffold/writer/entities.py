"""Choose the entities of an integration from the fields of what its client fetches."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from script.client.offer import Offer
from script.client.readings import Reading, told
from script.client.words import words
from script.integration.blanks import blank
from script.integration.device_classes import device_classes
from script.scaffold import ScaffoldError

from .actions import button, is_button, number, with_setter
from .naming import (
    attribute,
    field_at,
    human,
    located,
    may_be_missing,
    slug,
    step,
    unique,
)
from .plan import Entity, Fetched
from .untold import place_of

# Words of a field that tell no more than its device class
_PLAIN: Final = frozenset(
    {"total", "current", "value", "actual", "now", "sensor", "is", "state"}
)
_NUMBERS: Final = frozenset({"int", "float", "Decimal"})


def entities(
    own: Offer, states: Sequence[Fetched], wanted: Sequence[str]
) -> tuple[Entity, ...]:
    """Return the entities that the author names, or else all that are sure, or else all there are.

    Raises ScaffoldError if a field is not there, or there are none.
    """
    chosen = (
        [_labelled(own, states, each) for each in wanted]
        if wanted
        else [each for state in states for each in _sure(own, state)]
        or [
            _entity(state, _with_unit(each, "", each.field))
            for state in states
            for each in _readings(own, state)
        ]
        or [_unknown(each) for each in states if each.is_untold]
    )
    if not chosen:
        raise ScaffoldError(
            f"{own.name}: no field of {', '.join(each.step.code for each in states)} is a reading that is known; "
            "name what to show with --entity FIELD:UNIT"
        )
    found = {_told_by(each): each for each in chosen}
    keys = unique({told_by: each.key for told_by, each in found.items()})
    return tuple(
        _with_names(
            [replace(each, key=keys[told_by]) for told_by, each in found.items()],
            {each.rpartition("=")[0] for each in wanted},
        )
    )


def _told_by(each: Entity) -> str:
    """Return what tells an entity from others: where it reads, or what it calls."""
    code = each.source.step.code if each.platform != "button" else ""
    call = each.setter.code if each.setter else ""
    return f"{each.platform} {code}.{each.path} {call}"


def _labelled(own: Offer, states: Sequence[Fetched], text: str) -> Entity:
    """Return the entity that an author names "Name=call().field", or leaves to be named by its field."""
    label, equals, said = text.rpartition("=")
    found = _named(own, states, said)
    if not equals:
        return found
    if not (key := slug(label)):
        raise ScaffoldError(f"--entity {text!r}: {label!r} is no name")
    return replace(found, key=key, name=label)


def _sure(own: Offer, source: Fetched) -> Iterator[Entity]:
    """Yield what a state shows without a doubt."""
    for each in _readings(own, source):
        if not each.units:
            yield _entity(source, each)


def _readings(own: Offer, source: Fetched) -> tuple[Reading, ...]:
    return next(
        (
            each.readings or each.plain
            for each in own.states
            if each.call == source.step.code
        ),
        (),
    )


def _unknown(source: Fetched) -> Entity:
    """Return an entity whose key in a dictionary only the author knows."""
    name = attribute(source.step.within or source.step.name)
    return Entity(
        key=name,
        platform="sensor",
        source=source,
        path=blank(f"The key of what to show, in {place_of(source.step)}"),
        optional=(),
        type="",
        name=human(name),
        device_class=None,
        unit=None,
        state_class=None,
        enum=None,
        is_diagnostic=False,
    )


def _named(own: Offer, states: Sequence[Fetched], text: str) -> Entity:
    """Return the entity that the author names: "call().field:unit:least..greatest" or less of it."""
    name, unit, limits = (*text.split(":"), "", "")[:3]
    code, field = located(own, name)
    if not field and is_button(own, code):
        return button(own, states[0], code)
    for source in states:
        if code in source.getters and not field:
            path, kind = code, source.getters[code]
        elif not code or source.step.code == step(own, code, "--entity").code:
            path, kind = (
                field,
                (field_at(source.example.get("fields", {}), field) or {}).get(
                    "type", ""
                ),
            )
        else:
            continue
        if reading := _reading(own, source, path, kind):
            shown = _entity(source, _with_unit(reading, unit, text), kind)
            return (
                number(own, shown, limits, text) if limits else with_setter(own, shown)
            )
    some = [each for source in states for each in source.example.get("fields", {})]
    raise ScaffoldError(
        f"--entity {text!r}: {', '.join(each.step.code for each in states)} has nothing of this name; "
        f"it has {', '.join(some) or 'no fields that are known'}"
    )


def _reading(own: Offer, source: Fetched, path: str, kind: str) -> Reading | None:
    """Return what a field is shown as, None if there is none of this path."""
    for each in _readings(own, source):
        if each.field == path:
            return each
    known = source.example.get("fields", {})
    is_there = not known or not source.attribute or field_at(known, path) is not None
    if not is_there or (not path and source.module):
        return None
    name = attribute(path.removesuffix("()") or source.step.name)
    kind = kind or (source.type if not path else "float" if not known else "")
    found = told(name.rpartition(".")[2], kind)
    bare = Reading(
        field=path,
        platform="binary_sensor" if kind == "bool" else "sensor",
        is_optional=False,
    )
    return replace(found, field=path) if found else bare


def _with_unit(reading: Reading, unit: str, text: str) -> Reading:
    """Return a reading with the unit that the author tells, and of what that is one where its name tells nothing."""
    if not unit:
        # Without its unit a device class would be refused.
        return replace(reading, device_class=None) if reading.units else reading
    known = device_classes("sensor")
    classes = [reading.device_class] if reading.device_class else [*known.units]
    for name in classes:
        for symbol, code in known.units.get(name, {}).items():
            if unit in {symbol, code, code.rpartition(".")[2]}:
                return replace(
                    reading,
                    device_class=name,
                    unit=code,
                    units=(),
                    state_class=reading.state_class
                    or next(iter(known.state_classes.get(name, {}).values()), None),
                )
    for units in known.units.values():
        for symbol, code in units.items():
            if unit in {symbol, code, code.rpartition(".")[2]}:
                # What its name speaks of is not what it measures.
                return replace(reading, device_class=None, unit=code, units=())
    raise ScaffoldError(
        f"--entity {text!r}: Home Assistant has no unit {unit!r}; use one of "
        f"{', '.join(str(symbol) for name in classes for symbol in known.units.get(name, {}))}"
    )


def _entity(source: Fetched, reading: Reading, kind: str = "") -> Entity:
    known = source.example.get("fields", {})
    field = field_at(known, reading.field) or {}
    parts = reading.field.split(".")
    paths = [".".join(parts[:end]) for end in range(1, len(parts) + 1)]
    is_enum = "members" in field
    kind = kind or field.get("type", "") or (source.type if not reading.field else "")
    is_number = kind in _NUMBERS or (
        not kind and bool(reading.device_class or reading.unit)
    )
    is_field = bool(reading.field) and "()" not in reading.field
    name = (
        reading.field
        if is_field
        else attribute(reading.field.removesuffix("()") or source.step.name)
    )
    return Entity(
        key=name
        if "()" in reading.field or not reading.field
        else "_".join(words(reading.field)),
        platform=reading.platform,
        source=source,
        path=reading.field,
        optional=tuple(
            each
            for each in paths[:-1] + (paths[-1:] if is_enum else [])
            if may_be_missing(field_at(known, each) or {})
        ),
        type=kind,
        name=human(_without_unit(name.rpartition(".")[2], reading.unit)),
        device_class=reading.device_class,
        unit=reading.unit,
        state_class=reading.state_class
        or (
            "SensorStateClass.MEASUREMENT"
            if is_number and reading.platform == "sensor"
            else None
        ),
        enum=(
            field["module"],
            tuple(dict.fromkeys(each.lower() for each in field["members"])),
        )
        if is_enum
        else None,
        is_diagnostic=reading.is_diagnostic,
    )


def _without_unit(name: str, unit: str | None) -> str:
    """Return the name of a field without the unit that it ends in."""
    known = device_classes("sensor").units.values()
    symbols = {
        symbol.lower()
        for units in known
        for symbol, code in units.items()
        if symbol and code == unit
    }
    said = words(name)
    rest = (
        said[:-1]
        if said[-1] in {*symbols, *words((unit or "").rpartition(".")[2])}
        else said
    )
    return "_".join(rest or said)


def _with_names(chosen: Sequence[Entity], labels: Collection[str]) -> Iterator[Entity]:
    """Yield entities, those without a name of their own that are told by their device class alone."""
    plain = [each for each in chosen if _is_plain(each) and each.name not in labels]
    for each in chosen:
        alike = [
            one
            for one in plain
            if (one.platform, one.device_class) == (each.platform, each.device_class)
        ]
        same = human(each.device_class or "") == each.name
        yield replace(each, name=None) if alike == [each] or same else each


def _is_plain(each: Entity) -> bool:
    """Return whether the name of a field says no more than its device class."""
    said = {*words(each.name or "")}
    return each.device_class not in {None, "enum"} and not said - _PLAIN - {
        *words(each.device_class or "")
    }
