"""Tell from its text which licence a repository has."""

from dataclasses import dataclass
import re
from typing import Final

# By words that no other has, the more special one first; with whether its code may go into core, which is Apache-2.0
_LICENCES: Final = (
    (r"gnu affero general public license", "AGPL", False),
    (r"gnu lesser general public license", "LGPL", False),
    (r"gnu general public license", "GPL", False),
    (r"mozilla public license", "MPL", False),
    (r"apache license\W+version 2\.0", "Apache-2.0", True),
    (r"creative commons", "Creative Commons", False),
    (r"this is free and unencumbered software", "Unlicense", True),
    (r"neither the name of .* nor the names of its", "BSD-3-Clause", True),
    (r"redistributions of source code must retain", "BSD-2-Clause", True),
    (
        r"permission is hereby granted, free of charge, to any person obtaining a copy",
        "MIT",
        True,
    ),
    (
        r"permission to use, copy, modify, and/?(or)? distribute this software",
        "ISC",
        True,
    ),
)


@dataclass(frozen=True)
class Licence:
    """A licence.

    Attributes:
        path: Where it stands.
        name: What it is known as, "" where its text is of none known here.
        fits: Whether what is under it may go into core.
        text: Its text.
    """

    path: str
    name: str
    fits: bool
    text: str


def licence(path: str, text: str) -> Licence:
    """Return which licence a text is."""
    words = " ".join(text.lower().split())
    for pattern, name, fits in _LICENCES:
        if re.search(pattern, words):
            return Licence(path, name, fits, text)
    return Licence(path, "", fits=False, text=text)
