"""Tests of errors that something absent is told of."""

from textwrap import indent

import pytest

from .snippets import REAUTH, cut_all

HEAD = "async def listen(entry, client):\n"
CALL = "entry.async_start_reauth(hass)\n"
ALONE = f"try:\n    await client.listen()\nexcept AuthError:\n    {CALL}"
FIRST = f"{ALONE}except OSError:\n    client.close()\n"


def cut(body: str) -> tuple[str, list[str]]:
    """Return the body of a function without reauthentication, and what is left to the author."""
    after, places = cut_all({"sensor.py": HEAD + indent(body, "    ")}, REAUTH)
    return after["sensor.py"], [place.code for place in places if place.blocks]


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        pytest.param(ALONE, "await client.listen()\n", id="only one"),
        pytest.param(
            FIRST, FIRST.replace(f"except AuthError:\n    {CALL}", ""), id="one of two"
        ),
        pytest.param(
            f"async with client:\n{indent(ALONE, '    ')}",
            "async with client:\n    await client.listen()\n",
            id="in a context",
        ),
        pytest.param(
            f"{ALONE}finally:\n    client.close()\n",
            "try:\n    await client.listen()\nfinally:\n    client.close()\n",
            id="something remains to be done in any case",
        ),
        pytest.param(
            f"{ALONE}    raise\n",
            "try:\n    await client.listen()\nexcept AuthError:\n    raise\n",
            id="raised as well",
        ),
    ],
)
def test_error_is_raised(body: str, rest: str) -> None:
    """Test that an error is raised with which only something absent is started, at the end of a function."""
    assert cut(body) == (HEAD + indent(rest, "    "), [])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{ALONE}client.close()\n", id="something follows"),
        pytest.param(
            f"while True:\n{indent(ALONE, '    ')}", id="something follows in a loop"
        ),
        pytest.param(
            f"{ALONE}else:\n    client.close()\n", id="followed without an error"
        ),
        pytest.param(
            f"try:\n{indent(ALONE, '    ')}except ValueError:\n    client.close()\n",
            id="another one may handle it",
        ),
        pytest.param(
            ALONE.replace(CALL, f"if client.is_open:\n        {CALL}"),
            id="decided first",
        ),
    ],
)
def test_error_may_be_missed(body: str) -> None:
    """Test that its author decides where more than an error is different without the handler."""
    text, places = cut(body)
    assert text == HEAD + indent(body, "    ")
    assert places == [CALL.strip()]
