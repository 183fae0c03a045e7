"""Write names in sentence case."""

from collections.abc import Iterator
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


@Codemod(
    name="sentence-case",
    title="Write names in sentence case",
    changes=pairs(
        ({NAME: _OLD.format("Send Message")}, {NAME: _OLD.format("Send message")}),
        ({NAME: _OLD.format("DC Current")}, {NAME: _OLD.format("DC current")}),
        ({NAME: _OLD.format("Battery Level")}, {NAME: _OLD.format("Battery level")}),
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
    doubt = None
    changed = False
    for keys, text, mended in in_title_case(subject.integration):
        owner = strings
        for key in keys[:-1]:
            owner = owner[key]
        owner[keys[-1]] = mended
        changed = True
        if any(text in each for each in tests):
            doubt = Place(
                path,
                1,
                text,
                "this name is in Title Case, and tests expect it so",
                f"write {mended!r} here and there",
            )
    if changed:
        yield Content(path, 1, doubt, content=dump(strings, sort="all"))
