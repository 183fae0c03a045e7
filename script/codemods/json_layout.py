"""Lay JSON out as core's prettier does."""

from collections.abc import Iterator
from typing import Final

from script.integration.prettier import Sort, formatted

from .change import Content
from .codemod import Codemod, kept, pairs
from .subject import Subject

# Its keys have an order of their own.
_MANIFEST: Final = "manifest.json"


@Codemod(
    name="json-layout",
    title="Lay JSON out as core does, with its keys in order",
    changes=pairs(
        (
            {"strings.json": '{"title":   "The example"}'},
            {"strings.json": '{ "title": "The example" }'},
        ),
        (
            {"icons.json": '{\n    "services": {},\n    "entity": {}\n}'},
            {"icons.json": '{\n  "entity": {},\n  "services": {}\n}'},
        ),
        (
            {"strings.json": '{\r\n  "title": "The example"\r\n}'},
            {"strings.json": '{\n  "title": "The example"\n}'},
        ),
    ),
    keeps=kept(
        {"strings.json": '{ "title": "The example" }\n'},
        {"icons.json": '{\n  "entity": {},\n  "services": {}\n}\n'},
        {"tests/fixtures/answer.json": '{"as": "it came"}'},
    ),
)
def json_layout(subject: Subject) -> Iterator[Content]:
    """Yield the integration's JSON files that are laid out otherwise."""
    folder = subject.places.integration
    for path in sorted(subject.tree):
        name = path.removeprefix(folder)
        if (
            path.startswith(folder)
            and "/" not in name
            and name.endswith(".json")
            and path not in subject.unreadable
        ):
            sort: Sort = "below" if name == _MANIFEST else "all"
            text = formatted(subject.text(path), sort=sort)
            if text.encode() != subject.tree[path]:
                yield Content(path, 1, content=text.encode())
