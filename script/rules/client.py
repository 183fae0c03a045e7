"""Rules for the library that talks to the device or service."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import keyword
from script.integration.types import class_of

from .examples import examples
from .rule import Severity, rule
from .sources import documentation, plugin

_METHODS: Final = {
    "delete",
    "get",
    "head",
    "options",
    "patch",
    "post",
    "put",
    "request",
}
_HTTPX: Final = _METHODS | {"AsyncClient", "Client", "stream"}

# What makes requests, by the library
_REQUESTS: Final = {
    "aiohttp": {"ClientSession", "request"},
    "httpx": _HTTPX,
    "httpx2": _HTTPX,
    "requests": _METHODS | {"Session"},
}

_SESSION_CLASSES: Final = {"AsyncClient", "Client", "ClientSession", "Session"}
_SESSIONS: Final = {
    "aiohttp.ClientSession": _METHODS | {"ws_connect"},
    "httpx.AsyncClient": _HTTPX,
    "httpx2.AsyncClient": _HTTPX,
}
_ANY: Final = frozenset().union(*_SESSIONS.values())


@rule(
    code="hass-integration-raw-http-client",
    title="A library talks to the device or service",
    severity=Severity.REFUSED,
    source=plugin("raw_http_client"),
    why="Core holds what Home Assistant needs to know; how a device is spoken to belongs into a library that all of Python can use.",
    mend="Let a library on PyPI talk to the device, and give it Home Assistant's session",
    good=examples(
        "client = ExampleClient(host, session=async_get_clientsession(hass))",
        "from aiohttp import ClientSession, TCPConnector\n\nsession = ClientSession(connector=TCPConnector(ssl=LEGACY))",
        "import aiohttp\n\ntry:\n    client.fetch()\nexcept aiohttp.ClientError:\n    client = None",
    ),
    bad=examples(
        "from aiohttp import ClientSession\n\nsession = ClientSession()  # !",
        'import requests\n\nanswer = requests.get("http://example.com")  # !',
    ),
)
def raw_http_client(integration: Integration) -> Iterator[Finding]:
    """Report HTTP requests that belong in a library."""
    for module in integration.modules:
        for call in module.calls:
            definition = module.definition(call.func)
            if definition is None or definition.module:
                continue
            library, _, name = definition.name.partition(".")
            if name in _REQUESTS.get(library, ()):
                # Home Assistant's sessions come with a connector of its own.
                if name in _SESSION_CLASSES and keyword(call, "connector"):
                    continue
                if name in _SESSION_CLASSES:
                    yield module.found(
                        call,
                        f"The integration makes a session of {library} for itself",
                        "Give a library on PyPI a session of Home Assistant's",
                    )
                else:
                    yield module.found(
                        call, f"The integration itself makes requests with {library}"
                    )


@rule(
    code="review-guide/own-http-client",
    title="No client of an API is written in the integration",
    severity=Severity.ADVICE,
    source=documentation("requirements"),
    why="Requests with Home Assistant's session are a client as well, which others could use as a library.",
    mend="Move the requests into a library on PyPI that takes the session",
    good=examples(
        "client = ExampleClient(host, session=async_get_clientsession(hass))",
        """
        async def fetch(client: ExampleClient) -> Any:
            return await client.get("/status")
        """,
    ),
    bad=examples(
        """
        async def fetch(hass: HomeAssistant, host: str) -> Any:
            session = async_get_clientsession(hass)
            return await session.get(f"http://{host}/status")  # !
        """,
        """
        import aiohttp

        class ExampleApi:
            def __init__(self, session: aiohttp.ClientSession) -> None:
                self._session = session

            async def fetch(self) -> Any:
                async with self._session.post("http://example.com") as answer:  # !
                    return await answer.json()
        """,
        file="api.py",
    ),
)
def own_http_client(integration: Integration) -> Iterator[Finding]:
    """Report requests that an integration makes with a session itself."""
    for module in integration.modules:
        for call in module.calls:
            match call.func:
                case ast.Attribute(value=session, attr=name) if name in _ANY:
                    class_ = class_of(module, session)
                case _:
                    continue
            if class_ and name in _SESSIONS.get(class_.name, ()):
                yield module.found(
                    call, f"The integration itself makes requests with {class_.name}"
                )
