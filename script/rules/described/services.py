"""Rule for services.yaml, and for the texts and icons of its actions."""

from collections import Counter
from collections.abc import Callable, Iterator
import re
from typing import Any, Final

import probatio

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import Content, Example, examples
from script.rules.exemptions import excused
from script.rules.rule import Severity, View, rule
from script.rules.schema import Violation, slug
from script.rules.sources import hassfest

from .descriptions import (
    FIELD,
    NAME_AND_DESCRIPTION,
    TEXTS,
    Kind,
    descriptions,
    findings,
    member,
    target,
    unless_none,
)

_ICONS: Final = {"services": {"open": {"service": "mdi:door"}}}
_TEXTS: Final = {"description": "Opens it.", "name": "Open"}
_SPEED: Final = {"speed": {"description": "How fast.", "name": "Speed"}}


def _open(text: str, **texts: Any) -> Example:
    """Return an example of an action with an icon, with its name and description, and with other texts."""
    files: dict[str, Content] = {
        "services.yaml": text,
        "icons.json": _ICONS,
        "strings.json": {"services": {"open": _TEXTS | texts}},
    }
    return Example(files)


def _action(description: Any) -> Any:
    if not isinstance(description, dict):
        raise Violation("not a mapping", "Describe its target and fields")
    return _BY_TARGET["target" in description](description)


def _target(value: Any) -> Any:
    if isinstance(value, dict) and value.get("device"):
        raise Violation(
            "filters devices",
            "Filter their entities, or offer devices in a field with a device selector",
            path=["device"],
        )
    return target(value)


def _fields(schema: dict[Any, Any]) -> dict[Any, Any]:
    section = probatio.Schema(
        TEXTS
        | {
            probatio.Optional("collapsed"): bool,
            probatio.Required("fields"): {str: schema},
        }
    )
    plain = probatio.Schema(schema)

    def validate(content: Any) -> Any:
        is_section = isinstance(content, dict) and "fields" in content
        return (section if is_section else plain)(content)

    return {probatio.Optional("fields"): probatio.All({str: validate}, _distinct)}


def _distinct(fields: dict[str, Any]) -> dict[str, Any]:
    """Validate that no field is there twice, as in two sections."""
    names = Counter(
        name for key, content in fields.items() for name in content.get("fields", [key])
    )
    for name, times in names.items():
        if times > 1:
            raise Violation(f"has the field {name} twice", "Keep one of them")
    return fields


# A filter looks at what the action targets.
_FILTERED: Final = FIELD | {
    probatio.Optional("filter"): {
        probatio.Exclusive("attribute", "filter"): {str: [member]},
        probatio.Exclusive("supported_features", "filter"): [member],
    }
}
_BY_TARGET: Final[dict[bool, Callable[[Any], Any]]] = {
    True: probatio.Schema(
        TEXTS | {probatio.Required("target"): unless_none(_target)} | _fields(_FILTERED)
    ),
    False: probatio.Schema(TEXTS | _fields(FIELD)),
}
_KIND: Final = Kind(
    "services",
    "service action",
    "*.py",
    re.compile(
        r"hass\.services\.(async_)?register|async_register_(platform_)?entity_service|async_register_admin_service"
    ),
    NAME_AND_DESCRIPTION,
    descriptions(slug, _action),
)


@rule(
    code="services",
    title="Actions are described, and have texts and icons",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("services"),
    why="The frontend shows a form for each action, made of its description.",
    mend="Describe it as core knows it",
    good=(
        _open("open:\n"),
        _open(
            "open:\n  target:\n    entity:\n      domain: cover\n  fields:\n    speed:\n      example: 5\n",
            fields=_SPEED,
        ),
    ),
    bad=(
        *examples('hass.services.async_register(DOMAIN, "open", open_it)  # !'),
        Example({"services.yaml": "- open  # !\n"}),
        Example({"services.yaml": "open:  # !\n"}),
        Example({"services.yaml": "open: {}  # !\n", "icons.json": _ICONS}),
        _open("open: now  # !\n"),
        _open("Open:  # !\n"),
        _open("open:\n  fields:\n    speed:  # !\n      required: true\n"),
        _open(
            "open:\n  fields:\n    more:  # !\n      fields:\n        speed:\n          required: true\n",
            fields=_SPEED,
        ),
        _open(
            "open:\n  fields:\n    speed:\n      selector:  # !\n        select:\n          options: [a]\n          translation_key: mode\n",
            fields=_SPEED,
        ),
        _open("open:\n  fields:\n    speed:\n      advanced_: true  # !\n"),
        _open("open:\n  name: Open  # !\n"),
        _open("open:\n  fields:\n    speed:\n      description: Fast.  # !\n"),
        _open("open:\n  fields:\n    speed:\n      selector:  # !\n        slider:\n"),
        _open("open:\n  fields:\n    speed:\n      example:  # !\n"),
        _open(
            "open:\n  fields:  # !\n    speed: {}\n    more:\n      fields:\n        speed: {}\n"
        ),
        _open(
            "open:\n  fields:\n    speed:\n      filter:  # !\n        supported_features:\n          - light.LightEntityFeature.EFFECT\n"
        ),
        _open(
            "open:\n  target:\n  fields:\n    speed:\n      filter:\n        supported_features:\n          - light.LightEntityFeature.GLOW  # !\n"
        ),
        _open(
            "open:\n  target:  # !\n    entity:\n      supported_features:\n        - light.LightEntityFeature.GLOW\n"
        ),
        _open(
            "open:\n  target:\n    device:  # !\n      integration: example\n    entity:\n      domain: cover\n"
        ),
    ),
)
def services(integration: Integration) -> Iterator[Finding]:
    """Report actions without a description, and what their descriptions lack."""
    yield from findings(integration, _KIND, bare=excused("services_with_texts"))
