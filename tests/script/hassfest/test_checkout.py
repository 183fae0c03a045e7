"""Tests for the verdict of a checkout, with a checkout that only says what it is told to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from script.hassfest.checkout import CheckoutError, compared
from script.integration.finding import Finding

SPEAKER = """
import pathlib
import sys

assert "homeassistant" in sys.modules
assert sys.argv[1:] == ["--action=validate", "--integration-path=homeassistant/components/my_device"]
assert pathlib.Path("homeassistant/components/my_device/manifest.json").is_file()
assert pathlib.Path("homeassistant/components/hue/manifest.json").is_file()
assert not pathlib.Path("homeassistant/components/my_device/old.py").exists()
assert pathlib.Path(".strict-typing").read_text().splitlines() == [
    "homeassistant.components.hue.*",
    "homeassistant.components.my_device.*",
]
print({report!r})
sys.exit({code})
"""

type Checkout = Callable[[int, str], Path]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Return a function that makes a checkout whose hassfest exits with a code after a report."""

    def make(code: int, report: str) -> Path:
        root = tmp_path / "core"
        files = {
            ".strict-typing": "homeassistant.components.hue.*\n",
            "homeassistant/__init__.py": "",
            "homeassistant/components/hue/manifest.json": "{}",
            "homeassistant/components/my_device/old.py": "",
            "script/__init__.py": "",
            "script/hassfest/__init__.py": "",
            "script/hassfest/__main__.py": SPEAKER.format(code=code, report=report),
        }
        for name, content in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content)
        return root

    return make


def finding(path: Path, check: str, *also: str) -> Finding:
    """Return what this tool finds."""
    return Finding(
        path=path / "manifest.json", check=check, message="m", mend="n", also=also
    )


def test_agreement(
    checkout: Checkout, my_device: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is added where both find nothing, and the checkout stays as it was."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    root = checkout(0, "Integrations: 1\nInvalid integrations: 0\n")
    before = sorted(root.rglob("*"))
    assert compared([], [my_device], root) == []
    assert sorted(root.rglob("*")) == before


def test_verdict(checkout: Checkout, my_device: Path) -> None:
    """Core's findings are told, and that the two agree about the checks."""
    root = checkout(
        1,
        "Integration my_device - homeassistant/components/my_device:\n"
        "* [ERROR] [MANIFEST] Domain is missing an IoT Class\n"
        "* [WARNING] [CONFIG_SCHEMA] No schema.\n\n",
    )
    ours = [
        finding(my_device, "dhcp", "manifest"),
        finding(my_device, "config_schema"),
        finding(my_device, "json"),
    ]
    assert [
        (found.check, found.message) for found in compared(ours, [my_device], root)
    ] == [
        ("core's manifest", "Domain is missing an IoT Class"),
        ("core's config_schema", "No schema"),
    ]


@pytest.mark.parametrize(
    ("code", "report", "checks", "difference"),
    [
        pytest.param(
            1,
            "* [ERROR] [ICONS] Bad.",
            [],
            "icons: only core finds fault with it",
            id="core",
        ),
        pytest.param(
            0, "", ["icons"], "icons: only this tool finds fault with it", id="here"
        ),
    ],
)
def test_difference(
    checkout: Checkout,
    my_device: Path,
    code: int,
    report: str,
    checks: list[str],
    difference: str,
) -> None:
    """A difference is told as one."""
    ours = [finding(my_device, check) for check in checks]
    found = compared(ours, [my_device], checkout(code, report))
    assert [one.message for one in found if one.check == "difference"] == [difference]


@pytest.mark.parametrize(
    ("code", "report"),
    [
        pytest.param(1, "Run from Home Assistant root", id="no finding"),
        pytest.param(3, "* [ERROR] [ICONS] Bad.", id="crash"),
    ],
)
def test_no_verdict(
    checkout: Checkout, my_device: Path, code: int, report: str
) -> None:
    """A hassfest that breaks off is no verdict."""
    with pytest.raises(
        CheckoutError, match=f"gave no verdict .exit code {code}.: "
    ) as raised:
        compared([], [my_device], checkout(code, report))
    assert report in str(raised.value)
