"""Client of the WebSocket API."""

import asyncio
from asyncio import Future, get_running_loop, timeout
from collections.abc import Callable
from contextlib import suppress
from itertools import count
import logging

from aiohttp import (
    ClientError,
    ClientSession,
    ClientWebSocketResponse,
    InvalidURL,
    WSMessage,
    WSMsgType,
    WSServerHandshakeError,
)

from .address import api_url
from .exceptions import (
    MyHubAuthenticationError,
    MyHubCommandError,
    MyHubConnectionError,
    MyHubError,
    MyHubResponseError,
    MyHubTimeoutError,
    MyHubWrongHubError,
)
from .messages import (
    Answer,
    Changed,
    Login,
    Refused,
    Removed,
    Result,
    Switch,
    Welcome,
    decode,
    encode,
)
from .models import Device, State

_LOGGER = logging.getLogger(__name__)

MESSAGE_LIMIT = 1024 * 1024
# Seconds
HEARTBEAT = 15
CLOSE_TIMEOUT = 2
LONGEST_WAIT = 300


class MyHubClient:
    """Client of one hub, with one connection to it.

    What it does raises one of these and nothing else:
        MyHubConnectionError: Nothing answers at the host, or the connection ended.
        MyHubInvalidHostError: The host is not a host name or IP address.
        MyHubTimeoutError: The hub did not answer in time.
        MyHubAuthenticationError: The hub refuses the password.
        MyHubWrongHubError: Another hub than the expected one answers.
        MyHubResponseError: What arrived is not what the API promises.
        MyHubCommandError: The hub did not do what it was asked for.
    """

    def __init__(
        self,
        host: str,
        password: str,
        *,
        session: ClientSession,
        mac: str | None = None,
        request_timeout: float = 10,
    ) -> None:
        """Initialize the client.

        Args:
            host: Host name, IPv4 or IPv6 address. A port may follow after a colon; an
                IPv6 address then stands in brackets. Blanks around it do not count.
            password: As its owner set it.
            session: Session to use, which stays open.
            mac: MAC address of the hub that has to answer; None takes any.
            request_timeout: Seconds that connecting and each command may take.
        """
        self._host = host.strip()
        self._password = password
        self._session = session
        self._mac = mac
        self._request_timeout = request_timeout
        self._socket: ClientWebSocketResponse | None = None
        self._state: State | None = None
        self._requests = count(1)
        self._results: dict[int, Future[Result]] = {}

    async def connect(self) -> State:
        """Connect to the hub, and return its state."""
        await self.close()
        try:
            self._state = await self._welcome()
        # Whoever is cancelled leaves no connection behind either.
        except BaseException:
            await self.close()
            raise
        return self._state

    async def run(
        self,
        on_state: Callable[[State], None],
        on_error: Callable[[MyHubError], None],
    ) -> None:
        """Tell of each change, and connect again whenever the connection ends.

        The waits in between grow to LONGEST_WAIT. Ends if the hub refuses the password,
        and else when it is cancelled.

        Args:
            on_state: Takes the state after each change and each new connection.
            on_error: Takes why there is no connection.
        """
        wait = 1
        while True:
            began_at = get_running_loop().time()
            try:
                if self._socket is None:
                    on_state(await self.connect())
                await self._listen(on_state)
            except MyHubError as err:
                _LOGGER.debug("%s: %s", self._host, err)
                on_error(err)
                if isinstance(err, MyHubAuthenticationError):
                    return
            finally:
                await self.close()
            # One that ends as soon as it begins is no better than none.
            if get_running_loop().time() - began_at > wait:
                wait = 1
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def set_switch(self, device_id: str, on: bool) -> None:
        """Switch the relay of a device; the change is told before this returns."""
        if self._socket is None:
            raise MyHubConnectionError(f"There is no connection to {self._host}")
        request = next(self._requests)
        self._results[request] = get_running_loop().create_future()
        try:
            async with timeout(self._request_timeout):
                await self._socket.send_str(encode(Switch(request, device_id, on)))
                result = await self._results[request]
        except TimeoutError as err:
            raise MyHubTimeoutError(
                f"{self._host} did not answer within {self._request_timeout:g} seconds"
            ) from err
        except (ClientError, OSError) as err:
            raise MyHubConnectionError(f"{self._host} closed the connection") from err
        finally:
            del self._results[request]
        if result.error is not None:
            raise MyHubCommandError(f"{self._host} refused to switch {device_id}")

    async def close(self) -> None:
        """Close the connection, if there is one."""
        socket, self._socket = self._socket, None
        for result in self._results.values():
            if not result.done():
                result.set_exception(
                    MyHubConnectionError(f"{self._host} closed the connection")
                )
        if socket:
            # A hub that goes on sending may never hear of it.
            with suppress(TimeoutError):
                async with timeout(CLOSE_TIMEOUT):
                    await socket.close()

    async def _welcome(self) -> State:
        """Open a connection, log in, and return the state that the hub welcomes with."""
        url = api_url(self._host)
        try:
            async with timeout(self._request_timeout):
                self._socket = await self._session.ws_connect(
                    url,
                    autoping=False,
                    max_msg_size=MESSAGE_LIMIT,
                )
                await self._socket.send_str(encode(Login(self._password)))
                return self._welcomed(await self._receive(self._socket))
        except TimeoutError as err:
            raise MyHubTimeoutError(
                f"{self._host} did not answer within {self._request_timeout:g} seconds"
            ) from err
        except WSServerHandshakeError as err:
            raise MyHubResponseError(
                f"{self._host} answered with status {err.status}"
            ) from None
        # A name that cannot be encoded is a UnicodeError of the resolver.
        except (ClientError, OSError, InvalidURL, UnicodeError) as err:
            raise MyHubConnectionError(f"Cannot connect to {self._host}") from err

    async def _listen(self, on_state: Callable[[State], None]) -> None:
        """Tell of each change until the connection ends, and raise why it did."""
        assert self._socket
        assert self._state
        while True:
            answer = await self._receive(self._socket)
            devices = dict(self._state.devices)
            match answer:
                case Changed(device=device):
                    devices[device.id] = device
                case Removed(id=device_id):
                    devices.pop(device_id, None)
                case Result(request=request):
                    if (result := self._results.get(request)) and not result.done():
                        result.set_result(answer)
                    continue
                case _:
                    raise MyHubResponseError(
                        f"{self._host} sent {type(answer).__name__} out of turn"
                    )
            self._state = State(hub=self._state.hub, devices=devices)
            on_state(self._state)

    async def _receive(self, socket: ClientWebSocketResponse) -> Answer:
        """Return the next message that this version knows."""
        while True:
            try:
                message = await self._next(socket)
            except (ClientError, OSError) as err:
                raise MyHubConnectionError(
                    f"{self._host} closed the connection"
                ) from err
            match message.type:
                case WSMsgType.TEXT:
                    if (answer := decode(message.data)) is not None:
                        return answer
                case WSMsgType.BINARY | WSMsgType.ERROR:
                    raise MyHubResponseError(f"{self._host} sent no valid message")
                case _:
                    raise MyHubConnectionError(f"{self._host} closed the connection")

    async def _next(self, socket: ClientWebSocketResponse) -> WSMessage:
        """Return the next message that is no heartbeat, and ask after a hub that is silent."""
        # aiohttp's own heartbeat leaves a timer behind when a connection ends.
        is_silent = False
        while True:
            try:
                async with timeout(HEARTBEAT):
                    if is_silent:
                        await socket.ping()
                    message = await socket.receive()
                    if message.type is WSMsgType.PING:
                        await socket.pong(message.data)
            except TimeoutError as err:
                if is_silent:
                    raise MyHubTimeoutError(
                        f"{self._host} was silent for {2 * HEARTBEAT} seconds"
                    ) from err
                is_silent = True
                continue
            is_silent = False
            if message.type not in (WSMsgType.PING, WSMsgType.PONG):
                return message

    def _welcomed(self, answer: Answer) -> State:
        """Return the state that the hub welcomes with."""
        match answer:
            case Refused():
                raise MyHubAuthenticationError(f"{self._host} refused the password")
            case Welcome(hub=hub, devices=devices):
                if self._mac not in (None, hub.mac):
                    raise MyHubWrongHubError(f"Another hub answers at {self._host}")
                return State(hub=hub, devices=_by_id(devices))
        raise MyHubResponseError(
            f"{self._host} sent {type(answer).__name__} out of turn"
        )


def _by_id(devices: tuple[Device, ...]) -> dict[str, Device]:
    return {device.id: device for device in devices}
