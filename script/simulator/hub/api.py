"""Serve the WebSocket API of the simulated hub."""

import asyncio
from contextlib import suppress
from typing import override

from aiohttp import WSMsgType, web
import msgspec

from script.simulator.devices import switched
from script.simulator.telling import Connections, Message

from .faults import FAULTS, SOUND, Fault
from .state import Hub, shown, welcome


class Login(msgspec.Struct, tag="login"):
    """What a client says first."""

    password: str


class Switch(msgspec.Struct, tag="switch"):
    """What switches a plug, by its ID where there may be several."""

    request: int
    on: bool
    id: str = ""


class HubConnections(Connections):
    """The clients that are connected to a hub."""

    def __init__(self, hub: Hub) -> None:
        """Take the hub, to which nobody is connected."""
        super().__init__()
        self._hub = hub

    def application(self) -> web.Application:
        """Return the hub's API, faults included."""
        app = web.Application()
        app.add_routes([web.get("/api/v1", self._serve)])
        return app

    @override
    async def send(self, connection: web.WebSocketResponse, message: Message) -> None:
        """Send a message to one, as the fault has it."""
        await self._fault.send(connection, message)

    @property
    def _fault(self) -> Fault:
        return FAULTS[self._hub.fault] if self._hub.fault else SOUND

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        """Talk to a client until either has enough."""
        fault = self._fault
        if fault.status:
            return web.Response(status=fault.status)
        connection = web.WebSocketResponse(autoping=not fault.is_deaf, timeout=0.1)
        await connection.prepare(request)
        with suppress(ConnectionError):
            if await self._is_let_in(connection, fault):
                await self._talk(request, connection, fault)
        await connection.close()
        return connection

    async def _is_let_in(self, connection: web.WebSocketResponse, fault: Fault) -> bool:
        """Answer the first message of a client."""
        message = await connection.receive()
        if message.type is not WSMsgType.TEXT:
            return False
        try:
            login = msgspec.json.decode(message.data, type=Login)
        except ValueError:
            return False
        if fault.refuses or login.password != self._hub.password:
            await fault.send(connection, {"type": "refused"})
            return False
        await fault.send(connection, welcome(self._hub))
        return True

    async def _talk(
        self, request: web.Request, connection: web.WebSocketResponse, fault: Fault
    ) -> None:
        """Do what a client asks for."""
        tasks = []
        if fault.afterwards:
            devices = [shown(self._hub, each) for each in self._hub.devices.values()]
            further = fault.afterwards(request, connection, devices)
            tasks.append(asyncio.ensure_future(further))
        try:
            with self.holding(connection):
                async for message in connection:
                    if message.type is WSMsgType.TEXT and not fault.is_deaf:
                        await self._do(connection, message.data)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _do(self, connection: web.WebSocketResponse, text: str) -> None:
        """Do what one message asks for, and tell how it went."""
        try:
            asked = msgspec.json.decode(text, type=Switch)
        except ValueError:
            return
        result = {"type": "result", "request": asked.request}
        device = self._hub.devices.get(asked.id)
        if not self._fault.obeys:
            result["error"] = "The radio is busy"
        elif device is None or "is_on" not in device:
            result["error"] = "There is no such plug"
        else:
            device = self._hub.devices[asked.id] = switched(device, asked.on)
            await self.tell({"type": "device", "device": shown(self._hub, device)})
        await self._fault.send(connection, result)
