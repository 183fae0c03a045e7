"""Tests of what a cut leaves to the author."""

import pytest

from script.cut.absence import Absence

from .snippets import IMPORT, REAUTH, cut_all, cut_step


@pytest.mark.parametrize(
    ("body", "absence", "code"),
    [
        pytest.param(
            "if await self._find() and self.source == SOURCE_REAUTH:\n"
            "    return 1\n"
            "return 2\n",
            REAUTH,
            "await self._find() and self.source == SOURCE_REAUTH",
            id="await in the condition",
        ),
        pytest.param(
            "assert self.source == SOURCE_REAUTH\nreturn 2\n",
            REAUTH,
            "assert self.source == SOURCE_REAUTH",
            id="assertion that fails",
        ),
        pytest.param(
            "if user_input:\n    self._get_reauth_entry()\n"
            "elif self.hass:\n    self._find()\nelse:\n    self._ask()\n",
            REAUTH,
            "self._get_reauth_entry()",
            id="empty body",
        ),
        pytest.param(
            "entry = self._get_reauth_entry()\nreturn entry.data\n",
            REAUTH,
            "self._get_reauth_entry",
            id="still used",
        ),
    ],
)
def test_left_to_author(body: str, absence: Absence, code: str) -> None:
    """Test that what cannot be decided stays as it is, and is named."""
    text, places = cut_step(body, absence)
    assert text == body
    assert [place.code for place in places if place.blocks] == [code]


IMPORTS = """
from homeassistant.config_entries import SOURCE_IMPORT


async def async_setup_platform(hass, config):
    result = await hass.config_entries.flow.async_init(
        "lamp", context={"source": SOURCE_IMPORT}, data=config
    )
    return result["type"]
"""


def test_flow_that_is_started_and_cannot_begin() -> None:
    """Test that a source is more than odd where a flow is started with it, and goes where it can."""
    (place,) = cut_all({"notify.py": IMPORTS}, IMPORT)[1]
    assert (place.code, place.blocks) == ("SOURCE_IMPORT", True)
    alone = IMPORTS.replace("result = ", "").replace('\n    return result["type"]', "")
    after, places = cut_all({"notify.py": alone + "    await hass.load()\n"}, IMPORT)
    assert not places
    assert "SOURCE_IMPORT" not in after["notify.py"]
    assert "await hass.load()" in after["notify.py"]
