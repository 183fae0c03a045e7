"""Take the pictures in pictures/ again, on the journeys of tests/browser."""

from collections.abc import Sequence
import os
import subprocess
import sys
from typing import Final

from script import ROOT
from script.arguments import Parser

FOLDER: Final = ROOT / "pictures"


def main(argv: Sequence[str] | None = None) -> int:
    """Take the pictures, and return the exit code of the journeys."""
    Parser(prog="script/run pictures", description=__doc__).parse_args(argv)
    FOLDER.mkdir(exist_ok=True)
    journeys = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider"),
            *("tests/browser/test_journeys.py", "--pictures", str(FOLDER)),
        ],
        cwd=ROOT,
        env=os.environ | {"BROWSER_DEMANDED": "1"},
        check=False,
    )
    return journeys.returncode


if __name__ == "__main__":
    sys.exit(main())
