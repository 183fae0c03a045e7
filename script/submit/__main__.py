"""Cut an integration into the pull requests for core: script/run submit [DOMAIN]."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
import signal
import sys
from tempfile import TemporaryDirectory

from script import COMPONENTS, ROOT
from script.arguments import Parser
from script.integration.core import installed_package
from script.integration.files import UnreadableError
from script.integration.tree import Tree

from . import SubmitError, output
from .check import Verdict, check
from .checkout import Checkout, carry, opened
from .outside import by_hand, outside
from .patches import Patch, patches
from .pull_request import TEMPLATE, Box, pull_request, verified
from .series import Step, series
from .source import integration_in, tree_of
from .stage import formatted, lay_out
from .table import failures, table

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
    add("--stage", type=int, metavar="N", help="only the Nth pull request")
    add(
        "--output",
        type=Path,
        metavar="DIR",
        help="what to write into (default: build/pull-requests/DOMAIN)",
    )
    add("--no-check", action="store_true", help="do not judge what was cut")
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
    return arguments


def _submit(arguments: argparse.Namespace) -> int:
    """Do what the arguments say, and return 1 if a judge is not content."""
    integration = integration_in(COMPONENTS, arguments.domain)
    target = arguments.output or ROOT / "build" / "pull-requests" / integration.domain
    output.refuse_strangers(target)
    with TemporaryDirectory(prefix="submit-") as folder:
        work = Path(folder)
        steps = _cut(work, tree_of(integration, ROOT), integration.domain)
        chosen = _chosen(steps, arguments.stage)
        checkout = arguments.core and opened(
            arguments.core, steps, update=arguments.update
        )
        verdicts: list[Verdict | None] = [None] * len(chosen)
        if not arguments.no_check:
            stages = [work / step.folder for step in chosen]
            cache = ROOT / ".cache" / "mypy"
            verdicts = [*asyncio.run(check(chosen, stages, cache, _progress))]
            _progress("")
    changes = patches(steps)
    ticked = [
        verified(verdict, changes[step.number - 1]) if verdict else set()
        for step, verdict in zip(chosen, verdicts, strict=True)
    ]
    is_green = not any(verdict and verdict.failed for verdict in verdicts)
    if checkout and is_green:
        is_green = _carry(checkout, steps, ticked, tests=not arguments.no_check)
    _write(target, steps, chosen, changes, ticked, checkout)
    judged = [changes[step.number - 1] for step in chosen]
    print(*table(chosen, judged, verdicts), sep="\n")
    print(*failures(chosen, verdicts), sep="\n")
    print(
        f"Written to {target}: the files of each pull request, {output.PATCH} for `git apply`, "
        f"{output.TEXT}, and {output.BY_HAND} where core's tools write something besides"
    )
    return 0 if is_green else 1


def _cut(work: Path, tree: Tree, domain: str) -> list[Step]:
    """Return the steps, of which each then stands in a folder for the judges."""
    steps = series(tree, domain)
    print(f"{domain}: {len(steps)} pull requests", flush=True)
    for step in steps:
        lay_out(work / step.folder, ROOT, step.tree)
    *cut, last = steps
    mended = formatted([work / step.folder for step in cut], domain)
    return [
        *(
            replace(step, tree={**step.tree, **core})
            for step, core in zip(cut, mended, strict=True)
        ),
        last,
    ]


def _chosen(steps: list[Step], number: int | None) -> list[Step]:
    if number is None:
        return steps
    if number not in range(1, len(steps) + 1):
        raise SubmitError(f"--stage {number}: there are 1 to {len(steps)}")
    return [steps[number - 1]]


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
    checkout: Checkout | None,
) -> None:
    package = installed_package()
    template = ((checkout and checkout.template) or TEMPLATE).read_text()
    folders: dict[str, Tree] = {}
    for step, boxes in zip(chosen, ticked, strict=True):
        before = steps[step.number - 2] if step.number > 1 else None
        folders[step.folder] = output.parcel(
            step,
            changes[step.number - 1],
            pull_request(template, step, before, boxes),
            by_hand(outside(package, before), outside(package, step)),
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
    except (SubmitError, UnreadableError, OSError) as err:
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
