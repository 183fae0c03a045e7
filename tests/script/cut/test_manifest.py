"""Test what a manifest needs without a feature."""

import json
from typing import Any

import pytest

from script.cut.manifest import tier_in, with_tier, without_keys

MANIFEST = {
    "domain": "pump",
    "after_dependencies": ["zeroconf"],
    "bluetooth": [{"local_name": "P"}],
    "dependencies": ["bluetooth_adapters", "http", "usb"],
    "quality_scale": "gold",
    "requirements": ["pump-client==1.0.0", "pump-ble[fast]>=2"],
    "usb": [{"vid": "1"}],
    "zeroconf": ["_pump._tcp.local."],
}


@pytest.mark.parametrize(
    ("keys", "components", "packages", "changed"),
    [
        pytest.param([], [], [], {}, id="nothing"),
        pytest.param(
            ["zeroconf"],
            [],
            [],
            {"zeroconf": None, "after_dependencies": None},
            id="discovery and the integration behind it",
        ),
        pytest.param(
            ["bluetooth"],
            [],
            [],
            {"bluetooth": None, "dependencies": ["http", "usb"]},
            id="discovery and the adapters",
        ),
        pytest.param(
            [],
            ["http", "usb"],
            [],
            {"dependencies": ["bluetooth_adapters", "usb"]},
            id="imported no more, but named by a key",
        ),
        pytest.param(
            [],
            [],
            ["pump_ble"],
            {"requirements": ["pump-client==1.0.0"]},
            id="package imported no more",
        ),
    ],
)
def test_keys(
    keys: list[str],
    components: list[str],
    packages: list[str],
    changed: dict[str, Any],
) -> None:
    """Test that keys go, and with them what only they needed."""
    rest = without_keys(json.dumps(MANIFEST), keys, components, packages)
    wanted = MANIFEST | changed
    assert json.loads(rest) == {
        key: value for key, value in wanted.items() if value is not None
    }


@pytest.mark.parametrize("tier", ["silver", None])
def test_tier(tier: str | None) -> None:
    """Test that the tier is set, or goes."""
    text = with_tier(json.dumps(MANIFEST), tier)
    assert tier_in(text) == tier
    assert ("quality_scale" in text) is (tier is not None)


def test_no_tier_is_claimed_for_an_author() -> None:
    """Test that a manifest without a tier gets none."""
    assert with_tier('{"domain": "pump"}', "gold") == '{"domain": "pump"}'
