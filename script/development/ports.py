"""Ports of a session, on which another clone of the repository may run one as well."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from script.simulator.device.server import PORT as DEVICE_PORT

from .home_assistant import free_port

LOWEST: Final = 1024
HIGHEST: Final = 65533
# From the ports of one session to those that are tried next
STEP: Final = 10


@dataclass(frozen=True)
class Ports:
    """The ports of a session; the device's control API takes the one after the device's."""

    home_assistant: int
    device: int

    @property
    def all(self) -> tuple[int, ...]:
        """Return each of them."""
        return self.home_assistant, self.device, self.device + 1

    @property
    def are_free(self) -> bool:
        """Return whether nothing listens on any of them."""
        return all(free_port(port) == port for port in self.all)


DEFAULT: Final = Ports(8123, DEVICE_PORT)


def free_pair() -> int:
    """Return a free port after which the next one is free as well."""
    while free_port((port := free_port()) + 1) != port + 1:
        pass
    return port


def ports_at(port: int) -> Ports:
    """Return the ports of a session whose Home Assistant listens on one."""
    return DEFAULT if port == DEFAULT.home_assistant else Ports(port, port + 1)


def free_ports(wanted: int | None, last: int | None) -> Iterator[Ports]:
    """Yield the free ones among what is wanted, or else what was taken last and what comes after that.

    A session keeps its ports, as its entries hold the device's.
    """
    first = wanted or last or DEFAULT.home_assistant
    candidates = [first] if wanted else range(first, HIGHEST + 1, STEP)
    return (ports for ports in map(ports_at, candidates) if ports.are_free)
