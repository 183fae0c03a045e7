"""Judge what services.yaml, conditions.yaml and triggers.yaml have in common.

Each describes things by name: their target and fields there, their texts in strings.json and their
icons in icons.json.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from operator import attrgetter
from pathlib import Path
import re
from typing import Any, Final

import probatio

from script.integration.core import core
from script.integration.files import read_json, read_text, read_yaml
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, found_at, mapping_at
from script.rules.schema import Violation, keyed, underscore_slug, violations

NAME: Final = ("name",)
NAME_AND_DESCRIPTION: Final = ("name", "description")


@dataclass(frozen=True)
class Kind:
    """A kind of described things.

    Attributes:
        plural: The name of the YAML file and of the key in strings.json and icons.json.
        noun: What one of them is called.
        registered_in: The modules that register them.
        registers: What registering them looks like.
        field_texts: The texts that a field needs.
        schema: A validator of what the YAML file holds.
    """

    plural: str
    noun: str
    registered_in: str
    registers: re.Pattern[str]
    field_texts: tuple[str, ...]
    schema: Callable[[Any], Any]


def findings(
    integration: Integration,
    kind: Kind,
    undescribed: frozenset[str] = frozenset(),
    bare: frozenset[str] = frozenset(),
) -> Iterator[Finding]:
    """Yield what is wrong with the descriptions of a kind.

    Integrations in `undescribed` may have no YAML file, those in `bare` texts in it.
    """
    path = integration.path / f"{kind.plural}.yaml"
    if not path.exists():
        if integration.domain not in undescribed:
            yield from _registered(integration, kind)
        return
    described = read_yaml(path)
    if described is None or integration.domain in bare:
        return
    if broken := list(violations(kind.schema, described, path)):
        yield from broken
        return
    for name, description in integration.described(kind.plural).items():
        yield from _missing(integration, kind, path, name, description)


def _registered(integration: Integration, kind: Kind) -> Iterator[Finding]:
    for module in integration.files:
        if not fnmatch(module.name, kind.registered_in):
            continue
        source = read_text(module) or ""
        if registration := kind.registers.search(source):
            yield Finding(
                path=module,
                line=source.count("\n", 0, registration.start()) + 1,
                check="",
                message=f"registers a {kind.noun}, but there is no {kind.plural}.yaml",
                mend="Describe it there",
            )
            return


def _missing(
    integration: Integration, kind: Kind, path: Path, name: str, description: Any
) -> Iterator[Finding]:
    if name not in mapping_at(read_json(integration.path / "icons.json"), kind.plural):
        yield found_at(
            path,
            [name],
            f"the {kind.noun} has no icon",
            f"Add {kind.plural}.{name} to icons.json",
        )
    if description is None:
        return
    # Where each part is described, where its texts are, and which it needs.
    parts: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = [
        ((name,), (), NAME_AND_DESCRIPTION)
    ]
    for part, content in mapping_at(description, "fields").items():
        place: tuple[str, ...] = (name, "fields", part)
        if "fields" in content:
            parts.append((place, ("sections", part), NAME))
        else:
            parts.append((place, ("fields", part), kind.field_texts))
            key = at(content, "selector", "select", "translation_key")
            if key is not None and at(integration.strings, "selector", key) is None:
                yield found_at(
                    path,
                    (*place, "selector"),
                    f"its options have no texts under selector.{key}",
                    "Add them to strings.json",
                )
    for place, where, needed in parts:
        for text in needed:
            if at(integration.strings, kind.plural, name, *where, text) is None:
                missing = ".".join((kind.plural, name, *where, text))
                yield found_at(
                    path, place, f"has no {text}", f"Add {missing} to strings.json"
                )


def descriptions(key: Callable[[Any], Any], description: Any) -> Callable[[Any], Any]:
    """Return a validator of a YAML file; keys that start with a dot only hold anchors."""
    validate = keyed(unless_none(description), key)

    def without_anchors(content: Any) -> Any:
        if not isinstance(content, dict):
            raise Violation("not a mapping", "Write the names as keys")
        return validate(
            {
                name: value
                for name, value in content.items()
                if not str(name).startswith(".")
            }
        )

    return without_anchors


def unless_none(validate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a validator that lets nothing pass as nothing."""
    return lambda value: None if value is None else validate(value)


