"""Faults that whatever pushes over a WebSocket can have."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Final

from aiohttp import WSMsgType, web

from .devices import Device

EVENTS_A_SECOND: Final = 1000


async def flood(devices: Sequence[Device]) -> AsyncGenerator[Device]:
    """Yield changes of devices without end, as many a second as they are told."""
    number = 0
    while devices:
        for _ in range(EVENTS_A_SECOND // 100):
            number += 1
            yield {**devices[number % len(devices)], "firmware": f"0.0.{number}"}
        await asyncio.sleep(0.01)


async def end_amid_message(request: web.Request) -> None:
    """Begin a text of 100 bytes, send 10 of them, and end the connection."""
    assert request.transport
    request.transport.write(bytes([0x80 | WSMsgType.TEXT, 100]) + b'{"type": "')
    await asyncio.sleep(0)
    request.transport.close()
