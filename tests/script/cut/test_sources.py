"""Tests of conditions on what started a flow, decided by what is left that could have."""

from dataclasses import replace
from textwrap import dedent, indent

import pytest

from .snippets import RECONFIGURE, cut_all

FLOW = """\
import lamplib
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    SOURCE_RECONFIGURE,
    SOURCE_USER,
    SOURCE_ZEROCONF,
    ConfigFlow,
)


class LampFlow({base}, domain="lamp"):
    async def async_step_user(self, user_input=None):
{user}
    async def async_step_reconfigure(self, user_input=None):
        return await self.async_step_user()
"""
USER = """\
if self.source == SOURCE_USER:
    return self._create()
return self._update(self._get_reconfigure_entry())
"""


def cut_flow(
    user: str, others: str = "", base: str = "ConfigFlow", inherited: str = ""
) -> tuple[str, bool]:
    """Return the user's step of a flow that cannot be reconfigured, and whether all of it is decided."""
    text = FLOW.format(base=base, user=indent(dedent(user), " " * 8))
    absence = replace(RECONFIGURE, inherited=frozenset(inherited.split()))
    after, places = cut_all(
        {"config_flow.py": text + indent(dedent(others), " " * 4)}, absence
    )
    _, _, rest = after["config_flow.py"].partition("user_input=None):\n")
    return dedent(rest.partition("    async def")[0]).strip() + "\n", not places


@pytest.mark.parametrize(
    "condition",
    [
        "self.source == SOURCE_USER",
        'self.source == "user"',
        "self.source in (SOURCE_USER, SOURCE_ZEROCONF)",
        "not self.source != SOURCE_USER",
        'self.context["source"] == SOURCE_USER',
    ],
)
def test_only_the_user_is_left(condition: str) -> None:
    """Test that a condition holds if nothing else starts the flow."""
    user = USER.replace("self.source == SOURCE_USER", condition)
    assert cut_flow(user) == ("return self._create()\n", True)


REAUTH = """\
async def async_step_reauth(self, entry_data):
    {}
"""


@pytest.mark.parametrize(
    ("others", "base", "inherited"),
    [
        pytest.param(
            REAUTH.format("return await self.async_step_user()"),
            "ConfigFlow",
            "",
            id="step that goes there",
        ),
        pytest.param(
            REAUTH.format('return self.async_show_form(step_id="user")'),
            "ConfigFlow",
            "",
            id="form of the step",
        ),
        pytest.param(
            REAUTH.format("return await self._ask()")
            + "async def _ask(self):\n    return await self.async_step_user()\n",
            "ConfigFlow",
            "",
            id="by a helper",
        ),
        pytest.param(
            REAUTH.format('return await getattr(self, f"async_step_{self.kind}")()'),
            "ConfigFlow",
            "",
            id="name that is put together",
        ),
        pytest.param("", "ConfigFlow", "zeroconf", id="step that is inherited"),
        pytest.param("", "lamplib.Flow", "", id="base class that is not known"),
    ],
)
def test_something_else_may_have_started_it(
    others: str, base: str, inherited: str
) -> None:
    """Test that a condition is not decided where other flows come to it."""
    text, is_decided = cut_flow(USER, others, base, inherited)
    assert not is_decided
    assert text.startswith("if self.source == SOURCE_USER:\n")


def test_other_flows_go_elsewhere() -> None:
    """Test that a condition holds where no other flow comes to its step."""
    others = REAUTH.format("return self._update(self._get_reauth_entry())")
    assert cut_flow(USER, others) == ("return self._create()\n", True)


def test_helper_of_home_assistant_calls_a_method() -> None:
    """Test that a method is reached from every step if a class of Home Assistant calls it."""
    text = dedent(
        """\
        from homeassistant.config_entries import SOURCE_USER
        from homeassistant.helpers.config_entry_oauth2_flow import AbstractOAuth2FlowHandler


        class LampFlow(AbstractOAuth2FlowHandler, domain="lamp"):
            async def async_oauth_create_entry(self, data):
                if self.source == SOURCE_USER:
                    return self._create()
                return self._get_reconfigure_entry()

            async def async_step_reconfigure(self, user_input=None):
                return await self.async_step_user()
        """
    )
    after, places = cut_all({"config_flow.py": text}, RECONFIGURE)
    assert "self.source" not in after["config_flow.py"]
    assert not places
    reauth = indent(REAUTH.format("return await self.async_step_user()"), "    ")
    after, places = cut_all({"config_flow.py": f"{text}\n{reauth}"}, RECONFIGURE)
    assert "if self.source == SOURCE_USER:" in after["config_flow.py"]
    assert places
