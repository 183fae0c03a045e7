"""Attack an integration with mutants, which its tests have to notice: script/run mutation [DOMAIN]."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
import sys

from script import ROOT
from script.arguments import Parser, end_with
from script.forking import ForkingError
from script.integration.files import UnreadableError
from script.integration.integration import chosen
from script.integration.tree import Places

from . import MutationError
from .equivalents import Key, key, read, stale
from .mutants import Mutant, mutants
from .report import Outcome, Result, row, summary, survivor
from .run import survivors
from .targets import Target, targets

PROGRAM = "script/run mutation"


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="Change one thing after the other in an integration and its client library, and list what no "
        "test notices. That takes five to ten minutes on two cores; the tree stays as it is. Write a test for each, "
        f"or, where no test can tell it from the module as it stands, enter it in {Places('DOMAIN').equivalents}.",
    )
    parser.add_argument(
        "domain", nargs="?", metavar="DOMAIN", help="which (default: all here)"
    )
    parser.add_argument(
        "--only",
        nargs="+",
        metavar="FILE",
        help="only the modules of these names, such as config_flow.py",
    )
    return parser


def _selected(found: Sequence[Target], names: Sequence[str] | None) -> list[Target]:
    """Return the modules of some names, all for None."""
    if not found:
        raise MutationError("no integration here; make one with script/run scaffold")
    here = {target.name for target in found}
    if unknown := sorted(set(names or ()) - here):
        raise MutationError(
            f"--only {unknown[0]}: no such module; name any of {', '.join(sorted(here))}"
        )
    return [target for target in found if names is None or target.name in names]


def _all(chosen_targets: Iterable[Target]) -> Iterator[tuple[Target, Mutant]]:
    """Return each module with each of its mutants."""
    for target in chosen_targets:
        source = (ROOT / target.path).read_text(encoding="utf-8")
        for mutant in mutants(target.path, source):
            yield target, mutant


def _judged(
    attacked: Sequence[Target], equivalents: frozenset[Key]
) -> Iterator[Result]:
    """Return what becomes of each mutant, and show a count and each survivor to whoever waits."""
    suites = list({target.suite: target for target in attacked}.values())
    for number, (mutant, survives) in enumerate(survivors(_all(attacked), suites), 1):
        if sys.stderr.isatty():
            print(f"\r{number} … ", end="", file=sys.stderr, flush=True)
        if not survives:
            outcome = Outcome.KILLED
        elif key(mutant) in equivalents:
            outcome = Outcome.EQUIVALENT
        else:
            outcome = Outcome.SURVIVED
            print(f"\n{survivor(mutant)}\n", flush=True)
        yield Result(mutant, outcome)


def _attack(attacked: Sequence[Target], equivalents: frozenset[Key]) -> int:
    """Attack modules, and return 1 if a test is missing or an entry is wrong."""
    print("Running the tests without a mutant …", flush=True)
    results: list[Result] = []
    for path, group in groupby(
        _judged(attacked, equivalents), lambda result: result.mutant.path
    ):
        of_module = list(group)
        results += of_module
        print(row(Path(path).name, of_module), flush=True)
    wrong = stale(
        equivalents,
        {key(each.mutant) for each in results},
        {key(each.mutant) for each in results if each.outcome is not Outcome.KILLED},
        [target.path for target in attacked],
    )
    for line in wrong:
        print(f"\n{line}")
    print(f"\n{summary(results)}")
    outcomes = {result.outcome for result in results}
    return 1 if wrong or Outcome.SURVIVED in outcomes else 0


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say, and return the exit code."""
    arguments = _parser().parse_args(argv)
    try:
        integrations = chosen(arguments.domain)
        found = [each for which in integrations for each in targets(which, ROOT)]
        equivalents = frozenset[Key]().union(
            *(read(ROOT / Places(each.domain).equivalents) for each in integrations)
        )
        return _attack(_selected(found, arguments.only), equivalents)
    except (MutationError, ForkingError, UnreadableError) as err:
        print(f"{PROGRAM}: {err}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    end_with(main, PROGRAM)
