"""Take the pictures that README and documentation page show, on the journeys of tests/browser."""

from collections.abc import Sequence
import os
import subprocess
import sys

import pytest

from script import COMPONENTS, ROOT
from script.arguments import Parser
from script.integration.integration import domains_in
from script.integration.tree import Places
from script.scaffold import MODEL


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures, and return the exit code of the journeys."""
    parser = Parser(prog="script/run pictures", description=__doc__)
    parser.add_argument(
        "domain",
        nargs="?",
        default=MODEL,
        choices=domains_in(COMPONENTS),
        help="the integration to picture (%(default)s)",
    )
    domain = parser.parse_args(argv).domain
    folder = ROOT / Places(domain).pictures
    journeys = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
            *map(str, sorted(ROOT.glob("tests/browser/test_journeys*.py"))),
            *("--domain", domain),
            *("--pictures", str(folder)),
        ],
        cwd=ROOT,
        env=os.environ | {"BROWSER_DEMANDED": "1"},
        check=False,
    )
    refused = journeys.returncode == pytest.ExitCode.USAGE_ERROR
    return 2 if refused else journeys.returncode


if __name__ == "__main__":
    sys.exit(main())
