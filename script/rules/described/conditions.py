"""Rule for conditions.yaml, and for the texts and icons of its conditions."""

from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import Content, Example, example
from script.rules.exemptions import excused
from script.rules.rule import Severity, View, rule
from script.rules.sources import hassfest

from .descriptions import AIMED, NAME, Kind, findings

_KIND: Final = Kind(
    "conditions",
    "condition",
    "condition.py",
    re.compile(r"async_get_conditions"),
    NAME,
    AIMED,
)


def _is_open(text: str) -> Example:
    """Return an example of a condition with a field, its icon and its texts."""
    texts = {
        "description": "Tests if it is open.",
        "fields": {"mode": {"name": "Mode"}},
        "name": "Is open",
    }
    files: dict[str, Content] = {
        "conditions.yaml": text,
        "icons.json": {"conditions": {"is_open": {"condition": "mdi:door"}}},
        "strings.json": {"conditions": {"is_open": texts}},
    }
    return Example(files)


@rule(
    code="conditions",
    title="Conditions are described, and have texts and icons",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("conditions"),
    why="The frontend shows a form for each condition, made of its description.",
    mend="Describe it as core knows it",
    good=(
        _is_open("is_open:\n"),
        _is_open("is_open:\n  fields:\n    mode:\n      required: true\n"),
    ),
    bad=(
        example("async def async_get_conditions(hass): ...  # !", "condition.py"),
        Example({"conditions.yaml": "is_open:  # !\n"}),
        _is_open("is-open:  # !\n"),
        _is_open("is_open:\n  fields:\n    mode:\n      advanced: true  # !\n"),
        _is_open("is_open:\n  fields:\n    state:  # !\n      required: true\n"),
    ),
)
def conditions(integration: Integration) -> Iterator[Finding]:
    """Report conditions without a description, and what their descriptions lack."""
    yield from findings(integration, _KIND, excused("undescribed_conditions"))
