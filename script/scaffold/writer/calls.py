"""Choose the calls of a client that an integration makes."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Final

from script.client import without
from script.client.candidates import listed
from script.client.offer import Offer, Step
from script.client.parameters import Parameter, can_be_asked
from script.client.purposes import CallKind, changes
from script.client.states import State
from script.integration.blanks import blank
from script.scaffold import ScaffoldError
from script.scaffold.models import Auth

from .actions import is_button
from .naming import located, parted, step
from .untold import (
    getters,
    is_untold,
    is_untold_several,
    key_option,
    named_state,
    place_of,
    updates,
)

# What an author says of a call that there is not
NOTHING: Final = "none"
# What is said of a call that does
_SEVERAL: Final = "returns several, or any of several"
# More are no help to whoever chooses.
_MOST_CALLS: Final = 8


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the author chose of a library, None or nothing where the likeliest is to be taken."""

    identity: str | None = None
    states: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    login: str | None = None
    auth: Auth | None = None
    asked: tuple[str, ...] = ()
    zeroconf: Mapping[str, str] | None = None


def identity_of(own: Offer, every: Wanted) -> tuple[Step | None, str]:
    """Return the call that tells who or what it is, None for the client itself, and the field that does.

    Raises ScaffoldError if nothing does.
    """
    wanted = every.identity
    if wanted == NOTHING:
        return None, ""
    if wanted:
        code, path = located(own, wanted)
        if not code and f"{path}()" not in own.steps:
            return None, path
        call = step(own, code or path, "--identity")
        if call.is_several:
            raise ScaffoldError(
                f"--identity {wanted!r}: {call.code} {_SEVERAL}, and an entry is of one account or device; "
                f"name another with --identity, or {NOTHING}"
            )
        path = path if code else ""
        if call.returns == "None":
            raise ScaffoldError(
                f"--identity {wanted!r}: {call.code} returns nothing; name a field of {own.clients[0].name}, or another call"
            )
        if not path and call.model:
            if call.model not in own.identities:
                raise ScaffoldError(
                    f"--identity {wanted!r}: no field of {call.model} looks like an identity; name it too, "
                    f"as in --identity {call.code}.serial"
                )
            path = own.identities[call.model]
        return call, path
    if likely := likely_identity(own):
        code, path = parted(likely)
        return (own.steps[code] if code else None), path
    raise ScaffoldError(_not_told(own, every))


def _not_told(own: Offer, wanted: Wanted) -> str:
    """Return in one line what of a client nothing tells, and how the author names it.

    Raises ScaffoldError if it has no call that could.
    """
    client = own.clients[0].name
    identity, state = lacks_identity(own, wanted), lacks_state(own, wanted)
    missing = (
        f"nothing of {client} tells which device or account it is" if identity else "",
        f"no call of {client} returns a state with fields that are known"
        if state
        else "",
    )
    ways = (
        "the identity with --identity CALL.FIELD" if identity else "",
        f"the state with --state CALL and what it has with --entity FIELD{key_option(own)}"
        if state
        else "",
    )
    return (
        f"{own.name}: {', and '.join(filter(None, missing))}; "
        f"name {', and '.join(filter(None, ways))}, a call being one of {_usable(own, _is_usable if state else _is_of_one)}"
    )


def likely_identity(own: Offer) -> str:
    """Return the likeliest of what tells who or what it is, "" if nothing does."""
    for each in own.calls[CallKind.IDENTITY]:
        code, path = parted(each.name)
        if not code or (_is_of_one(own, own.steps[code]) and _names(own, code, path)):
            return each.name
    return ""


def likely_state(own: Offer, *, has_entities: bool) -> str:
    """Return the likeliest call that fetches the state, "" if there is none.

    Args:
        own: What the library has.
        has_entities: Whether it is known which fields are wanted, so that none needs to be a reading.
    """
    known: Mapping[str, State] = {each.call: each for each in own.states}
    found = [
        code
        for each in own.calls[CallKind.STATE]
        if each.name in known
        for code in sorted(
            (each.name, *_filled(own, each.name)),
            # What it fills, where nothing else of the client can be read
            key=lambda code: not known[code].readings,
        )
        if _is_usable(own, own.steps[code])
    ]

    def is_asked(code: str) -> bool:
        """Return whether a user has to be asked for more than there is, which comes after what needs no more."""
        return bool(own.steps[code].required)

    found.sort(key=is_asked)
    likely = sorted(_likely(own, _is_usable), key=is_asked)
    several = {each.code for each in own.steps.values() if is_untold_several(each)}
    return next(
        chain(
            (
                each
                for each in found
                if known[each].readings or (has_entities and each not in several)
            ),
            (each for each in found if known[each].plain),
            (each for each in likely if is_untold(own, own.steps[each])),
            (each for each in likely if each in several),
            ("",),
        )
    )


