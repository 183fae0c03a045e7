"""Change and break the simulated hub as its control API is asked to."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import web
from msgspec import UNSET, UnsetType

from script.simulator import control

from .faults import FAULTS

if TYPE_CHECKING:
    from .server import Simulator


class Change(control.Change, kw_only=True):
    """What is to change, the rest staying as it is.

    Attributes:
        devices: What of them is to change, by their IDs; a new one with all that it has, None for one that goes.
    """

    password: str | UnsetType = UNSET
    devices: Mapping[str, Mapping[str, Any] | None] = {}


def application(simulator: Simulator) -> web.Application:
    """Return the control API of a hub."""
    hub = simulator.hub

    def state() -> dict[str, object]:
        """Return the hub's state, without the password."""
        return {
            "fault": hub.fault,
            "mac": hub.mac,
            "name": hub.name,
            "devices": hub.devices,
        }

    async def change(body: bytes) -> None:
        """Change the hub."""
        asked = control.parsed(body, Change, FAULTS)
        await simulator.update(asked.devices)
        if asked.password is not UNSET:
            await simulator.set_secret(asked.password)
        if asked.fault is not UNSET:
            await simulator.set_fault(asked.fault)

    return control.application(state, change)
