"""Rule for icons.json."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import probatio

from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import Example, examples
from script.rules.exemptions import excused
from script.rules.rule import Severity, View, rule
from script.rules.schema import (
    Violation,
    keyed,
    slug,
    slug_or_underscore,
    underscore_slug,
    violations,
)
from script.rules.sources import hassfest

from .values import translation_key


def _switch(icons: dict[str, Any]) -> dict[str, Any]:
    """Return what icons.json of an example holds that has icons for one switch."""
    return {"entity": {"switch": {"relay": icons}}}


@rule(
    code="icons",
    title="Icons stand under the keys that core knows",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("icons"),
    why="The frontend looks for an icon under the key of what it shows.",
    mend="Write it as core knows it",
    good=examples(
        _switch({"default": "mdi:power", "state": {"off": "mdi:power-off"}}),
        _switch({"range": {"0": "mdi:gauge-empty", "50": "mdi:gauge-full"}}),
        {"services": {"open": {"service": "mdi:door"}}},
        {"config": {"step": {"user": {"sections": {"more": "mdi:cog"}}}}},
        file="icons.json",
    ),
    bad=(
        *examples(
            {"entities": {}},
            {"entity": {"Switch": {"relay": {"default": "mdi:power"}}}},
            _switch({"default": "power"}),
            _switch({"state": {"On!": "mdi:power"}}),
            _switch({"state": {"on": "mdi:power"}, "range": {"0": "mdi:gauge"}}),
            _switch({"range": {"on": "mdi:gauge"}}),
            _switch({"range": {}}),
            _switch(
                {
                    "state_attributes": {
                        "mode": {"default": "mdi:cog", "state": {"on": "mdi:cog"}}
                    }
                }
            ),
            {"services": {"open": {}}},
            {"services": {"open": "mdi:door"}},
            {"triggers": {"opened": {"service": "mdi:door"}}},
            {"conditions": {"is_open": {}}},
            """
            {
              "entity": {
                "sensor": {
                  "level": {
                    "range": {
                      "50": "mdi:gauge-full",
                      "0": "mdi:gauge-empty"
                    }
                  }
                }
              }
            }
            """,
            file="icons.json",
        ),
        Example(
            {
                "icons.json": {
                    "entity_component": {"outlet": {"default": "mdi:power"}}
                },
                "manifest.json": {"integration_type": "helper"},
            }
        ),
    ),
)
def icon_keys(integration: Integration) -> Iterator[Finding]:
    """Report what core does not know, or has in another form."""
    path = integration.path / "icons.json"
    if (content := read_json(path)) is not None:
        schema = _schema(
            str(integration.manifest.get("integration_type", "hub")),
            integration.domain in excused("no_entity_platform"),
            integration.domain == "homeassistant",
        )
        yield from violations(schema, content, path)


def _icon(value: Any) -> str:
    if not isinstance(value, str) or not value.startswith("mdi:"):
        raise Violation(
            f"{value!r} is no Material Design icon", 'Write its name after "mdi:"'
        )
    return value


_ICONS: Final = keyed(_icon, translation_key)


def _range(value: Any) -> Any:
    """Validate the icons of a range, whose keys are the numbers that they start at."""
    if not isinstance(value, dict) or not value:
        raise Violation("no icons", "Write where each starts, or remove the key")
    try:
        starts = [float(key) for key in value]
    except ValueError as err:
        raise Violation(str(err), "Write numbers as keys") from err
    if starts != sorted(starts):
        raise Violation("the numbers do not ascend", "Sort them")
    return {key: _icon(icon) for key, icon in value.items()}


def _state_or_range(value: dict[str, Any]) -> dict[str, Any]:
    if {"state", "range"} <= value.keys():
        raise Violation("has icons for states and for ranges", "Keep one of the two")
    return value


def _distinct(icons: dict[str, Any]) -> dict[str, Any]:
    """Validate that no state repeats the default icon."""
    for key, content in icons.items():
        for group in ("state", "range"):
            for state, icon in content.get(group, {}).items():
                if icon == content.get("default"):
                    raise Violation(
                        "the same as the default icon",
                        "Remove it",
                        path=[key, group, state],
                    )
    return icons


def _with_default(icons: dict[str, Any]) -> dict[str, Any]:
    if "_" not in icons:
        raise Violation("has no default icon", 'Add it under "_"')
    return icons


def _entity(marker: type[probatio.Marker]) -> Any:
    optional = probatio.Optional
    attribute = {
        marker("default"): _icon,
        optional("state"): _ICONS,
        optional("range"): _range,
    }
    return probatio.All(
        probatio.Schema(
            {
                **attribute,
                optional("state_attributes"): probatio.All(
                    keyed(
                        probatio.All(probatio.Schema(attribute), _state_or_range),
                        translation_key,
                    ),
                    _distinct,
                ),
            }
        ),
        _state_or_range,
    )


def _below(noun: str, others: dict[Any, Any] | None = None) -> Callable[[Any], Any]:
    """Return a validator of an icon below a key that says what it is of."""
    schema = probatio.Schema({probatio.Required(noun): _icon} | (others or {}))

    def validate(value: Any) -> Any:
        if isinstance(value, str):
            raise Violation(
                "an icon where core has a mapping", f'Write {{ "{noun}": "{value}" }}'
            )
        return schema(value)

    return validate


@cache
def _schema(
    integration_type: str, no_platform: bool, with_vocabularies: bool
) -> Callable[[Any], Any]:
    required, optional = probatio.Required, probatio.Optional
    steps = {"step": {str: {"section": {str: _icon}, "sections": {str: _icon}}}}
    schema: dict[Any, Any] = {
        optional("config"): steps,
        optional("options"): steps,
        optional("issues"): {str: {"fix_flow": steps}},
        optional("services"): keyed(
            _below("service", {optional("sections"): _ICONS}), translation_key
        ),
        optional("conditions"): keyed(_below("condition"), underscore_slug),
        optional("triggers"): keyed(_below("trigger"), underscore_slug),
    }
    if integration_type in {"entity", "helper", "system"}:
        needed = (
            required if integration_type == "entity" and not no_platform else optional
        )
        schema[needed("entity_component")] = probatio.All(
            keyed(_entity(required), slug_or_underscore), _with_default, _distinct
        )
    if integration_type != "entity":
        schema[optional("entity")] = keyed(
            keyed(_entity(optional), translation_key), slug
        )
    if with_vocabularies:
        default = {required("default"): _icon}
        entry = default | {optional("subcategory"): keyed(default)}
        schema[optional("integration_category")] = keyed(entry)
        schema[optional("integration_connectivity")] = keyed(entry)
    return probatio.Schema(schema)
