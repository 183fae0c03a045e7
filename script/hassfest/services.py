"""Check services.yaml, and that its actions have texts and icons."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
import re
from typing import Any, Final

import probatio

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration

from .described import (
    NAME_AND_DESCRIPTION,
    Kind,
    check_described,
    descriptions,
    field,
    member,
    target,
    unless_none,
)
from .exemptions import excused
from .schema import Violation, slug

_REGISTERS: Final = re.compile(
    r"hass\.services\.(async_)?register|async_register_(platform_)?entity_service|async_register_admin_service"
)


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the actions."""
    yield from check_described(
        integration, _kind(core), frozenset(), excused("services_with_texts")
    )


@cache
def _kind(core: Core) -> Kind:
    return Kind(
        "services",
        "service action",
        "**/*.py",
        _REGISTERS,
        NAME_AND_DESCRIPTION,
        descriptions(slug, _schema(core)),
    )


def _schema(core: Core) -> Any:
    optional = probatio.Optional
    # A filter looks at what the action targets.
    filtered = field(core) | {
        optional("filter"): {
            probatio.Exclusive("attribute", "filter"): {str: [member(core)]},
            probatio.Exclusive("supported_features", "filter"): [member(core)],
        }
    }
    targeted = {probatio.Required("target"): unless_none(target(core))}
    by_target = {
        True: probatio.Schema(targeted | _fields(filtered)),
        False: probatio.Schema(_fields(field(core))),
    }

    def validate(action: Any) -> Any:
        if not isinstance(action, dict):
            raise Violation("not a mapping", "Describe its target and fields")
        return by_target["target" in action](action)

    return validate


def _fields(schema: dict[Any, Any]) -> dict[Any, Any]:
    section = probatio.Schema(
        {
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
