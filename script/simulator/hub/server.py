"""Run the simulated hub."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Generator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace
from typing import Any

from script.simulator.listener import LOOPBACK, Listener

from .api import Connections
from .control import application as control
from .faults import FAULTS
from .manual import manual
from .state import Device, Hub, readings

PORT = 8390
OTHER_MAC = "02:00:00:4d:48:99"


class Simulator:
    """A hub that runs.

    Attributes:
        hub: Its state. What connected clients are to hear of is changed by the methods here.
        api: Where its API listens.
    """

    def __init__(self, hub: Hub, address: str, port: int) -> None:
        """Take the hub and where it listens; its control API takes the next port."""
        self.hub = hub
        self._connections = Connections(hub)
        self.api = Listener(self._connections.application, address, port)
        self._control = Listener(
            lambda: control(self), LOOPBACK, port + 1 if port else 0
        )
        self._changing = asyncio.Lock()
        self._recovery: asyncio.Task[None] | None = None

    @property
    def host(self) -> str:
        """Return where the API is found, as "127.0.0.1:8390"."""
        return self.api.host

    @property
    def control_url(self) -> str:
        """Return where the control API is found."""
        return f"http://{self._control.host}/control"

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
    def service_name(self) -> str:
        """Return what tells its announcements from those of others."""
        return f"my-hub-{self.hub.mac.replace(':', '')}"

    @property
    def service_properties(self) -> Mapping[str, str]:
        """Return what it announces of itself."""
        return {"mac": self.hub.mac, "name": self.hub.name}

    @property
    def readings(self) -> Mapping[str, Collection[float]]:
        """Return what its devices measure, by what it is."""
        return readings(self.hub)

    @property
    def manual(self) -> str:
        """Return how to reach it and how to break it."""
        return manual(self.hub, self.host, self.control_url)

    @property
    def is_on(self) -> bool:
        """Return whether a plug is on."""
        return any(each.get("is_on") for each in self.hub.devices.values())

    @property
    def refusal(self) -> str:
        """Return the reason for which flows refuse another hub."""
        return "wrong_hub"

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

    @property
    def connected(self) -> int:
        """Return how many clients are connected."""
        return len(self._connections)

    async def put(self, device: Device) -> None:
        """Pair a device, or tell of one that changed."""
        self.hub.devices[device["id"]] = device
        await self._connections.tell({"type": "device", "device": device})

    async def change(self, id_: str, values: Mapping[str, Any]) -> None:
        """Change something of a device."""
        await self.put({**self.hub.devices[id_], **values})

    async def remove(self, id_: str) -> None:
        """Unpair a device."""
        del self.hub.devices[id_]
        await self._connections.tell({"type": "removed", "id": id_})

    async def set_secret(self, secret: str) -> None:
        """Change the password, which ends what was opened by the old one."""
        self.hub.password = secret
        await self.drop()

    async def drop(self) -> None:
        """Close every connection; new ones are welcome."""
        await self._connections.close()

    async def set_fault(self, name: str | None) -> None:
        """Give the hub one of faults.FAULTS, or none; connections begin anew."""
        fault = FAULTS[name] if name else None
        async with self._changing:
            if self._recovery:
                self._recovery.cancel()
                self._recovery = None
            self.hub.fault = name
            await self.drop()
            if fault and not fault.listens:
                await self.api.stop()
            else:
                await self.api.start()
            if fault and fault.seconds:
                self._recovery = asyncio.create_task(self._recover(fault.seconds))

    async def _recover(self, seconds: float) -> None:
        """Clear the fault after a while."""
        await asyncio.sleep(seconds)
        # From here on it must not cancel itself.
        self._recovery = None
        await self.set_fault(None)

    async def start(self) -> None:
        """Listen, and take on the fault that the hub came with."""
        # A port must be had before a fault can refuse connections on it.
        await self.api.start()
        await self._control.start()
        await self.set_fault(self.hub.fault)

    async def stop(self) -> None:
        """Close every connection."""
        await self._control.stop()
        if self._recovery:
            self._recovery.cancel()
        await self.drop()
        await self.api.stop()


@asynccontextmanager
async def run_simulator(
    hub: Hub, *, address: str = LOOPBACK, port: int = 0
) -> AsyncGenerator[Simulator]:
    """Run a hub on a port, its control API on the next one; port 0 takes two free ones.

    Raises:
        OSError: A port cannot be had.
    """
    simulator = Simulator(hub, address, port)
    try:
        await simulator.start()
        yield simulator
    finally:
        await simulator.stop()
