"""Test which texts and icons go with a feature."""

import json
from typing import Any

import pytest

from script.cut.texts import Lost, without_texts

STRINGS: dict[str, Any] = {
    "common": {"hint": "Look at the label.", "used": "Used."},
    "config": {
        "abort": {"already_configured": "Twice.", "wrong_account": "Other account."},
        "error": {"cannot_connect": "No."},
        "flow_title": "{name}",
        "step": {
            "reauth_confirm": {
                "data": {"token": "Token"},
                "data_description": {"token": "[%key:component::pump::common::hint%]"},
            },
            "user": {
                "data": {
                    "host": "Host",
                    "token": "[%key:component::pump::config::step::reauth_confirm::data::token%]",
                },
                "data_description": {
                    "host": "[%key:component::pump::common::used%]",
                    "token": "The [%key:component::pump::config::step::reauth_confirm::data::token%].",
                },
            },
        },
    },
    "device_automation": {
        "action_type": {"start": "Start"},
        "trigger_type": {"stop": "Stopped"},
    },
    "entity": {
        "sensor": {"flow": {"name": "Flow"}, "level": {"name": "Level"}},
        "switch": {
            "pump": {"name": "[%key:component::pump::entity::sensor::flow::name%]"}
        },
    },
    "exceptions": {"refused": {"message": "No."}, "gone": {"message": "Gone."}},
    "options": {"step": {"init": {"data": {"quiet": "Quiet"}}}},
    "selector": {"mode": {"options": {"a": "A"}}},
}
NOTHING = Lost(
    names=frozenset(),
    steps=frozenset(),
    platforms=frozenset(),
    sections=frozenset(),
    has_title=True,
)
REFERENCE = "[%key:component::pump::common::used%]"


def rest_of(**lost: Any) -> dict[str, Any]:
    """Return what is left of the texts."""
    given = {
        key: value if isinstance(value, bool) else frozenset(value)
        for key, value in lost.items()
    }
    text = json.dumps(STRINGS, indent=2)
    rest: dict[str, Any] = json.loads(
        without_texts(text, "pump", Lost(**{**vars(NOTHING), **given}))
    )
    return rest


def test_nothing_lost_changes_nothing() -> None:
    """Test that texts nobody has lost stay, although no code is seen to name them."""
    assert rest_of() == STRINGS


@pytest.mark.parametrize(
    ("lost", "keys"),
    [
        pytest.param({"platforms": ["sensor"]}, ("entity", "sensor"), id="platform"),
        pytest.param({"names": ["level"]}, ("entity", "sensor", "level"), id="entity"),
        pytest.param(
            {"names": ["wrong_account"]},
            ("config", "abort", "wrong_account"),
            id="reason",
        ),
        pytest.param(
            {"steps": ["reauth_confirm"]},
            ("config", "step", "reauth_confirm"),
            id="step",
        ),
        pytest.param(
            {"names": ["host"]}, ("config", "step", "user", "data", "host"), id="field"
        ),
        pytest.param({"has_title": False}, ("config", "flow_title"), id="title"),
        pytest.param(
            {"sections": ["device_automation.trigger_type"]},
            ("device_automation", "trigger_type"),
            id="section in a section",
        ),
        pytest.param({"sections": ["options"]}, ("options",), id="section"),
        pytest.param({"names": ["gone"]}, ("exceptions", "gone"), id="exception"),
        pytest.param({"names": ["mode"]}, ("selector",), id="last of a section"),
        pytest.param({"steps": ["reauth_confirm"]}, ("common", "hint"), id="common"),
    ],
)
def test_lost_texts_go(lost: dict[str, Any], keys: tuple[str, ...]) -> None:
    """Test what goes, and that it was there."""
    for content, is_there in ((STRINGS, True), (rest_of(**lost), False)):
        *above, last = keys
        for key in above:
            content = content[key]
        assert (last in content) is is_there


def test_same_name_elsewhere_stays() -> None:
    """Test that a step is no reason, and an entity of one platform none of another."""
    rest = rest_of(steps=["cannot_connect", "flow"], platforms=["switch"])
    assert "cannot_connect" in rest["config"]["error"]
    assert "flow" in rest["entity"]["sensor"]


def test_reference_gets_the_text() -> None:
    """Test that the first reference to a text that goes is replaced by it, and others lead there."""
    rest = rest_of(steps=["reauth_confirm"])["config"]["step"]["user"]
    assert rest["data"]["token"] == "Token"
    assert (
        rest["data_description"]["token"]
        == "The [%key:component::pump::config::step::user::data::token%]."
    )
    assert rest["data_description"]["host"] == REFERENCE


def test_reference_of_another_platform_gets_the_text() -> None:
    """Test the same across platforms."""
    rest = rest_of(platforms=["sensor"])
    assert rest["entity"] == {"switch": {"pump": {"name": "Flow"}}}


def test_flow_without_texts_of_steps() -> None:
    """Test that a flow keeps its steps when none of them has texts any more, as core wants them."""
    assert rest_of(steps=["reauth_confirm", "user"])["config"]["step"] == {}
    assert "options" not in rest_of(steps=["init"])
