"""Client of the HTTP API."""

from asyncio import IncompleteReadError, Lock, timeout
from collections.abc import Callable, Mapping
from http import HTTPMethod, HTTPStatus
import logging
import re
from time import time

from aiohttp import (
    ClientConnectionError,
    ClientError,
    ClientSession,
    InvalidURL,
    StreamReader,
)
import msgspec
from yarl import URL

from .exceptions import (
    MyCloudAuthenticationError,
    MyCloudConnectionError,
    MyCloudRateLimitError,
    MyCloudResponseError,
    MyCloudTimeoutError,
)
from .models import Account, Device, Devices, Grant, Tokens

_LOGGER = logging.getLogger(__name__)

BASE_URL = "https://my-cloud.example.com/api/v1"
BODY_LIMIT = 1024 * 1024
# Seconds before its end in which an access token is not used any more, as clocks differ.
EXPIRY_MARGIN = 60
# Seconds, up to about a day; no cloud means more, or none at all.
RETRY_AFTER = re.compile(r"[1-9][0-9]{0,4}")


def _retry_after(headers: Mapping[str, str]) -> int | None:
    """Return how many seconds the cloud asks to wait, None if it does not say."""
    seconds = headers.get("Retry-After", "")
    return int(seconds) if RETRY_AFTER.fullmatch(seconds) else None


async def _read(content: StreamReader) -> bytes:
    """Return all of content, without reading on past what any answer of the API can have."""
    try:
        await content.readexactly(BODY_LIMIT + 1)
    except IncompleteReadError as end:
        return end.partial
    raise MyCloudResponseError(f"The answer is longer than {BODY_LIMIT} bytes")


class MyCloudClient:
    """Client of one account.

    It sends one request after the other. So an answer is never older than the one before
    it, and tokens are refreshed once, however many wait for it.

    On an open session, a call raises one of these and nothing else:
        MyCloudConnectionError: The cloud cannot be reached.
        MyCloudTimeoutError: The whole answer did not arrive in time.
        MyCloudAuthenticationError: The cloud refuses the email and password, or the tokens.
        MyCloudRateLimitError: The cloud asks for fewer requests.
        MyCloudResponseError: The answer is not what the API promises.
    """

    def __init__(
        self,
        *,
        session: ClientSession,
        tokens: Tokens | None = None,
        on_refresh: Callable[[Tokens], None] | None = None,
        base_url: str = BASE_URL,
        request_timeout: float = 10,
    ) -> None:
        """Initialize the client.

        Args:
            session: Session to use, which stays open.
            tokens: Of an earlier login; without them, log in first.
            on_refresh: Takes the tokens that replace those of before, to be kept.
            base_url: Where the API is.
            request_timeout: Seconds that one request may take, the answer included.
        """
        self._session = session
        self._tokens = tokens
        self._on_refresh = on_refresh
        self._base_url = URL(base_url)
        self._request_timeout = request_timeout
        self._lock = Lock()

    async def login(self, email: str, password: str) -> Tokens:
        """Log in, and return the tokens to keep in place of the password."""
        async with self._lock:
            self._tokens = await self._grant(
                "login", {"email": email, "password": password}
            )
            return self._tokens

    async def account(self) -> Account:
        """Return the account that is logged in."""
        return await self._call(HTTPMethod.GET, "account", Account)

    async def devices(self) -> dict[str, Device]:
        """Return all devices of the account, by their IDs."""
        answer = await self._call(HTTPMethod.GET, "devices", Devices)
        return {device.id: device for device in answer.devices}

    async def set_switch(self, device_id: str, on: bool) -> Device:
        """Switch the relay of a device, and return the device as it is now."""
        return await self._call(
            HTTPMethod.PUT, f"devices/{device_id}/switch", Device, {"on": on}
        )

    async def _call[T](
        self, method: HTTPMethod, path: str, answer: type[T], json: object = None
    ) -> T:
        """Return the answer to a request, with tokens that are refreshed where they need it."""
        async with self._lock:
            if self._tokens is None:
                raise MyCloudAuthenticationError("Nobody is logged in")
            tokens = self._tokens
            is_new = tokens.expires_at < time() + EXPIRY_MARGIN
            if is_new:
                tokens = await self._refresh(tokens)
            try:
                return await self._send(method, path, answer, json, tokens)
            except MyCloudAuthenticationError:
                if is_new:
                    raise
            tokens = await self._refresh(tokens)
            return await self._send(method, path, answer, json, tokens)

    async def _refresh(self, tokens: Tokens) -> Tokens:
        """Exchange the tokens for new ones."""
        self._tokens = tokens = await self._grant(
            "refresh", {"refresh_token": tokens.refresh_token}
        )
        if self._on_refresh:
            self._on_refresh(tokens)
        return tokens

    async def _grant(self, path: str, json: object) -> Tokens:
        """Return the tokens that the cloud gives for what is sent."""
        grant = await self._send(HTTPMethod.POST, path, Grant, json)
        return Tokens(
            access_token=grant.access_token,
            refresh_token=grant.refresh_token,
            expires_at=int(time()) + grant.expires_in,
        )

    async def _send[T](
        self,
        method: HTTPMethod,
        path: str,
        answer: type[T],
        json: object,
        tokens: Tokens | None = None,
    ) -> T:
        """Return the answer to one request."""
        body = await self._request(method, path, json, tokens)
        try:
            return msgspec.json.decode(body.decode(), type=answer)
        except (msgspec.MsgspecError, UnicodeDecodeError) as err:
            raise MyCloudResponseError(
                f"The cloud answered {method} {path} with no valid {answer.__name__}: {err}"
            ) from err

    async def _request(
        self, method: HTTPMethod, path: str, json: object, tokens: Tokens | None
    ) -> bytes:
        """Return the body of the answer to one request."""
        url = self._base_url / path
        try:
            async with (
                timeout(self._request_timeout),
                self._session.request(
                    method,
                    url,
                    json=json,
                    headers={"Authorization": f"Bearer {tokens.access_token}"}
                    if tokens
                    else None,
                    allow_redirects=False,
                    raise_for_status=False,
                ) as response,
            ):
                _LOGGER.debug("%s %s: status %s", method, url, response.status)
                if response.status == HTTPStatus.UNAUTHORIZED:
                    raise MyCloudAuthenticationError(
                        f"The cloud refused {method} {path}"
                    )
                if response.status == HTTPStatus.TOO_MANY_REQUESTS:
                    raise MyCloudRateLimitError(
                        "The cloud asks for fewer requests",
                        retry_after=_retry_after(response.headers),
                    )
                if response.status != HTTPStatus.OK:
                    raise MyCloudResponseError(
                        f"The cloud answered {method} {path} with status {response.status}"
                    )
                return await _read(response.content)
        except TimeoutError as err:
            raise MyCloudTimeoutError(
                f"The cloud did not answer within {self._request_timeout:g} seconds"
            ) from err
        except (OSError, InvalidURL) as err:
            raise MyCloudConnectionError("Cannot connect to the cloud") from err
        # aiohttp's other errors quote what arrived and hold the request with its headers.
        except ClientConnectionError:
            raise MyCloudConnectionError("The cloud closed the connection") from None
        except ClientError:
            raise MyCloudResponseError(
                f"The cloud answered {method} {path} with no valid HTTP"
            ) from None
