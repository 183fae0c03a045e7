"""Find by which calls of a client what it tells can be set, and what it does at the press of a button."""

from collections.abc import Sequence
from dataclasses import replace
import re
from typing import Final

from script.client.offer import Offer, Step
from script.client.parameters import Parameter
from script.client.words import spoken, words
from script.scaffold import ScaffoldError

from .naming import attribute, human
from .plan import Entity, Fetched

# Device classes of buttons, by the words of what they do
_BUTTONS: Final = {"identify": "identify", "restart": "restart", "reboot": "restart"}
_SET: Final = ("set", "change", "update")
_NOTHING: Final = frozenset({"None", ""})
_LIMITS: Final = re.compile(r"(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)")


def is_button(own: Offer, code: str) -> bool:
    """Return whether a call does something, rather than telling something."""
    call = own.steps.get(code)
    return (
        call is not None
        and call.returns in _NOTHING
        and not call.required
        and code not in {each.call for each in own.states}
    )


def button(own: Offer, source: Fetched, code: str) -> Entity:
    """Return the button that makes a call."""
    call = own.steps[code]
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
        limits=(float(told[1]), float(told[2])),
    )


def setter(own: Offer, entity: Entity) -> tuple[Step, Parameter] | None:
    """Return the call that sets a field, and the parameter that takes its new value."""
    field = entity.path.removesuffix("()").rpartition(".")[2]
    source = entity.source.step
    near: Sequence[Step] = [
        each for each in own.steps.values() if each.owner == source.owner
    ]
    for call in (source, *near):
        named = {each.name: each for each in call.parameters}
        first, *rest = words(call.name) or [""]
        is_own = call == source or first in _SET
        if (
            is_own
            and field in named
            and all(each.name == field for each in call.required)
        ):
            return call, named[field]
        if first in _SET and "_".join(rest) == field and len(call.required) == 1:
            return call, call.required[0]
    return None
