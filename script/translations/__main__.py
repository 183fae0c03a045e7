"""Run a translations command: python -m script.translations develop."""

import sys

from script.arguments import Parser
from script.integration.files import UnreadableError

from .develop import develop


def main() -> int:
    """Run the command that the arguments name and return its exit code."""
    parser = Parser(prog="script.translations", description="Work with translations.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser(
        "develop", help="compile strings.json to translations/en.json"
    )
    which = command.add_mutually_exclusive_group()
    which.add_argument("--integration", metavar="DOMAIN", help="only this one")
    which.add_argument(
        "--all", action="store_true", help="every integration here (the default)"
    )
    integration = parser.parse_args().integration
    try:
        changed = develop([integration] if integration else None)
    except UnreadableError as err:
        print(err, file=sys.stderr)
        return 2
    print(
        "\n".join(f"Compiled {path}" for path in changed)
        or "Translations are up to date"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