def given(value: Any) -> Any:
    """Validate that a value is there."""
    if value is None:
        raise Violation("empty", "Write a value, or remove the key")
    return value


def member(value: Any) -> str:
    """Validate the name of an enum's member."""
    if not core().enum_has(str(value)):
        raise Violation(
            f"{value!r} is no member of an enum of core",
            "Write domain.Enum.MEMBER, as light.LightEntityFeature.EFFECT",
        )
    return str(value)


def target(value: Any) -> Any:
    """Validate a target."""
    return _as_in_core("TargetSelector.CONFIG_SCHEMA", value)


def _selector(value: Any) -> Any:
    return _as_in_core("validate_selector", value)


def _as_in_core(name: str, value: Any) -> Any:
    """Validate as a part of core's selectors does, by its name."""
    # Late, because it takes longer than everything else here.
    from homeassistant.helpers import selector  # noqa: PLC0415

    return attrgetter(name)(selector)(_without_features(value))


def _without_features(value: Any) -> Any:
    """Return a selector without its features, once they are checked: core would import the entities."""
    match value:
        case {"supported_features": list() as features, **others}:
            for feature in features:
                for name in feature if isinstance(feature, list) else [feature]:
                    member(name)
            return _without_features(others)
        case dict():
            return {key: _without_features(below) for key, below in value.items()}
        case list():
            return [_without_features(below) for below in value]
    return value


def _moved(_: Any) -> Any:
    raise Violation(
        "a text stands here only in a custom integration", "Move it to strings.json"
    )


# Texts that core has elsewhere
TEXTS: Final = {probatio.Optional(key): _moved for key in NAME_AND_DESCRIPTION}
# The schema of a field
FIELD: Final = TEXTS | {
    probatio.Optional("default"): given,
    probatio.Optional("example"): given,
    probatio.Optional("required"): bool,
    probatio.Optional("selector"): _selector,
}


def _contexts(description: dict[str, Any]) -> dict[str, Any]:
    """Validate that what a field's selector takes from elsewhere is there, and of a kind it takes."""
    fields = description.get("fields", {})
    for name, content in fields.items():
        for key, source in content.get("context", {}).items():
            if problem := _context_problem(content, key, source, description):
                raise Violation(*problem, path=["fields", name, "context", key])
    return description


def _context_problem(
    content: dict[str, Any], key: str, source: str, description: dict[str, Any]
) -> tuple[str, str] | None:
    from homeassistant.helpers import selector  # noqa: PLC0415

    if "selector" not in content:
        return "a context without a selector", "Add the selector that uses it"
    allowed = selector.selector(content["selector"]).allowed_context_keys
    if key not in allowed:
        return (
            "its selector takes no such context",
            f"Use one of: {', '.join(sorted(allowed)) or 'none'}",
        )
    fields = description.get("fields", {})
    if source in fields:
        found = next(iter(fields[source].get("selector", {})), None)
    elif source == "target" and "target" in description:
        found = "target"
    else:
        return f"{source!r} is neither a field nor the target", "Name one of them"
    if found is not None and found not in allowed[key]:
        return (
            f"takes no {found}",
            f"Refer to one of: {', '.join(sorted(allowed[key]))}",
        )
    return None


# What conditions.yaml and triggers.yaml hold alike
AIMED: Final = descriptions(
    underscore_slug,
    probatio.All(
        probatio.Schema(
            {
                probatio.Optional("target"): target,
                probatio.Optional("fields"): {
                    str: FIELD | {probatio.Optional("context"): {str: str}}
                },
            }
        ),
        _contexts,
    ),
)
