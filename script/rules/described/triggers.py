"""Rule for triggers.yaml, and for the texts and icons of its triggers."""

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
    "triggers",
    "trigger",
    "trigger.py",
    re.compile(r"async_attach_trigger|async_get_triggers"),
    NAME,
    AIMED,
)


def _opened(text: str) -> Example:
    """Return an example of a trigger with two fields, its icon and its texts."""
    texts = {
        "description": "Triggers when it opens.",
        "fields": {"mode": {"name": "Mode"}, "state": {"name": "State"}},
        "name": "Opened",
    }
    files: dict[str, Content] = {
        "triggers.yaml": text,
        "icons.json": {"triggers": {"opened": {"trigger": "mdi:door"}}},
        "strings.json": {"triggers": {"opened": texts}},
    }
    return Example(files)


@rule(
    code="triggers",
    title="Triggers are described, and have texts and icons",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("triggers"),
    why="The frontend shows a form for each trigger, made of its description.",
    mend="Describe it as core knows it",
    good=(
        _opened("opened:\n"),
        _opened(
            "opened:\n  target:\n    entity:\n      domain: cover\n  fields:\n    mode:\n      context:\n        filter_target: target\n      selector:\n        state:\n"
        ),
    ),
    bad=(
        example("async def async_get_triggers(hass): ...  # !", "trigger.py"),
        Example({"triggers.yaml": "opened:  # !\n"}),
        _opened("opened:\n  fields:\n    force:  # !\n      required: true\n"),
        _opened(
            "opened:\n  fields:\n    mode:\n      context:\n        filter_target: target  # !\n"
        ),
        _opened(
            "opened:\n  fields:\n    mode:\n      context:\n        filter_target: target  # !\n      selector:\n        boolean:\n"
        ),
        _opened(
            "opened:\n  fields:\n    mode:\n      context:\n        filter_target: target  # !\n      selector:\n        state:\n"
        ),
        _opened(
            "opened:\n  fields:\n    state:\n      selector:\n        boolean:\n    mode:\n      context:\n        filter_entity: state  # !\n      selector:\n        state:\n"
        ),
    ),
)
def triggers(integration: Integration) -> Iterator[Finding]:
    """Report triggers without a description, and what their descriptions lack."""
    yield from findings(integration, _KIND, excused("undescribed_triggers"))
