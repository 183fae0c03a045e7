"""Serve a control API, which changes and breaks a simulated thing while it runs."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

from aiohttp import web
from msgspec import UNSET, Struct, UnsetType, json

from .breakable import Breaking


class Change(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is to change, the rest staying as it is."""

    fault: str | UnsetType | None = UNSET


def parsed[C: Change](body: bytes, kind: type[C], faults: Mapping[str, Breaking]) -> C:
    """Return the change asked for.

    Raises:
        ValueError: It cannot be made.
    """
    change = json.decode(body, type=kind)
    if isinstance(change.fault, str) and change.fault not in faults:
        raise ValueError(
            f"No fault is named {change.fault!r}; there are: {', '.join(faults)}"
        )
    return change


def application(
    state: Callable[[], Mapping[str, object]],
    change: Callable[[bytes], Awaitable[None]],
) -> web.Application:
    """Return a control API.

    Args:
        state: Returns what to tell, without secrets.
        change: Makes a change, or raises a ValueError where it cannot be made.
    """

    async def get(_: web.Request) -> web.Response:
        """Answer with the state."""
        return web.json_response(state())

    async def patch(request: web.Request) -> web.Response:
        """Change something."""
        try:
            await change(await request.read())
        except ValueError as err:
            return web.json_response({"error": str(err)}, status=HTTPStatus.BAD_REQUEST)
        return web.json_response(state())

    app = web.Application()
    app.add_routes([web.get("/control", get), web.patch("/control", patch)])
    return app
