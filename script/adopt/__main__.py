"""Take an existing custom component into the core tree: script/run adopt PATH."""

import argparse
from collections.abc import Sequence
import gc
from pathlib import Path
import sys

from script import ROOT
from script.arguments import Parser, callers_path
from script.integration.core import core
from script.integration.files import UnreadableError
from script.integration.tree import Places, Tree
from script.merge import merged_file
from script.scaffold import ScaffoldError
from script.scaffold.answers import valid_domain

from . import PROGRAM, AdoptError, record
from .attempts import Attempts
from .commits import repository_at
from .completing import sound
from .merging import Changes, changes
from .messages import as_it_was, rewritten
from .processes import end_at_once, undisturbed, work_folder
from .record import Record
from .report import Report, all_said, place_of as report_place, screen
from .rewriting import Adoption, adopted
from .taking import Taken, take
from .trial import try_out
from .writing import write


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="Take an existing custom component into the core tree, and say what is left to do.",
    )
    add = parser.add_argument
    add(
        "path",
        type=callers_path,
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
    add(
        "--install",
        action="store_true",
        help="install what it requires for its trial, apart from this environment",
    )
    add(
        "--no-trial",
        action="store_true",
        help="run nothing of it: import no module, set up no entry, run no test",
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
    last = record.read(root, domain) or _recalled(root, taken, domain)
    if last and last.taken != taken.domain:
        raise AdoptError(
            f"{domain}: adopted from a component called {last.taken}, not {taken.domain}; "
            "give another --domain"
        )
    places = Places(domain)
    here = (places.integration, places.tests, places.page)
    for place in here if last is None else ():
        if (root / place).exists():
            raise AdoptError(
                f"{place}: here already, and no commit of `{PROGRAM}` tells what of it was written by that; "
                "move it away first, or give another --domain"
            )
    return last


def _recalled(root: Path, taken: Taken, domain: str) -> Record | None:
    """Return what the history tells of the last run, as in a fresh clone."""
    repository = repository_at(root)
    files = repository.written(Places(domain)) if repository else None
    return Record(taken=taken.domain, files=files) if files else None


def _now(root: Path, files: Tree) -> Tree:
    return {
        path: (root / path).read_bytes() for path in files if (root / path).is_file()
    }


def _changes(root: Path, adoption: Adoption, last: Record | None) -> Changes:
    """Return what to change in the tree, where edits since the last run stay."""
    base = last.files if last else {}
    now = _now(root, {**base, **adoption.after})
    if last is None and now:
        raise AdoptError(f"{min(now)}: here already; move it away first")
    return changes(now, base, adoption.after)


def _tree(root: Path, adoption: Adoption, last: Record | None, change: Changes) -> Tree:
    """Return the files as they are to be."""
    everything = {**(last.files if last else {}), **adoption.after}
    both = {**_now(root, everything), **change.files}
    return {path: content for path, content in both.items() if content is not None}


def _write(
    root: Path,
    adoption: Adoption,
    change: Changes,
    last: Record | None,
    report: Report,
) -> None:
    """Write all at once, the first time as two commits."""
    place = report_place(adoption.domain)
    path = root / place
    now = path.read_bytes() if path.is_file() else None
    base = last.report if last else None
    record_ = Record(
        taken=adoption.taken.domain,
        files=adoption.after,
        points=report.points,
        open=report.open,
        report=report.text,
    )
    files = {
        **change.files,
        place: merged_file(now, base, report.text).content if now else report.text,
        record.place_of(adoption.domain): record_.dump(),
    }
    new = {name: each for name, each in files.items() if _content(root / name) != each}
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
    if commits and commits.is_nameless:
        print("Committed without your name, as git knows none (git config user.name)")
    if new:
        undisturbed(lambda: write(root, new, repository, commits))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _adopt(arguments: argparse.Namespace, root: Path) -> int:
    taken = take(arguments.path)
    domain = _domain(taken, arguments.domain)
    last = _last(root, taken, domain)
    attempts = Attempts()
    with work_folder() as folder:
        adoption = adopted(
            taken,
            domain,
            folder / "completed",
            attempts,
            uncertain=arguments.uncertain,
        )
        change = _changes(root, adoption, last)
        tree = _tree(root, adoption, last, change)
        trial = None
        if not arguments.no_trial:
            environment = root / ".cache" / "adopt" / domain
            trial = attempts.result(
                "The trial",
                lambda: try_out(
                    sound(tree),
                    domain,
                    environment=environment if arguments.install else None,
                ),
                None,
            )
        said = all_said(
            adoption, tree, change.conflicts, trial, folder / "judged", attempts
        )
        report = Report(adoption, said, last, is_tried=trial is not None)
        if not arguments.dry_run:
            _write(root, adoption, change, last, report)
    print(f"{taken.name}, from {taken.source}")
    print(*screen(report.said), sep="\n")
    if arguments.dry_run:
        print("Nothing was written (--dry-run)")
    else:
        print(f"The whole report, with what to do: {report_place(domain)}")
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
    # Nothing is garbage before the end, and to look for some takes as long as much of the rest.
    gc.disable()
    end_at_once(PROGRAM)
    sys.exit(main())
