"""Make integrations of every kind, to see that each is in order."""

from collections.abc import Iterator
from itertools import product, zip_longest
from typing import Final

from script.scaffold.answers import Answers
from script.scaffold.kinds import Making, makings
from script.scaffold.models import Auth, Model

# What it is made from, how a user is known, what is left out
type Kind = tuple[Model, Auth, frozenset[str]]
# Domain, name, and these
type Case = tuple[str, str, *Kind]

# Domains and names that are easily got wrong
AWKWARD: Final = {
    "ab": "AB",
    "a_rather_long_domain_for_a_rather_small_energy_meter": "A Rather Long Name",
    "meter3000_v2": "Meter 3000 v2.0",
    "joes_meter": "Joe's Meter",
    "zaehler": "Zähler",
    "quoted_meter": 'The "Quoted" Meter',
    "salt_pepper": "Salt & Pepper",
    "import_meter": "Import Meter",
    "smart_device": "Smart Device",
    "class_of_lambda": "class: *lambda*",
    "x2": "X² 100% #1",
    "mydevices": "Devices [mine]",
}


def omissions(making: Making) -> Iterator[frozenset[str]]:
    """Yield nothing, each of the features that may be left out, some together, and all of them."""
    optional = frozenset(making.optional)
    together = ({"zeroconf", "options"}, {"switch", "diagnostics"}, optional)
    yield frozenset()
    yield from (frozenset({each}) for each in making.optional)
    yield from (frozenset(each) for each in together if optional.issuperset(each))


# For each way to make something, whatever may be left out
_KINDS: Final = [
    [(making.model, making.auth, gone) for gone in omissions(making)]
    for making in makings()
]
# Every kind with whatever may be left out
EVERY_KIND: Final = [kind for kinds in _KINDS for kind in kinds]
# Every kind with nothing left out
WHOLE: Final = [whole for whole, *_ in _KINDS]
# Every domain with every kind, and every kind with whatever may be left out
EVERY: Final[list[Case]] = [
    *(
        (domain, name, *whole)
        for (domain, name), (whole, *_) in product(AWKWARD.items(), _KINDS)
    ),
    *(("acme_meter", "Acme Meter", *kind) for kind in EVERY_KIND if kind[2]),
]
_BY_TURNS: Final = [
    kind for turn in zip_longest(*_KINDS) for kind in turn if kind is not None
]
# Two dozen: each of the domains twice, the second time with another ending
CHOSEN: Final[list[Case]] = [
    (f"{domain}{ending}", name, *kind)
    for (ending, (domain, name)), kind in zip(
        product(("", "_b"), AWKWARD.items()), _BY_TURNS, strict=False
    )
]


def answers_for(
    domain: str,
    name: str,
    model: Model,
    auth: Auth,
    without: frozenset[str],
) -> Answers:
    """Return answers of which those matter that are given."""
    return Answers(
        domain=domain,
        name=name,
        codeowner="@octocat",
        requirement=None,
        library_module=f"{domain}_client",
        integration_type=model.integration_types[0],
        iot_class=model.iot_class,
        categories=("plugs_switches",),
        connectivity=(model.connectivity,),
        auth=auth,
        without=without,
    )
