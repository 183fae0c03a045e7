"""Make integrations of every kind, to see that each is in order."""

from itertools import product
from pathlib import Path
import shutil
from typing import Final

from script import ROOT
from script.scaffold.answers import OPTIONAL, Answers, Auth

# Domain, name, how a user is known, what is left out
type Case = tuple[str, str, Auth, frozenset[str]]

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
WITHOUT: Final = (
    *({name} for name in OPTIONAL),
    {"zeroconf", "options"},
    {"switch", "diagnostics"},
    set(OPTIONAL),
)
# Each of the domains once, each of the ways to know a user four times, each of the rest at least once
DOZEN: Final[list[Case]] = [
    (domain, name, tuple(Auth)[number % len(Auth)], frozenset(without))
    for number, ((domain, name), without) in enumerate(
        zip(AWKWARD.items(), (set(), *WITHOUT, *([set()] * 3)), strict=True)
    )
]


# Every domain with every way to know a user, and every way with whatever may be left out
EVERY: Final[list[Case]] = [
    *(
        (domain, name, auth, frozenset[str]())
        for (domain, name), auth in product(AWKWARD.items(), Auth)
    ),
    *(
        ("acme_meter", "Acme Meter", auth, frozenset(without))
        for auth, without in product(Auth, WITHOUT)
    ),
]


def answers_for(domain: str, name: str, auth: Auth, without: frozenset[str]) -> Answers:
    """Return answers of which those matter that are given."""
    return Answers(
        domain=domain,
        name=name,
        codeowner="@octocat",
        requirement=None,
        library_module=f"{domain}_client",
        integration_type="device",
        iot_class="local_polling",
        categories=("plugs_switches",),
        connectivity=("network",),
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
