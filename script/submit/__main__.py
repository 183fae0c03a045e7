"""Cut an integration into the pull requests for core: script/run submit [DOMAIN]."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
import signal
import sys
from tempfile import TemporaryDirectory

from script import COMPONENTS, ROOT
from script.arguments import Parser
from script.forking import ForkingError
from script.integration.blanks import blanks, told
from script.integration.core import installed_package
from script.integration.files import UnreadableError
from script.integration.tree import Tree

from . import SubmitError, output
from .check import Verdict, check
from .checkout import Checkout, carry, opened
from .kept import keep, with_edits
from .outside import by_hand, outside
from .patches import Patch, patches
from .prepared import Prepared, objections, prepared
from .pull_request import TEMPLATE, Box, pull_request, verified
from .series import Step
from .smaller import smaller
from .source import integration_in, lacks, tree_of
from .table import details, table

PROGRAM = "script/run submit"


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = Parser(
        prog=PROGRAM,
        description="Cut an integration into the pull requests for core, each judged by itself.",
    )
    add = parser.add_argument
    add(
        "domain", nargs="?", metavar="DOMAIN", help="which (default: the only one here)"
    )
    add(
        "--first",
        metavar="PLATFORM",
        help="the one platform of the first pull request (default: sensor, or that with the most entities)",
    )
    add("--stage", type=int, metavar="N", help="only the Nth pull request")
    add(
        "--output",
        type=Path,
        metavar="DIR",
        help="what to write into (default: build/pull-requests/DOMAIN)",
    )
    add("--no-check", action="store_true", help="do not judge what was cut")
    add(
        "--keep",
        type=int,
        metavar="N",
        help="keep what you mended in the Nth pull request, as written there, in series/DOMAIN/",
    )
    add(
        "--core",
        type=Path,
        metavar="PATH",
        help="a checkout of core, in which to make a branch for each; nothing is pushed",
    )
    add(
        "--update",
        action="store_true",
        help="with --core, make again the branches that it made",
    )
    arguments = parser.parse_args(argv)
    if arguments.core and arguments.stage is not None:
        parser.error("--core takes the whole series; leave out --stage")
    if arguments.update and not arguments.core:
        parser.error("--update goes with --core")
    if arguments.keep is not None and (arguments.core or arguments.stage is not None):
        parser.error("--keep does nothing else; leave out --core and --stage")
    return arguments


def _submit(arguments: argparse.Namespace) -> int:
    """Do what the arguments say, and return 1 if a judge is not content."""
    integration = integration_in(COMPONENTS, arguments.domain)
    domain = integration.domain
    target = arguments.output or ROOT / "build" / "pull-requests" / domain
    output.refuse_strangers(target)
    for lack in lacks(integration, ROOT):
        print(lack)
    with TemporaryDirectory(prefix="submit-") as folder:
        work = Path(folder)
        tree = tree_of(integration, ROOT)
        every = prepared(work, ROOT, tree, domain, arguments.first)
        if arguments.keep is not None:
            print(_keep(_numbered(every, arguments.keep, "--keep"), target))
            return 0
        print(f"{domain}: {len(every)} pull requests", flush=True)
        chosen = every
        if arguments.stage is not None:
            chosen = [_numbered(every, arguments.stage, "--stage")]
        steps = [each.step for each in every]
        output.refuse_edited(
            target, [each.step for each in chosen], whole=chosen is every
        )
        checkout = arguments.core and opened(
            arguments.core, steps, update=arguments.update
        )
        verdicts = _verdicts(chosen, tree, None if arguments.no_check else work)
    changes = patches(steps)
    judged = [changes[each.step.number - 1] for each in chosen]
    ticked = [
        verified(verdict, patch)
        for verdict, patch in zip(verdicts, judged, strict=True)
    ]
    is_green = not any(verdict.failed for verdict in verdicts)
    if checkout and is_green:
        is_green = _carry(checkout, steps, ticked, tests=not arguments.no_check)
    guides = [verdict.guide for verdict in verdicts]
    _write(
        target, steps, [each.step for each in chosen], changes, ticked, guides, checkout
    )
    print(*table(chosen, judged, verdicts), sep="\n")
    print(*details(chosen, verdicts, target), sep="\n")
    for line in told(blanks(integration)):
        print(line)
    if arguments.first is None and (hint := smaller(tree, steps[0], changes[0].added)):
        print(hint)
    print(
        f"Written to {target}: the files of each pull request, {output.PATCH} for `git apply`, "
        f"{output.TEXT}, {output.GUIDE} with the answers to core's review guide, and "
        f"{output.BY_HAND} where core's tools write something besides"
    )
    return 0 if is_green else 1


def _numbered(every: Sequence[Prepared], number: int, option: str) -> Prepared:
    if number not in range(1, len(every) + 1):
        raise SubmitError(f"{option} {number}: there are 1 to {len(every)}")
    return every[number - 1]


def _keep(each: Prepared, target: Path) -> str:
    """Keep what the author has changed in the folder of a step, and return what was done."""
    folder = target / each.step.folder
    before, edited = output.before_and_now(folder, each.step.domain)
    if not before:
        raise SubmitError(
            f"{folder}: nothing of this step was written there; leave out --keep first"
        )
    if each.step.tree is each.cut:
        raise SubmitError(
            f"{each.step.folder} is the integration as it stands; mend it there"
        )
    as_cut = replace(each.step, tree=each.cut)
    done = keep(ROOT, as_cut, with_edits(as_cut, each.corrections, before, edited))
    output.note_kept(folder, each.step.domain)
    return done


def _verdicts(
    chosen: Sequence[Prepared], finished: Tree, work: Path | None
) -> list[Verdict]:
    """Return the verdicts on steps, without those of the judges where there is no folder for them."""
    objected = [objections(each, finished) for each in chosen]
    if work is None:
        return [Verdict(failed, is_partial=True) for failed in objected]
    verdicts = check([each.step for each in chosen], work, _progress)
    _progress("")
    return [
        replace(verdict, failed=failed | verdict.failed)
        for failed, verdict in zip(objected, verdicts, strict=True)
    ]


def _carry(
    checkout: Checkout, steps: list[Step], ticked: list[set[Box]], *, tests: bool
) -> bool:
    """Make the branches, tick what core's tools verify, and return whether all went well."""
    libraries = [*ROOT.glob("companion/library/*/src")]
    try:
        held = carry(checkout, steps, libraries, _progress, tests=tests)
    except SubmitError as err:
        print(err, file=sys.stderr)
        return False
    for step, boxes in zip(steps, ticked, strict=True):
        # Without the judges nothing is verified.
        boxes |= held.get(step.branch, set()) if tests else set()
    print(f"{checkout.root}: made {', '.join(held) or 'nothing, as it has all of it'}")
    if not checkout.python:
        print(
            f"It has no environment (script/setup there), so nothing ran in it: "
            f"{output.BY_HAND} says what core's tools would have written"
        )
    return True


