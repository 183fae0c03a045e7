"""Run the simulated hub."""

from collections.abc import AsyncGenerator, Collection, Generator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace
from typing import override

from script.simulator.breakable import running
from script.simulator.devices import Device
from script.simulator.listener import LOOPBACK
from script.simulator.telling import Telling

from .api import HubConnections
from .control import application as control
from .faults import FAULTS
from .manual import manual
from .state import Hub, shown

PORT = 8390
OTHER_MAC = "02:00:00:4d:48:99"


class Simulator(Telling):
    """A hub that runs.

    Attributes:
        hub: Its state. What connected clients are to hear of is changed by methods.
    """

    def __init__(self, hub: Hub, address: str, port: int) -> None:
        """Take the hub and where it listens; its control API takes the next port."""
        self.hub = hub
        self.connections = connections = HubConnections(hub)
        super().__init__(
            hub,
            FAULTS,
            connections.application,
            lambda: control(self),
            address=address,
            port=port,
        )

    @property
    def name(self) -> str:
        """Return the name that its owner gave it."""
        return self.hub.name

    @property
    def unique_id(self) -> str:
        """Return the unique ID of the hub's entry in Home Assistant."""
        return self.hub.mac

    @property
    def username(self) -> str:
        """Return nothing, as the hub has one user."""
        return ""

    @property
    def secret(self) -> str:
        """Return the password."""
        return self.hub.password

    @property
    def given(self) -> Collection[str]:
        """Return nothing, as it gives out no secrets."""
        return ()

    @property
    def service_name(self) -> str:
        """Return what tells its announcements from those of others."""
        return f"my-hub-{self.hub.mac.replace(':', '')}"

    @property
    def service_properties(self) -> Mapping[str, str]:
        """Return what it announces of itself."""
        return {"mac": self.hub.mac, "name": self.hub.name}

    @property
    def manual(self) -> str:
        """Return how to reach it and how to break it."""
        return manual(self.hub, self.host, self.control_url)

    @property
    @override
    def devices(self) -> dict[str, Device]:
        return self.hub.devices

    @property
    def refusal(self) -> str:
        """Return the reason for which flows refuse another hub."""
        return "wrong_device" if self.hub.is_device else "wrong_hub"

    def ask_for(self, auth: str) -> None:
        """Ask for the password, as it always does."""

    @contextmanager
    def as_another(self) -> Generator[None]:
        """Be another hub for a while."""
        mac, self.hub.mac = self.hub.mac, OTHER_MAC
        try:
            yield
        finally:
            self.hub.mac = mac

    def another(self) -> AbstractAsyncContextManager[Simulator]:
        """Run another hub, which takes the same password."""
        return run_simulator(replace(self.hub, mac=OTHER_MAC))

    def moved(self) -> AbstractAsyncContextManager[Simulator]:
        """Run it at another address as well."""
        return run_simulator(replace(self.hub))

    def sent(self, secret: str) -> str:
        """Return a password as it goes over the network."""
        return secret

    @override
    async def tell(self, id_: str) -> None:
        device = self.hub.devices.get(id_)
        await self.connections.tell(
            {"type": "device", "device": shown(self.hub, device)}
            if device
            else {"type": "removed", "id": id_}
        )

    async def set_secret(self, secret: str) -> None:
        """Change the password, which ends what was opened by the old one."""
        self.hub.password = secret
        await self.drop()


@asynccontextmanager
async def run_simulator(
    hub: Hub, *, address: str = LOOPBACK, port: int = 0
) -> AsyncGenerator[Simulator]:
    """Run a hub on a port, its control API on the next one; port 0 takes two free ones.

    Raises:
        OSError: A port cannot be had.
    """
    async with running(Simulator(hub, address, port)) as simulator:
        yield simulator
