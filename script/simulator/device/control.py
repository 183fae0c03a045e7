"""Serve the control API, which changes and breaks the simulated device while it runs."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Annotated

from aiohttp import web
from msgspec import UNSET, Meta, Struct, UnsetType, json, structs

from script.simulator.options import WORD_PATTERN

from .faults import FAULTS
from .state import USERNAME_PATTERN, Device

type Name = Annotated[str, Meta(min_length=1)]
type Secret = Annotated[str, Meta(pattern=WORD_PATTERN)]
type Username = Annotated[str, Meta(pattern=USERNAME_PATTERN)]


class Change(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is to change, the rest staying as it is."""

    fault: str | UnsetType | None = UNSET
    username: Username | UnsetType = UNSET
    secret: Secret | UnsetType = UNSET
    user_id: Name | UnsetType = UNSET
    serial: Name | UnsetType = UNSET
    name: Name | UnsetType = UNSET


def _parse(body: bytes) -> Change:
    """Return the change asked for.

    Raises:
        ValueError: It cannot be made.
    """
    change = json.decode(body, type=Change)
    if isinstance(change.fault, str) and change.fault not in FAULTS:
        raise ValueError(
            f"No fault is named {change.fault!r}; there are: {', '.join(FAULTS)}"
        )
    return change


def _state(device: Device) -> dict[str, object]:
    """Return the device's state, without the secret."""
    return {
        "fault": device.fault,
        "user_id": device.user_id,
        "serial": device.serial,
        "name": device.name,
        "relay": device.relay,
    }


def application(
    device: Device, set_fault: Callable[[str | None], Awaitable[None]]
) -> web.Application:
    """Return the control API of the device."""

    async def get(_: web.Request) -> web.Response:
        """Answer with the device's state."""
        return web.json_response(_state(device))

    async def patch(request: web.Request) -> web.Response:
        """Change the device."""
        try:
            change = _parse(await request.read())
        except ValueError as err:
            return web.json_response({"error": str(err)}, status=HTTPStatus.BAD_REQUEST)
        for field, value in structs.asdict(change).items():
            if value is not UNSET:
                setattr(device, field, value)
        if change.fault is not UNSET:
            await set_fault(change.fault)
        return web.json_response(_state(device))

    app = web.Application()
    app.add_routes([web.get("/control", get), web.patch("/control", patch)])
    return app
