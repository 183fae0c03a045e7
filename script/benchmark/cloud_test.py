"""Push events to an entity of a cloud's account, from its socket to the state, where the cloud is one that pushes.

As of a hub, the simulated cloud runs in the same process, and a bare WebSocket that sends back what it gets, too.
"""

import asyncio
from functools import partial
from statistics import median

from my_cloud_client import MyCloudClient
import pytest
from pytest_socket import socket_allow_hosts

from homeassistant.core import HomeAssistant
from script.overlay import mount
from script.simulator.cloud.server import run_simulator
from script.simulator.cloud.state import Cloud
from script.simulator.devices import plug
from script.simulator.listener import LOOPBACK

from .push_test import EVENTS, Record, echoes, events

mount()


async def test_latency(
    hass: HomeAssistant,
    monkeypatch: pytest.MonkeyPatch,
    socket_enabled: None,
    record_property: Record,
) -> None:
    """Measure how long an event takes from the cloud to the state, beside an echo."""
    # Not before it is mounted
    from tests.proof.cloud import added  # noqa: PLC0415

    socket_allow_hosts([LOOPBACK])
    cloud = Cloud(devices={"plug-0": plug("plug-0", "Plug 0")})
    async with run_simulator(cloud) as simulator:
        client = partial(MyCloudClient, base_url=f"http://{simulator.host}/api/v1")
        name = "homeassistant.components.my_cloud.coordinator.MyCloudClient"
        monkeypatch.setattr(name, client)
        await added(hass, simulator)
        while not simulator.connected:
            await asyncio.sleep(0)
        taken = await events(hass, simulator)
    record_property("push of a cloud's event", median(taken))
    record_property("echo beside a cloud", median(await echoes(EVENTS)))
