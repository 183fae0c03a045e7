"""Find the field by which a device, service or account is the same for good."""

from typing import Final

from .classes import Class
from .vocabulary import IDENTITIES
from .words import ends, words

_STRONGEST: Final = 6
_WEAKER: Final = 4
# Words before that of an identity that leave it the identity of the whole
_WHOLE: Final = frozenset(
    {"device", "product", "unit", "hub", "system", "user", "account", "gateway", "main"}
)
# Parts of a whole that tell what it is
_TELLING: Final = _WHOLE | {"info", "information", "details"}


def identity_in(model: Class) -> str | None:
    """Return what of a model is the same for good and no other's: a field, or one of a part, "device.id"."""
    own = [each.name for each in model.fields]
    inner = [
        f"{field.name}.{each.name}"
        for field in model.fields
        for part in model.models_of(field)
        if part.name != model.name and words(field.name)[-1] in _TELLING
        for each in part.fields
    ]
    names = [each for each in (*own, *inner) if ends(each, IDENTITIES)]
    return min(names, key=_distance, default=None)


def strength(name: str) -> int:
    """Return how much speaks for a name being that of the identity of the whole, 0 being little."""
    strangers, rank, _ = _distance(name)
    return max(0, _STRONGEST - strangers - rank * _WEAKER // len(IDENTITIES))


def _distance(name: str) -> tuple[int, int, int]:
    """Return how far a name is from that of the best identity of the whole."""
    identity = ends(name, IDENTITIES)
    before = words(name)[: -len(identity.split("_"))]
    return (
        sum(each not in _WHOLE for each in before),
        IDENTITIES.index(identity),
        name.count("."),
    )
