"""Tests of docstrings that lose entries."""

from textwrap import dedent

from .snippets import SWITCH, cut_all


def test_entries_of_what_went() -> None:
    """Test that attributes and errors go, a section with its last one, and no others."""
    before = {
        "switch.py": "from .lamp import Lamp\n\nprint(Lamp().socket, Lamp().turn_on())\n",
        "lamp.py": dedent(
            '''\
            class LampError(Exception):
                """A lamp that does not answer."""


            class Lamp:
                """Represent a lamp.

                Attributes:
                    socket: What it is plugged into,
                        or nothing.
                    brightness: How bright it is.
                """

                socket = None
                brightness = 1

                def turn_on(self):
                    """Turn it on."""


            def check(lamp):
                """Check a lamp.

                Raises:
                    LampError: It does not answer.
                """
                if lamp.brightness:
                    raise LampError
            '''
        ),
        "sensor.py": "from .lamp import Lamp, check\n\ncheck(Lamp())\n",
    }
    after, places = cut_all(before, SWITCH)
    assert after["lamp.py"] == before["lamp.py"].replace(
        "        socket: What it is plugged into,\n            or nothing.\n", ""
    ).replace("    socket = None\n", "").replace(
        '\n    def turn_on(self):\n        """Turn it on."""\n', ""
    )
    assert not places
