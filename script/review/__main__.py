"""Review integrations as core does: python -m script.review [DOMAIN | PATH] [--first-pr] [--json]."""

import sys

from script.arguments import Parser
from script.finding import Finding, as_json
from script.integration.files import UnreadableError
from script.integration.integration import chosen

from .checks import review


def main(argv: list[str] | None = None) -> int:
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
    parser.add_argument("--json", action="store_true", help="for a machine to read")
    arguments = parser.parse_args(argv)
    findings: list[Finding] = []
    try:
        for integration in chosen(arguments.integration):
            findings += review(integration, is_first=arguments.first_pr)
    except UnreadableError as err:
        print(f"script.review: {err}", file=sys.stderr)
        return 2
    if arguments.json:
        print(as_json(findings))
    else:
        print(*findings, sep="\n", end="\n" if findings else "")
        print(f"{len(findings)} to mend" if findings else "Nothing to mend")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
