"""Test following texts that review has changed into the documentation page."""

import json

import pytest

from script.reconcile.page import reworded

PAGE = """\
The **Relay** switch is on.

- **Relay**: a Relay that clicks.

{% configuration_basic %}
Relay:
  description: "It clicks."
{% endconfiguration_basic %}
"""


def strings(*texts: str) -> str:
    """Return strings.json with these."""
    return json.dumps({"entity": {str(key): text for key, text in enumerate(texts)}})


def test_followed() -> None:
    """Test that what users see is called as review has it, and prose is named."""
    page, followed, left = reworded(PAGE, strings("Relay"), strings("Outlet"))
    assert page == PAGE.replace("**Relay**", "**Outlet**").replace("Relay:", "Outlet:")
    assert followed == {"Relay": "Outlet"}
    assert left == [(3, "Relay")]
    assert reworded(page, strings("Relay"), strings("Outlet"))[:2] == (page, {})


def test_as_it_is_written() -> None:
    """Test that quotes around a field stay, and no sign of a text means anything."""
    page, followed, _ = reworded('"A (b)":\n', strings("A (b)"), strings(r"C \1"))
    assert page == '"C \\1":\n'
    assert followed == {"A (b)": r"C \1"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", strings("Outlet")),
        ("{", strings("Outlet")),
        (strings("Relay"), strings("Relay")),
        (strings("Relay"), ""),
        (strings("Relay"), strings("Outlet", "Relay")),
        (strings("Relay", "Relay"), strings("Outlet", "Plug")),
        (strings("Relay"), strings("[%key:common::a%]")),
    ],
)
def test_left_alone(before: str, after: str) -> None:
    """Test that a text stays that is there all the same, or may be either of two."""
    assert reworded(PAGE, before, after) == (PAGE, {}, [])
