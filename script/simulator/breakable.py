"""Run a simulated thing that can be broken, and that recovers by itself where its fault does not last."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web

from .listener import LOOPBACK, Listener


class Breaking(Protocol):
    """A fault, as far as it decides who listens."""

    @property
    def listens(self) -> bool:
        """Return whether what has it can be connected to."""

    @property
    def seconds(self) -> float | None:
        """Return how long it lasts, None if it does until it is cleared."""


class Faulty(Protocol):
    """A state with the name of a fault, None where it has none."""

    fault: str | None


class Breakable:
    """A simulated thing that runs.

    Attributes:
        api: Where its API listens.
    """

    def __init__(
        self,
        state: Faulty,
        faults: Mapping[str, Breaking],
        api: Callable[[], web.Application],
        control: Callable[[], web.Application],
        *,
        address: str,
        port: int,
    ) -> None:
        """Take what it is and where it listens; its control API takes the next port."""
        self._state = state
        self._faults = faults
        self.api = Listener(api, address, port)
        self._control = Listener(control, LOOPBACK, port + 1 if port else 0)
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

    async def drop(self) -> None:
        """Close the connections that stay open, if there are such."""

    async def set_fault(self, name: str | None) -> None:
        """Give it one of its faults, or none; connections begin anew."""
        fault = self._faults[name] if name else None
        async with self._changing:
            self._stop_recovery()
            self._state.fault = name
            await self.drop()
            if fault and not fault.listens:
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
        """Listen, and take on the fault that it came with."""
        # A port must be had before a fault can refuse connections on it.
        await self.api.start()
        await self._control.start()
        await self.set_fault(self._state.fault)

    async def stop(self) -> None:
        """Close every connection."""
        await self._control.stop()
        self._stop_recovery()
        await self.drop()
        await self.api.stop()


@asynccontextmanager
async def running[B: Breakable](simulator: B) -> AsyncGenerator[B]:
    """Run it until the end of the context.

    Raises:
        OSError: A port cannot be had.
    """
    try:
        await simulator.start()
        yield simulator
    finally:
        await simulator.stop()
