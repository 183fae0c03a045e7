"""Test writing calls of a client with what another takes."""

import pytest

from script.client.parameters import Parameter
from script.scaffold.construction import constructed


def parameters(*names: str) -> list[Parameter]:
    """Return parameters of a client, those with a star by keyword."""
    return [
        Parameter(name.removeprefix("*"), None, True, name.startswith("*"))
        for name in names
    ]


BEFORE = parameters("host", "api_token", "*session")


@pytest.mark.parametrize(
    ("after", "call"),
    [
        pytest.param(
            parameters("session", "ip_address", "access_token"),
            "Acme(session=get(hass), ip_address=data[HOST], access_token=data[TOKEN])",
            id="others' names",
        ),
        pytest.param(
            parameters("host", "*password", "*timeout"),
            "Acme(host=data[HOST], password=data[TOKEN])",
            id="a secret of another name",
        ),
        pytest.param(
            parameters("host", "password", "token"),
            "Acme(host=data[HOST], token=data[TOKEN])",
            id="two secrets",
        ),
        pytest.param(parameters("host"), "Acme(host=data[HOST])", id="less"),
    ],
)
def test_constructed(after: list[Parameter], call: str) -> None:
    """Test that each parameter gets what is for it, and none what is not."""
    text = "# Gerät\nself.ä = Acme(\n    data[HOST], data[TOKEN], session=get(hass),\n)\nother(1)\n"
    assert (
        constructed(text, "Acme", BEFORE, after)
        == f"# Gerät\nself.ä = {call}\nother(1)\n"
    )


def test_expected() -> None:
    """Test that tests expect what the client is now made of, and what else they expect stays."""
    text = (
        'mock.assert_called_once_with("host", "token", session=session)\n'
        "mock.set_relay.assert_called_once_with(True)\n"
    )
    assert constructed(text, "Acme", BEFORE, parameters("address", "key")) == (
        'mock.assert_called_once_with(address="host", key="token")\n'
        "mock.set_relay.assert_called_once_with(True)\n"
    )
