"""Rule for the MQTT topics of the manifest."""

from collections.abc import Iterator
from typing import Final

import probatio

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import examples
from script.rules.rule import Severity, View, rule
from script.rules.sources import hassfest

from .matchers import matchers

_SCHEMA: Final = probatio.Schema([str])


@rule(
    code="mqtt",
    title="MQTT topics are a list of texts",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("manifest"),
    why="Home Assistant subscribes to each of them as it stands.",
    mend="Write each topic as a text",
    good=examples(
        {"mqtt": ["example/discovery/#"]},
        {"mqtt": ["example/+/config", "example/online"]},
        file="manifest.json",
    ),
    bad=examples(
        {"mqtt": [1]},
        {"mqtt": "example/discovery/#"},
        {"config_flow": False, "mqtt": ["example/discovery/#"]},
        file="manifest.json",
    ),
)
def mqtt(integration: Integration) -> Iterator[Finding]:
    """Report topics of another form, or without a flow."""
    yield from matchers(integration, "mqtt", _SCHEMA)
