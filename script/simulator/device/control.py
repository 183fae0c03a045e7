"""Change and break the simulated device as its control API is asked to."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from aiohttp import web
from msgspec import UNSET, Meta, UnsetType, structs

from script.simulator import control
from script.simulator.options import WORD_PATTERN

from .faults import FAULTS
from .state import USERNAME_PATTERN, Device

type Name = Annotated[str, Meta(min_length=1)]
type Secret = Annotated[str, Meta(pattern=WORD_PATTERN)]
type Username = Annotated[str, Meta(pattern=USERNAME_PATTERN)]


class Change(control.Change, kw_only=True):
    """What is to change, the rest staying as it is."""

    username: Username | UnsetType = UNSET
    secret: Secret | UnsetType = UNSET
    user_id: Name | UnsetType = UNSET
    serial: Name | UnsetType = UNSET
    name: Name | UnsetType = UNSET


def application(
    device: Device, set_fault: Callable[[str | None], Awaitable[None]]
) -> web.Application:
    """Return the control API of the device."""

    def state() -> dict[str, object]:
        """Return the device's state, without the secret."""
        return {
            "fault": device.fault,
            "user_id": device.user_id,
            "serial": device.serial,
            "name": device.name,
            "relay": device.relay,
        }

    async def change(body: bytes) -> None:
        """Change the device."""
        asked = control.parsed(body, Change, FAULTS)
        for field, value in structs.asdict(asked).items():
            if value is not UNSET:
                setattr(device, field, value)
        if asked.fault is not UNSET:
            await set_fault(asked.fault)

    return control.application(state, change)
