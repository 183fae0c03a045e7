"""Test what is typed into forms of any integration."""

from argparse import ArgumentTypeError
from typing import Any

import pytest

from script.development import DevelopmentError
from script.development.forms import UntriedError, converted, fields, filled, hides
from script.development.values import Values, setting

HOST = {"name": "host", "required": True, "selector": {"text": {}}}
URL = {"name": "url", "required": True, "type": "string"}
PASSWORD = {
    "name": "password",
    "required": True,
    "selector": {"text": {"type": "password"}},
}
REGION = {
    "name": "region",
    "required": True,
    "selector": {"select": {"options": [{"value": "eu", "label": "Europe"}, "us"]}},
}


def form(*schema: dict[str, Any]) -> dict[str, Any]:
    """Return a form as Home Assistant describes it."""
    return {"type": "form", "step_id": "user", "data_schema": list(schema)}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        pytest.param({"name": "port", "default": 80}, 80, id="default"),
        pytest.param(
            {"name": "x", "default": 1, "description": {"suggested_value": 2}},
            2,
            id="suggested",
        ),
        pytest.param(REGION, "eu", id="first choice"),
        pytest.param(
            {"name": "x", "required": True, "type": "select", "options": [["a", "A"]]},
            "a",
            id="choice without a selector",
        ),
        pytest.param(
            {
                "name": "x",
                "required": True,
                "selector": {"select": {"options": ["a"], "multiple": True}},
            },
            ["a"],
            id="several",
        ),
        pytest.param(
            {"name": "x", "required": True, "type": "boolean"}, False, id="boolean"
        ),
        pytest.param({"name": "x", "type": "string"}, None, id="optional"),
    ],
)
def test_left_to_the_form(field: dict[str, Any], expected: object) -> None:
    """Test that what nobody says is what the form shows, or the first choice."""
    wanted = {} if expected is None else {field["name"]: expected}
    assert filled(form(field), lambda _: None) == wanted


def test_sections() -> None:
    """Test that fields in sections are found, and filled in where they are."""
    section = {
        "name": "more",
        "type": "expandable",
        "schema": [{"name": "port", "type": "integer"}],
    }
    values = Values(host="192.0.2.1", given={"port": "81"})
    asked = form(HOST, section)
    assert [each["name"] for each in fields(asked)] == ["host", "port"]
    assert filled(asked, values.of) == {"host": "192.0.2.1", "more": {"port": 81}}


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        pytest.param(
            {"name": "site", "required": True, "type": "string"},
            "step user asks for site; give it with --set site=…",
            id="text",
        ),
        pytest.param(
            PASSWORD,
            "run this on a terminal, or give it as DEVICE_PASSWORD in the environment",
            id="secret",
        ),
    ],
)
def test_unknown(schema: dict[str, Any], message: str) -> None:
    """Test that what is not known is named, and how to give it."""
    with pytest.raises(UntriedError, match=message):
        filled(form(schema), Values().of)


def test_over() -> None:
    """Test that a field can be given something else, and be left empty."""
    optional = {**PASSWORD, "required": False}
    values = Values(given={"host": "a", "password": "b"})
    over = {"host": "c", "password": None}
    assert filled(form(HOST, optional), values.of, over) == {"host": "c"}


def test_order_of_values() -> None:
    """Test that the command line goes before the environment, and that before the device and a question."""
    asked: list[str] = []

    def ask(name: str) -> str:
        asked.append(name)
        return "typed-in"

    environment = {"DEVICE_HOST": "b", "DEVICE_API_KEY": "k"}
    values = Values(host="c", given={"host": "a"}, environment=environment, ask=ask)
    assert values.of(HOST) == "a"
    assert Values(host="c", environment=environment).of(HOST) == "b"
    assert Values(host="c").of(HOST) == "c"
    assert Values(host="c").of(URL) == "http://c"
    assert Values(host="https://c").of(URL) == "https://c"
    assert values.of({"name": "api_key", "type": "string"}) == "k"
    assert [values.of(PASSWORD) for _ in range(2)] == ["typed-in"] * 2
    assert asked == ["password"]
    assert values.hidden == {"k", "typed-in"}
    assert values.hide_in("with k and typed-in") == "with *** and ***"
    assert "typed-in" not in repr(values)
    assert "'a'" not in repr(values)


def test_secrets_by_name() -> None:
    """Test that what is called a secret is hidden, before any form asks for it."""
    environment = {"DEVICE_PASSWORD": "one", "DEVICE_HOST": "two", "PASSWORD": "three"}
    values = Values(given={"pin": "four", "site": "five"}, environment=environment)
    said = values.hide_in("one two three four five")
    assert said == "*** two three *** five"


def test_made_up() -> None:
    """Test that what a server is told is made up once, and only what is asked for and open."""
    values = Values(given={"site": "home"})
    for each in (
        PASSWORD,
        {"name": "site", "required": True, "type": "string"},
        {"name": "port", "required": True, "type": "string", "default": "80"},
        {"name": "note", "type": "string"},
        REGION,
    ):
        values.make_up(each)
    assert set(values.used) == {"password", "site"}
    assert values.used["site"] == "home"
    assert values.of(PASSWORD) == values.used["password"]
    assert values.hidden == {values.used["password"]}
    assert Values(given={"hots": "a"}).unused == ["hots"]


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        pytest.param({"type": "integer"}, "3", 3, id="integer"),
        pytest.param({"selector": {"number": {}}}, "3.5", 3.5, id="number"),
        pytest.param({"type": "boolean"}, "No", False, id="boolean"),
        pytest.param({"selector": {"boolean": {}}}, "on", True, id="boolean selector"),
        pytest.param({"type": "multi_select"}, "a,b", ["a", "b"], id="several"),
        pytest.param({"selector": {"object": {}}}, '{"a": 1}', {"a": 1}, id="object"),
        pytest.param({"type": "string"}, "3", "3", id="text"),
    ],
)
def test_converted(field: dict[str, Any], text: str, expected: object) -> None:
    """Test that a text becomes what the field takes."""
    assert converted({"name": "x", **field}, text) == expected


def test_not_converted() -> None:
    """Test that a text that is no such thing is refused, and not repeated."""
    with pytest.raises(DevelopmentError, match="^--set x: not what .* is: integer$"):
        converted({"name": "x", "type": "integer"}, "s3cret")


@pytest.mark.parametrize("text", ["", "s3cret", "=s3cret"])
def test_no_setting(text: str) -> None:
    """Test that what is no setting is refused, and not repeated."""
    with pytest.raises(ArgumentTypeError, match="^give it as FIELD=VALUE") as caught:
        setting(text)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        pytest.param(PASSWORD, True, id="password"),
        pytest.param(
            {"name": "accessToken", "selector": {"text": {}}}, True, id="name"
        ),
        pytest.param({"name": "pin", "type": "integer"}, True, id="number"),
        pytest.param(HOST, False, id="host"),
    ],
)
def test_hides(field: dict[str, Any], expected: bool) -> None:
    """Test that a secret is known by how it is asked for, or by its name."""
    assert hides(field) is expected
