"""Take an existing custom component into the core tree: script/run adopt PATH."""

import argparse
from collections.abc import Sequence
from pathlib import Path
import sys

from script import ROOT
from script.arguments import Parser, end_with
from script.integration.core import core
from script.integration.files import UnreadableError
from script.integration.tree import Places, Tree
from script.scaffold import ScaffoldError
from script.scaffold.answers import valid_domain

from . import PROGRAM, AdoptError, record
from .commits import repository_at
from .merging import changes
from .messages import as_it_was, rewritten
from .processes import undisturbed, work_folder
from .record import Record
from .rewriting import Adoption, adopted
from .taking import Taken, take
from .writing import write


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="Take an existing custom component into the core tree, and say what is left to do.",
    )
    add = parser.add_argument
    add(
        "path",
        type=Path,
        metavar="PATH",
        help="the custom component, or its repository; nothing is written there",
    )
    add(
        "--domain",
        metavar="NEW",
        help="what core is to know it by (default: as it is called)",
    )
    add(
        "--uncertain",
        action="store_true",
        help="make the changes, too, that may be wrong",
    )
    add("--dry-run", action="store_true", help="write nothing, and only report")
    return parser


def _domain(taken: Taken, wanted: str | None) -> str:
    """Return the domain that a component is to have."""
    if wanted is None or wanted == taken.domain:
        return taken.domain
    try:
        return valid_domain(wanted, core=core(), here=())
    except ScaffoldError as err:
        raise AdoptError(f"--{err}") from err


def _last(root: Path, taken: Taken, domain: str) -> Record | None:
    """Return the record of the last run, None for the first one; refuse what is here from elsewhere."""
    last = record.read(root, domain)
    if last and last.taken != taken.domain:
        raise AdoptError(
            f"{domain}: adopted from a component called {last.taken}, not {taken.domain}; "
            "give another --domain"
        )
    places = Places(domain)
    if last is None and (root / places.integration).exists():
        raise AdoptError(
            f"{places.integration}: here already, and not from `{PROGRAM}`; "
            "move it away first, or give another --domain"
        )
    return last


def _now(root: Path, files: Tree) -> Tree:
    return {
        path: (root / path).read_bytes() for path in files if (root / path).is_file()
    }


def _put(root: Path, adoption: Adoption, last: Record | None) -> None:
    """Write what was adopted, the first time as two commits."""
    base = last.files if last else {}
    both = {**base, **adoption.after}
    now = _now(root, both)
    if last is None and now:
        raise AdoptError(f"{min(now)}: here already; move it away first")
    change = changes(now, base, adoption.after)
    place = record.place_of(adoption.domain)
    kept = Record(taken=adoption.taken.domain, files=adoption.after)
    if last == kept and not change.files:
        return
    repository = repository_at(root) if last is None else None
    commits = (
        repository.made(
            [
                (as_it_was(adoption), adoption.before),
                (rewritten(adoption), adoption.after),
            ]
        )
        if repository
        else None
    )
    files = {**change.files, place: kept.dump()}
    undisturbed(lambda: write(root, files, repository, commits))


def _adopt(arguments: argparse.Namespace, root: Path) -> int:
    taken = take(arguments.path)
    domain = _domain(taken, arguments.domain)
    last = _last(root, taken, domain)
    with work_folder() as folder:
        adoption = adopted(taken, domain, folder, uncertain=arguments.uncertain)
        if not arguments.dry_run:
            _put(root, adoption, last)
        # Here: trial, and then the report
    return 0


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        return _adopt(arguments, ROOT)
    except (AdoptError, UnreadableError, OSError) as err:
        line = " ".join(str(err).split())
        print(f"{PROGRAM}: {line}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    end_with(main, PROGRAM)
