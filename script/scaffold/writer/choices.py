"""Validate, propose and confirm what an author says of a library's calls."""

from collections.abc import Mapping
from dataclasses import replace

from script.client.offer import Offer
from script.client.purposes import CallKind
from script.scaffold import ScaffoldError
from script.scaffold.ask import ask, words
from script.scaffold.models import Auth

from .calls import Wanted
from .naming import slug
from .plan import Plan


def valid_discovery(text: str) -> Mapping[str, str]:
    """Return what a device announces: its type, the property that is its identity, the pattern of its name."""
    kind, *rest = (each.strip() for each in text.split(","))
    if len(rest) not in {1, 2} or not all([kind, *rest]):
        raise ScaffoldError(
            f"discovery {text!r}: has to be a zeroconf type, the property that is the device's identity "
            "and, if need be, the pattern of its name, as in _http._tcp.local.,serial,acme-*"
        )
    kind = kind if kind.endswith(".") else f"{kind}."
    if not kind.endswith(("._tcp.local.", "._udp.local.")):
        raise ScaffoldError(
            f"discovery {text!r}: its type has to end in ._tcp.local. or ._udp.local."
        )
    name = rest[1] if len(rest) > 1 else ""
    return {
        "type": kind,
        "property": rest[0],
        "name": name,
        "hostname": slug(name.replace("*", "0001")).replace("_", "-") or "device-0001",
    }


def confirmed_calls(own: Offer, wanted: Wanted) -> Wanted:
    """Return what the author wants of a library's calls, once the likeliest are confirmed or corrected."""

    def best(kind: CallKind) -> str:
        return own.calls[kind][0].name if own.calls[kind] else ""

    if wanted.identity is None:
        identity = ask(
            "What of it is the same for good, and no other's? A call and its field.",
            str,
            best(CallKind.IDENTITY),
        )
        wanted = replace(wanted, identity=identity or None)
    if not wanted.states and not wanted.entities:
        states = ask("Which calls fetch the state?", words, best(CallKind.STATE))
        wanted = replace(wanted, states=tuple(states))
        sure = [
            each.field
            for state in own.states
            if state.call in states
            for each in state.readings
            if not each.units
        ]
        fields = ask(
            "Which of their fields are to be entities? With the unit where nothing tells it, as in power:W.",
            words,
            " ".join(sure),
        )
        wanted = replace(wanted, entities=tuple(fields))
    return wanted


def nearest_auth(plan: Plan) -> Auth:
    """Return how the user of a plan is known, as near as the models have it."""
    keys = {each.key for each in plan.credentials}
    if "username" in keys:
        return Auth.USERNAME_PASSWORD
    return Auth.TOKEN if keys & {"password", "api_token"} else Auth.NONE