def _filled(own: Offer, code: str) -> Iterator[str]:
    """Yield what a call fills of the client."""
    for each in own.steps.values():
        if each.within and each.code == f"{code}.{each.within}":
            yield each.code


def _names(own: Offer, code: str, path: str) -> bool:
    """Return whether a call returns an identity, rather than what has one in a field that is not known."""
    return bool(path) or not own.steps[code].model


def _is_of_one(own: Offer, call: Step) -> bool:
    """Return whether a call returns what is one, and it and what it is called on need no arguments."""
    return not call.is_several and not _needs(own, call)


def _is_usable(own: Offer, call: Step) -> bool:
    """Return whether a call returns what is one, or several that can be told apart, of what is at hand."""
    return (
        _is_of_one(own, call)
        or (_is_told_apart(own, call) and not _needs(own, call))
        or _is_asked(own, call)
    )


def _is_asked(own: Offer, call: Step) -> bool:
    """Return whether a call returns what is one, and a user can be asked for the arguments that it needs."""
    owner = own.steps.get(call.owner)
    return (
        bool(call.required)
        and can_be_asked(call.required)
        and not call.is_several
        and not (owner and owner.required)
    )


def _needs(own: Offer, call: Step) -> bool:
    """Return whether a call, or what it is called on, needs arguments."""
    owner = own.steps.get(call.owner)
    return bool(call.required or (owner and owner.required))


def _is_told_apart(own: Offer, call: Step) -> bool:
    """Return whether what a call returns several of tells which each is, or is a dictionary, which may."""
    return (
        call.several == "dict"
        or is_untold_several(call)
        or (bool(call.several) and call.model in own.identities)
    )


def _usable(own: Offer, is_usable: Callable[[Offer, Step], bool]) -> str:
    """Return the calls that only read, and need no arguments, for a sentence.

    Raises ScaffoldError if there are none.
    """
    found = _likely(own, is_usable)
    if not found:
        raise ScaffoldError(
            f"{own.name}: {own.clients[0].name} has no call that reads one thing and needs no arguments"
            f"{_several(own)}, and what is written around a library polls it; {another_client(own)}"
        )
    more = len(found) - _MOST_CALLS
    return ", ".join(found[:_MOST_CALLS]) + (f" and {more} more" if more > 0 else "")


def _likely(own: Offer, is_usable: Callable[[Offer, Step], bool]) -> list[str]:
    """Return the calls that only read, and need no arguments, those first that are likely to tell the state."""
    every = [
        each for each in own.steps.values() if each.only_reads and is_usable(own, each)
    ]
    told = sorted(
        {each.code for each in every if each.is_told_to_read}
        or {each.code for each in every if not each.returns}
    )
    ranked = [
        code
        for kind in (CallKind.STATE, CallKind.IDENTITY)
        for each in own.calls[kind]
        for code in (parted(each.name)[0], *_filled(own, each.name))
    ]
    return [*dict.fromkeys((*(each for each in ranked if each in told), *told))]


def _several(own: Offer) -> str:
    """Return the calls that return several that nothing tells apart, and what to pass, as a part of a sentence."""
    found = [
        (code, each)
        for code, each in own.steps.items()
        if each.is_several and each.model and not _needs(own, each)
    ]
    named = ", ".join(f"{code} ({each.model})" for code, each in found)
    keyed = next((code for code, each in found if each.several), "")
    name = f", {_name_key(keyed)}" if keyed else ""
    return f" ({named} {_SEVERAL}{name})" if found else ""


def _name_key(code: str) -> str:
    """Return how the author names what tells several apart that a call returns."""
    return f"name the field that tells them apart as in --state {code}.serial"


