"""Choose what an integration talks to in a development run, and the scenarios that are for it."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from secrets import randbelow, token_hex, token_urlsafe
from typing import Final

from script.integration.integration import Integration
from script.simulator.cloud.server import run_simulator as run_cloud
from script.simulator.cloud.state import Cloud
from script.simulator.device.server import run_simulator as run_device
from script.simulator.device.state import Device
from script.simulator.devices import alone
from script.simulator.hub.server import run_simulator as run_hub
from script.simulator.hub.state import Hub
from script.simulator.simulated import Simulated

from . import (
    cloud as of_cloud,
    device as of_device,
    flows,
    oauth2 as of_oauth2,
    pushing,
)
from .credentials import Credentials
from .home_assistant import ADDRESS
from .ports import DEFAULT, Ports
from .stage import Stage
from .subject import example_clouds, foreign_libraries, is_authorized, talks_websocket


@dataclass(frozen=True)
class Scenario:
    """Something to drive from end to end.

    Attributes:
        step: With what its flow begins, if not with one that is inherited; an integration without it has
            no such flow.
        platform: What else an integration has to have, if anything.
    """

    play: Callable[[Stage], Awaitable[None]]
    step: str = "user"
    platform: str = ""


@dataclass(frozen=True, kw_only=True)
class Counterpart:
    """A simulated thing.

    Attributes:
        fresh: Runs one that is no other run's on a port, if it matters on which; it lets in whoever has what
            the integration's form asks for.
        at: Runs one on a port for a session; it is no other session's, as all of them hear one another's
            announcements.
    """

    scenarios: Mapping[str, Scenario]
    fresh: Callable[[Credentials, int], AbstractAsyncContextManager[Simulated]]
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


def fresh_hub() -> Hub:
    """Return a hub that is no other run's."""
    number = randbelow(65536)
    return Hub(
        password=token_urlsafe(), mac=_mac(number), name=f"{Hub.name} {number:04x}"
    )


def by_itself(hub: Hub) -> Hub:
    """Return a device that is on the network where a hub was."""
    return replace(hub, is_device=True, devices=alone())


def hub_at(ports: Ports) -> Hub:
    """Return a hub that is no other session's."""
    hub, number = Hub(), ports.device
    if ports != DEFAULT:
        hub.name += f" {number}"
        hub.mac = _mac(number)
    return hub


def fresh_cloud(*, is_service: bool = False) -> Cloud:
    """Return a cloud that is no other run's."""
    number = token_hex(4)
    return Cloud(
        is_service=is_service,
        # Home Assistant's own question whether to delete an entry cannot break a longer one on a phone.
        email=f"{number}@example.com",
        password=token_urlsafe(),
        id=f"account-{number}",
        client_secret=token_urlsafe(),
    )


def cloud_at(ports: Ports) -> Cloud:
    """Return a cloud that is no other session's."""
    cloud, number = Cloud(), ports.device
    if ports != DEFAULT:
        cloud.id = f"account-{number}"
        cloud.email = f"alex-{number}@example.com"
    return cloud


def _mac(number: int) -> str:
    high, low = divmod(number, 256)
    return f"02:00:00:4d:{high:02x}:{low:02x}"


DEVICE: Final = Counterpart(
    scenarios={**_FLOWS, "options": Scenario(of_device.options, "init")},
    fresh=lambda credentials, _: run_device(fresh_device(credentials)),
    at=lambda ports: run_device(device_at(ports), port=ports.device),
)
HUB: Final = Counterpart(
    scenarios={
        **_FLOWS,
        "push": Scenario(pushing.push),
        "devices": Scenario(pushing.devices),
        "switch": Scenario(pushing.switch, platform="switch"),
    },
    fresh=lambda *_: run_hub(fresh_hub()),
    at=lambda ports: run_hub(hub_at(ports), port=ports.device),
)
PUSHING_DEVICE: Final = replace(
    HUB,
    scenarios={name: each for name, each in HUB.scenarios.items() if name != "devices"},
    fresh=lambda *_: run_hub(by_itself(fresh_hub())),
    at=lambda ports: run_hub(by_itself(hub_at(ports)), port=ports.device),
)
_OF_ACCOUNTS: Final[Mapping[str, Scenario]] = {
    "tokens": Scenario(of_cloud.tokens),
    "limit": Scenario(of_cloud.limit),
    "outage": Scenario(of_cloud.outage),
    "devices": Scenario(of_cloud.devices),
    "switch": Scenario(of_cloud.switch, platform="switch"),
}
CLOUD: Final = Counterpart(
    scenarios={
        "user": Scenario(of_cloud.user),
        "reauth": Scenario(of_cloud.reauth, "reauth"),
        "reconfigure": Scenario(of_cloud.reconfigure, "reconfigure"),
        **_OF_ACCOUNTS,
    },
    fresh=lambda _, port: run_cloud(fresh_cloud(), port=port),
    at=lambda ports: run_cloud(cloud_at(ports), port=ports.device),
)
PUSHING_CLOUD: Final = replace(
    CLOUD,
    scenarios={
        **{name: each for name, each in CLOUD.scenarios.items() if name != "limit"},
        "push": Scenario(pushing.push),
        "devices": Scenario(pushing.devices),
    },
)
OAUTH2: Final = replace(
    CLOUD,
    scenarios={
        # The step of a user is in the helper that it inherits from.
        "user": Scenario(of_oauth2.user, ""),
        "reauth": Scenario(of_oauth2.known(of_oauth2.reauth), "reauth"),
        "reconfigure": Scenario(of_oauth2.known(of_oauth2.reconfigure), "reconfigure"),
        **{
            name: replace(each, play=of_oauth2.known(each.play), step="")
            for name, each in _OF_ACCOUNTS.items()
        },
    },
)


def as_service(other: Counterpart) -> Counterpart:
    """Return a simulated cloud of which Home Assistant shows what the account tells, and no devices that come and go."""
    scenarios = {
        name: each for name, each in other.scenarios.items() if name != "devices"
    }
    return replace(
        other,
        scenarios=scenarios,
        fresh=lambda _, port: run_cloud(fresh_cloud(is_service=True), port=port),
    )


SCENARIOS: Final = list(
    dict.fromkeys([*DEVICE.scenarios, *HUB.scenarios, *CLOUD.scenarios])
)


def counterpart(integration: Integration) -> Counterpart | None:
    """Return the simulated thing that an integration can talk to, None if that is real.

    It shows in the code: a cloud has its address there, and who talks over a WebSocket talks to what pushes. What is
    simulated speaks as the libraries do that are made here.
    """
    if foreign_libraries(integration):
        return None
    if example_clouds(integration):
        polled = OAUTH2 if is_authorized(integration) else CLOUD
        cloud = PUSHING_CLOUD if talks_websocket(integration) else polled
        is_hub = integration.manifest.get("integration_type", "hub") == "hub"
        return cloud if is_hub else as_service(cloud)
    if integration.manifest.get("iot_class", "").startswith("cloud_"):
        return None
    if not talks_websocket(integration):
        return DEVICE
    is_device = integration.manifest.get("integration_type") == "device"
    return PUSHING_DEVICE if is_device else HUB


def simulated_clouds(integration: Integration, port: int) -> dict[str, str]:
    """Return where the clouds are that an integration's code has as examples."""
    return dict.fromkeys(example_clouds(integration), f"http://{ADDRESS}:{port}")
