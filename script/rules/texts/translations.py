"""Rule for strings.json: its keys, its texts, and where its references lead."""

from collections.abc import Iterator
from typing import Any

from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, found_at, mapping_at
from script.integration.texts import REFERENCE, START, flattened
from script.rules.examples import Example, examples
from script.rules.exemptions import excused
from script.rules.rule import Severity, View, rule
from script.rules.schema import violations
from script.rules.sources import hassfest

from .strings import schema


def _step(**texts: Any) -> dict[str, Any]:
    """Return strings of an example whose flow has one step with texts."""
    return {"config": {"step": {"user": texts}}}


def _user(description: Any) -> dict[str, Any]:
    """Return strings of an example whose flow has one step with a description."""
    return _step(description=description)


@rule(
    code="translations",
    title="Texts stand under the keys that core knows, and references lead to one",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("translations"),
    why="Translators get the texts as they stand, and the frontend looks for each under its key.",
    mend="Write it as core knows it",
    good=examples(
        _user("Connect to {host}, or see [the guide]({url})."),
        _step(title="[%key:common::config_flow::title::reauth%]"),
        _step(data={"port": "Port"}, data_description={"port": "Of the API."}),
        {"entity": {"switch": {"relay": {"name": "Relay", "state": {"on": "Closed"}}}}},
        {"issues": {"old": {"description": "It is old.", "title": "Old firmware"}}},
        {"title": "An example of an integration"},
        file="strings.json",
    ),
    bad=(
        *examples(
            _user("Connect <b>now</b>."),
            _user("See https://example.com/login."),
            _user("Connect to '{host}'."),
            _user("Switched [%key:common::state::on%]"),
            _user("Connect. "),
            _user("Connect to {0}."),
            _user("Connect to {host."),
            _user(5),
            _user("[%key:common::config_flow::abort::gone%]"),
            _user("[%key:common::config_flow::abort%]"),
            _user("[%key:component::example::config::step::user::description%]"),
            _step(
                title="Connect",
                description="[%key:component::example::config::step::user::submit%]",
                submit="[%key:component::example::config::step::user::title%]",
            ),
            _step(title="Example"),
            _step(data_description={"port": "Of the API."}),
            _step(sections={"more": {"data_description": {"port": "Of the API."}}}),
            _step(hint="Try."),
            {"config": {"step": {}, "title": "Mine"}},
            {"options": {"abort": {}}},
            {"title": "Example"},
            {"device": {"relay_": {"name": "Relay"}}},
            {"entity": {"switch": {"relay": {"state": {"on": "On {much}"}}}}},
            {"entity": {"Switch": {}}},
            {"selector": {"My-Mode": {}}},
            {"exceptions": {"Wrong": {"message": "Wrong."}}},
            {"issues": {"old": {"title": "Old firmware"}}},
            {
                "issues": {
                    "old": {
                        "description": "It is old.",
                        "fix_flow": {"step": {}},
                        "title": "Old firmware",
                    }
                }
            },
            {
                "config_subentries": {
                    "room": {"initiate_flow": {"user": "Add room"}, "step": {}}
                }
            },
            {"services": {"open": {"name": "Open"}}},
            file="strings.json",
        ),
        Example(
            {
                "strings.json": _step(title="Mean of sensors"),
                "manifest.json": {"integration_type": "helper"},
            }
        ),
    ),
)
def translations(integration: Integration) -> Iterator[Finding]:
    """Report texts and keys that core does not know, or has in another form."""
    path = integration.path / "strings.json"
    if (strings := read_json(path)) is None:
        return
    broken = list(violations(schema(integration), strings, path))
    yield from broken
    yield from _names(integration, strings)
    if not broken:
        yield from _references(integration, strings)


def _names(integration: Integration, strings: dict[str, Any]) -> Iterator[Finding]:
    """Yield where a text repeats the integration's name, which is a brand and never translated."""
    name = integration.manifest.get("name")
    if (
        name is None
        or integration.domain in excused("name_translated")
        or integration.manifest.get("quality_scale") == "internal"
    ):
        return
    for keys in (
        ("title",),
        *(
            (flow, "step", step, "title")
            for flow in ("config", "options")
            for step in mapping_at(strings, flow, "step")
        ),
    ):
        if at(strings, *keys) == name:
            yield found_at(
                integration.path / "strings.json",
                keys,
                "repeats the name of the integration",
                "Remove it; Home Assistant shows the name from the manifest",
            )


def _references(integration: Integration, strings: dict[str, Any]) -> Iterator[Finding]:
    for keys, value in flattened(strings):
        if START not in value:
            continue
        reference = REFERENCE.fullmatch(value)
        target = reference and integration.string(reference["name"])
        if target is None:
            problem, mend = "names no text", "Name one that is there, or write the text"
        elif target == value:
            problem, mend = "refers to itself", "Write the text"
        elif START in integration.english(value):
            problem, mend = "leads to no text", "Write the text"
        elif START in target:
            problem = "leads to another reference"
            mend = f"Refer to {target} directly"
        else:
            continue
        path = integration.path / "strings.json"
        yield found_at(path, keys, f"{value} {problem}", mend)
