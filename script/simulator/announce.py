"""Announce a simulated thing over zeroconf."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from ipaddress import ip_address

from zeroconf.asyncio import AsyncServiceInfo, AsyncZeroconf

from .listener import LOOPBACK
from .simulated import Local

# Up to 15 letters, digits and single hyphens, a letter among them (RFC 6763, RFC 6335)
SERVICE_TYPE_PATTERN = r"\A_(?=[^.]{1,15}\.)(?=[^.]*[A-Za-z])[A-Za-z0-9]+(-[A-Za-z0-9]+)*\._(tcp|udp)\.local\.\Z"


@asynccontextmanager
async def announced(simulator: Local, service_type: str) -> AsyncGenerator[None]:
    """Announce it on the loopback interface, and take that back at the end."""
    api, name = simulator.api, simulator.service_name
    service = AsyncServiceInfo(
        service_type,
        f"{name}.{service_type}",
        addresses=[ip_address(api.address).packed],
        port=api.port,
        properties=dict(simulator.service_properties),
        server=f"{name}.local.",
    )
    async with AsyncZeroconf(interfaces=[LOOPBACK]) as zeroconf:
        announcing = await zeroconf.async_register_service(
            service, allow_name_change=True
        )
        await announcing
        yield
