"""Run the simulated device."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Generator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import replace

from script.simulator.listener import LOOPBACK, Listener

from . import api, control
from .auth import account, authorization, identity, unique_id
from .faults import FAULTS
from .manual import manual
from .state import Device, readings

PORT = 8380
OTHER_ACCOUNT = "user-0815"
OTHER_SERIAL = "MD-0815"


class Simulator:
    """A device that runs.

    Attributes:
        device: Its state. All of it can be changed directly but the fault.
        api: Where its API listens.
        clock: Tells the device's time.
    """

    def __init__(self, device: Device, address: str, port: int) -> None:
        """Take the device and where it listens; its control API takes the next port."""
        loop = asyncio.get_running_loop()
        started_at = loop.time()
        self.device = device
        self.clock: Callable[[], float] = lambda: loop.time() - started_at
        self.api = Listener(lambda: api.application(device, self.clock), address, port)
        self._control = Listener(
            lambda: control.application(device, self.set_fault),
            LOOPBACK,
            port + 1 if port else 0,
        )
        self._changing = asyncio.Lock()
        self._recovery: asyncio.Task[None] | None = None

    @property
    def host(self) -> str:
        """Return where the API is found, as "127.0.0.1:8380"."""
        return self.api.host

    @property
    def control_url(self) -> str:
        """Return where the control API is found."""
        return f"http://{self._control.host}/control"

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

    async def set_fault(self, name: str | None) -> None:
        """Give the device one of faults.FAULTS, or none."""
        fault = FAULTS[name] if name else None
        async with self._changing:
            self._stop_recovery()
            self.device.fault = name
            if fault and fault.answer is None:
                await self.api.stop()
            else:
                await self.api.start()
            if fault and fault.seconds:
                self._recovery = asyncio.create_task(self._recover(fault.seconds))

    async def _recover(self, seconds: float) -> None:
        """Clear the fault after a while."""
        await asyncio.sleep(seconds)
        # From here on it must not cancel itself.
        self._recovery = None
        await self.set_fault(None)

    def _stop_recovery(self) -> None:
        """Let the fault stay."""
        if self._recovery:
            self._recovery.cancel()
            self._recovery = None

    async def start(self) -> None:
        """Listen, and take on the fault that the device came with."""
        # A port must be had before a fault can refuse connections on it.
        await self.api.start()
        await self._control.start()
        await self.set_fault(self.device.fault)

    async def stop(self) -> None:
        """Close every connection."""
        await self._control.stop()
        self._stop_recovery()
        await self.api.stop()


@asynccontextmanager
async def run_simulator(
    device: Device, *, address: str = LOOPBACK, port: int = 0
) -> AsyncGenerator[Simulator]:
    """Run a device on a port, its control API on the next one; port 0 takes two free ones.

    Raises:
        OSError: A port cannot be had.
    """
    simulator = Simulator(device, address, port)
    try:
        await simulator.start()
        yield simulator
    finally:
        await simulator.stop()
