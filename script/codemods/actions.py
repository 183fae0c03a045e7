"""Move the texts of service actions to strings.json, and their icons into the mapping that core has."""

from collections.abc import Iterator
from typing import Any, Final

import yaml

from script.cut.place import Place
from script.integration.json_file import Json, dump

from .change import Content
from .codemod import Codemod, kept, pairs
from .subject import Subject

_FILE: Final = "services.yaml"
_STRINGS: Final = "strings.json"
_ICONS: Final = "icons.json"
_TEXTS: Final = ("name", "description")

# Keys in services.yaml with those in strings.json, and the text
type _Text = tuple[tuple[str, ...], tuple[yaml.Node, yaml.Node], str]

_OPEN: Final = """
    open:
      name: Open
      description: Opens it.
      fields:
        speed:
          name: Speed
          example: 3
          selector:
            number:
    """


@Codemod(
    name="action-texts",
    title="Move the texts of service actions to strings.json",
    changes=pairs(
        (
            {"services.yaml": _OPEN, "strings.json": "{}"},
            {
                "services.yaml": """
                open:
                  fields:
                    speed:
                      example: 3
                      selector:
                        number:
                """,
                "strings.json": """
                {
                  "services": {
                    "open": {
                      "description": "Opens it.",
                      "fields": {
                        "speed": {
                          "name": "Speed"
                        }
                      },
                      "name": "Open"
                    }
                  }
                }
                """,
            },
        ),
        (
            {
                "services.yaml": "open:\n  name: Open\n  target:\n    entity:",
                "strings.json": '{"services": {"open": {"name": "Open it"}}}',
            },
            {
                "services.yaml": "open:\n  target:\n    entity:",
                "strings.json": '{"services": {"open": {"name": "Open it"}}}',
            },
        ),
        (
            {
                "services.yaml": "# Of the door\nopen:\n  description: >\n    Opens\n    it.\n  target:\n    entity:",
                "strings.json": "{}",
            },
            {
                "services.yaml": "# Of the door\nopen:\n  target:\n    entity:",
                "strings.json": '{\n  "services": {\n    "open": {\n      "description": "Opens it."\n    }\n  }\n}',
            },
        ),
        (
            {
                "services.yaml": "open:\n  fields:\n    more:\n      name: More\n      fields:\n        speed:\n          name: Speed\n          selector:\n            number:",
                "strings.json": "{}",
            },
            {
                "services.yaml": "open:\n  fields:\n    more:\n      fields:\n        speed:\n          selector:\n            number:",
                "strings.json": """
                {
                  "services": {
                    "open": {
                      "fields": {
                        "speed": {
                          "name": "Speed"
                        }
                      },
                      "sections": {
                        "more": {
                          "name": "More"
                        }
                      }
                    }
                  }
                }
                """,
            },
        ),
    ),
    keeps=kept(
        {"services.yaml": "open:\n  target:\n    entity:"},
        {"services.yaml": "open: {name: Open}  # !"},
        {
            "services.yaml": "open:\n  fields:\n    name:\n      selector:\n        text:"
        },
    ),
)
def action_texts(subject: Subject) -> Iterator[Content | Place]:
    """Yield services.yaml without texts, and strings.json with them."""
    path = f"{subject.places.integration}{_FILE}"
    if path not in subject.tree or subject.is_wrong(_STRINGS):
        return
    try:
        text = subject.text(path)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as err:
        why = f"not YAML: {' '.join(str(err).split())}"
        yield Place(path, 1, _FILE, why, "mend it")
        return
    found = [*_texts(node)]
    if not found:
        return
    lines = text.splitlines(keepends=True)
    gone: set[int] = set()
    for _, (key, value), _ in found:
        first = key.start_mark.line
        last = value.end_mark.line + (value.end_mark.column > 0)
        if lines[first][: key.start_mark.column].strip():
            why = "a text stands on a line with something else"
            mend = "move it to strings.json"
            yield Place(path, first + 1, lines[first].strip(), why, mend)
            return
        gone |= {*range(first, max(last, first + 1))}
    kept_lines = [line for number, line in enumerate(lines) if number not in gone]
    yield Content(path, min(gone) + 1, content="".join(kept_lines).encode())
    said = subject.json(_STRINGS) or {}
    wanted = _with(said, found)
    if wanted != said:
        content = dump(wanted, sort="all")
        yield Content(f"{subject.places.integration}{_STRINGS}", 1, content=content)


def _texts(node: yaml.Node | None) -> Iterator[_Text]:
    """Yield the texts of all actions."""
    for name, _, action in _members(node):
        yield from _described(action, ("services", name), ("services", name))


def _described(
    node: yaml.Node, keys: tuple[str, ...], action: tuple[str, ...]
) -> Iterator[_Text]:
    """Yield the texts of an action, a section or a field."""
    for name, key, value in _members(node):
        if name in _TEXTS and isinstance(value, yaml.ScalarNode):
            yield (*keys, name), (key, value), str(value.value).strip()
        elif name == "fields":
            for field, _, content in _members(value):
                has_fields = any(each == "fields" for each, *_ in _members(content))
                kind = "sections" if has_fields else "fields"
                yield from _described(content, (*action, kind, field), action)


def _members(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key, value


def _with(strings: Json, texts: list[_Text]) -> Json:
    """Return strings with texts under the keys where none is."""
    result: Json = strings
    for keys, _, text in texts:
        result = _put(result, keys, text)
    return result


def _put(strings: Any, keys: tuple[str, ...], text: str) -> Json:
    below: Json = dict(strings) if isinstance(strings, dict) else {}
    first, *rest = keys
    if rest:
        below[first] = _put(below.get(first), tuple(rest), text)
    else:
        below.setdefault(first, text)
    return below


@Codemod(
    name="action-icons",
    title="Write the icons of service actions as a mapping",
    changes=pairs(
        (
            {"icons.json": '{"services": {"open": "mdi:door"}}'},
            {
                "icons.json": '{\n  "services": {\n    "open": {\n      "service": "mdi:door"\n    }\n  }\n}'
            },
        ),
        (
            {
                "icons.json": '{"services": {"open": "mdi:door", "shut": {"service": "mdi:door"}}}'
            },
            {
                "icons.json": """
                {
                  "services": {
                    "open": {
                      "service": "mdi:door"
                    },
                    "shut": {
                      "service": "mdi:door"
                    }
                  }
                }
                """
            },
        ),
        (
            {"icons.json": '{"entity": {}, "services": {"open": "mdi:door"}}'},
            {
                "icons.json": '{\n  "entity": {},\n  "services": {\n    "open": {\n      "service": "mdi:door"\n    }\n  }\n}'
            },
        ),
    ),
    keeps=kept(
        {"icons.json": '{ "services": { "open": { "service": "mdi:door" } } }\n'},
        {
            "icons.json": '{ "entity": { "sensor": { "speed": { "default": "mdi:door" } } } }\n'
        },
        {"icons.json": "{}\n"},
    ),
)
def action_icons(subject: Subject) -> Iterator[Content]:
    """Yield icons.json where an icon stands for a mapping."""
    said = subject.json(_ICONS)
    if not said or not isinstance(actions := said.get("services"), dict):
        return
    wanted = {
        name: {"service": icon} if isinstance(icon, str) else icon
        for name, icon in actions.items()
    }
    if wanted != actions:
        content = dump(said | {"services": wanted}, sort="all")
        yield Content(f"{subject.places.integration}{_ICONS}", 1, content=content)
