"""Run the simulated device."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Generator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace

from script.simulator.breakable import Breakable, running
from script.simulator.listener import LOOPBACK

from . import api, control
from .auth import account, authorization, identity, unique_id
from .faults import FAULTS
from .manual import manual
from .state import Device, readings

PORT = 8380
OTHER_ACCOUNT = "user-0815"
OTHER_SERIAL = "MD-0815"


class Simulator(Breakable):
    """A device that runs.

    Attributes:
        device: Its state. All of it can be changed directly but the fault.
        clock: Tells the device's time.
    """

    def __init__(self, device: Device, address: str, port: int) -> None:
        """Take the device and where it listens; its control API takes the next port."""
        loop = asyncio.get_running_loop()
        started_at = loop.time()
        self.device = device
        self.clock: Callable[[], float] = lambda: loop.time() - started_at
        super().__init__(
            device,
            FAULTS,
            lambda: api.application(device, self.clock),
            lambda: control.application(device, self.set_fault),
            address=address,
            port=port,
        )

    @property
    def name(self) -> str:
        """Return the name that its owner gave it."""
        return self.device.name

    @property
    def unique_id(self) -> str:
        """Return the unique ID of the device's entry in Home Assistant."""
        return unique_id(self.device)

    @property
    def username(self) -> str:
        """Return what goes with the secret, where that is a password."""
        return self.device.username

    @property
    def secret(self) -> str:
        """Return the API token or password."""
        return self.device.secret

    @property
    def given(self) -> Collection[str]:
        """Return nothing, as it gives out no secrets."""
        return ()

    @property
    def service_name(self) -> str:
        """Return what tells its announcements from those of others, as it tells devices apart."""
        return self.device.serial

    @property
    def service_properties(self) -> Mapping[str, str]:
        """Return what it announces of itself."""
        return {**identity(self.device), "name": self.device.name}

    @property
    def readings(self) -> Mapping[str, Collection[float]]:
        """Return what it measures now that Home Assistant shows by default, by what it is."""
        measured = readings(self.device, self.clock())
        return {name: [measured[name]] for name in ("energy", "power", "temperature")}

    @property
    def manual(self) -> str:
        """Return how to reach it and how to break it."""
        return manual(self.device, self.host, self.control_url)

    @property
    def is_on(self) -> bool:
        """Return whether its relay is closed."""
        return self.device.relay

    @property
    def refusal(self) -> str:
        """Return the reason for which flows refuse another device."""
        return "wrong_account" if account(self.device) else "wrong_device"

    def ask_for(self, auth: str) -> None:
        """Ask for credentials of a kind."""
        self.device.auth = auth

    async def set_secret(self, secret: str) -> None:
        """Change the API token or password."""
        self.device.secret = secret

    @contextmanager
    def as_another(self) -> Generator[None]:
        """Be another device for a while."""
        before = self.device.user_id, self.device.serial
        self.device.user_id, self.device.serial = OTHER_ACCOUNT, OTHER_SERIAL
        try:
            yield
        finally:
            self.device.user_id, self.device.serial = before

    def another(self) -> AbstractAsyncContextManager[Simulator]:
        """Run another device, which takes the same credentials."""
        return run_simulator(
            replace(self.device, user_id=OTHER_ACCOUNT, serial=OTHER_SERIAL)
        )

    def moved(self) -> AbstractAsyncContextManager[Simulator]:
        """Run it at another address as well."""
        return run_simulator(replace(self.device))

    def sent(self, secret: str) -> str:
        """Return a secret as it goes over the network."""
        return str(authorization(replace(self.device, secret=secret))).rpartition(" ")[
            2
        ]


@asynccontextmanager
async def run_simulator(
    device: Device, *, address: str = LOOPBACK, port: int = 0
) -> AsyncGenerator[Simulator]:
    """Run a device on a port, its control API on the next one; port 0 takes two free ones.

    Raises:
        OSError: A port cannot be had.
    """
    async with running(Simulator(device, address, port)) as simulator:
        yield simulator
