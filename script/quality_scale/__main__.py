"""Check the quality scale: python -m script.quality_scale [DOMAIN | PATH] [--json] [--write]."""

from functools import partial
import gc
import json
import sys

from script.arguments import Parser
from script.integration.contribution import Contribution, contribution
from script.integration.files import UnreadableError, forget, read_text
from script.integration.integration import Integration, chosen, each_read
from script.rules.scale.table import RULES
from script.rules.scale.tier_rule import Verdict

from .judge import errors, judge
from .layout import EMPTY, with_rules
from .report import as_data, table


def main() -> int:
    """Judge the integrations that the arguments name and return the exit code."""
    parser = Parser(
        prog="script.quality_scale",
        description="Hold quality_scale.yaml against the code, the tests, the documentation and the library.",
    )
    parser.add_argument(
        "integration",
        nargs="?",
        metavar="DOMAIN | PATH",
        help="only this one (default: every integration here)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--write",
        action="store_true",
        help="add the rules that quality_scale.yaml lacks: exempt where that is proven, else todo",
    )
    arguments = parser.parse_args()
    try:
        integrations = chosen(arguments.integration)
    except UnreadableError as err:
        print(err, file=sys.stderr)
        return 2
    judged, errors_ = each_read(integrations, partial(_judged, write=arguments.write))
    for error in errors_:
        print(error, file=sys.stderr)
    if errors_ and not judged:
        return 2
    if arguments.json:
        print(json.dumps([as_data(*each) for each in judged], indent=2))
    else:
        tables = ("\n".join(table(*each)) for each in judged)
        print("\n\n".join(tables) or "No integration here")
    return 2 if errors_ else int(any(errors(verdicts) for _, verdicts in judged))


def _judged(
    integration: Integration, *, write: bool
) -> tuple[Contribution, list[Verdict]]:
    """Return the verdicts on an integration, whose file gets the rules that it lacks before if that is asked for."""
    if write:
        _write(contribution(integration.path))
        forget()
    case = contribution(integration.path)
    return case, judge(case)


def _write(case: Contribution) -> None:
    """Add the rules that an integration's quality_scale.yaml lacks."""
    text = read_text(case.scale)
    known = case.rules if text else {}
    reasons = {rule.code: rule.reason(case) for rule in RULES if rule.code not in known}
    if reasons:
        case.scale.write_text(
            with_rules(text or EMPTY, reasons, f"{case.scale}"),
            encoding="utf-8",
            newline="\n",
        )
    exempt = sum(map(bool, reasons.values()))
    print(
        f"{case.scale}: {len(reasons)} rules added, {exempt} of them exempt",
        file=sys.stderr,
    )


if __name__ == "__main__":
    # Nothing is garbage before the end, and to look for some takes as long as all the rest.
    gc.disable()
    sys.exit(main())
