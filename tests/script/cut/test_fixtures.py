"""Tests of fixtures, and of tests that are given them."""

from textwrap import dedent

import pytest

from .snippets import SWITCH, TESTS_HEAD, cut_all


def test_fixture_of_what_is_gone() -> None:
    """Test that tests lose a fixture that was of what is gone, and all that need it go."""
    before = {
        "switch.py": "DELAY = 1\n",
        "tests/conftest.py": dedent(
            """\
            import pytest

            from homeassistant.components.lamp.switch import DELAY


            @pytest.fixture
            def hass():
                return []


            @pytest.fixture
            def delay():
                return DELAY
            """
        ),
        "tests/test_init.py": dedent(
            """\
            import pytest


            async def test_one(hass, delay):
                assert hass == []


            @pytest.mark.usefixtures("delay")
            async def test_two(hass):
                assert hass == []


            async def test_three(hass, delay):
                assert delay
            """
        ),
    }
    after, places = cut_all(before, SWITCH)
    assert "delay" not in after["tests/conftest.py"].lower()
    assert after["tests/test_init.py"] == dedent(
        """\
        async def test_one(hass):
            assert hass == []


        async def test_two(hass):
            assert hass == []
        """
    )
    assert not places


def test_fixture_with_a_variable_of_its_name() -> None:
    """Test that a fixture stays that tests take, when those go that only name it."""
    before = {
        "switch.py": "DELAY = 1\n",
        "tests/conftest.py": dedent(
            """\
            from unittest.mock import patch

            import pytest


            @pytest.fixture
            def setup_entry():
                with patch("lamp.setup") as setup_entry:
                    yield setup_entry
            """
        ),
        "tests/test_flow.py": dedent(
            """\
            import pytest

            from homeassistant.components.lamp.switch import DELAY


            async def test_user(hass, setup_entry):
                assert setup_entry.mock_calls == hass


            @pytest.mark.usefixtures("setup_entry")
            async def test_delay(hass):
                assert hass.flow(DELAY)
            """
        ),
    }
    after, places = cut_all(before, SWITCH)
    assert after["tests/conftest.py"] == before["tests/conftest.py"]
    assert after["tests/test_flow.py"] == dedent(
        """\
        async def test_user(hass, setup_entry):
            assert setup_entry.mock_calls == hass
        """
    )
    assert not places


def test_fixture_of_all_tests() -> None:
    """Test that a fixture stays that all tests have, when those go that name it."""
    before = {
        "switch.py": "DELAY = 1\n",
        "tests/conftest.py": dedent(
            """\
            import pytest


            @pytest.fixture(autouse=True)
            def credentials(hass):
                hass.credentials = "id"
            """
        ),
        "tests/test_flow.py": dedent(
            """\
            from homeassistant.components.lamp.switch import DELAY


            async def test_user(hass):
                assert hass.user()


            async def test_delay(hass, credentials):
                assert hass.flow(DELAY)
            """
        ),
    }
    after, places = cut_all(before, SWITCH)
    assert after["tests/conftest.py"] == before["tests/conftest.py"]
    assert "test_delay" not in after["tests/test_flow.py"]
    assert not places


@pytest.mark.parametrize("decorator", ["", '(name="platforms")'])
def test_fixture_of_one_platform(decorator: str) -> None:
    """Test that it is a place where a fixture is given one that is gone, whatever its function is called."""
    function = "set_up" if decorator else "platforms"
    conftest = f"""{TESTS_HEAD}
@pytest.fixture{decorator}
def {function}():
    return [Platform.SWITCH]


@pytest.fixture
def entry(hass, platforms):
    return hass.entry()
"""
    tests = "async def test_entry(entry):\n    assert entry\n"
    after, places = cut_all(
        {"tests/conftest.py": conftest, "tests/test_init.py": tests}, SWITCH
    )
    assert "Platform.SWITCH" not in after["tests/conftest.py"]
    assert after["tests/test_init.py"] == tests
    assert [place.code for place in places if place.blocks] == ["platforms"]


def test_fixture_in_place_of_another() -> None:
    """Test that a fixture is there as long as tests see one of its name."""
    fixture = "@pytest.fixture\ndef platforms():\n    return [{}]\n"
    conftest = TESTS_HEAD + fixture.format("Platform.SENSOR")
    tests = "async def test_entry(hass, platforms):\n    assert hass.entry(platforms)\n"
    modules = {
        "tests/conftest.py": conftest,
        "tests/test_switch.py": TESTS_HEAD + fixture.format("Platform.SWITCH") + tests,
        "tests/test_init.py": tests,
        "switch.py": "LEVEL = 1\n",
    }
    after, places = cut_all(modules, SWITCH)
    assert after["tests/test_init.py"] == tests
    assert "tests/test_switch.py" not in after
    assert not places
