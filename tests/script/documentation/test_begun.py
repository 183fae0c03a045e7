"""Test the blanks of a page: those that it begins with, and how they go."""

from pathlib import Path
import sys

import pytest

from script.documentation.__main__ import main
from script.documentation.completed import completed
from script.integration.blanks import MARK, blank, blanks_in
from script.integration.contribution import contribution
from script.integration.files import forget
from script.integration.tree import Places
from script.scaffold import MODEL

from tests.edits import edit

PLACES = Places(MODEL)


def began(tree: Path) -> str:
    """Return the page that the integration in a tree begins with."""
    (tree / PLACES.page).unlink(missing_ok=True)
    forget()
    return completed(contribution(tree / PLACES.integration))


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        pytest.param(
            "manifest.json",
            '"local_polling"',
            '"cloud_polling"',
            "No cloud is involved.",
            id="local",
        ),
        pytest.param(
            "coordinator.py",
            "seconds=30",
            "seconds=45",
            "for new data every 30 seconds.",
            id="interval",
        ),
        pytest.param(
            "config_flow.py",
            "async_step_reconfigure",
            "async_step_other",
            "### Changing the connection",
            id="reconfigure",
        ),
        pytest.param(
            "config_flow.py",
            "async_step_reauth(",
            "async_step_other(",
            '{% details "Authentication expired" %}',
            id="reauth",
        ),
        pytest.param(
            "manifest.json", '"zeroconf"', '"other"', "add it manually", id="discovery"
        ),
        pytest.param(
            "manifest.json",
            '"local_polling"',
            '"cloud_polling"',
            "3. Check in your router",
            id="host",
        ),
        pytest.param(
            "config_flow.py",
            "async_step_reconfigure",
            "async_step_other",
            "To change its connection, [reconfigure](#changing-the-connection) that entry",
            id="already configured",
        ),
        pytest.param(
            "config_flow.py",
            "async_step_reconfigure",
            "async_step_other",
            "2. If its IP address has changed, [reconfigure]",
            id="unavailable",
        ),
        pytest.param(
            "quality_scale.yaml",
            "  docs-use-cases: done",
            "  docs-use-cases:\n    status: exempt\n    comment: None.",
            "## Use cases",
            id="exempt",
        ),
        pytest.param(
            "coordinator.py",
            "raise UpdateFailed",
            "raise HomeAssistantError",
            "as soon as it gets an answer",
            id="exception",
        ),
        pytest.param(
            "config_flow.py",
            'reason="wrong_account"',
            'reason="other"',
            "not for what this entry was set up with",
            id="mismatch",
        ),
    ],
)
def test_begun_by_what_the_code_has(
    tree: Path, path: str, old: str, new: str, said: str
) -> None:
    """Test that a page begins with what its code has, and says nothing of what it has not."""
    assert said in began(tree)
    if path == "manifest.json" and "zeroconf" in old:
        edit(
            tree / PLACES.integration / "config_flow.py",
            ("async_step_zeroconf", "async_step_other"),
        )
    edit(tree / PLACES.integration / path, (old, new))
    assert said not in began(tree)


def test_page_of_a_hub(tree: Path) -> None:
    """Test that a hub is called one wherever the page says what is reached."""
    of_device = began(tree)
    edit(
        tree / PLACES.integration / "manifest.json",
        ('"integration_type": "device"', '"integration_type": "hub"'),
    )
    of_hub = began(tree)
    for said in (
        "Nothing that behaves like the {} answered at this host.",
        "1. If the {} has another IP address now",
        "Check the power and the network connection of the {}.",
        'details "The {} is not discovered"',
        "If a discovered {} was added before",
    ):
        assert said.format("device") in of_device
        assert said.format("hub") in of_hub
        assert said.format("device") not in of_hub


def test_entities_without_names(tree: Path) -> None:
    """Test that what entities without names of their own are is for their author to say."""
    edit(
        tree / PLACES.integration / "switch.py",
        (', translation_key="relay"', ""),
    )
    edit(
        tree / PLACES.integration / "strings.json",
        ('"relay"', '"none"'),
        ('"Relay"', '"{none}"'),
    )
    assert f"### Switches\n\n{blank('Say what they are, and of what')}\n" in began(tree)


def test_field_is_explained_once(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a page takes over how the form explains a field, once its author has filled that in."""
    strings = tree / PLACES.integration / "strings.json"
    text = "The hostname or IP address of the device on your network."
    edit(strings, (text, blank('Say \\"where\\" it is')))
    page = tree / PLACES.page
    page.write_text(began(tree))
    forget()
    field = next(
        each
        for each in blanks_in(page)
        if "where" in page.read_text().splitlines()[each.line - 1]
    )
    assert "Host:" in page.read_text().splitlines()[field.line - 2]
    edit(
        strings, (blank('Say \\"where\\" it is'), r"A host\\name, or \"its\" address.")
    )
    forget()
    monkeypatch.setattr(
        sys, "argv", ["documentation", str(tree / PLACES.integration), "--write"]
    )
    left = page.read_text().count(MARK)
    assert main() == 0
    written = page.read_text()
    assert 'Host:\n  description: "A host\\\\name, or \\"its\\" address."\n' in written
    assert written.count(MARK) == left - 1
    output = capsys.readouterr().out
    assert f"Yours to write ({left - 1}):\n" in output
    assert output.endswith(
        f"The pages say what the code says, and {left - 1} blanks are yours to write\n"
    )


def test_another_device(tree: Path) -> None:
    """Test that it is told what to do where another device than the entry's answers."""
    said = "Your router may have given the IP address to another device."
    assert said in began(tree)
    edit(
        tree / PLACES.integration / "coordinator.py",
        ("self.config_entry.unique_id", "self.config_entry.other_id"),
    )
    assert said not in began(tree)
