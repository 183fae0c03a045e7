"""Announce the simulated device over zeroconf."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from ipaddress import ip_address

from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from .auth import identity
from .device import Device
from .server import LOOPBACK, Listener

SERVICE_TYPE = "_my-device._tcp.local."

# Up to 15 letters, digits and single hyphens, a letter among them (RFC 6763, RFC 6335)
SERVICE_TYPE_PATTERN = r"\A_(?=[^.]{1,15}\.)(?=[^.]*[A-Za-z])[A-Za-z0-9]+(-[A-Za-z0-9]+)*\._(tcp|udp)\.local\.\Z"


@asynccontextmanager
async def announced(
    device: Device, api: Listener, service_type: str = SERVICE_TYPE
) -> AsyncGenerator[None]:
    """Announce the device on the loopback interface, and take it back at the end."""
    service = AsyncServiceInfo(
        service_type,
        # As the serial number tells devices apart, so it does their announcements.
        f"{device.serial}.{service_type}",
        addresses=[ip_address(api.address).packed],
        port=api.port,
        properties={**identity(device), "name": device.name},
        server=f"{device.serial}.local.",
    )
    async with AsyncZeroconf(interfaces=[LOOPBACK]) as zeroconf:
        announcing = await zeroconf.async_register_service(
            service, allow_name_change=True
        )
        await announcing
        yield
