"""Judge one integration by all tools: script/lint DOMAIN."""

import asyncio
from collections.abc import Sequence
import os
from pathlib import Path
import sys

from script import COMPONENTS, ROOT
from script.arguments import Parser, end_with
from script.gates import Outcome, run
from script.integration.files import UnreadableError
from script.integration.finding import Finding
from script.integration.integration import Integration, chosen

from .merged import merged
from .tools import Tool, folders, tools

_PROGRAM = "script/lint"


def main(argv: Sequence[str] | None = None) -> int:
    """Judge the integration that the arguments name and return the exit code."""
    parser = Parser(
        prog=_PROGRAM,
        description="Judge an integration with its tests, library and page by all tools at once.",
    )
    parser.add_argument("domain", metavar="DOMAIN", help="an integration of this tree")
    arguments = parser.parse_args(argv)
    try:
        integration = _named(arguments.domain)
        every, own = tools(integration), folders(integration)
    except UnreadableError as err:
        print(f"{_PROGRAM}: {err}", file=sys.stderr)
        return 2
    outcomes = asyncio.run(_outcomes(every))
    findings: list[list[Finding]] = []
    failures: dict[str, list[str]] = {}
    for tool, outcome in zip(every, outcomes, strict=True):
        found = _read(tool, outcome)
        if found is None:
            failures.setdefault(outcome.output, []).append(tool.gate.name)
        else:
            findings.append([each for each in found if _is_of(each, own)])
    told = merged(findings)
    _print([each for each in told if not each.advice])
    if advice := [each for each in told if each.advice]:
        print("\nAdvice, which reviewers may or may not give:")
        _print(advice)
    for said, names in failures.items():
        print(f"{', '.join(names)}: {said}", file=sys.stderr)
    demands = sum(not each.advice for each in told)
    if not failures:
        print(f"{demands} to mend" if demands else f"{integration.domain}: all clean.")
    return 1 if demands else 2 if failures else 0


def _print(findings: Sequence[Finding]) -> None:
    if findings:
        print(*findings, sep="\n")


def _named(domain: str) -> Integration:
    """Return an integration of this tree."""
    (integration,) = chosen(domain)
    if integration.components != COMPONENTS:
        raise UnreadableError(
            f"{integration.path}: not in {COMPONENTS}; name one that is"
        )
    # Whatever else is wrong with it, this makes it an integration.
    _ = integration.manifest
    return integration


async def _outcomes(every: Sequence[Tool]) -> list[Outcome]:
    """Return what became of each tool, of which as many run at once as there are processors."""
    free = asyncio.Semaphore(os.process_cpu_count() or 1)

    async def outcome(tool: Tool) -> Outcome:
        async with free:
            return await run(tool.gate, ROOT, ())

    return [*await asyncio.gather(*map(outcome, every))]


def _read(tool: Tool, outcome: Outcome) -> list[Finding] | None:
    """Return the findings of a tool, or None if it could not do its work."""
    try:
        found = list(tool.read(outcome.output))
    except KeyError, TypeError, ValueError:
        return [] if outcome.passed else None
    return found if found or outcome.passed else None


def _is_of(finding: Finding, own: Sequence[Path]) -> bool:
    """Return whether a finding is in one of these files or folders, which need not be there yet."""
    return any(finding.path.is_relative_to(path) for path in own)


if __name__ == "__main__":
    end_with(main, _PROGRAM)
