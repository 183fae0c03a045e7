"""What docstrings tell of single arguments, attributes and errors."""

from collections.abc import Iterable
import re
from typing import Final

_DOCSTRING: Final = re.compile(r'^ *""".*?"""$', re.DOTALL | re.MULTILINE)


def without_entries(module: str, names: Iterable[str]) -> str:
    """Return a module whose docstrings have no entry, "name: …", of certain names."""
    either = "|".join(map(re.escape, sorted(names)))
    # What is indented below an entry goes with it.
    entry = re.compile(
        rf"^(?P<indent> +)(?:{either}): .*\n(?:(?P=indent) +\S.*\n)*", re.MULTILINE
    )
    return _DOCSTRING.sub(lambda docstring: entry.sub("", docstring[0]), module)
