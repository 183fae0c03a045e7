"""Tests of callbacks that a cut leaves nothing of."""

from pathlib import Path
from textwrap import dedent, indent

import pytest

from .snippets import REAUTH, cut_all

LIBRARY = '''\
class Client:
    """A client."""

    def connect(self, on_refused=None):
        """Connect."""

    def listen(self, host, *, port=1, on_refused=None):
        """Listen."""

    def watch(self, on_refused):
        """Watch."""
'''
HEAD = "async def async_setup_entry(hass, entry, client):\n"
CALLBACK = '''\
def ask_again():
    """Ask for the password."""
    entry.async_start_reauth(hass)

'''


def cut(body: str, head: str, **modules: str) -> tuple[str, list[str]]:
    """Return a body after a cut, and what is left to its author."""
    text = f"{head}{HEAD}{indent(body, '    ')}"
    after, places = cut_all({"__init__.py": text, **modules}, REAUTH)
    rest = dedent(after["__init__.py"].removeprefix(f"{head}{HEAD}"))
    return rest, [place.code for place in places if place.blocks]


@pytest.fixture(params=["integration", "library"])
def head(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, dict[str, str]]:
    """Return how the client is imported, and what is in the integration beside."""
    if request.param == "integration":
        return "from .api import Client\n\n\n", {"api.py": LIBRARY}
    package = tmp_path / "lamp_of_a_test"
    package.mkdir()
    (package / "__init__.py").write_text(LIBRARY)
    request.getfixturevalue("monkeypatch").syspath_prepend(tmp_path)
    return "from lamp_of_a_test import Client\n\n\n", {}


@pytest.mark.parametrize(
    ("call", "rest"),
    [
        ("client.connect(ask_again)", "client.connect()"),
        ("client.connect(on_refused=ask_again)", "client.connect()"),
        ("client.connect(\n    ask_again,\n)", "client.connect()"),
        ("client.listen(1, on_refused=ask_again)", "client.listen(1)"),
        (
            "client.listen(1, on_refused=ask_again, port=2)",
            "client.listen(1, port=2)",
        ),
    ],
)
def test_callback_that_is_optional(
    call: str, rest: str, head: tuple[str, dict[str, str]]
) -> None:
    """Test that a callback goes that has nothing to do, where what it is given to does without."""
    assert cut(f"{CALLBACK}{call}\n", head[0], **head[1]) == (f"{rest}\n", [])


@pytest.mark.parametrize(
    "use",
    [
        pytest.param("client.watch(ask_again)", id="required"),
        pytest.param("client.unknown(ask_again)", id="unknown"),
        pytest.param("client.on_refused = ask_again", id="no call"),
        pytest.param("client.connect(ask_again)\nask_again()", id="called as well"),
        pytest.param("client.connect(ask_again, 2)", id="not the last"),
    ],
)
def test_callback_that_is_needed(use: str, head: tuple[str, dict[str, str]]) -> None:
    """Test that its author decides where something may need the callback."""
    body = f"{CALLBACK}{use}\n"
    assert cut(body, head[0], **head[1]) == (body, ["entry.async_start_reauth(hass)"])
