"""Addresses of hubs."""

from contextlib import suppress
import re

from yarl import URL

from .exceptions import MyHubInvalidHostError

ADDRESS = re.compile(
    r"""
    (?: \[ (?P<ipv6> [0-9a-f]* : [0-9a-f:.]* (?: % [\w.-]+ )? ) \] | (?P<name> [\w.-]+ ) )
    (?: : (?P<port> [0-9]+ ) )?
    """,
    re.IGNORECASE | re.VERBOSE,
)


def api_url(host: str) -> URL:
    """Return the URL of the API of the hub at host.

    Raises:
        MyHubInvalidHostError: Host is not a host name or IP address.
    """
    is_bare_ipv6 = host.count(":") > 1 and "[" not in host
    address = ADDRESS.fullmatch(f"[{host}]" if is_bare_ipv6 else host)
    with suppress(ValueError):
        # yarl lets 65536 pass as a port.
        if address and (port := int(address["port"] or 80)) < 65536:
            name = address["ipv6"] or address["name"]
            return URL.build(scheme="ws", host=name, port=port, path="/api/v1")
    raise MyHubInvalidHostError(
        f"{host!r} is not a host name or IP address, with or without a port"
    )


def with_ip(host: str, ip: str) -> str:
    """Return where the hub at host is once it has another IP address; its port stays the same.

    Raises:
        MyHubInvalidHostError: Host is not a host name or IP address.
    """
    return api_url(host.strip()).with_host(ip).raw_authority
