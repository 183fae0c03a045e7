"""Test driving a real integration against a server in place of its device: tests/cases/peblar_ev."""

from collections.abc import Iterator
from contextlib import suppress
import json
import os
from pathlib import Path
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
from time import monotonic, sleep

from peblar import PeblarEVInterface, PeblarMeter, PeblarSystemInformation
import pytest

from script import ROOT
from script.copying import copy_tree
from script.development import requirements
from script.integration.tree import Places
from script.scaffold import MODEL

from . import fake_charger

from tests.model import needs_model

DOMAIN = "peblar_ev"
PASSWORD = "Correct-Horse-7431"
FIXTURES = f"{Places(DOMAIN).tests}fixtures"
SERVER = f'"{sys.executable}" "{fake_charger.__file__}"'

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tree with the integration."""
    if missing := requirements.provide():
        pytest.fail(f"could not install {', '.join(missing)}, which the page needs")
    folder = tmp_path_factory.mktemp("tree")
    copy_tree(folder)
    shutil.copytree(ROOT / "tests" / "cases" / DOMAIN, folder, dirs_exist_ok=True)
    return folder


def develop(tree: Path, *arguments: str, domain: str = DOMAIN) -> subprocess.Popen[str]:
    """Start a development run that may only know the secret from its environment."""
    secrets = {"DEVICE_PASSWORD": PASSWORD, "DEVICE_API_TOKEN": PASSWORD}
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "script.development", domain, *arguments],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree), **secrets},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_all(tree: Path) -> None:
    """Test that all flows are driven, and that what is recorded makes its models again and tells nothing of anybody."""
    before = {
        path.name: json.loads(path.read_text())
        for path in (tree / FIXTURES).glob("*.json")
    }
    for path in (tree / FIXTURES).glob("*.json"):
        path.unlink()
    process = develop(tree, "--device", SERVER, "--scenario", "all", "--record")
    output, _ = process.communicate()
    assert process.returncode == 0, output
    assert re.findall(r"^\w+$", output, re.MULTILINE) == [
        *("user", "reconfigure", "discovery", "reauth")
    ]
    assert re.findall(r"^  – (.*?)  +(.*)$", output, re.MULTILINE) == [
        ("another device", "not tried: there is one")
    ]
    for step, found in (
        ("wrong host", "form user, cannot_connect"),
        ("wrong password", "form user, invalid_auth"),
        ("once more", "abort already_configured"),
        ("new host", "abort reconfigure_successful"),
        ("old password", "form reauth_confirm, invalid_auth"),
        ("right secret", "abort reauth_successful"),
    ):
        assert re.search(rf"✓ {step} +{found}\n", output), step

    recorded = {path.name: path.read_text() for path in (tree / FIXTURES).iterdir()}
    assert recorded.keys() == before.keys()
    PeblarEVInterface.from_json(recorded["ev_interface.json"])
    PeblarMeter.from_json(recorded["meter.json"])
    PeblarSystemInformation.from_json(recorded["system_information.json"])
    information = json.loads(recorded["system_information.json"])
    assert information.keys() == before["system_information.json"].keys()
    assert information["ProductModelName"] == "WLAC1-TEST"
    for secret in (PASSWORD, *fake_charger.PRIVATE.values()):
        for text in (output, *recorded.values()):
            assert secret.lower() not in text.lower()


def test_options(tree: Path) -> None:
    """Test that options are kept as shown, and each yes and no is turned around."""
    needs_model()
    server = (
        f'sh -c \'exec "{sys.executable}" -m script.simulator.device --port $PORT '
        "--secret $DEVICE_API_TOKEN'"
    )
    arguments = ("--device", server, "--scenario", "options")
    process = develop(tree, *arguments, domain=MODEL)
    output, _ = process.communicate()
    assert process.returncode == 0, output
    steps = re.findall(r"^  ✓ (.*?)  +(.*)$", output, re.MULTILINE)
    for step in (
        ("its fields", "allow_control yes"),
        ("as shown", "created"),
        ("allow_control off", "created"),
        ("allow_control on", "created"),
        ("secrets to be seen", "none"),
    ):
        assert step in steps


def test_interrupted_question(tree: Path) -> None:
    """Test that a secret is asked for without showing it, and that an interrupt there ends all."""
    arguments = (DOMAIN, "--device", "127.0.0.1", "--scenario", "user")
    terminal, other_end = pty.openpty()
    command = (sys.executable, "-m", "script.development", *arguments)
    # The first terminal that a session opens is the one whose keys end its processes.
    shell = ("sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(other_end))
    output, family = b"", list[int]()
    with (
        subprocess.Popen(
            [*shell, *command],
            cwd=tree,
            env=os.environ | {"PYTHONPATH": str(tree)},
            start_new_session=True,
        ) as process,
        # It cannot be read when nobody has it open: no more at the end, and not yet before the process has opened it.
        suppress(OSError),
    ):
        while said := os.read(terminal, 4096):
            if not output:
                os.close(other_end)
            output += said
            if output.endswith(b"password: ") and not family:
                family = [*descendants(process.pid)]
                os.write(terminal, b"s3cr\x03")
    os.close(terminal)
    assert process.returncode == 130
    assert family
    assert b"s3cr" not in output
    assert not [each for each in family if Path("/proc", str(each)).exists()]


@pytest.mark.usefixtures("socket_enabled")
def test_interrupted(tree: Path) -> None:
    """Test that a session tells only what applies, shows no secret to other users, and takes all along that it started."""
    process = develop(tree, "--device", SERVER)
    try:
        assert process.stdout
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if "Ctrl-C ends both" in line:
                break
        output = "".join(lines)
        family = [*descendants(process.pid)]
        assert len(family) == 2, output
        said = [Path("/proc", str(pid), "cmdline").read_bytes() for pid in family]
        [port] = {
            int(found)
            for each in said
            for found in re.findall(rb"--lead=127\.0\.0\.2=(\d+)", each)
        }
        socket.create_connection(("127.0.0.1", port)).close()
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    finally:
        # It takes along what it started, as in the case that the test fails.
        process.terminate()
        process.communicate()
    assert process.returncode == 0
    assert "host       127.0.0.2" in output
    assert not re.search(r"token|account|curl|Correct", output)
    assert not [each for each in said if PASSWORD.encode() in each]
    end = monotonic() + 10
    while (left := [pid for pid in family if Path("/proc", str(pid)).exists()]) and (
        monotonic() < end
    ):
        sleep(0.1)
    assert left == []


def descendants(pid: int) -> Iterator[int]:
    """Yield the processes that a process has started."""
    for task in Path("/proc", str(pid), "task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from descendants(int(child))
