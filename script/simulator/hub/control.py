"""Serve the control API, which changes and breaks the simulated hub while it runs."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from aiohttp import web
from msgspec import UNSET, Struct, UnsetType, json

from .faults import FAULTS
from .state import Hub

if TYPE_CHECKING:
    from .server import Simulator


class Change(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is to change, the rest staying as it is.

    Attributes:
        devices: What of them is to change, by their IDs; a new one with all that it has, None for one that goes.
    """

    fault: str | UnsetType | None = UNSET
    password: str | UnsetType = UNSET
    devices: Mapping[str, Mapping[str, Any] | None] = {}


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


def _state(hub: Hub) -> dict[str, object]:
    """Return the hub's state, without the password."""
    return {
        "fault": hub.fault,
        "mac": hub.mac,
        "name": hub.name,
        "devices": hub.devices,
    }


def application(simulator: Simulator) -> web.Application:
    """Return the control API of a hub."""
    hub = simulator.hub

    async def get(_: web.Request) -> web.Response:
        """Answer with the hub's state."""
        return web.json_response(_state(hub))

    async def patch(request: web.Request) -> web.Response:
        """Change the hub."""
        try:
            change = _parse(await request.read())
        except ValueError as err:
            return web.json_response({"error": str(err)}, status=HTTPStatus.BAD_REQUEST)
        for id_, values in change.devices.items():
            if values is not None:
                await simulator.put({**hub.devices.get(id_, {"id": id_}), **values})
            elif id_ in hub.devices:
                await simulator.remove(id_)
        if change.password is not UNSET:
            await simulator.set_secret(change.password)
        if change.fault is not UNSET:
            await simulator.set_fault(change.fault)
        return web.json_response(_state(hub))

    app = web.Application()
    app.add_routes([web.get("/control", get), web.patch("/control", patch)])
    return app
