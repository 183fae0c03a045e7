"""The device's announcement over zeroconf."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from ipaddress import ip_address

from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from .device import Device
from .server import LOOPBACK, Listener

SERVICE_TYPE = "_my-device._tcp.local."


@asynccontextmanager
async def announced(device: Device, api: Listener) -> AsyncGenerator[None]:
    """Announce the device on the loopback interface, and take it back at the end."""
    service = AsyncServiceInfo(
        SERVICE_TYPE,
        f"{device.name}.{SERVICE_TYPE}",
        addresses=[ip_address(api.address).packed],
        port=api.port,
        properties={"user_id": device.user_id, "name": device.name},
        server=f"{device.serial}.local.",
    )
    async with AsyncZeroconf(interfaces=[LOOPBACK]) as zeroconf:
        announcing = await zeroconf.async_register_service(
            service, allow_name_change=True
        )
        await announcing
        yield
