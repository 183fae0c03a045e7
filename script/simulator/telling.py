"""Tell whoever is connected what becomes of the devices of a simulated thing."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, override

from aiohttp import web

from .breakable import Breakable
from .devices import Device, is_any_on, readings

# As it goes over the network, in JSON
type Message = dict[str, Any]


class Connections:
    """The clients that are connected, each over a WebSocket."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._open: set[web.WebSocketResponse] = set()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._open)

    @contextmanager
    def holding(self, connection: web.WebSocketResponse) -> Generator[None]:
        """Count one in until it ends."""
        self._open.add(connection)
        try:
            yield
        finally:
            self._open.discard(connection)

    async def tell(self, message: Message) -> None:
        """Send a message to everybody."""
        for connection in tuple(self._open):
            # It may be lost, and not be known to be.
            with suppress(ConnectionError):
                await self.send(connection, message)

    async def send(self, connection: web.WebSocketResponse, message: Message) -> None:
        """Send a message to one."""
        await connection.send_json(message)

    async def close(self) -> None:
        """Close every connection."""
        closing, self._open = self._open, set()
        for connection in closing:
            await connection.close()


class Telling(Breakable, ABC):
    """A simulated thing with devices that tells what becomes of them."""

    connections: Connections

    @property
    def connected(self) -> int:
        """Return how many clients are connected."""
        return len(self.connections)

    @property
    @abstractmethod
    def devices(self) -> dict[str, Device]:
        """Return its devices, by their IDs."""

    @abstractmethod
    async def tell(self, id_: str) -> None:
        """Tell everybody of a device that came, changed, or went."""

    async def put(self, device: Device) -> None:
        """Take in a device, or change one."""
        self.devices[device["id"]] = device
        await self.tell(device["id"])

    async def change(self, id_: str, values: Mapping[str, Any]) -> None:
        """Change something of a device."""
        await self.put({**self.devices[id_], **values})

    async def remove(self, id_: str) -> None:
        """Let a device go."""
        del self.devices[id_]
        await self.tell(id_)

    async def update(self, changes: Mapping[str, Mapping[str, Any] | None]) -> None:
        """Change devices by their IDs: a new one with all that it has, None for one that goes."""
        for id_, values in changes.items():
            if values is not None:
                await self.put({**self.devices.get(id_, {"id": id_}), **values})
            elif id_ in self.devices:
                await self.remove(id_)

    @property
    def readings(self) -> Mapping[str, Collection[float]]:
        """Return what its devices measure, by what it is."""
        return readings(self.devices.values())

    @property
    def is_on(self) -> bool:
        """Return whether a plug is on."""
        return is_any_on(self.devices.values())

    @override
    async def drop(self) -> None:
        """Close every connection; new ones are welcome."""
        await self.connections.close()
