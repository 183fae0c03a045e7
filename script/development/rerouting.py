"""Lead connections to the address of a fake server to the port that it listens on, whichever port they are for."""

from collections.abc import Callable, Mapping
import socket
from typing import Any

from .home_assistant import ADDRESS


def lead(ports: Mapping[str, int]) -> None:
    """Have connections of this process to some addresses end at ports of this machine.

    A library may take no port beside its host, and what is made at home cannot listen on those below 1024.
    """
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _led(getattr(socket.socket, name), ports))


def _led(
    connect: Callable[[socket.socket, Any], Any], ports: Mapping[str, int]
) -> Callable[[socket.socket, Any], Any]:
    def led(self: socket.socket, address: Any) -> Any:
        """Connect to where an address leads."""
        match address:
            case (str() as host, *_) if host in ports:
                address = (ADDRESS, ports[host])
        return connect(self, address)

    return led
