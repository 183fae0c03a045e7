"""Take an existing custom component into the core tree: script/run adopt PATH."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
import sys

from script import ROOT
from script.arguments import Parser, end_with
from script.integration.core import core
from script.integration.files import UnreadableError, forget
from script.integration.integration import Integration
from script.integration.tree import Places, Tree, write as put_tree
from script.merge import merged_file
from script.scaffold import ScaffoldError
from script.scaffold.answers import valid_domain

from . import PROGRAM, AdoptError, record, report
from .commits import repository_at
from .completing import fault
from .first_pr import first_pull_request
from .judged import bronze, findings, judged
from .merging import Changes, changes
from .messages import as_it_was, rewritten
from .points import Said, points
from .processes import undisturbed, work_folder
from .record import Record
from .rewriting import Adoption, adopted
from .stops import stops
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


def _put(root: Path, adoption: Adoption, last: Record | None) -> Changes:
    """Write what was adopted, the first time as two commits, and return what that changed."""
    change = _changes(root, adoption, last)
    record_ = Record(
        taken=adoption.taken.domain,
        files=adoption.after,
        points=last.points if last else (),
        report=last.report if last else b"",
    )
    if last == record_ and not change.files:
        return change
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
    files = {**change.files, record.place_of(adoption.domain): record_.dump()}
    undisturbed(lambda: write(root, files, repository, commits))
    return change


def _changes(root: Path, adoption: Adoption, last: Record | None) -> Changes:
    base = last.files if last else {}
    now = _now(root, {**base, **adoption.after})
    if last is None and now:
        raise AdoptError(f"{min(now)}: here already; move it away first")
    return changes(now, base, adoption.after)


def _said(
    tree: Tree, adoption: Adoption, conflicts: tuple[str, ...], folder: Path
) -> list[Said]:
    """Return all that there is to say of files as they are now."""
    sound = {path: each for path, each in tree.items() if not fault(path, each)}
    put_tree(folder, sound)
    forget()
    integration = Integration(folder / Places(adoption.domain).integration)
    return [
        *stops(integration, tree, adoption.taken, conflicts),
        *first_pull_request(sound, adoption.domain),
        *bronze(integration.path),
        *judged(integration, findings(integration), folder),
    ]


def _report(root: Path, adoption: Adoption, said: list[Said]) -> str:
    """Write the checklist, with what was open before ticked, and return where it is."""
    domain = adoption.domain
    last = record.read(root, domain)
    assert last
    open_ = {each.name for each in points(said)}
    done = [each for each in last.points if each.name not in open_]
    place = report.place_of(domain)
    text = report.checklist(adoption.taken.name, adoption.taken.source, said, done)
    path = root / place
    now = path.read_bytes() if path.is_file() else None
    both = merged_file(now, last.report or None, text).content if now else text
    new = replace(last, points=(*points(said), *done), report=text)
    files = {place: both, record.place_of(domain): new.dump()}
    changed = {
        name: content
        for name, content in files.items()
        if not (root / name).is_file() or (root / name).read_bytes() != content
    }
    if changed:
        undisturbed(lambda: write(root, changed, None, None))
    return place


def _adopt(arguments: argparse.Namespace, root: Path) -> int:
    taken = take(arguments.path)
    domain = _domain(taken, arguments.domain)
    last = _last(root, taken, domain)
    with work_folder() as folder:
        adoption = adopted(taken, domain, folder, uncertain=arguments.uncertain)
        change = (_changes if arguments.dry_run else _put)(root, adoption, last)
        everything = {**(last.files if last else {}), **adoption.after}
        both = {**_now(root, everything), **change.files}
        tree = {path: content for path, content in both.items() if content is not None}
        # The trial comes here, before the report.
        said = _said(tree, adoption, change.conflicts, folder / "judged")
        print(f"{taken.name}, from {taken.source}")
        print(*report.screen(said), sep="\n")
        if arguments.dry_run:
            print("Nothing was written (--dry-run)")
        else:
            print(f"The whole report: {_report(root, adoption, said)}")
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
