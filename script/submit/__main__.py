"""Cut an integration into the pull requests for core: script/run submit [DOMAIN]."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
import gc
from pathlib import Path
import signal
import sys
from tempfile import TemporaryDirectory

from script import COMPONENTS, ROOT
from script.changing import FINISHED, change, finish
from script.forking import ForkingError
from script.integration.blanks import blanks, told
from script.integration.core import installed_package
from script.integration.files import UnreadableError
from script.integration.tree import Tree

from . import SubmitError, output
from .check import Runner, Verdict, check, runner_for
from .command_line import PROGRAM, parsed
from .companions import (
    BRANDS,
    DOCUMENTATION,
    DOCUMENTATION_PATCH,
    companions,
    documentation,
)
from .core.branch import changed_in_core, make, to_make
from .core.checkout import Checkout, opened
from .core.git import cleared
from .core.review import Changed, changed_files, missing, reviewed, taken_over
from .core.standing import Standing, State, open_step, standings
from .core.status import status
from .core.sync import sync
from .kept import keep, with_edits
from .outside import by_hand, outside
from .patches import Patch, patches
from .prepared import Prepared, objections, prepared
from .pull_request import TEMPLATE, Box, pull_request, verified
from .release import releases
from .series import Step, core_part
from .smaller import smaller
from .source import integration_in, lacks, tree_of
from .table import details, table


def _submit(arguments: argparse.Namespace, done: list[str]) -> int:
    """Do what the arguments say, and return 1 if a judge is not content.

    Args:
        arguments: Of the command line.
        done: Gets a line about each thing that is done for good, in case the rest is interrupted.
    """
    if finish(ROOT):
        print(FINISHED)
    integration = integration_in(COMPONENTS, arguments.domain)
    domain = integration.domain
    target = arguments.output or ROOT / "build" / "pull-requests" / domain
    output.refuse_strangers(target)
    checkout = arguments.core and opened(arguments.core)
    following = None
    # As other options do something else
    judges = not (
        arguments.no_check or arguments.keep or arguments.status or arguments.sync
    )
    with TemporaryDirectory(prefix="submit-") as folder, ExitStack() as stack:
        work = Path(folder)
        tree = tree_of(integration, ROOT)
        runner = stack.enter_context(runner_for(tree, domain)) if judges else None
        every = prepared(work / "cut", ROOT, tree, domain, arguments.first)
        if arguments.keep is not None:
            print(_keep(_numbered(every, arguments.keep, "--keep"), target))
            return 0
        steps = [each.step for each in every]
        if checkout:
            for line in cleared(checkout.root):
                print(line)
        stand = standings(checkout, steps) if checkout else []
        if arguments.status:
            changed = changed_in_core(checkout, stand)
            print(*status(domain, stand, changed), sep="\n")
            print(*_with_it(stand, target), sep="\n")
            return 0
        if arguments.sync:
            print(sync(checkout, open_step(checkout, stand), _libraries(), _progress))
            return 0
        if arguments.review or arguments.landed:
            changed_step = (
                reviewed(checkout, stand, landed=arguments.landed)
                if checkout
                else _edited(steps, target)
            )
            is_decided = _take_over(work / "review", tree, changed_step)
            done.append("the integration has what review has changed")
            if not is_decided:
                return 1
            tree = tree_of(integration_in(COMPONENTS, domain), ROOT)
            every = prepared(work / "again", ROOT, tree, domain, arguments.first)
            steps = [each.step for each in every]
            if lost := missing(steps, changed_step):
                print(*lost, sep="\n")
                return 1
            checkout = None
        elif checkout:
            following = to_make(checkout, stand, update=arguments.update)
        chosen = every
        if arguments.stage is not None:
            chosen = [_numbered(every, arguments.stage, "--stage")]
        output.refuse_edited(
            target, [each.step for each in chosen], whole=chosen is every
        )
        for lack in lacks(integration, ROOT):
            print(lack)
        print(f"{domain}: {len(every)} pull requests")
        changes = patches(steps)
        # Before minutes are spent on another series
        if arguments.first is None and (
            hint := smaller(tree, steps[0], changes[0].added)
        ):
            print(hint)
        sys.stdout.flush()
        verdicts = _verdicts(chosen, tree, work, runner)
    judged = [changes[each.step.number - 1] for each in chosen]
    ticked = [
        verified(verdict, patch)
        for verdict, patch in zip(verdicts, judged, strict=True)
    ]
    is_green = not any(verdict.failed for verdict in verdicts)
    if checkout and is_green:
        is_green = _make(checkout, following, ticked, tests=not arguments.no_check)
    guides = [verdict.guide for verdict in verdicts]
    _write(
        target, steps, [each.step for each in chosen], changes, ticked, guides, checkout
    )
    print(*table(chosen, judged, verdicts), sep="\n")
    print(*details(chosen, verdicts, target), sep="\n")
    for line in told(blanks(integration)):
        print(line)
    print(
        f"Written to {target}: the files of each pull request, {output.PATCH} for `git apply`, "
        f"{output.TEXT}, {DOCUMENTATION} and {BRANDS} for those to other repositories, {output.GUIDE} with the answers to core's review guide, and "
        f"{output.BY_HAND} where core's tools write something besides"
    )
    return 0 if is_green else 1


def _edited(steps: Sequence[Step], target: Path) -> Changed:
    """Return the one step whose files, as written, somebody has edited."""
    every = [
        Changed(step, core_part(before, step.domain), core_part(now, step.domain))
        for step in steps
        for before, now in (output.before_and_now(target / step.folder, step.domain),)
        if core_part(before, step.domain) != core_part(now, step.domain)
    ]
    if len(every) != 1:
        found = ", ".join(each.step.folder for each in every) or "none"
        raise SubmitError(
            f"{target}: edited there is {found}, and has to be one; edit the files of the pull "
            "request that review has changed, or name a checkout with --core"
        )
    return every[0]


def _take_over(work: Path, tree: Tree, step: Changed) -> bool:
    """Change the finished integration as review has changed a step, and return whether all is decided."""
    domain = step.step.domain
    taken = taken_over(work, ROOT, tree, step)
    changes = changed_files(tree, domain, taken.tree)
    if not changes:
        print(f"{step.step.folder}: nothing in it that the integration does not have")
    change(ROOT, changes)
    for line in taken.followed:
        print(f"{line}, everywhere now")
    for path in changes:
        print(f"Changed {path}")
    for line in taken.places:
        print(line)
    for conflict in taken.conflicts:
        print(conflict)
    if taken.conflicts:
        print("Decide these, where they are marked, and run script/run submit again")
    return not taken.conflicts


def _libraries() -> list[Path]:
    return [*ROOT.glob("companion/library/*/src")]


def _with_it(standing: Sequence[Standing], target: Path) -> Iterator[str]:
    """Yield what goes to other repositories with the step that is open or next."""
    for number, each in enumerate(standing):
        if each.state in (State.OPEN, State.NEXT):
            before = standing[number - 1].step if number else None
            for one in companions(each.step, before):
                text = target / each.step.folder / one.name
                yield f"With it goes a pull request to {one.repository}, branch {one.branch}: {text}"
            yield from releases(ROOT, each.step, before)
            return


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
    chosen: Sequence[Prepared], finished: Tree, work: Path, runner: Runner | None
) -> list[Verdict]:
    """Return the verdicts on steps, without those of the judges where nobody is to ask them."""
    objected = [objections(each, finished) for each in chosen]
    if runner is None:
        return [Verdict(failed, is_partial=True) for failed in objected]
    verdicts = check([each.step for each in chosen], work, runner, _progress)
    _progress("")
    return [
        replace(verdict, failed=failed | verdict.failed)
        for failed, verdict in zip(objected, verdicts, strict=True)
    ]


def _make(
    checkout: Checkout, step: Step | None, ticked: list[set[Box]], *, tests: bool
) -> bool:
    """Make the branch of a step, tick what core's tools verify, and return whether all went well."""
    if step is None:
        print(f"{checkout.root}: has all of it")
        return True
    try:
        held = make(checkout, step, _libraries(), _progress, tests=tests)
    except SubmitError as err:
        print(err, file=sys.stderr)
        return False
    # Without the judges nothing is verified.
    ticked[step.number - 1] |= held if tests else set()
    print(f"{checkout.root}: made {step.branch}, {step.title!r}, from dev")
    if not checkout.python:
        print(
            "It has no environment (script/setup there), so nothing ran in it, "
            "and core's lists are written as core's tools would have"
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
    pages = patches(steps, documentation)
    for step, boxes, guide in zip(chosen, ticked, guides, strict=True):
        before = steps[step.number - 2] if step.number > 1 else None
        texts = {
            output.TEXT: pull_request(template, step, before, boxes),
            **{each.name: each.text for each in companions(step, before)},
        }
        lists = by_hand(outside(package, before), outside(package, step))
        folders[step.folder] = output.parcel(
            step,
            changes[step.number - 1],
            texts,
            target / step.folder,
            {
                output.BY_HAND: output.lists_by_hand(lists),
                output.GUIDE: guide.encode(),
                DOCUMENTATION_PATCH: pages[step.number - 1].content,
            },
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
    arguments = parsed(argv)
    done: list[str] = []
    try:
        return _submit(arguments, done)
    except (SubmitError, ForkingError, UnreadableError, OSError) as err:
        print(f"{PROGRAM}: {err}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        if arguments.core:
            done.append("--status says how far the checkout has got")
        what = ", ".join(done) or "nothing was written"
        print(f"\n{PROGRAM}: ended; {what}", file=sys.stderr)
        return 130


if __name__ == "__main__":
    # Whoever ends it leaves nothing behind, as with Ctrl-C, which asyncio sees to by itself.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    # Syntax trees are many and none of them garbage, but Python would look for some, at the end as well.
    gc.disable()
    exit_code = main()
    gc.freeze()
    sys.exit(exit_code)
