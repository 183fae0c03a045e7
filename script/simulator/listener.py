"""Listen on a port that stays the same, whether anything listens on it or not."""

from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

LOOPBACK = "127.0.0.1"


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
