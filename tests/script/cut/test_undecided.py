"""Tests of what a cut leaves to the author."""

import pytest

from script.cut.absence import Absence

from .snippets import REAUTH, cut_step


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
            "if user_input:\n    self._get_reauth_entry()\nelse:\n    self._find()\n",
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
