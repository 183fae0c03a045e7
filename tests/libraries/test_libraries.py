"""Test making integrations around libraries from the package registry, each of another kind.

They are installed into this environment, so it is not done unless it is demanded: LIBRARIES_DEMANDED=1 tests/libraries.
"""

import os
from pathlib import Path
from typing import Final

import pytest

from script.copying import copy_tree
from script.scaffold import __main__ as command

from tests.model import needs_every_model

if not os.environ.get("LIBRARIES_DEMANDED"):
    pytest.skip("libraries are not demanded", allow_module_level=True)
needs_every_model()

LIBRARIES: Final = {
    "a part that the client returns, and actions": (
        "peblar==2.1.0",
        *("--noun", "charger", "--category", "energy.ev_charging"),
        *("--state", "ev_interface()", "--state", "meter()"),
        *("--entity", "State=cp_state", "--entity", "power_total:W"),
        *("--entity", "Session energy=energy_session:Wh"),
        *("--entity", "Lifetime energy=energy_total:Wh"),
        *("--entity", "Limit source=charge_current_limit_source"),
        *("--entity", "Vehicle=lock_state", "--entity", "identify()"),
        *("--entity", "Single phase=force_single_phase"),
        *("--entity", "Charge limit=charge_current_limit:mA:6000..16000"),
        *("--discovery", "_http._tcp.local.,sn,pblr-*"),
    ),
    "it blocks": (
        "dremel3dpy==2.1.1",
        *("--client-class", "Dremel3DPrinter"),
        *("--identity", "get_serial_number()", "--state", "refresh()"),
        *("--entity", "get_remaining_time():s", "--entity", "get_job_name()"),
        *("--entity", "is_busy()", "--entity", "get_printing_progress():%"),
    ),
    "a session of its own": (
        "vallox-websocket-api==6.1.0",
        *("--client-class", "Vallox", "--state", "fetch_metric_data()"),
        *("--identity", "fetch_metric_data().uuid", "--entity", "cell_state"),
    ),
    "models of pydantic": (
        "unraid-api==1.14.0",
        *("--state", "get_system_metrics()", "--entity", "cpu_power:W"),
        *("--entity", "average_cpu_temperature:°C"),
    ),
    "a push callback": (
        "aiostreammagic==2.13.2",
        *("--noun", "streamer", "--state", "get_state()", "--entity", "control_bus"),
        *("--entity", "mute", "--entity", "volume_percent:%"),
    ),
    "a login for a token": (
        "sfrbox-api==0.2.1",
        *("--noun", "router", "--state", "system_get_info()"),
    ),
    "several devices, and actions": (
        "tailscale==1.0.0",
        *("--iot-class", "cloud_polling", "--entity", "connected_to_control"),
        *("--entity", "last_seen", "--entity", "key_expiry_disabled"),
        *("--entity", "expire_device_key()"),
    ),
    "several devices of a hub": ("tilt-pi==0.2.1", "--noun", "hydrometer"),
    "nothing tells which it is": (
        "pysaunum==0.7.0",
        *("--noun", "sauna", "--identity", "none"),
    ),
    "what calls fill of the client": (
        "goalzero==0.2.2",
        *("--noun", "battery", "--identity", "sysinfo().sysdata.macAddress"),
    ),
    "several dictionaries": (
        "solyx-energy-api-client==0.2.0",
        *("--iot-class", "cloud_polling"),
    ),
    "nobody is asked anything, and nothing tells what it returns": (
        "greenplanet-energy-api==0.1.10",
        *("--noun", "service", "--integration-type", "service"),
        *("--iot-class", "cloud_polling"),
    ),
    "of a station that a user enters": (
        "pymeteoclimatic==0.1.1",
        *("--iot-class", "cloud_polling", "--integration-type", "service"),
    ),
    "of a place on the map": (
        "pyopenweathermap==0.3.0",
        *("--iot-class", "cloud_polling", "--integration-type", "service"),
    ),
    "nothing tells of refused credentials": ("pysabnzbd==1.1.1", "--noun", "server"),
    "as it is found": ("python-openevse-http==1.8.0", "--noun", "charger"),
    "no types": (
        "python-mystrom==2.5.0",
        *("--client-class", "MyStromSwitch", "--noun", "plug"),
        *("--identity", "mac", "--state", "get_state()", "--entity", "relay"),
        *("--entity", "consumption:W", "--entity", "temperature:°C"),
    ),
}


@pytest.mark.parametrize(
    "arguments", [pytest.param(each, id=kind) for kind, each in LIBRARIES.items()]
)
def test_green(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    """Test that every judge is content with what is made around a library."""
    copy_tree(tmp_path)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    made = ["--domain", "acme", "--codeowner", "@octocat", "--yes", "--install"]
    assert command.main([*made, "--requirement", *arguments]) == 0


def test_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that it is told in one line what a library does not have, and what to pass."""
    copy_tree(tmp_path)
    monkeypatch.setattr(command, "ROOT", tmp_path)
    made = ["--domain", "acme", "--codeowner", "@octocat", "--yes", "--install"]
    wanted = ("--requirement", "aiosaj==0.2.2")
    assert command.main([*made, *wanted]) == 2
    told = capsys.readouterr().err
    assert "has no call that reads one thing and needs no arguments" in told
    assert told.count("\n") == 1
