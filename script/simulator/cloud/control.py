"""Change and break the simulated cloud as its control API is asked to."""

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
        signs_out: Whether all tokens are to be revoked.
        expires: Whether all access tokens are to be past their end.
        devices: What of them is to change, by their IDs; a new one with all that it has, None for one that goes.
    """

    email: str | UnsetType = UNSET
    password: str | UnsetType = UNSET
    signs_out: bool = False
    expires: bool = False
    devices: Mapping[str, Mapping[str, Any] | None] = {}


def application(simulator: Simulator) -> web.Application:
    """Return the control API of a cloud."""
    cloud = simulator.cloud

    def state() -> dict[str, object]:
        """Return the cloud's state, without its secrets."""
        return {
            "fault": cloud.fault,
            "email": cloud.email,
            "id": cloud.id,
            "devices": cloud.devices,
        }

    async def change(body: bytes) -> None:
        """Change the cloud."""
        asked = control.parsed(body, Change, FAULTS)
        await simulator.update(asked.devices)
        if asked.email is not UNSET:
            cloud.email = asked.email
        if asked.password is not UNSET:
            await simulator.set_secret(asked.password)
        if asked.signs_out:
            await simulator.sign_out()
        if asked.expires:
            cloud.tokens.expire()
        if asked.fault is not UNSET:
            await simulator.set_fault(asked.fault)

    return control.application(state, change)
