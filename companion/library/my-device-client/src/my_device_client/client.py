"""The client."""

from asyncio import IncompleteReadError, timeout
from contextlib import suppress
from http import HTTPMethod, HTTPStatus
import logging
import re
from typing import Self

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
    MyDeviceAuthenticationError,
    MyDeviceConnectionError,
    MyDeviceResponseError,
    MyDeviceTimeoutError,
)
from .models import Account, Status

_LOGGER = logging.getLogger(__name__)

BODY_LIMIT = 64 * 1024

ADDRESS = re.compile(
    r"""
    (?: \[ (?P<ipv6> [0-9a-f]* : [0-9a-f:.]* (?: % [\w.-]+ )? ) \] | (?P<name> [\w.-]+ ) )
    (?: : (?P<port> [0-9]+ ) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What an Authorization header can carry after "Bearer "
SENDABLE_TOKEN = re.compile(r"[!-~]+")


def _api_url(host: str) -> URL:
    """Return where the API of the device at host is found.

    Raises:
        MyDeviceConnectionError: Host is no address.
    """
    is_bare_ipv6 = host.count(":") > 1 and "[" not in host
    address = ADDRESS.fullmatch(f"[{host}]" if is_bare_ipv6 else host)
    with suppress(ValueError):
        # yarl lets 65536 pass as a port.
        if address and (port := int(address["port"] or 80)) < 65536:
            name = address["ipv6"] or address["name"]
            return URL.build(scheme="http", host=name, port=port, path="/api/v1")
    raise MyDeviceConnectionError(
        f"{host!r} is not a host name or IP address, with or without a port"
    )


async def _read(content: StreamReader) -> bytes:
    """Return all of content, without reading on past what any answer of the API can have."""
    try:
        await content.readexactly(BODY_LIMIT + 1)
    except IncompleteReadError as end:
        return end.partial
    raise MyDeviceResponseError(f"The answer is longer than {BODY_LIMIT} bytes")


class MyDeviceClient:
    """Talks to one device over its HTTP API.

    On an open session, a request raises one of these and nothing else:
        MyDeviceConnectionError: The host is no address, or nothing answers there.
        MyDeviceTimeoutError: The whole answer did not arrive in time.
        MyDeviceAuthenticationError: The API token is refused, or cannot be sent at all.
        MyDeviceResponseError: The answer is not what the API promises.
    """

    def __init__(
        self,
        host: str,
        api_token: str,
        *,
        session: ClientSession | None = None,
        request_timeout: float = 10,
    ) -> None:
        """Take where the device is and what opens it.

        Args:
            host: Host name, IPv4 or IPv6 address. A port may follow after a colon; an
                IPv6 address then stands in brackets.
            api_token: Token that the device shows to its owner.
            session: Session to use, which stays open. Without one the client opens and
                closes its own.
            request_timeout: Seconds that one request may take, the answer included.
        """
        self._host = host
        self._api_token = api_token
        self._session = session
        self._owns_session = session is None
        self._request_timeout = request_timeout

    async def check_connection(self) -> str:
        """Return the user id of the account that the API token belongs to."""
        return (await self._get("account", Account)).user_id

    async def status(self) -> Status:
        """Return the device's present state."""
        return await self._get("status", Status)

    async def set_relay(self, on: bool) -> None:
        """Switch the relay."""
        await self._request(
            HTTPMethod.PUT, "relay", json={"on": on}, expected=HTTPStatus.NO_CONTENT
        )

    async def close(self) -> None:
        """Close the session, if it is the client's own."""
        if self._owns_session and self._session:
            await self._session.close()
            self._session = None

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the client."""
        await self.close()

    async def _get[T](self, path: str, answer: type[T]) -> T:
        """Return the resource at path."""
        body = await self._request(HTTPMethod.GET, path)
        try:
            return msgspec.json.decode(body, type=answer)
        except (msgspec.MsgspecError, UnicodeDecodeError) as err:
            raise MyDeviceResponseError(
                f"{self._host} answered GET {path} with no valid {answer.__name__}: {err}"
            ) from err

    async def _request(
        self,
        method: HTTPMethod,
        path: str,
        *,
        json: object = None,
        expected: HTTPStatus = HTTPStatus.OK,
    ) -> bytes:
        """Return the body of the answer."""
        url = _api_url(self._host) / path
        if not SENDABLE_TOKEN.fullmatch(self._api_token):
            raise MyDeviceAuthenticationError(
                "The API token is empty or has characters that no token has"
            )
        if self._session is None:
            self._session = ClientSession()
        try:
            async with (
                timeout(self._request_timeout),
                self._session.request(
                    method,
                    url,
                    json=json,
                    headers={"Authorization": f"Bearer {self._api_token}"},
                    allow_redirects=False,
                    raise_for_status=False,
                ) as response,
            ):
                _LOGGER.debug("%s %s: status %s", method, url, response.status)
                if response.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
                    raise MyDeviceAuthenticationError(
                        f"{self._host} refused the API token with status {response.status}"
                    )
                if response.status != expected:
                    raise MyDeviceResponseError(
                        f"{self._host} answered {method} {path} with status {response.status}"
                    )
                return await _read(response.content)
        except TimeoutError as err:
            raise MyDeviceTimeoutError(
                f"{self._host} did not answer within {self._request_timeout:g} seconds"
            ) from err
        # A name that cannot be encoded is a UnicodeError of the resolver.
        except (OSError, InvalidURL, UnicodeError) as err:
            raise MyDeviceConnectionError(f"Cannot connect to {self._host}") from err
        # aiohttp's other errors quote what arrived and hold the request, token included.
        except ClientConnectionError:
            raise MyDeviceConnectionError(
                f"{self._host} closed the connection"
            ) from None
        except ClientError:
            raise MyDeviceResponseError(
                f"{self._host} answered {method} {path} with no valid HTTP"
            ) from None
