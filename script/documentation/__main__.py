"""Hold documentation pages against the code: python -m script.documentation [DOMAIN | PATH] [--json] [--write]."""

from functools import partial
import gc
import sys

from script.arguments import Parser
from script.integration.blanks import blanks_in, told
from script.integration.contribution import Contribution, contribution
from script.integration.files import UnreadableError, forget, read_text
from script.integration.finding import Finding, as_json
from script.integration.integration import Integration, chosen, each_read

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
        integrations = chosen(arguments.integration)
    except UnreadableError as err:
        print(err, file=sys.stderr)
        return 2
    compared, errors = each_read(
        integrations, partial(_compared, write=arguments.write)
    )
    for error in errors:
        print(error, file=sys.stderr)
    if errors and not compared:
        return 2
    found = [finding for findings in compared for finding in findings]
    if arguments.json:
        print(as_json(found))
        return 2 if errors else int(bool(found))
    for finding in found:
        print(finding)
    left = [
        each
        for integration in integrations
        for each in blanks_in(integration.page.path)
    ]
    print(*told(left), sep="\n", end="\n" if left else "")
    if found and arguments.write:
        print("What is left only the author knows.")
    elif not found:
        rest = f", and {len(left)} blanks are yours to write" if left else ""
        print(f"The pages say what the code says{rest}")
    return 2 if errors else int(bool(found))


def _compared(integration: Integration, *, write: bool) -> list[Finding]:
    """Return what code and page do not both say, once the page is completed where that is asked for."""
    case = contribution(integration.path)
    return list(differences(_written(case) if write else case))


def _written(case: Contribution) -> Contribution:
    """Complete a page, and return the integration with it."""
    path = case.page.path
    if (text := completed(case)) != read_text(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".partial")
        new.write_text(text, encoding="utf-8")
        new.replace(path)
        print(f"Wrote {path}")
    forget()
    return contribution(case.path)


if __name__ == "__main__":
    # Nothing is garbage before the end, and to look for some takes as long as all the rest.
    gc.disable()
    sys.exit(main())
