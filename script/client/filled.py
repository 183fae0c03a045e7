"""Find what a client has several of, and which calls of it fill that."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .calls import Call, several_of
from .candidates import Candidate
from .classes import Class, classes_in
from .purposes import only_reads


@dataclass(frozen=True, eq=False)
class Filled:
    """An attribute of a client with several things, and a call that fills it.

    Attributes:
        name: Of the attribute.
        several: In what it has them, as `Call.several` tells.
        model: The class of each.
    """

    call: Call
    name: str
    several: str
    model: Class

    @property
    def code(self) -> str:
        """Return how it is named: "update().devices"."""
        return f"{self.call.code}.{self.name}"


def filled(
    client: Class, every: Sequence[Call], likely: Sequence[Candidate]
) -> Iterator[Filled]:
    """Yield what a client has several of, for each call of its own that is likely to update the state."""
    names = {each.name for each in likely}
    for call in every:
        is_own = len(call.path) == 1 and call.code in names
        if is_own and call.is_updating and only_reads(call) and not call.required:
            for name, module, annotation in client.annotations:
                models = tuple(classes_in(module, annotation))
                if found := several_of(models, annotation):
                    yield Filled(call, name, *found)
