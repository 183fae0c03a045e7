"""Make integrations of every kind and have each judged: python -m script.scaffold.matrix [--quick]."""

import argparse
from itertools import product
import os
from pathlib import Path
import shutil
import sys
from tempfile import TemporaryDirectory
from typing import Final

from script import ROOT

from .answers import OPTIONAL, Answers, Auth
from .gates import run_gates
from .make import model, put, tree_for

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
DOZEN: Final = [
    (domain, name, tuple(Auth)[number % len(Auth)], frozenset(without))
    for number, ((domain, name), without) in enumerate(
        zip(AWKWARD.items(), (set(), *WITHOUT, *([set()] * 3)), strict=True)
    )
]


# Every domain with every way to know a user, and every way with whatever may be left out
EVERY: Final = [
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
    unwanted = shutil.ignore_patterns("__pycache__", "translations", "script")
    for folder in ("homeassistant", "companion", "tests"):
        shutil.copytree(root / folder, target / folder, ignore=unwanted)
    shutil.copytree(
        root / "script", target / "script", ignore=shutil.ignore_patterns("__pycache__")
    )
    for file in ("pyproject.toml", "requirements_test.txt"):
        shutil.copy(root / file, target / file)


def main() -> int:
    """Make and judge, and return the exit code."""
    parser = argparse.ArgumentParser(prog="script.scaffold.matrix", description=__doc__)
    parser.add_argument(
        "--quick",
        action="store_true",
        help="a dozen of them, instead of every combination",
    )
    cases = DOZEN if parser.parse_args().quick else EVERY
    failed = 0
    with TemporaryDirectory() as cache:
        # What mypy finds out about Home Assistant is the same each time.
        os.environ["MYPY_CACHE_DIR"] = cache
        for domain, name, auth, without in cases:
            print(
                f"{domain} --auth {auth} --without {' '.join(sorted(without)) or '-'}",
                flush=True,
            )
            with TemporaryDirectory() as folder:
                root = Path(folder)
                copy_tree(root)
                answers = answers_for(domain, name, auth, without)
                put(root, tree_for(model(root), answers), answers)
                failed += not run_gates(root, answers)
    print(f"{len(cases)} made, {failed} of them not in order")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
