"""Make integrations of every kind and have each judged: script/run scaffold.matrix [--quick]."""

from collections.abc import Sequence
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from script.arguments import Parser, end_with
from script.copying import copy_tree
from script.scaffold.gates import run_gates
from script.scaffold.make import put, tree_for

from . import CHOSEN, EVERY, Case, answers_for

PROGRAM = "script/run scaffold.matrix"


def _parser() -> Parser:
    parser = Parser(
        prog=PROGRAM,
        description="Make integrations of every kind, each in a tree of its own, and have each judged.",
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="two dozen of them, instead of every combination",
    )
    return parser


def _is_in_order(case: Case) -> bool:
    """Make an integration, and return whether every judge is content with it."""
    answers = answers_for(*case)
    with TemporaryDirectory() as folder:
        root = Path(folder)
        copy_tree(root)
        put(root, tree_for(root, answers), answers)
        return run_gates(root, answers)


def _told(case: Case) -> str:
    domain, _, model, auth, without = case
    gone = " ".join(sorted(without)) or "-"
    return (
        f"{domain} from {model.domain} --integration-type {model.integration_types[0]} "
        f"--iot-class {model.iot_class} --auth {auth} --without {gone}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Make and judge, and return the exit code."""
    cases = CHOSEN if _parser().parse_args(argv).quick else EVERY
    failed = []
    with TemporaryDirectory() as cache:
        # What mypy finds out about Home Assistant is the same each time.
        os.environ["MYPY_CACHE_DIR"] = cache
        for number, case in enumerate(cases, start=1):
            print(f"[{number}/{len(cases)}] {_told(case)}", flush=True)
            if not _is_in_order(case):
                failed.append(case)
    print(f"{len(cases)} made, {len(failed)} of them not in order")
    for case in failed:
        print(f"  {_told(case)}")
    return 1 if failed else 0


if __name__ == "__main__":
    end_with(main, PROGRAM)
