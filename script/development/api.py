"""Client of Home Assistant's own REST and WebSocket API, as far as the flows need it."""

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
import json
from typing import Any, Final

from aiohttp import (
    ClientConnectionError,
    ClientError,
    ClientResponse,
    ClientSession,
    WSMessageTypeError,
    hdrs,
)

from . import DevelopmentError

# Good enough for a Home Assistant that nobody but this machine reaches
USERNAME: Final = "developer"
PASSWORD: Final = "developer"

FLOWS: Final = "config/config_entries/flow"
OPTIONS_FLOWS: Final = "config/config_entries/options/flow"
ENTRIES: Final = "config/config_entries/entry"

SECONDS_BETWEEN_LOOKS: Final = 0.1
SECONDS_TO_START: Final = 120


@dataclass
class Api:
    """Home Assistant at a URL, as the user that an access token stands for.

    Attributes:
        answers: All that Home Assistant answered, as text.
    """

    session: ClientSession
    url: str
    access_token: str = field(repr=False)
    answers: list[str] = field(default_factory=list, repr=False)

    async def get(self, path: str) -> Any:
        """Return what is at a path of the REST API."""
        return await self._request(hdrs.METH_GET, path)

    async def post(self, path: str, body: Mapping[str, object] | None = None) -> Any:
        """Return the answer to what is posted to a path of the REST API."""
        return await self._request(hdrs.METH_POST, path, body or {})

    async def delete(self, path: str) -> None:
        """Delete what is at a path of the REST API."""
        await self._request(hdrs.METH_DELETE, path)

    async def command(self, kind: str, **about: object) -> Any:
        """Return the result of a command of the WebSocket API."""
        with _reported(kind):
            async with self.session.ws_connect(f"{self.url}/api/websocket") as socket:
                await socket.receive_json()
                login = {"type": "auth", "access_token": self.access_token}
                await socket.send_json(login)
                await socket.receive_json()
                await socket.send_json({"id": 1, "type": kind, **about})
                text = await socket.receive_str()
        self.answers.append(text)
        if not (answer := json.loads(text))["success"]:
            raise DevelopmentError(f"{kind}: {answer['error']['message']}")
        return answer["result"]

    async def _request(
        self, method: str, path: str, body: Mapping[str, object] | None = None
    ) -> Any:
        url = f"{self.url}/api/{path}"
        headers = {
            hdrs.AUTHORIZATION: f"Bearer {self.access_token}",
            # As the page has it, to be found again after an authorization elsewhere
            "HA-Frontend-Base": self.url,
        }
        sent = self.session.request(method, url, json=body, headers=headers)
        text = await accepted(f"{method} {path}", sent)
        self.answers.append(text)
        return json.loads(text)


async def until_listening(session: ClientSession, url: str) -> None:
    """Return once Home Assistant answers."""
    async with _in_time("answer"):
        while not await _listens(session, url):
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


async def _listens(session: ClientSession, url: str) -> bool:
    try:
        async with session.get(f"{url}/manifest.json"):
            return True
    except ClientConnectionError:
        return False


async def until_running(api: Api) -> None:
    """Return once Home Assistant has started all that it is to start."""
    async with _in_time("finish its start"):
        while (config := await api.get("config"))["state"] != "RUNNING":
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    if config["recovery_mode"]:
        raise DevelopmentError("Home Assistant started in its recovery mode")


async def has_user(session: ClientSession, url: str) -> bool:
    """Return whether an earlier run has made the development user."""
    with _reported("GET onboarding"):
        async with session.get(f"{url}/api/onboarding") as response:
            # Home Assistant has no such address any more once the onboarding is done.
            return not response.ok


async def create_user(session: ClientSession, url: str) -> Api:
    """Make the development user, which ends the onboarding, and log in as that user."""
    user = {
        "client_id": f"{url}/",
        "language": "en",
        "name": "Developer",
        "password": PASSWORD,
        "username": USERNAME,
    }
    sent = session.post(f"{url}/api/onboarding/users", json=user)
    code = json.loads(await accepted("POST onboarding/users", sent))["auth_code"]
    return await _granted(session, url, code)


async def log_in(session: ClientSession, url: str) -> Api:
    """Log in as the development user that an earlier run has made.

    Raises DevelopmentError if that user has another password by now.
    """
    client = {"client_id": f"{url}/"}
    asked = {**client, "handler": ["homeassistant", None], "redirect_uri": f"{url}/"}
    sent = session.post(f"{url}/auth/login_flow", json=asked)
    form = json.loads(await accepted("POST auth/login_flow", sent))
    user = {**client, "username": USERNAME, "password": PASSWORD}
    sent = session.post(f"{url}/auth/login_flow/{form['flow_id']}", json=user)
    result = json.loads(await accepted("POST auth/login_flow", sent))
    if result["type"] != "create_entry":
        raise DevelopmentError(
            f"the user {USERNAME} cannot log in with the password {PASSWORD} any more; change it "
            "back, or remove the configuration folder to begin anew"
        )
    return await _granted(session, url, result["result"])


async def _granted(session: ClientSession, url: str, code: str) -> Api:
    """Return the API for the user who was given a code."""
    grant = {
        "client_id": f"{url}/",
        "code": code,
        "grant_type": "authorization_code",
    }
    sent = session.post(f"{url}/auth/token", data=grant)
    token = json.loads(await accepted("POST auth/token", sent))["access_token"]
    return Api(session, url, token)


@asynccontextmanager
async def _in_time(task: str) -> AsyncGenerator[None]:
    """Name the task that Home Assistant did not do in time."""
    try:
        async with asyncio.timeout(SECONDS_TO_START):
            yield
    except TimeoutError as err:
        raise DevelopmentError(
            f"Home Assistant did not {task} within {SECONDS_TO_START} seconds"
        ) from err


@contextmanager
def _reported(request: str) -> Generator[None]:
    """Name the request during which Home Assistant went away."""
    try:
        yield
    except (ClientError, WSMessageTypeError) as err:
        raise DevelopmentError(f"{request}: {err}") from err


async def accepted(
    request: str, sent: AbstractAsyncContextManager[ClientResponse]
) -> str:
    """Return what is answered to a request.

    Raises DevelopmentError if it is refused.
    """
    with _reported(request):
        async with sent as response:
            text = await response.text()
    if not response.ok:
        raise DevelopmentError(
            f"{response.method} {response.url.path}: {response.status} {text}"
        )
    return text
