"""Command lines that say in one line what is wrong with them."""

import argparse
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
