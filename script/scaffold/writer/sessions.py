"""Choose how a client is made, logs in and is closed."""

from collections.abc import Iterator, Sequence
from typing import Final

from script.client.offer import Offer, Step
from script.client.parameters import Parameter, Role
from script.client.purposes import CallKind, changes
from script.client.words import words

from .calls import NOTHING
from .naming import step
from .plan import CREDENTIALS

# Verbs of calls that log in
_LOGINS: Final = frozenset(
    {"login", "log", "signin", "sign", "authenticate", "authorize", "connect"}
)
# What ends a connection; anything else that is stopped may be what the device does.
_CLOSING: Final = frozenset({"close", "aclose", "disconnect", "shutdown"})
_BESIDE_CLOSING: Final = frozenset({"async", "session", "connection", "client"})


def made_of(own: Offer) -> Iterator[Parameter]:
    """Yield what a client is made of, and what that is made of where it only holds it."""
    for each in own.parameters:
        if each.name not in own.made:
            yield each
        elif each.is_required and own.made[each.name].is_data:
            yield from own.made[each.name].parameters


def login_of(own: Offer, wanted: str | None) -> Step | None:
    """Return the call that logs in, None if there is none that needs only what a user gives."""
    if wanted == NOTHING:
        return None
    if wanted:
        return step(own, wanted, "--login")
    for each in own.calls[CallKind.LOGIN]:
        found = own.steps.get(each.name)
        said = [word for word in words(each.name) if word != "async"]
        if (
            found
            and not found.owner
            and said[0] in _LOGINS
            and _is_given(found.required)
        ):
            return found
    return None


def logins(own: Offer) -> list[str]:
    """Return the calls of the client that need what a user gives, and nothing else."""
    return [
        code
        for code, each in own.steps.items()
        if each.required
        and not each.owner
        and not changes(each.name)
        and _is_given(each.required)
    ]


def _is_given(parameters: Sequence[Parameter]) -> bool:
    """Return whether a user can be asked for each of them, and for no two by the same name."""
    roles = {each.role for each in parameters}
    return len(roles) == len(parameters) and roles <= {
        each.role for each in CREDENTIALS
    }


def closing(own: Offer, login: Step | None) -> Step | None:
    """Return the call that ends a connection that is the library's own, and nothing else."""
    connects = login is not None and "connect" in words(login.name)
    if not connects and any(each.role is Role.SESSION for each in own.parameters):
        return None
    return next(
        (
            found
            for each in own.calls[CallKind.CLOSE]
            if (found := own.steps.get(each.name))
            and not found.owner
            and not found.required
            and {*words(found.name)} - _BESIDE_CLOSING <= _CLOSING
        ),
        None,
    )
