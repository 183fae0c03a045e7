"""Check what services.yaml, conditions.yaml and triggers.yaml have in common.

Each describes things by name: their target and fields there, their texts in strings.json and their
icons in icons.json.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
import re
from typing import Any, Final

import probatio

from script.integration.core import Core
from script.integration.files import read_json, read_text, read_yaml
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, line_of, mapping_at

from .schema import Violation, keyed, underscore_slug, violations

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


def check_described(
    integration: Integration,
    kind: Kind,
    undescribed: frozenset[str],
    bare: frozenset[str],
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
    described = {} if described is None else described
    if integration.domain in bare:
        return
    if broken := list(violations(kind.schema, described, path, kind.plural)):
        yield from broken
        return
    for name, description in described.items():
        if not name.startswith("."):
            yield from _missing(integration, kind, path, name, description)


def _registered(integration: Integration, kind: Kind) -> Iterator[Finding]:
    for module in sorted(integration.path.glob(kind.registered_in)):
        source = read_text(module) or ""
        if registration := kind.registers.search(source):
            yield Finding(
                path=module,
                line=source.count("\n", 0, registration.start()) + 1,
                check=kind.plural,
                message=f"registers a {kind.noun}, but there is no {kind.plural}.yaml",
                mend="Describe it there",
            )
            return


def _missing(
    integration: Integration, kind: Kind, path: Path, name: str, description: Any
) -> Iterator[Finding]:
    strings = read_json(integration.path / "strings.json")
    icons = read_json(integration.path / "icons.json")

    def finding(keys: tuple[str, ...], message: str, mend: str) -> Finding:
        return Finding(
            path=path,
            line=line_of(path, name, *keys),
            check=kind.plural,
            message=f"{'.'.join((name, *keys))}: {message}",
            mend=mend,
        )

    if name not in mapping_at(icons, kind.plural):
        yield finding(
            (),
            f"the {kind.noun} has no icon",
            f"Add {kind.plural}.{name} to icons.json",
        )
    if description is None:
        return
    # Where each part is described, and which texts it needs.
    parts: list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = [
        ((), (), NAME_AND_DESCRIPTION)
    ]
    for part, content in mapping_at(description, "fields").items():
        keys = ("fields", part)
        if "fields" in content:
            parts.append((keys, ("sections", part), NAME))
        else:
            parts.append((keys, keys, kind.field_texts))
            key = at(content, "selector", "select", "translation_key")
            if key is not None and at(strings, "selector", key) is None:
                yield finding(
                    (*keys, "selector"),
                    f"its options have no texts under selector.{key}",
                    "Add them to strings.json",
                )
    for place, where, needed in parts:
        for text in needed:
            if at(strings, kind.plural, name, *where, text) is None:
                missing = ".".join((kind.plural, name, *where, text))
                yield finding(place, f"has no {text}", f"Add {missing} to strings.json")


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


def member(core: Core) -> Callable[[Any], str]:
    """Return a validator of the name of an enum's member."""

    def validate(value: Any) -> str:
        if not core.enum_has(str(value)):
            raise Violation(
                f"{value!r} is no member of an enum of core",
                "Write domain.Enum.MEMBER, as light.LightEntityFeature.EFFECT",
            )
        return str(value)

    return validate


def field(core: Core) -> dict[Any, Any]:
    """Return the schema of a field."""
    return {
        probatio.Optional("default"): given,
        probatio.Optional("example"): given,
        probatio.Optional("required"): bool,
        probatio.Optional("selector"): _as_in_core("validate_selector", core),
    }


def target(core: Core) -> Callable[[Any], Any]:
    """Return a validator of a target."""
    return _as_in_core("TargetSelector.CONFIG_SCHEMA", core)


def _as_in_core(name: str, core: Core) -> Callable[[Any], Any]:
    """Return a validator of core's selectors by its name."""
    check_member = member(core)

    def validate(value: Any) -> Any:
        # Late, because it takes longer than everything else here.
        from homeassistant.helpers import selector  # noqa: PLC0415

        return attrgetter(name)(selector)(_without_features(value, check_member))

    return validate


def _without_features(value: Any, check_member: Callable[[Any], Any]) -> Any:
    """Return a selector without its features, once they are checked: core would import the entities."""
    match value:
        case {"supported_features": list() as features, **others}:
            for feature in features:
                for name in feature if isinstance(feature, list) else [feature]:
                    check_member(name)
            return _without_features(others, check_member)
        case dict():
            return {
                key: _without_features(below, check_member)
                for key, below in value.items()
            }
        case list():
            return [_without_features(below, check_member) for below in value]
    return value


def aimed(core: Core) -> Callable[[Any], Any]:
    """Return a validator of what conditions.yaml and triggers.yaml hold alike."""
    fields = {str: field(core) | {probatio.Optional("context"): {str: str}}}
    schema = probatio.Schema(
        {
            probatio.Optional("target"): target(core),
            probatio.Optional("fields"): fields,
        }
    )
    return descriptions(underscore_slug, probatio.All(schema, _contexts))


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
