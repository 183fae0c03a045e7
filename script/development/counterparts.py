"""Choose what an integration talks to in a development run, and the scenarios that are for it."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from secrets import randbelow, token_hex, token_urlsafe
from typing import Final

from script.integration.integration import Integration
from script.simulator.device.server import run_simulator as run_device
from script.simulator.device.state import Device
from script.simulator.hub.server import run_simulator as run_hub
from script.simulator.hub.state import Hub
from script.simulator.simulated import Simulated

from . import device as of_device, flows, hub as of_hub
from .credentials import Credentials
from .ports import DEFAULT, Ports
from .stage import Stage


@dataclass(frozen=True)
class Scenario:
    """Something to drive from end to end.

    Attributes:
        step: With what its flow begins; an integration without it has no such flow.
        platform: What else an integration has to have, if anything.
    """

    play: Callable[[Stage], Awaitable[None]]
    step: str = "user"
    platform: str = ""


@dataclass(frozen=True, kw_only=True)
class Counterpart:
    """A simulated thing.

    Attributes:
        fresh: Runs one that is no other run's, which lets in whoever has what the integration's form asks for.
        at: Runs one on a port for a session; it is no other session's, as all of them hear one another's
            announcements.
    """

    scenarios: Mapping[str, Scenario]
    fresh: Callable[[Credentials], AbstractAsyncContextManager[Simulated]]
    at: Callable[[Ports], AbstractAsyncContextManager[Simulated]]


_FLOWS: Final[Mapping[str, Scenario]] = {
    "user": Scenario(flows.user),
    "reauth": Scenario(flows.reauth, "reauth"),
    "reconfigure": Scenario(flows.reconfigure, "reconfigure"),
    "discovery": Scenario(flows.discovery, "zeroconf"),
}


def fresh_device(credentials: Credentials) -> Device:
    """Return a device that is no other run's."""
    number = token_hex(4)
    return Device(
        auth=credentials.auth,
        secret=token_urlsafe(),
        user_id=f"user-{number}",
        serial=f"MD-{number}",
        name=f"{Device.name} {number}",
    )


def device_at(ports: Ports) -> Device:
    """Return a device that is no other session's.

    It lets everybody in until the integration's form shows what to ask for, so that the entry of
    an earlier run finds it.
    """
    device, number = Device(auth="none"), ports.device
    if ports != DEFAULT:
        device.user_id = f"user-{number}"
        device.serial = f"MD-{number}"
        device.name += f" {number}"
        device.mac = _mac(number)
    return device


def fresh_hub(_: Credentials) -> Hub:
    """Return a hub that is no other run's."""
    number = randbelow(65536)
    return Hub(
        password=token_urlsafe(), mac=_mac(number), name=f"{Hub.name} {number:04x}"
    )


def hub_at(ports: Ports) -> Hub:
    """Return a hub that is no other session's."""
    hub, number = Hub(), ports.device
    if ports != DEFAULT:
        hub.name += f" {number}"
        hub.mac = _mac(number)
    return hub


def _mac(number: int) -> str:
    high, low = divmod(number, 256)
    return f"02:00:00:4d:{high:02x}:{low:02x}"


DEVICE: Final = Counterpart(
    scenarios={**_FLOWS, "options": Scenario(of_device.options, "init")},
    fresh=lambda credentials: run_device(fresh_device(credentials)),
    at=lambda ports: run_device(device_at(ports), port=ports.device),
)
HUB: Final = Counterpart(
    scenarios={
        **_FLOWS,
        "push": Scenario(of_hub.push),
        "devices": Scenario(of_hub.devices),
        "switch": Scenario(of_hub.switch, platform="switch"),
    },
    fresh=lambda credentials: run_hub(fresh_hub(credentials)),
    at=lambda ports: run_hub(hub_at(ports), port=ports.device),
)
# What is not listed talks to a device.
_BY_CLASS: Final = {"local_push": HUB}
SCENARIOS: Final = list(dict.fromkeys([*DEVICE.scenarios, *HUB.scenarios]))


def counterpart(integration: Integration) -> Counterpart:
    """Return what an integration talks to, by how it gets its data."""
    return _BY_CLASS.get(integration.manifest.get("iot_class", ""), DEVICE)
