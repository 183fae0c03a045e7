"""Fixtures and options of the proofs."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from itertools import chain
from types import SimpleNamespace

from hypothesis import configuration, settings
import pytest
from pytest_socket import socket_allow_hosts

from script import ROOT
from script.simulator.cloud.server import (
    Simulator as CloudSimulator,
    run_simulator as run_cloud,
)
from script.simulator.cloud.state import Cloud
from script.simulator.device.faults import FAULTS
from script.simulator.device.server import Simulator, run_simulator
from script.simulator.device.state import Device
from script.simulator.hub.server import (
    Simulator as HubSimulator,
    run_simulator as run_hub,
)
from script.simulator.hub.state import Hub
from script.simulator.listener import LOOPBACK

# In seconds. The first is for an answer that will not come in time, the other for any other.
SHORT, LONG = 0.1, 10.0
SLOW = {"stall", "drip", "silent"}
SLOW_HUB = {"stall", "deaf", "no_result"}
REBOOT_SECONDS = 1

# What a test notes whose subject has to be finished by hand
BY_HAND = "by hand"
# Of so many at most one
ONE_BY_HAND_OF = 20


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch between a glance and a night."""
    parser.addoption(
        "--nightly", action="store_true", help="fuzz and soak for as long as it takes"
    )


def is_nightly(config: pytest.Config) -> bool:
    """Return whether there is time. The option is unknown where this folder is not named."""
    return bool(config.getoption("--nightly", default=False))


def pytest_configure(config: pytest.Config) -> None:
    """Say how many examples a fuzz test tries, and which."""
    configuration.set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
    common = settings(database=None, deadline=None, print_blob=True)
    # Always the same examples, so that a change is to blame for a failure.
    settings.register_profile("glance", common, max_examples=300, derandomize=True)
    settings.register_profile("nightly", common, max_examples=10_000)
    settings.load_profile("nightly" if is_nightly(config) else "glance")


def noted(
    reports: Mapping[str, Sequence[object]],
) -> Iterator[tuple[str, object]]:
    """Yield what the tests noted, those that ran in other processes among them.

    Args:
        reports: What the terminal has to report, by what became of it.
    """
    for each in chain.from_iterable(reports.values()):
        if isinstance(each, pytest.TestReport) and each.when == "call":
            yield from each.user_properties


def too_many_by_hand(reports: Mapping[str, Sequence[object]], tests: int) -> bool:
    """Return whether too many have to be finished by hand; those that fail count as well.

    Args:
        reports: What the terminal has to report, by what became of it.
        tests: Number of all tests.
    """
    number = [name for name, _ in noted(reports)].count(BY_HAND)
    failed = len(reports.get("failed", ()))
    return number > 0 and (number + failed) * ONE_BY_HAND_OF > tests


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests noted, such as the seed."""
    for name, value in noted(terminalreporter.stats):
        terminalreporter.write_line(f"{name}: {value}")


@pytest.hookimpl(wrapper=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None]:
    """Fail where too many have to be finished by hand, wherever they ran."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if isinstance(reporter, pytest.TerminalReporter) and too_many_by_hand(
        reporter.stats, session.testscollected
    ):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return (yield)


@pytest.fixture
async def simulator(
    monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> AsyncGenerator[Simulator]:
    """Run the simulated device, for a client that does not wait long for what is too slow."""
    # Not at the top, as the model may have been removed.
    from .integration import AUTH  # noqa: PLC0415

    device = Device(auth=AUTH)

    def timeout(_: float) -> asyncio.Timeout:
        return asyncio.timeout(SHORT if device.fault in SLOW else LONG)

    socket_allow_hosts([LOOPBACK, "::1"])
    monkeypatch.setattr("my_device_client.client.timeout", timeout)
    reboot = replace(FAULTS["reboot"], seconds=REBOOT_SECONDS)
    monkeypatch.setitem(FAULTS, "reboot", reboot)
    async with run_simulator(device) as simulator:
        yield simulator


@pytest.fixture
async def quick_loop() -> AsyncGenerator[None]:
    """Keep no traceback of where each task and timer was made, which takes most of the time."""
    loop = asyncio.get_running_loop()
    debug = loop.get_debug()
    loop.set_debug(False)
    yield
    loop.set_debug(debug)


@pytest.fixture
async def hub(
    monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> AsyncGenerator[HubSimulator]:
    """Run the simulated hub, for a client that waits for nothing longer than it has to."""
    hub, sleep = Hub(password="correct-horse-battery"), asyncio.sleep
    socket_allow_hosts([LOOPBACK])

    def timeout(seconds: float) -> asyncio.Timeout:
        return asyncio.timeout(2 * SHORT if hub.fault in SLOW_HUB else seconds)

    async def attempt_soon(_: float) -> None:
        await sleep(0.001)

    monkeypatch.setattr("my_hub_client.client.timeout", timeout)
    monkeypatch.setattr(
        "my_hub_client.client.asyncio", SimpleNamespace(sleep=attempt_soon)
    )
    async with run_hub(hub) as simulator:
        yield simulator


@pytest.fixture
async def cloud(
    monkeypatch: pytest.MonkeyPatch, socket_enabled: None
) -> AsyncGenerator[CloudSimulator]:
    """Run the simulated cloud, for a client that does not wait long for what is too slow."""
    # Not at the top, as the model may have been removed.
    from my_cloud_client import MyCloudClient  # noqa: PLC0415

    cloud, sleep = Cloud(password="correct-horse-battery"), asyncio.sleep

    def timeout(_: float) -> asyncio.Timeout:
        return asyncio.timeout(SHORT if cloud.fault in SLOW else LONG)

    socket_allow_hosts([LOOPBACK])

    async def attempt_soon(_: float) -> None:
        await sleep(0.001)

    for module in ("client", "push"):
        if find_spec(f"my_cloud_client.{module}"):
            monkeypatch.setattr(f"my_cloud_client.{module}.timeout", timeout)
    # Only one that is pushed to waits.
    monkeypatch.setattr(
        "my_cloud_client.client.asyncio",
        SimpleNamespace(sleep=attempt_soon),
        raising=False,
    )
    async with run_cloud(cloud) as simulator:
        client = partial(MyCloudClient, base_url=f"http://{simulator.host}/api/v1")
        for module in ("config_flow", "coordinator"):
            name = f"homeassistant.components.my_cloud.{module}.MyCloudClient"
            monkeypatch.setattr(name, client)
        yield simulator