def _write(
    target: Path,
    steps: list[Step],
    chosen: list[Step],
    changes: list[Patch],
    ticked: list[set[Box]],
    guides: list[str],
    checkout: Checkout | None,
) -> None:
    package = installed_package()
    template = ((checkout and checkout.template) or TEMPLATE).read_text()
    folders: dict[str, Tree] = {}
    for step, boxes, guide in zip(chosen, ticked, guides, strict=True):
        before = steps[step.number - 2] if step.number > 1 else None
        text = pull_request(template, step, before, boxes)
        folders[step.folder] = output.parcel(
            step,
            changes[step.number - 1],
            text,
            output.with_authors(text, target / step.folder),
            by_hand(outside(package, before), outside(package, step)),
            guide,
        )
    if len(chosen) < len(steps):
        for name, tree in folders.items():
            output.replace(target / name, tree)
    else:
        output.replace(
            target,
            {
                f"{name}/{path}": content
                for name, tree in folders.items()
                for path, content in tree.items()
            },
        )


def _progress(line: str) -> None:
    """Show a line, on a terminal in place of the one before."""
    if sys.stdout.isatty():
        print(f"\r\033[K{line}", end="", flush=True)
    else:
        print(line, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code."""
    arguments = _arguments(argv)
    try:
        return _submit(arguments)
    except (SubmitError, ForkingError, UnreadableError, OSError) as err:
        print(f"{PROGRAM}: {err}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"\n{PROGRAM}: ended; nothing was written", file=sys.stderr)
        return 130


if __name__ == "__main__":
    # Whoever ends it leaves nothing behind, as with Ctrl-C, which asyncio sees to by itself.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    sys.exit(main())
