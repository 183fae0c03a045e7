"""Hold documentation pages against the code: python -m script.documentation [DOMAIN | PATH] [--json] [--write]."""

import gc
import sys

from script.arguments import Parser
from script.integration.files import UnreadableError, forget, read_text
from script.integration.finding import as_json
from script.integration.integration import chosen
from script.quality_scale.contribution import Contribution, contribution

from .completed import completed
from .differences import differences


def main() -> int:
    """Check or complete the pages of the integrations that the arguments name and return the exit code."""
    parser = Parser(
        prog="script.documentation",
        description="Report what the documentation page says and the code does not, and the reverse.",
    )
    parser.add_argument(
        "integration",
        nargs="?",
        metavar="DOMAIN | PATH",
        help="only this one (default: every integration here)",
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="first add to the page what the code can tell, or begin a page",
    )
    parser.add_argument("--json", action="store_true", help="for a machine to read")
    arguments = parser.parse_args()
    if arguments.json and arguments.write:
        parser.error("--write is for people; leave out --json")
    try:
        cases = [contribution(each.path) for each in chosen(arguments.integration)]
        if arguments.write:
            cases = [_written(case) for case in cases]
        found = [finding for case in cases for finding in differences(case)]
    except UnreadableError as err:
        print(err, file=sys.stderr)
        return 2
    if arguments.json:
        print(as_json(found))
        return int(bool(found))
    for finding in found:
        print(finding)
    if found and arguments.write:
        print("What is left only the author knows.")
    elif not found:
        print("The pages say what the code says")
    return int(bool(found))


def _written(case: Contribution) -> Contribution:
    """Complete a page, and return the integration with it."""
    path = case.page.path
    if (text := completed(case)) != read_text(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".partial")
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)
        print(f"Wrote {path}")
    forget()
    return contribution(case.path)


if __name__ == "__main__":
    # Nothing is garbage before the end, and to look for some takes as long as all the rest.
    gc.disable()
    sys.exit(main())
