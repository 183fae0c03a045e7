"""Test which secrets an entry is said to hold."""

from pathlib import Path
from textwrap import indent

import pytest

from script.integration.contribution import contribution
from script.rules.scale.entry_data import kept_secrets

from .small import small

FLOW = """
import probatio
from homeassistant.config_entries import ConfigFlow
from homeassistant.const import CONF_PASSWORD

SCHEMA = probatio.Schema({{probatio.Required(probatio.Secret(CONF_PASSWORD)): str}})


class PumpFlow(ConfigFlow, domain="pump"):
    async def async_step_user(self, user_input=None):
        tokens = await log_in(user_input[CONF_PASSWORD])
{lines}
"""


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        pytest.param(
            'return self.async_create_entry(title="", data=user_input)',
            {"password"},
            id="all that was entered",
        ),
        pytest.param(
            'return self.async_create_entry(title="", data=tokens.as_dict())',
            {"password"},
            id="unknown",
        ),
        pytest.param(
            'return self.async_create_entry(title="", data={**user_input, "token": 1})',
            {"password"},
            id="more than was entered",
        ),
        pytest.param(
            'return self.async_create_entry(title="", data={tokens.name: 1})',
            {"password"},
            id="unknown key",
        ),
        pytest.param("return tokens", {"password"}, id="no entry"),
        pytest.param(
            'return self.async_create_entry(title="", data={"email": 1, "token": 2})',
            {"token"},
            id="tokens",
        ),
        pytest.param(
            'return self.async_create_entry(title="", data={"username": 1})',
            set(),
            id="no secret",
        ),
        pytest.param(
            'return self.async_create_entry(title="", data={"email": 1} | {CONF_PASSWORD: 2})',
            {"password"},
            id="two mappings",
        ),
        pytest.param(
            'return self.async_create_entry(title="", data={"token": 1}, options={"pin": 2})',
            {"token", "pin"},
            id="options",
        ),
        pytest.param(
            'data = {"email": 1}\ndata["token"] = 2\ndata.update({"pin": 3})\n'
            'return self.async_create_entry(title="", data=dict(data))',
            {"token", "pin"},
            id="variable",
        ),
        pytest.param(
            'data = {"email": 1}\ndata = {**data, "token": 2}\n'
            'return self.async_create_entry(title="", data=data)',
            {"token"},
            id="variable made of itself",
        ),
        pytest.param(
            'self._data = {"token": 1}\n'
            'return self.async_create_entry(title="", data=self._data)',
            {"token"},
            id="attribute",
        ),
        pytest.param(
            'user_input = {"token": 1}\n'
            'return self.async_create_entry(title="", data=user_input)',
            {"password"},
            id="parameter",
        ),
        pytest.param(
            "entry = self._get_reauth_entry()\n"
            "return self.async_update_reload_and_abort(\n"
            '    entry, data={**entry.data, "token": 1}, data_updates={"pin": 2}\n'
            ")",
            {"token", "pin"},
            id="updates",
        ),
    ],
)
def test_kept_secrets(tmp_path: Path, lines: str, kept: set[str]) -> None:
    """Test what is found in a flow that exchanges a password for tokens."""
    flow = FLOW.format(lines=indent(lines, " " * 8))
    assert kept_secrets(contribution(small(tmp_path, {"config_flow.py": flow}))) == kept
