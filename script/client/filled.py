"""Find what a client has several of, or has in a dictionary, and which calls of it fill that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .calls import Call, may_be_none, several_of
from .candidates import Candidate
from .classes import Class, classes_in
from .dictionaries import Dictionary, dictionaries, fills
from .purposes import only_reads
from .vocabulary import BESIDE, SENT, STATE_CALLS
from .words import spoken, words


@dataclass(frozen=True, eq=False)
class Filled:
    """An attribute of a client with several things or a dictionary, and a call that fills it.

    Attributes:
        name: Of the attribute.
        several: In what it has several, as `Call.several` tells, "" for a dictionary.
        model: The class of each, None for a dictionary, of which nothing tells what is in it.
        is_optional: Whether the attribute may be None.
        is_annotated: Whether it is said what it is.
    """

    call: Call
    name: str
    several: str = ""
    model: Class | None = None
    is_optional: bool = False
    is_annotated: bool = True

    @property
    def code(self) -> str:
        """Return how it is named: "update().devices"."""
        return f"{self.call.code}.{self.name}"


def filled(
    client: Class, every: Sequence[Call], likely: Sequence[Candidate]
) -> Iterator[Filled]:
    """Yield what a client has of that, for each call of its own that updates it.

    What it has several of is only that of a call that is likely to update the state, as nothing tells what does.
    """
    names = {each.name for each in likely}
    untold = sorted(
        (
            each
            for each in dictionaries(client)
            if not spoken(each.name, (*SENT, *BESIDE))
        ),
        key=_is_of_no_state,
    )
    for call in every:
        is_own = len(call.path) == 1 and not call.required
        if is_own and call.is_updating and only_reads(call):
            if call.code in names:
                yield from _several(client, call)
            within = fills(client, call.name)
            for each in untold:
                if each.kept in within:
                    yield Filled(
                        call,
                        each.name,
                        is_optional=each.is_optional,
                        is_annotated=each.is_annotated,
                    )


def _several(client: Class, call: Call) -> Iterator[Filled]:
    """Yield what a client has several of a class of."""
    for name, module, annotation in client.annotations:
        models = tuple(classes_in(module, annotation))
        if name[0] != "_" and (found := several_of(models, annotation)):
            yield Filled(call, name, *found, is_optional=may_be_none(annotation))


def _is_of_no_state(each: Dictionary) -> bool:
    """Return whether a dictionary says by no word that it is of the state."""
    return {*words(each.name)}.isdisjoint(STATE_CALLS)
