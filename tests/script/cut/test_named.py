"""Test what code is seen to name."""

import pytest

from script.cut.named import components, mentioned, named, packages, steps


@pytest.mark.parametrize(
    ("code", "names"),
    [
        pytest.param(
            'raise Error(translation_key="refused")', {"refused"}, id="string"
        ),
        pytest.param(
            "from homeassistant.const import CONF_HOST", {"host"}, id="constant"
        ),
        pytest.param(
            "from homeassistant.components.sensor.const import DOMAIN",
            {"sensor"},
            id="constant of an integration",
        ),
        pytest.param(
            "self._abort_if_unique_id_configured()",
            {"already_configured"},
            id="reason of a helper",
        ),
        pytest.param(
            "self._async_abort_entries_match({})",
            {"already_configured"},
            id="reason of what a helper calls",
        ),
        pytest.param(
            "self.async_set_unique_id(x)", {"already_in_progress"}, id="another reason"
        ),
    ],
)
def test_named(code: str, names: set[str]) -> None:
    """Test names, strings and the reasons of helpers."""
    assert names <= named([code])
    assert not names & named(["pass"])


@pytest.mark.parametrize(
    ("code", "names"),
    [
        pytest.param("flow.host = entry.data", {"host", "entry"}, id="identifiers"),
        pytest.param("def flush(hard): ...", {"flush", "hard"}, id="function"),
    ],
)
def test_mentioned(code: str, names: set[str]) -> None:
    """Test that identifiers are mentioned, and name no text."""
    assert names <= mentioned([code])
    assert not names & named([code])


def test_comments_name_nothing() -> None:
    """Test that words of comments and documentation are no names."""
    assert not {"refused"} & mentioned(['"""It is refused."""\n# refused\n'])


def test_steps() -> None:
    """Test that steps are those of flows, by their methods and where they are shown."""
    flow = 'async def async_step_user(self):\n    return self.show(step_id="pair")'
    assert {"user", "pair"} <= steps([flow])
    assert steps(['x = "pair"']) == frozenset()


def test_steps_of_a_helper() -> None:
    """Test that the steps count of the flows of Home Assistant that a flow may derive from."""
    code = "from homeassistant.helpers import config_entry_oauth2_flow"
    assert {"pick_implementation", "auth"} <= steps([code])
    assert "zeroconf" not in steps(["from homeassistant import config_entries"])


def test_imports() -> None:
    """Test what is imported, wherever that stands."""
    code = (
        "import pump.ble as ble\nfrom homeassistant.components import dhcp\n"
        "def f():\n    from homeassistant.components.usb import scan\nfrom . import x\n"
    )
    assert components([code]) == {"dhcp", "usb"}
    assert packages([code]) == {"pump", "homeassistant"}
