"""Survey the series of many integrations: script/run submit.survey."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
import json
import os
from pathlib import Path
import random
import sys

from script import COMPONENTS, ROOT
from script.arguments import Parser, end_with
from script.hassfest.validate import validate
from script.integration.core import TIERS, installed_package
from script.integration.files import UnreadableError
from script.integration.tree import Places

from .judge import judged
from .pool import called
from .report import causes, failing, remarks, table
from .verdict import Verdict, refused

PROGRAM = "script/run submit.survey"
STORED = ROOT / "build" / "survey"


class SurveyError(Exception):
    """Something that keeps the survey from being made."""


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog=PROGRAM,
        description="Cut integrations of the installed Home Assistant into the pull requests that would have "
        "brought them there, judge each, and store what was found in build/survey/.",
    )
    add = parser.add_argument
    add(
        "--tier",
        nargs="+",
        choices=TIERS,
        default=["gold", "platinum"],
        help="those that claim one of these tiers (default: gold platinum)",
    )
    add("--domain", nargs="+", metavar="DOMAIN", help="these, whatever they claim")
    add(
        "--here",
        action="store_true",
        help="those of this repository, with their tests, instead of the installed ones",
    )
    add("--sample", type=int, metavar="N", help="only N of them, the same each time")
    add(
        "--jobs",
        type=int,
        metavar="N",
        default=os.process_cpu_count() or 1,
        help="how many at a time (default: as many as there are cores)",
    )
    add(
        "--limit",
        type=float,
        metavar="SECONDS",
        default=60.0,
        help="how much of the processor each may take (default: 60)",
    )
    add(
        "--at-least",
        type=float,
        metavar="PERCENT",
        default=100.0,
        help="how many have to be good (default: all)",
    )
    add("--counts", action="store_true", help="print counts and causes without names")
    add("--json", action="store_true", help="print what is stored")
    return parser


def _chosen(arguments: argparse.Namespace) -> tuple[Path, list[str]]:
    """Return the folder that the integrations stand below, and their domains."""
    package = installed_package()
    components = COMPONENTS if arguments.here else package / "components"
    manifests = {
        path.parent.name: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(components.glob("*/manifest.json"))
    }
    if arguments.domain:
        if unknown := sorted({*arguments.domain} - manifests.keys()):
            raise SurveyError(f"{unknown[0]}: no such integration in {components}")
        domains = [*dict.fromkeys(arguments.domain)]
    else:
        domains = [
            domain
            for domain, manifest in manifests.items()
            if arguments.here or manifest.get("quality_scale") in arguments.tier
        ]
    if arguments.sample is not None:
        domains = sorted(
            random.Random(0).sample(domains, min(arguments.sample, len(domains)))
        )
    return components.parents[1], domains


def _survey(
    root: Path,
    domains: Sequence[str],
    progress: Callable[[str], None],
    *,
    jobs: int,
    seconds: float,
) -> list[Verdict]:
    # What all of them need is loaded before they are forked.
    validate([root / Places(domain).integration for domain in domains[:1]])
    verdicts: list[Verdict] = []
    for verdict in called(
        partial(judged, root),
        domains,
        lambda domain, why: refused(domain, why, why),
        jobs=jobs,
        seconds=seconds,
    ):
        verdicts.append(verdict)
        said = failing([verdict]) or [f"{verdict.domain}: good"]
        progress(f"{len(verdicts):>3}/{len(domains)} {said[0]}")
    return sorted(verdicts, key=lambda verdict: verdict.domain)


def _progress(line: str) -> None:
    """Show a line, on a terminal in place of the one before."""
    if sys.stderr.isatty():
        print(f"\r\033[K{line}", end="", file=sys.stderr, flush=True)
    else:
        print(line, file=sys.stderr, flush=True)


def _print(verdicts: Sequence[Verdict], *, counts: bool) -> None:
    sections = {
        "": table(verdicts),
        "Integrations with something wrong:": failing([] if counts else verdicts),
        "What is wrong, by the number of integrations:": causes(verdicts),
        "Left to their authors, by the number of integrations:": remarks(verdicts),
    }
    for title, lines in sections.items():
        if content := [*lines]:
            print(*filter(None, [title]), *content, sep="\n", end="\n\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code: 1 if too few series are good."""
    arguments = _parser().parse_args(argv)
    try:
        root, domains = _chosen(arguments)
    except (SurveyError, UnreadableError) as err:
        print(f"{PROGRAM}: {err}", file=sys.stderr)
        return 2
    verdicts = _survey(
        root,
        domains,
        _progress,
        jobs=max(1, arguments.jobs),
        seconds=arguments.limit,
    )
    _progress("")
    stored = json.dumps([verdict.as_json() for verdict in verdicts], indent=2)
    name = "domains" if arguments.domain else "-".join(arguments.tier)
    STORED.mkdir(parents=True, exist_ok=True)
    path = STORED / f"{'here' if arguments.here else name}.json"
    path.write_text(stored + "\n", encoding="utf-8")
    if arguments.json:
        print(stored)
    else:
        _print(verdicts, counts=arguments.counts)
        print(f"Stored in {path}")
    good = sum(verdict.is_good for verdict in verdicts)
    return 0 if good >= len(verdicts) * arguments.at_least / 100 else 1


if __name__ == "__main__":
    end_with(main, PROGRAM)
