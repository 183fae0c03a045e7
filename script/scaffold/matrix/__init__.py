"""Make integrations of every kind, to see that each is in order."""

from collections.abc import Iterator
from itertools import product, zip_longest
from pathlib import Path
import shutil
from typing import Final

from script import ROOT
from script.scaffold.answers import Answers
from script.scaffold.models import MODELS, Auth, Model

# Domain, name, what it is made from, how a user is known, what is left out
type Case = tuple[str, str, Model, Auth, frozenset[str]]

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


def omissions(model: Model) -> Iterator[frozenset[str]]:
    """Yield nothing, each of the optional features of a model, some together, and all of them."""
    optional = frozenset(model.optional)
    together = ({"zeroconf", "options"}, {"switch", "diagnostics"}, optional)
    yield frozenset()
    yield from (frozenset({each}) for each in model.optional)
    yield from (frozenset(each) for each in together if optional.issuperset(each))


KINDS: Final = [(model, auth) for model in MODELS for auth in model.auths]
# Every kind with whatever may be left out
EVERY_KIND: Final = [
    (model, auth, gone) for model, auth in KINDS for gone in omissions(model)
]
# Every domain with every kind, and every kind with whatever may be left out
EVERY: Final[list[Case]] = [
    *(
        (domain, name, model, auth, frozenset[str]())
        for (domain, name), (model, auth) in product(AWKWARD.items(), KINDS)
    ),
    *(("acme_meter", "Acme Meter", *kind) for kind in EVERY_KIND if kind[2]),
]
_BY_TURNS: Final = [
    kind
    for turn in zip_longest(
        *([(*kind, gone) for gone in omissions(kind[0])] for kind in KINDS)
    )
    for kind in turn
    if kind is not None
]
# Two dozen: each of the domains twice, the second time with another ending
CHOSEN: Final[list[Case]] = [
    (f"{domain}{ending}", name, *kind)
    for (ending, (domain, name)), kind in zip(
        product(("", "_b"), AWKWARD.items()), _BY_TURNS, strict=False
    )
]


def answers_for(
    domain: str, name: str, model: Model, auth: Auth, without: frozenset[str]
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


def copy_tree(target: Path, root: Path = ROOT) -> None:
    """Copy what the model and the judges are into an empty folder."""
    unwanted = shutil.ignore_patterns("__pycache__", "translations")
    for folder in (
        "companion",
        "homeassistant",
        "script",
        "tests/components",
        "tests/proof",
        "tests/test_util",
        "tests/translation_check",
    ):
        # The tool that is named like that is wanted.
        ignore = (
            shutil.ignore_patterns("__pycache__") if folder == "script" else unwanted
        )
        shutil.copytree(root / folder, target / folder, ignore=ignore)
    if (root / "series").exists():
        shutil.copytree(root / "series", target / "series")
    for file in (
        *root.glob("tests/*.py"),
        root / "pyproject.toml",
        root / "requirements_test.txt",
    ):
        shutil.copy(file, target / file.relative_to(root))
