"""Write documentation/rules.md from the table of rules: script/run rules."""

import sys

from script import ROOT
from script.arguments import Parser

from .documentation import index
from .table import RULES

PAGE = ROOT / "documentation" / "rules.md"


def main() -> int:
    """Write the page and return the exit code."""
    Parser(prog="script/run rules", description=__doc__).parse_args()
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(index(RULES), encoding="utf-8")
    print(f"{PAGE}: {len(RULES)} rules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
