"""Test the ports of sessions that run side by side."""

from collections.abc import Collection
from itertools import islice
from pathlib import Path

import pytest

from script.development.counterparts import device_at, hub_at
from script.development.home_assistant import last_port
from script.development.ports import DEFAULT, Ports, free_ports, ports_at


@pytest.mark.parametrize(
    ("wanted", "last", "taken", "expected"),
    [
        pytest.param(None, None, [], [8123, 8133], id="first"),
        pytest.param(None, None, [8123], [8133, 8143], id="home-assistant-beside"),
        pytest.param(None, None, [8381], [8133, 8143], id="device-beside"),
        pytest.param(None, 8133, [], [8133, 8143], id="as-last"),
        pytest.param(None, 8133, [8135], [8143, 8153], id="last-taken"),
        pytest.param(None, 65533, [65533], [], id="none-left"),
        pytest.param(9000, 8133, [], [9000], id="wanted"),
        pytest.param(9000, None, [9001], [], id="wanted-taken"),
    ],
)
def test_free_ports(
    wanted: int | None,
    last: int | None,
    taken: Collection[int],
    expected: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Test that a session takes none of another's ports, and goes back to its own."""
    monkeypatch.setattr(
        "script.development.ports.free_port", lambda port: port + (port in taken)
    )
    found = islice(free_ports(wanted, last), 2)
    assert [ports.home_assistant for ports in found] == expected


def test_ports_of_sessions() -> None:
    """Test that the ports of sessions beside one another are all different."""
    sessions = [ports_at(port) for port in range(8123, 9000, 10)]
    assert sessions[0] == DEFAULT == Ports(8123, 8380)
    every = [port for ports in sessions for port in ports.all]
    assert len(set(every)) == len(every) == 3 * len(sessions)


def test_devices_of_sessions() -> None:
    """Test that no two sessions have a device or a hub in common."""
    sessions = [ports_at(port) for port in (8123, 8133, 8143)]
    devices, hubs = [*map(device_at, sessions)], [*map(hub_at, sessions)]
    for attribute in ("user_id", "serial", "name", "mac"):
        assert len({getattr(device, attribute) for device in devices}) == 3
    for attribute in ("name", "mac"):
        assert len({getattr(hub, attribute) for hub in hubs}) == 3
    assert devices[1].mac == hubs[1].mac == "02:00:00:4d:1f:c6"


@pytest.mark.parametrize("text", ["", "{}", '{"data": []}', '{"data": {}}', "[]"])
def test_no_last_port(text: str, tmp_path: Path) -> None:
    """Test that what Home Assistant left tells no port."""
    (tmp_path / ".storage").mkdir()
    assert last_port(tmp_path) is None
    (tmp_path / ".storage" / "http").write_text(text)
    assert last_port(tmp_path) is None
