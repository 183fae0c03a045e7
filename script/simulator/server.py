"""Run the simulated device."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from . import api, control
from .device import Device
from .faults import FAULTS

LOOPBACK = "127.0.0.1"
PORT = 8380


@dataclass
class Listener:
    """An application on a port that it keeps, whether it listens or not.

    Attributes:
        application: Makes it, as one application cannot be served twice.
        port: 0 takes a free one when it first listens.
    """

    application: Callable[[], web.Application]
    address: str
    port: int
    runner: web.AppRunner | None = field(default=None, init=False)

    @property
    def host(self) -> str:
        """Return where it listens, as "127.0.0.1:8380"."""
        address = f"[{self.address}]" if ":" in self.address else self.address
        return f"{address}:{self.port}"

    async def start(self) -> None:
        """Listen, unless it does."""
        if self.runner:
            return
        # aiohttp takes 0 as waiting for ever.
        runner = web.AppRunner(
            self.application(), handler_cancellation=True, shutdown_timeout=0.01
        )
        await runner.setup()
        await web.TCPSite(runner, self.address, self.port).start()
        self.runner, self.port = runner, runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection and accept no more."""
        if self.runner:
            await self.runner.cleanup()
            self.runner = None


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
