"""Tests of elements that go out of what holds them."""

from textwrap import dedent

import pytest

from .snippets import SWITCH, cut

HEAD = "from homeassistant.const import Platform\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "PLATFORMS = [Platform.SENSOR, Platform.SWITCH]",
            "PLATFORMS = [Platform.SENSOR]",
            id="list",
        ),
        pytest.param(
            "PLATFORMS = (Platform.SENSOR, Platform.SWITCH)",
            "PLATFORMS = (Platform.SENSOR,)",
            id="tuple",
        ),
        pytest.param(
            "PLATFORMS = {Platform.SENSOR, Platform.SWITCH}",
            "PLATFORMS = {Platform.SENSOR}",
            id="last of a set",
        ),
        pytest.param(
            "PLATFORMS = [Platform.SWITCH, Platform.SENSOR]",
            "PLATFORMS = [Platform.SENSOR]",
            id="first of a list",
        ),
        pytest.param(
            "PLATFORMS = [Platform.SENSOR, Platform.SWITCH, Platform.SWITCH]",
            "PLATFORMS = [Platform.SENSOR]",
            id="last two of a list",
        ),
        pytest.param(
            "PLATFORMS = frozenset((Platform.LIGHT, Platform.SWITCH, Platform.SENSOR))",
            "PLATFORMS = frozenset((Platform.LIGHT, Platform.SENSOR))",
            id="middle of an argument",
        ),
        pytest.param(
            """\
            PLATFORMS: list[Platform] = [
                Platform.LIGHT,  # A lamp
                # Its socket
                Platform.SWITCH,
                Platform.SENSOR,
            ]
            """,
            """\
            PLATFORMS: list[Platform] = [
                Platform.LIGHT,  # A lamp
                Platform.SENSOR,
            ]
            """,
            id="lines with comments",
        ),
        pytest.param(
            'NAMES = {Platform.SENSOR: "sensor", Platform.SWITCH: "switch"}',
            'NAMES = {Platform.SENSOR: "sensor"}',
            id="key of a mapping",
        ),
        pytest.param(
            'KINDS = {"meter": [Platform.SENSOR, Platform.SWITCH], "socket": [Platform.SWITCH]}',
            'KINDS = {"meter": [Platform.SENSOR], "socket": []}',
            id="list in a mapping",
        ),
        pytest.param(
            'KINDS = {"meter": Platform.SENSOR, "socket": Platform.SWITCH}',
            'KINDS = {"meter": Platform.SENSOR}',
            id="value of a mapping",
        ),
        pytest.param(
            'KINDS = [("meter", Platform.SENSOR), ("socket", Platform.SWITCH)]',
            'KINDS = [("meter", Platform.SENSOR)]',
            id="row of a table",
        ),
        pytest.param(
            """\
            SOCKETS = [Platform.SWITCH]
            PLATFORMS = [Platform.SENSOR, *SOCKETS]
            """,
            "PLATFORMS = [Platform.SENSOR]",
            id="star",
        ),
        pytest.param(
            """\
            METERS = [Platform.SENSOR]
            SOCKETS = [Platform.SWITCH]
            PLATFORMS = METERS + SOCKETS
            """,
            """\
            METERS = [Platform.SENSOR]
            PLATFORMS = METERS
            """,
            id="sum",
        ),
        pytest.param(
            """\
            def platforms(lamp):
                found = [Platform.SENSOR]
                if lamp.socket:
                    found.append(Platform.SWITCH)
                return found
            """,
            """\
            def platforms(lamp):
                found = [Platform.SENSOR]
                return found
            """,
            id="statement, and a condition that has nothing else",
        ),
        pytest.param(
            """\
            async def async_setup_entry(hass, entry):
                try:
                    await hass.forward(entry, [Platform.SWITCH])
                except ValueError:
                    hass.log("No socket")
                await hass.forward(entry, [Platform.SENSOR])
            """,
            """\
            async def async_setup_entry(hass, entry):
                await hass.forward(entry, [Platform.SENSOR])
            """,
            id="attempt at what goes",
        ),
    ],
)
def test_platform(before: str, after: str) -> None:
    """Test what names a platform, without that platform."""
    assert cut(HEAD + dedent(before), SWITCH) == HEAD + dedent(after).rstrip() + (
        "\n" if before.endswith((" ", "\n")) else ""
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            """\
            from enum import StrEnum

            class Mode(StrEnum):
                SWITCH = "switch"

            MODES = [Mode.SWITCH]
            """,
            id="enumeration of the author",
        ),
        pytest.param(
            """\
            from .lamps import Platform

            KINDS = [Platform.SWITCH]
            """,
            id="another class of that name",
        ),
        pytest.param(
            """\
            def snapshot(data):
                return {key: value for key, value in data.items() if key != "switch"}
            """,
            id="copy with a filter",
        ),
    ],
)
def test_nothing_of_the_platform(text: str) -> None:
    """Test that what only has the name of a platform stays, byte for byte."""
    assert cut(text, SWITCH) == dedent(text)


def test_alias() -> None:
    """Test that a platform is known by whatever name it is imported."""
    assert cut(
        """\
            from homeassistant import const as ha

            PLATFORMS = [ha.Platform.SENSOR, ha.Platform.SWITCH]
            """,
        SWITCH,
    ) == dedent(
        """\
            from homeassistant import const as ha

            PLATFORMS = [ha.Platform.SENSOR]
            """
    )
