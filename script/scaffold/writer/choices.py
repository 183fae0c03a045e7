"""Validate, propose and confirm what an author says of a library's calls."""

from collections.abc import Mapping
from dataclasses import replace

from script.client.offer import Offer
from script.scaffold import ScaffoldError
from script.scaffold.ask import ask, words
from script.scaffold.models import Auth

from .asking import asked_for, to_ask
from .calls import (
    NOTHING,
    Wanted,
    identity_of,
    likely_identity,
    likely_state,
    states_of,
)
from .naming import slug
from .plan import Plan
from .sessions import login_of


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
    login = login_of(own, wanted.login)

    def identity(text: str) -> str:
        identity_of(own, Wanted(identity=text))
        return text

    def states(text: str) -> tuple[str, ...]:
        texts = tuple(words(text))
        states_of(own, replace(wanted, identity=NOTHING, states=texts))
        return texts

    def asked(text: str) -> tuple[str, ...]:
        names = tuple(words(text))
        asked_for(own, login, (), names)
        return names

    if (needed := to_ask(own)) and not wanted.asked:
        wanted = replace(
            wanted,
            asked=ask(
                f"{own.clients[0].name} needs what nothing tells. Which of it does a user know?",
                asked,
                " ".join(needed),
            ),
        )
    if wanted.identity is None:
        wanted = replace(
            wanted,
            identity=ask(
                "What of it is the same for good, and no other's? A call and its field, "
                f"or {NOTHING} if nothing is.",
                identity,
                likely_identity(own) or NOTHING,
            ),
        )
    if not wanted.states and not wanted.entities:
        wanted = replace(
            wanted,
            states=ask(
                "Which calls fetch the state?",
                states,
                likely_state(own, has_entities=False),
            ),
        )
        sure = [
            each.field
            for state in own.states
            if state.call in {each.code for each in states_of(own, wanted)}
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
