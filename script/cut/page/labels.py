"""The texts by which the user interface, and so a page, calls the parts of an integration."""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
import re
from typing import Any, Final, Self

from script.integration.tree import Places, Tree

type Lookup = Callable[[str], str | None]

_REFERENCE: Final = re.compile(r"\[%key:(?P<key>[^%]*)%\]")
_PLACEHOLDER: Final = re.compile(r"\{\w+\}")
# Where strings.json has them; "*" is any key.
_FIELDS: Final = (
    "{flow}.step.*.data.*",
    "{flow}.step.*.sections.*.name",
    "{flow}.step.*.sections.*.data.*",
)
_ENTITIES: Final = "entity.*.*.name"
_NAMES: Final = (
    *(path.format(flow="options") for path in _FIELDS),
    *(path.format(flow="config") for path in _FIELDS),
    *(path.format(flow="config_subentries.*") for path in _FIELDS),
    "config_subentries.*.initiate_flow.*",
    "config_subentries.*.entry_type",
    "services.*.name",
    "triggers.*.name",
    "conditions.*.name",
    "device_automation.*.*",
)
_MESSAGES: Final = (
    "config.error.*",
    "config.abort.*",
    "options.error.*",
    "options.abort.*",
    "config_subentries.*.error.*",
    "config_subentries.*.abort.*",
    "exceptions.*.message",
    "issues.*.title",
)
_MODULE: Final = re.compile(r"(?P<class>\w+)DeviceClass")


@dataclass(frozen=True)
class Labels:
    """What the user interface shows of an integration, in lower case.

    Attributes:
        entities: Names of entities, each with the platforms that have one.
        names: Labels of fields, actions, triggers and so on.
        messages: Errors and issues, each as its longest part without a placeholder.
        codes: Actions, triggers and conditions as YAML calls them, as "domain.action".
    """

    entities: Mapping[str, frozenset[str]]
    names: frozenset[str]
    messages: frozenset[str]
    codes: frozenset[str]

    def without(self, other: Self) -> Labels:
        """Return those that another integration does not have in any way."""
        shown = {*other.entities, *other.names}
        return Labels(
            {name: each for name, each in self.entities.items() if name not in shown},
            self.names - shown,
            self.messages - other.messages,
            self.codes - other.codes,
        )


def labels(tree: Tree, domain: str, strings: Mapping[str, Any], core: Lookup) -> Labels:
    """Return the labels of an integration.

    Args:
        tree: Its files.
        domain: Which it is.
        strings: Its strings.json.
        core: Returns the text of a key of Home Assistant's own, as "common::state::on".
    """

    def shown(text: str) -> str:
        seen: set[str] = set()
        while (reference := _REFERENCE.fullmatch(text)) and text not in seen:
            seen.add(text)
            match reference["key"].split("::"):
                case ["component", component, *keys] if component == domain:
                    text = next((own for _, own in _at(strings, keys)), "")
                case _:
                    text = core(reference["key"]) or ""
        return text

    entities: dict[str, frozenset[str]] = {}
    named = [
        (keys[1], shown(text)) for keys, text in _at(strings, _ENTITIES.split("."))
    ]
    for platform, name in (*named, *_of_device_classes(tree, domain, core)):
        if name and not _PLACEHOLDER.search(name):
            entities[name.lower()] = entities.get(name.lower(), frozenset()) | {
                platform
            }
    return Labels(
        entities,
        frozenset(
            shown(text).lower()
            for path in _NAMES
            for _, text in _at(strings, path.split("."))
        )
        - {""},
        frozenset(
            max(_PLACEHOLDER.split(shown(text)), key=len).strip(" .:,;'\"").lower()
            for path in _MESSAGES
            for _, text in _at(strings, path.split("."))
        )
        - {""},
        frozenset(
            f"{domain}.{keys[1]}"
            for kind in ("services", "triggers", "conditions")
            for keys, _ in _at(strings, [kind, "*", "name"])
        ),
    )


def _at(
    content: Any, keys: list[str], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the texts at a path, each with the keys that lead to it."""
    match content, keys:
        case str(), []:
            yield above, content
        case dict(), ["*", *rest]:
            for key, below in content.items():
                yield from _at(below, rest, (*above, key))
        case dict(), [key, *rest] if key in content:
            yield from _at(content[key], rest, (*above, key))


def _of_device_classes(
    tree: Tree, domain: str, core: Lookup
) -> Iterator[tuple[str, str]]:
    """Yield the device classes that modules name, with what Home Assistant calls such an entity."""
    folder = Places(domain).integration
    for path, content in tree.items():
        if path.startswith(folder) and path.endswith(".py"):
            for node in ast.walk(ast.parse(content)):
                match node:
                    case ast.Attribute(value=ast.Name(id=name), attr=member) if (
                        found := _MODULE.fullmatch(name)
                    ):
                        platform = re.sub(
                            r"(?<!^)(?=[A-Z])", "_", found["class"]
                        ).lower()
                        key = f"component::{platform}::entity_component::{member.lower()}::name"
                        yield platform, core(key) or ""
