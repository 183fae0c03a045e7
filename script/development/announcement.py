"""Test whether a device can announce itself over zeroconf on this machine."""

from zeroconf.asyncio import AsyncZeroconf

from .home_assistant import ADDRESS


async def can_announce() -> bool:
    """Return whether this machine has multicast on its loopback interface."""
    try:
        async with AsyncZeroconf(interfaces=[ADDRESS]):
            return True
    except OSError:
        return False
