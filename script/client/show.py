"""Print what a client library offers, each choice with its reasons."""

from collections.abc import Iterable, Iterator
from typing import Final

from .candidates import Candidate
from .errors import ErrorKind
from .offer import Offer
from .purposes import CallKind
from .readings import Reading
from .states import State

_MOST_OTHERS: Final = 3


def shown(offer: Offer) -> str:
    """Return what a library offers as lines for a terminal."""
    return "\n".join(
        [
            f"{offer.name} {offer.version}, imported as {offer.module}",
            "",
            *_choice("client", offer.clients),
            *_parameters(offer),
            "",
            *(line for kind in ErrorKind for line in _choice(kind, offer.errors[kind])),
            *_choice("any error", [offer.base_error] if offer.base_error else []),
            "",
            *(line for kind in CallKind for line in _choice(kind, offer.calls[kind])),
            *(
                line
                for state in offer.states
                if state.readings
                for line in _state(state)
            ),
        ]
    )


def _choice(what: str, candidates: Iterable[Candidate]) -> Iterator[str]:
    """Yield the best candidate with its reasons, and the next ones by name."""
    if not (found := [*candidates]):
        yield f"{what:<14} –"
        return
    best, *others = found
    yield f"{what:<14} {best.name}  (from {best.module})"
    yield f"{'':<14}   {'; '.join(best.reasons)}"
    if names := list(dict.fromkeys(each.name for each in others)):
        yield f"{'':<14}   or {', '.join(names[:_MOST_OTHERS])}"


def _parameters(offer: Offer) -> Iterator[str]:
    for each in offer.parameters:
        if each.is_required or each.role:
            role = each.role or "not known: yours to pass"
            yield f"{'':<14}   {each.name}: {role}{'' if each.is_required else ', if wanted'}"


def _state(state: State) -> Iterator[str]:
    yield ""
    yield f"{state.call} → {state.model}"
    for each in state.readings:
        yield f"  {each.platform:<14} {each.field:<32} {_described(each)}"
    if state.private:
        yield f"  {'private':<14} {', '.join(sorted(state.private))}"


def _described(reading: Reading) -> str:
    parts = [
        reading.device_class or "",
        reading.unit
        or (f"unit? one of {', '.join(reading.units)}" if reading.units else ""),
        reading.state_class or "",
        f"{len(reading.options)} states" if reading.options else "",
        "may be None" if reading.is_optional else "",
        "diagnostic" if reading.is_diagnostic else "",
    ]
    return ", ".join(filter(None, parts))
