"""Check the quality scale: python -m script.quality_scale [DOMAIN | PATH] [--json]."""

import json
import sys

from script.arguments import Parser
from script.integration.files import UnreadableError
from script.integration.integration import chosen

from .contribution import contribution
from .judge import errors, judge
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
    arguments = parser.parse_args()
    try:
        cases = [contribution(each.path) for each in chosen(arguments.integration)]
        judged = [(case, judge(case)) for case in cases]
    except UnreadableError as err:
        print(err, file=sys.stderr)
        return 2
    if arguments.json:
        print(json.dumps([as_data(*each) for each in judged], indent=2))
    else:
        tables = ("\n".join(table(*each)) for each in judged)
        print("\n\n".join(tables) or "No integration here")
    return int(any(errors(verdicts) for _, verdicts in judged))


if __name__ == "__main__":
    sys.exit(main())
