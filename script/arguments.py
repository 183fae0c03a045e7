"""Parse command lines, with one line for what is wrong, and end programs."""

import argparse
from collections.abc import Callable
import os
from pathlib import Path
import signal
import sys
from typing import Never, override


class Parser(argparse.ArgumentParser):
    """A parser that ends the program with one line and status 2."""

    @override
    def error(self, message: str) -> Never:
        """End the program."""
        line = "".join(
            each if each.isprintable() else repr(each)[1:-1] for each in message
        )
        self.exit(2, f"{self.prog}: {line}\n")


def callers_path(text: str) -> Path:
    """Return the path that a user means, who may stand elsewhere than the commands of script/ are run."""
    return Path(os.environ.get("CALLED_FROM", ""), text)


def end_with(main: Callable[[], int], program: str) -> Never:
    """End the process with the exit code of a program, or as shells know an interrupt."""
    # Whoever ends it leaves nothing behind, as with Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print(f"\n{program}: ended", file=sys.stderr)
        sys.exit(130)