def another_client(own: Offer) -> str:
    """Return how the author names another class as the client, and which there are, or does without the library."""
    named = (
        f"name another class with --client-class, such as {', '.join(own.others)}, or "
    )
    return f"{named if own.others else ''}{without(own.name)}"


def states_of(own: Offer, wanted: Wanted) -> list[Step]:
    """Return the calls that fetch the state.

    Raises ScaffoldError if there is none.
    """
    found = _chosen_states(own, wanted)
    if not found:
        raise ScaffoldError(_not_told(own, wanted))
    for each in found:
        unknown = [
            one
            for one in each.required
            if not can_be_asked(each.required if one.is_of_place else [one])
            and one.name not in wanted.asked
        ]
        if unknown:
            raise ScaffoldError(
                f"--state {each.code!r}: needs {listed(one.name for one in unknown)}, and nothing tells what that is; "
                f"{'' if changes(each.name) else ask_option(unknown)}name another with --state"
            )
        if each.is_several:
            _refuse_several(own, each, wanted, others=len(found) - 1)
    return found


def _chosen_states(own: Offer, wanted: Wanted) -> list[Step]:
    """Return the calls that the author names as those of the state, or of which they name a field, or the likeliest."""
    named = [named_state(own, each) for each in wanted.states]
    read = getters(own) if any(updates(own, each) for each in named) else {}
    named += [
        step(own, code, "--state")
        for each in wanted.entities
        if (code := located(own, each.rpartition("=")[2].partition(":")[0])[0])
        and code not in read
        and not is_button(own, code)
    ]
    if not named and (likely := likely_state(own, has_entities=bool(wanted.entities))):
        named = [own.steps[likely]]
    found: dict[str, Step] = {}
    for each in named:
        found.setdefault(each.code, each)
    return list(found.values())


def _refuse_several(own: Offer, call: Step, wanted: Wanted, *, others: int) -> None:
    """Refuse a call that returns several where nothing can be made of them."""
    if not call.several:
        raise ScaffoldError(
            f"--state {call.code!r}: {_SEVERAL}; name another with --state"
        )
    if others:
        raise ScaffoldError(
            f"--state {call.code!r}: returns several, which are then all of the state; leave out what else is named"
        )
    if not _is_told_apart(own, call) and not key_of(own, call, wanted):
        raise ScaffoldError(
            f"--state {call.code!r}: returns several, and no field of {call.model} looks like an identity; "
            f"{_name_key(call.code)}, or name another call with --state"
        )


def key_of(own: Offer, call: Step, wanted: Wanted) -> str:
    """Return the field by which each of several is the same for good, "" if the author names none and nothing tells it."""
    for each in wanted.states:
        code, field = located(own, each)
        if code and field and step(own, code, "--state").code == call.code:
            return field
    if is_untold_several(call):
        return blank(f"The key that tells one from another, in {place_of(call)}")
    return own.identities.get(call.model, "")


def ask_option(unknown: Collection[Parameter]) -> str:
    """Return how the author says that a user knows what nothing tells, with an "or" behind it; "" if nobody can."""
    if any(each.role or not each.can_be_typed for each in unknown):
        return ""
    return f"add {' '.join(f'--ask {each.name}' for each in unknown)} if a user knows that, or "


def asked_calls(own: Offer, wanted: Wanted) -> list[Step]:
    """Return the calls of the state that need what a user has to be asked for."""
    try:
        return [each for each in _chosen_states(own, wanted) if each.required]
    except ScaffoldError:
        # It is told when it is planned.
        return []


def has_several(own: Offer, wanted: Wanted) -> bool:
    """Return whether the state is of several devices."""
    try:
        return any(each.is_several for each in _chosen_states(own, wanted))
    except ScaffoldError:
        # It is told when it is planned.
        return False


def lacks_identity(own: Offer, wanted: Wanted) -> bool:
    """Return whether neither the author nor the library tells who or what it is."""
    return wanted.identity is None and not likely_identity(own)


def lacks_state(own: Offer, wanted: Wanted) -> bool:
    """Return whether neither the author nor the library tells what fetches the state."""
    return not _chosen_states(own, wanted)
