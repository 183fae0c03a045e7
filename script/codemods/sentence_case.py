"""Write names in sentence case."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any, Final

from script.cut.place import Place
from script.integration.json_file import dump
from script.rules.texts.case import in_title_case

from .change import Content
from .codemod import Codemod, kept, pairs
from .strings import NAME
from .subject import Subject

_OLD: Final = (
    '{{\n  "services": {{\n    "send": {{\n      "name": "{}"\n    }}\n  }}\n}}\n'
)
_TWO: Final = (
    '{{\n  "services": {{\n    "read": {{\n      "name": "{}"\n    }},\n'
    '    "send": {{\n      "name": "{}"\n    }}\n  }}\n}}\n'
)


@Codemod(
    name="sentence-case",
    title="Write names in sentence case",
    changes=pairs(
        ({NAME: _OLD.format("Send Message")}, {NAME: _OLD.format("Send message")}),
        ({NAME: _OLD.format("DC Current")}, {NAME: _OLD.format("DC current")}),
        ({NAME: _OLD.format("Battery Level")}, {NAME: _OLD.format("Battery level")}),
        # What no test names, beside what one does
        (
            {
                NAME: _TWO.format("Battery Level", "Send Message"),
                "tests/test_init.py": 'NAME = "Battery Level"',
            },
            {
                NAME: _TWO.format("Battery Level", "Send message"),
                "tests/test_init.py": 'NAME = "Battery Level"',
            },
        ),
    ),
    in_doubt=pairs(
        (
            {
                NAME: _OLD.format("Battery Level"),
                "tests/test_init.py": 'NAME = "Battery Level"',
            },
            {
                NAME: _OLD.format("Battery level"),
                "tests/test_init.py": 'NAME = "Battery Level"',
            },
        ),
    ),
    keeps=kept(
        {NAME: _OLD.format("Send message")},
        {NAME: _OLD.format("Eco Mode of Thermo King")},
        {NAME: _OLD.format("Home Assistant version")},
    ),
)
def sentence_case(subject: Subject) -> Iterator[Content]:
    """Yield the texts with names in Title Case written otherwise, in doubt where a test expects them so."""
    strings: Any = subject.json(NAME)
    if strings is None:
        return
    path = f"{subject.places.integration}{NAME}"
    tests = [
        content.decode(errors="replace")
        for path, content in subject.tree.items()
        if path.startswith(subject.places.tests)
    ]
    certain, expected = deepcopy(strings), strings
    doubts: list[str] = []
    for keys, text, mended in in_title_case(subject.integration):
        _write(expected, keys, mended)
        if any(text in each for each in tests):
            doubts.append(text)
        else:
            _write(certain, keys, mended)
    if certain != subject.json(NAME):
        yield Content(path, 1, content=dump(certain, sort="all"))
    if doubts:
        # As each is a whole file, this one has what the other has, too.
        yield Content(path, 1, _doubt(path, doubts), content=dump(expected, sort="all"))


def _write(strings: Any, keys: Sequence[str], text: str) -> None:
    """Write a text at its keys."""
    for key in keys[:-1]:
        strings = strings[key]
    strings[keys[-1]] = text


def _doubt(path: str, names: Sequence[str]) -> Place:
    """Return the place of names that tests expect."""
    why = f"{len(names)} names are in Title Case, and tests expect them so"
    if len(names) == 1:
        why = "this name is in Title Case, and tests expect it so"
    return Place(path, 1, names[0], why, "write them in sentence case here and there")
