"""Review integrations as core does: script/run review [DOMAIN | PATH] [--first-pr] [--json | --sheet]."""

from collections.abc import Sequence
from functools import partial
import gc
from pathlib import Path
import sys
from typing import TYPE_CHECKING

from script.arguments import Parser
from script.integration.files import UnreadableError
from script.integration.finding import Finding, as_json
from script.integration.integration import Integration, chosen, each_read
from script.rules.judge import judge
from script.rules.reviewed import rules_of
from script.rules.rule import View

if TYPE_CHECKING:
    from script.review.sheet.printed import Sheet


def main(argv: Sequence[str] | None = None) -> int:
    """Review what the arguments name and return the exit code: 1 if there is something to mend."""
    parser = Parser(
        prog="script.review",
        description="Say what core's pylint plugin and review guide would, of an integration and its tests.",
    )
    parser.add_argument(
        "integration",
        nargs="?",
        metavar="DOMAIN | PATH",
        help="a domain, or a folder with a slash in its name (default: every integration here)",
    )
    parser.add_argument(
        "--first-pr",
        action="store_true",
        help="judge it as the PR that adds the integration",
    )
    parser.add_argument(
        "--explain", metavar="CODE", help="print what a rule asks for, and why"
    )
    parser.add_argument("--json", action="store_true", help="for a machine to read")
    parser.add_argument(
        "--sheet",
        action="store_true",
        help="answer core's review guide point by point",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="with --sheet, what to write it to, besides saying what there is to mend",
    )
    arguments = parser.parse_args(argv)
    if arguments.sheet and arguments.json:
        parser.error("--sheet is for people; leave out --json")
    if arguments.output and not arguments.sheet:
        parser.error("--output goes with --sheet")
    if arguments.explain:
        return _explain(arguments.explain)
    views = (View.REVIEW, View.FIRST_PR) if arguments.first_pr else (View.REVIEW,)
    sheets: list[Sheet] = []
    try:
        integrations = chosen(arguments.integration, or_installed=True)
        if arguments.sheet:
            sheets = _sheets(integrations, is_first=arguments.first_pr)
    except UnreadableError as err:
        print(f"script.review: {err}", file=sys.stderr)
        return 2
    errors: list[str] = []
    if not arguments.sheet:
        review = partial(judge, rules=rules_of(*views))
        reviewed, errors = each_read(integrations, review)
    elif arguments.output:
        arguments.output.write_text(f"{_text(sheets)}\n", encoding="utf-8")
        reviewed = [each.findings for each in sheets]
    else:
        print(_text(sheets))
        return int(any(each.is_broken for each in sheets))
    for error in errors:
        print(f"script.review: {error}", file=sys.stderr)
    findings = [finding for found in reviewed for finding in found]
    demands = [finding for finding in findings if not finding.advice]
    if errors and not reviewed:
        return 2
    if arguments.json:
        print(as_json(findings))
    else:
        _print(demands, [finding for finding in findings if finding.advice])
    return 2 if errors else bool(demands)


def _print(demands: list[Finding], advice: list[Finding]) -> None:
    print(*demands, sep="\n", end="\n" if demands else "")
    if advice:
        print("\nAdvice, which reviewers may or may not give:", *advice, sep="\n")
    print(f"{len(demands)} to mend" if demands else "Nothing to mend")


def _sheets(integrations: list[Integration], *, is_first: bool) -> list[Sheet]:
    # Late, because it needs more than all the rest.
    from script.review.sheet.printed import sheet  # noqa: PLC0415

    return [sheet(each.path, is_first=is_first) for each in integrations]


def _text(sheets: list[Sheet]) -> str:
    return "\n\n".join(each.text for each in sheets)


def _explain(code: str) -> int:
    # Late, because only this needs it.
    from difflib import get_close_matches  # noqa: PLC0415

    from script.rules.documentation import explained  # noqa: PLC0415
    from script.rules.table import RULES, named  # noqa: PLC0415

    if rule := named(code):
        print(explained(rule))
        return 0
    near = get_close_matches(code, [each.code for each in RULES])
    hint = f"there is {', '.join(near)}" if near else "documentation/rules.md has all"
    print(f"script.review: {code}: no such rule; {hint}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    # Nothing is garbage before the end, and to look for some takes as long as all the rest.
    gc.disable()
    sys.exit(main())
