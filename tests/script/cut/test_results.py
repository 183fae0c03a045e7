"""Tests of what is decided by the result of a flow that cannot be started."""

from textwrap import indent

import pytest

from .snippets import IMPORT, cut_all

HEAD = """\
from homeassistant.config_entries import SOURCE_IMPORT, SOURCE_USER


async def async_setup_platform(hass, config, log):
"""
START = """\
result = await hass.config_entries.flow.async_init(
    "lamp", context={"source": SOURCE_IMPORT}, data=config
)
"""
DECIDE = """\
if result["type"] == "abort":
    hass.warn(result["reason"])
else:
    hass.tell()
"""


def cut(body: str) -> tuple[str, list[str]]:
    """Return the body of a function of a platform after a cut, and what is left to its author."""
    after, places = cut_all({"notify.py": HEAD + indent(body, "    ")}, IMPORT)
    rest = after["notify.py"].partition("log):\n")[2]
    return rest, [place.code for place in places if place.blocks]


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        pytest.param(
            f"{START}{DECIDE}await hass.load()\n", "await hass.load()\n", id="decided"
        ),
        pytest.param(
            f"if config:\n{indent(START + DECIDE, '    ')}    return None\nhass.load()\n",
            "if config:\n    return None\nhass.load()\n",
            id="in a block of which something is left",
        ),
        pytest.param(
            f"{START}hass.load()\n{DECIDE}", "hass.load()\n", id="something between"
        ),
    ],
)
def test_decided(body: str, rest: str) -> None:
    """Test that what is only done by a result goes with it."""
    assert cut(body) == (indent(rest, "    "), [])


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(f"{START}{DECIDE}return result\n", id="returned"),
        pytest.param(f"{START}{DECIDE}log.append(result)\n", id="kept"),
        pytest.param(
            f"{START}{DECIDE}    return None\nhass.load()\n", id="leaves the function"
        ),
        pytest.param(
            f"{START}{DECIDE}    told = True\nhass.load(told)\n", id="binds a name"
        ),
        pytest.param(
            START.replace("SOURCE_IMPORT", "SOURCE_USER") + DECIDE, id="not gone"
        ),
    ],
)
def test_more_depends_on_it(body: str) -> None:
    """Test that its author decides where more is done with a result."""
    rest, places = cut(body)
    assert rest == indent(body, "    ")
    assert places == (["SOURCE_IMPORT"] if "SOURCE_IMPORT" in body else [])
