"""Tell of calls that return no class of the library whether they update the client, or return dictionaries."""

from dataclasses import replace
from typing import Final

from script.client.offer import Offer, Step
from script.client.vocabulary import IDENTITIES
from script.client.words import ends, words

from .naming import located, step

SCALARS: Final = frozenset({"str", "int", "float", "bool"})
# Words with which the names of calls begin that say yes or no
_ASKS: Final = frozenset({"is", "has", "can", "should", "needs"})
# Ends of the last word of what returns an address
_ADDRESSES: Final = ("url", "uri")
# Ends of words in "s" that are no plural
_SINGULAR: Final = ("ss", "us", "is")


def updates(own: Offer, call: Step) -> bool:
    """Return whether a call updates what the client has, rather than returning it."""
    state = next((each for each in own.states if each.call == call.code), None)
    is_own = state is not None and state.model == own.clients[0].name
    return not call.model and (call.returns == "None" or (call.is_updating and is_own))


def is_untold(own: Offer, call: Step) -> bool:
    """Return whether a call returns a dictionary, as far as is told, and nothing tells of what."""
    first, last = (*words(call.name), "")[0], ("", *words(call.name))[-1]
    is_plural = last == "list" or (last.endswith("s") and not last.endswith(_SINGULAR))
    return not (
        call.is_several
        or call.model
        or updates(own, call)
        or call.returns not in {"dict", "Dict", "Any", ""}
        or (not call.returns and (call.is_updating or is_plural))
        or first in _ASKS
        or last.endswith(_ADDRESSES)
        or ends(call.name, IDENTITIES)
    )


def is_untold_several(call: Step) -> bool:
    """Return whether a call returns several dictionaries, as far as is told, and nothing tells of what."""
    return bool(call.several) and not call.model


def is_unsaid(call: Step) -> bool:
    """Return whether nothing is said of what a call returns."""
    return not (call.model or call.returns or call.is_updating)


def place_of(call: Step) -> str:
    """Return where what is fetched is."""
    return f"the client's {call.within}" if call.within else f"what {call.name} returns"


def getters(own: Offer) -> dict[str, str]:
    """Return what methods of the client return at once and without arguments, by their code."""
    return {
        code: each.returns
        for code, each in own.steps.items()
        if not each.is_async
        and not each.owner
        and not each.parameters
        and each.returns in SCALARS
    }


def key_option(own: Offer) -> str:
    """Return how the author says that a call returns several dictionaries, where one may, as a part of a sentence."""
    may = any(is_unsaid(each) and each.only_reads for each in own.steps.values())
    way = "with --state CALL.KEY where it returns several dictionaries, KEY telling one from another"
    return f", or {way}" if may else ""


def named_state(own: Offer, text: str) -> Step:
    """Return the call that an author names, which returns several where nothing tells what and they say what tells it apart."""
    code, field = located(own, text)
    call = step(own, code or text, "--state")
    if not (code and field) or not is_unsaid(call):
        return call
    return replace(call, is_several=True, several="list")
