"""Leave out reasons for which a flow ends that Home Assistant has a text for."""

from collections.abc import Iterator
from typing import Any, Final

from script.integration.json_file import dump
from script.rules.flow.texts import needless_reasons

from .change import Content
from .codemod import Codemod, kept, pairs
from .strings import NAME
from .subject import Subject

_FLOW: Final = """
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_reauth_confirm(self, user_input=None):
        return self.async_update_reload_and_abort(self._get_reauth_entry())
"""
_OWN: Final = """
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_abort(reason="reauth_successful")
"""


def _texts(**reasons: str) -> str:
    return dump({"config": {"abort": reasons}}, sort="all").decode()


@Codemod(
    name="abort-texts",
    title="Leave out reasons that Home Assistant has a text for",
    changes=pairs(
        (
            {NAME: _texts(reauth_successful="Done"), "config_flow.py": _FLOW},
            {NAME: "{}\n", "config_flow.py": _FLOW},
        ),
        (
            {
                NAME: _texts(already_configured="Known", reauth_successful="Done"),
                "config_flow.py": _FLOW,
            },
            {NAME: _texts(already_configured="Known"), "config_flow.py": _FLOW},
        ),
        (
            {
                NAME: _texts(reauth_successful="Done", reconfigure_successful="Done"),
                "config_flow.py": _FLOW,
            },
            {NAME: "{}\n", "config_flow.py": _FLOW},
        ),
    ),
    keeps=kept(
        {NAME: _texts(already_configured="Known"), "config_flow.py": _FLOW},
        {NAME: _texts(reauth_successful="Done"), "config_flow.py": _OWN},
        {NAME: _texts(reauth_successful="Done")},
    ),
)
def abort_texts(subject: Subject) -> Iterator[Content]:
    """Yield the texts without those reasons."""
    strings: Any = subject.json(NAME)
    if strings is None:
        return
    needless = [*needless_reasons(subject.integration)]
    if not needless:
        return
    flow = strings["config"]
    for reason in needless:
        del flow["abort"][reason]
    if not flow["abort"]:
        del flow["abort"]
    if not flow:
        del strings["config"]
    path = f"{subject.places.integration}{NAME}"
    yield Content(path, 1, content=dump(strings, sort="all"))
