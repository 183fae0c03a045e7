"""Tell which calls of a client return a state, and what can be read off it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .calls import Call
from .candidates import Candidate
from .classes import Class
from .filled import Filled
from .readings import Reading, plain, private_fields, readings


@dataclass(frozen=True, kw_only=True)
class State:
    """A call that returns the state, with what can be read off its result.

    Attributes:
        call: How it is called.
        model: The class of what it returns, or the client's where that is updated, "" if that is not told.
        readings: The fields that are proposed as entities.
        plain: Those that can be shown as they are, where nothing tells what any measures.
        private: The fields that diagnostics must not show.
    """

    call: str
    model: str
    is_async: bool
    readings: tuple[Reading, ...]
    plain: tuple[Reading, ...]
    private: frozenset[str]


def states(
    client: Class,
    found: Sequence[Candidate],
    every: Sequence[Call],
    fills: Sequence[Filled],
) -> Iterator[State]:
    """Yield the calls that return a state with what is in it, the likely ones first.

    Args:
        client: The class of the client, which itself is the state where it is updated.
        found: The calls that are likely to return a state, the best first.
        every: All calls of the client.
        fills: What calls fill of the client, which comes last.
    """
    ranks = {each.name: rank for rank, each in enumerate(found)}
    for call in sorted(every, key=lambda each: ranks.get(each.code, len(ranks))):
        likely = call.code in ranks
        model = call.model
        if model is None and likely and call.is_updating:
            model = client
        if not likely and (model is None or call.required):
            continue
        yield _state(call.code, call, model)
    for each in fills:
        yield _state(each.code, each.call, each.model)


def _state(code: str, call: Call, model: Class | None) -> State:
    """Return a call that has a model for its state, or something of which nothing is told."""
    return State(
        call=code,
        model=model.name if model else "",
        is_async=call.is_async,
        readings=tuple(readings(model)) if model else (),
        plain=tuple(plain(model)) if model else (),
        private=private_fields(model) if model else frozenset(),
    )
