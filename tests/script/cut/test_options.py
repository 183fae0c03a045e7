"""Tests of conditions on options that nobody can set."""

from textwrap import dedent

import pytest

from .snippets import CONST, FLOW, OPTIONS, SETUP, cut_all, cut_setup


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            """\
            if entry.options.get(CONF_QUIET, False): _LOGGER.info("Quiet")
            return None
            """,
            """\
            return None
            """,
            id="false by default",
        ),
        pytest.param(
            """\
            if entry.options.get(CONF_LOUD, DEFAULT_LOUD): _LOGGER.info("Loud")
            return None
            """,
            """\
            _LOGGER.info("Loud")
            return None
            """,
            id="true by default",
        ),
        pytest.param(
            """\
            if entry.options.get("quiet", False): return
            await hass.config_entries.async_forward_entry_setups(entry, ["sensor"])
            """,
            """\
            await hass.config_entries.async_forward_entry_setups(entry, ["sensor"])
            """,
            id="early return",
        ),
        pytest.param(
            """\
            if entry.options.get(CONF_LOUD, DEFAULT_LOUD):
                hass.shout()
                return

            hass.whisper()
            """,
            """\
            hass.shout()
            """,
            id="return at the end",
        ),
        pytest.param(
            """\
            if CONF_LOUD in entry.options or not entry.options:
                hass.shout()
            """,
            """\
            hass.shout()
            """,
            id="nothing in it",
        ),
        pytest.param(
            """\
            options = entry.options
            if (loud := options.get(CONF_LOUD)) is not None:
                hass.shout(loud)
            return {**entry.data, **entry.options}
            """,
            """\
            return {**entry.data}
            """,
            id="variable, walrus and union",
        ),
    ],
)
def test_options(before: str, after: str) -> None:
    """Test conditions on options, without an options flow."""
    text, places = cut_setup(before, OPTIONS)
    assert text == dedent(after)
    assert not places


def test_option_outside_of_condition() -> None:
    """Test that an option that nobody can set yet is still read, and remarked."""
    body = "return hass.listen(entry.options.get(CONF_LOUD, DEFAULT_LOUD))\n"
    text, [place] = cut_setup(body, OPTIONS)
    assert text == body
    assert (place.line, place.code, place.blocks) == (11, "entry.options", False)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("return self.options[0]\n", id="other object"),
        pytest.param(
            "if description.options.get('quiet'):\n    return 1\n", id="description"
        ),
    ],
)
def test_other_options(body: str) -> None:
    """Test that options of anything but a config entry stay."""
    text, places = cut_setup(body, OPTIONS)
    assert (text, places) == (body, [])


def test_options_of_another_flow() -> None:
    """Test that options are not taken for empty that the config flow itself writes."""
    setup = SETUP + "    if entry.options.get(CONF_LOUD):\n        hass.shout()\n"
    flow = (
        FLOW + '        return self.async_create_entry(data={}, options={"loud": 1})\n'
    )
    modules = {"__init__.py": setup, "const.py": CONST, "config_flow.py": flow}
    assert cut_all(modules, OPTIONS) == (modules, [])
