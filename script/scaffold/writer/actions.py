"""Find by which calls of a client what it tells can be set, and what it does at the press of a button."""

from collections.abc import Sequence
from dataclasses import replace
import re
from typing import Final

from script.client.candidates import listed
from script.client.offer import Offer, Step
from script.client.parameters import Parameter
from script.client.vocabulary import IDENTITIES
from script.client.words import ends, spoken, words
from script.scaffold import ScaffoldError

from .naming import attribute, human
from .plan import Entity, Fetched

# Device classes of buttons, by the words of what they do
_BUTTONS: Final = {"identify": "identify", "restart": "restart", "reboot": "restart"}
_SET: Final = ("set", "change", "update")
_NOTHING: Final = frozenset({"None", ""})
# What a name of an identity may have or not
_BESIDE: Final = frozenset({"device", "number", "address"})
_LIMITS: Final = re.compile(r"(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)")


def is_button(own: Offer, code: str) -> bool:
    """Return whether a call does something, rather than telling something."""
    call = own.steps.get(code)
    return (
        call is not None
        and call.returns in _NOTHING
        and all(_is_of_device(own, each) for each in call.required)
        and code not in {each.call for each in own.states}
    )


def _is_of_device(own: Offer, parameter: Parameter) -> bool:
    """Return whether a parameter may take one of several devices, or what tells it."""
    models = {each.model for each in own.steps.values() if each.several} - {""}
    return parameter.type in models or bool(ends(parameter.name, IDENTITIES))


def button(own: Offer, source: Fetched, code: str) -> Entity:
    """Return the button that makes a call.

    Raises ScaffoldError if that is not of the device.
    """
    call = own.steps[code]
    aimed = target(source, call)
    if len(call.required) != bool(aimed) or source.is_several != bool(aimed):
        raise ScaffoldError(
            f"--entity {code!r}: takes {listed(each.name for each in call.required) or 'nothing'}, "
            f"which is not what tells a device of {source.step.code}; leave it out"
        )
    kind = next(
        (name for word, name in _BUTTONS.items() if spoken(call.name, (word,))), None
    )
    name = attribute(call.name)
    return Entity(
        key=name,
        platform="button",
        source=source,
        path="",
        optional=(),
        type="",
        name=None if kind else human(name),
        device_class=kind,
        unit=None,
        state_class=None,
        enum=None,
        is_diagnostic=False,
        setter=call,
        target=aimed,
    )


def with_setter(own: Offer, entity: Entity) -> Entity:
    """Return an entity that can be switched, where the library has a call for that."""
    found = setter(own, entity)
    if entity.platform != "binary_sensor" or found is None:
        return entity
    call, parameter = found
    return replace(
        entity,
        platform="switch",
        device_class=None,
        is_diagnostic=False,
        name=human(entity.path.removesuffix("()")),
        setter=call,
        parameter=parameter,
        target=target(entity.source, call),
    )


def number(own: Offer, entity: Entity, limits: str, text: str) -> Entity:
    """Return an entity that can be set between limits.

    Raises ScaffoldError if these are none, or no call sets it.
    """
    if not (told := _LIMITS.fullmatch(limits)):
        raise ScaffoldError(
            f"--entity {text!r}: {limits!r} is no range, as 6..32 is one"
        )
    if (found := setter(own, entity)) is None:
        raise ScaffoldError(
            f"--entity {text!r}: no call of the library sets it; leave the range out, and it is shown"
        )
    call, parameter = found
    return replace(
        entity,
        platform="number",
        state_class=None,
        is_diagnostic=False,
        setter=call,
        parameter=parameter,
        target=target(entity.source, call),
        limits=(float(told[1]), float(told[2])),
    )


def setter(own: Offer, entity: Entity) -> tuple[Step, Parameter] | None:
    """Return the call that sets a field, and the parameter that takes its new value."""
    field = entity.path.removesuffix("()").rpartition(".")[2]
    source = entity.source.step
    near: Sequence[Step] = [
        each for each in own.steps.values() if each.owner == source.owner
    ]
    several = {*words(entity.source.type)} if entity.source.is_several else set()
    for call in (source, *near):
        aimed = target(entity.source, call)
        if entity.source.is_several and not aimed:
            continue
        required = [each for each in call.required if not aimed or each is not aimed[0]]
        named = {each.name: each for each in call.parameters}
        first, *rest = words(call.name) or [""]
        set_field = "_".join(each for each in rest if each not in several)
        is_own = call == source or first in _SET
        if is_own and field in named and all(each.name == field for each in required):
            return call, named[field]
        if first in _SET and set_field == field and len(required) == 1:
            return call, required[0]
    return None


def target(source: Fetched, call: Step) -> tuple[Parameter, str] | None:
    """Return what of a call takes one of several devices, and the field of it that is passed, "" for itself."""
    if not source.is_several:
        return None
    for each in call.required:
        if each.type == source.type:
            return each, ""
        if ends(each.name, IDENTITIES) and (field := _same(source, each.name)):
            return each, field
    return None


def _same(source: Fetched, name: str) -> str:
    """Return the field of a device that a parameter of a name takes, such as "id" for "device_id", "" if none is like it."""
    beside = _BESIDE | {*words(source.type)}
    alike = [
        each
        for each in source.example.get("fields", ())
        if ends(each, IDENTITIES) and {*words(each)} ^ {*words(name)} <= beside
    ]
    return max(alike, key=lambda each: each == name, default="")
