"""Rules for the library that talks to the device or service."""

from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration

from .examples import examples
from .rule import Severity, rule
from .sources import plugin

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


@rule(
    code="hass-integration-raw-http-client",
    title="A library talks to the device or service",
    severity=Severity.REFUSED,
    source=plugin("raw_http_client"),
    why="Core holds what Home Assistant needs to know; how a device is spoken to belongs into a library that all of Python can use.",
    mend="Let a library on PyPI talk to the device, and give it Home Assistant's session",
    good=examples(
        "client = ExampleClient(host, session=async_get_clientsession(hass))",
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
                yield module.found(
                    call, f"The integration itself makes requests with {library}"
                )
