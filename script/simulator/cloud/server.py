"""Run the simulated cloud."""

from collections.abc import AsyncGenerator, Collection, Generator, Mapping
from contextlib import asynccontextmanager, contextmanager
from typing import override

from script.simulator.breakable import running
from script.simulator.devices import Device
from script.simulator.listener import LOOPBACK
from script.simulator.telling import Telling

from .api import CloudConnections, application
from .control import application as control
from .faults import FAULTS, OTHER_ID
from .manual import manual
from .state import Cloud

PORT = 8400


class Simulator(Telling):
    """A cloud that runs.

    Attributes:
        cloud: Its state. All of it can be changed directly but the fault and the password; connected clients hear of
            devices that are changed by methods.
    """

    def __init__(self, cloud: Cloud, address: str, port: int) -> None:
        """Take the cloud and where it listens; its control API takes the next port."""
        self.cloud = cloud
        self.connections = connections = CloudConnections(cloud)
        super().__init__(
            cloud,
            FAULTS,
            lambda: application(cloud, connections, self.tell),
            lambda: control(self),
            address=address,
            port=port,
        )

    @property
    def name(self) -> str:
        """Return the email of the account, which users know it by."""
        return self.cloud.email

    @property
    def unique_id(self) -> str:
        """Return the unique ID of the account's entry in Home Assistant."""
        return self.cloud.id

    @property
    def username(self) -> str:
        """Return the email, which goes with the password."""
        return self.cloud.email

    @property
    def secret(self) -> str:
        """Return the password."""
        return self.cloud.password

    @property
    def given(self) -> Collection[str]:
        """Return the tokens that it gave out."""
        return self.cloud.tokens.given

    @property
    @override
    def readings(self) -> Mapping[str, Collection[float]]:
        """Return what is measured, by what it is."""
        if self.cloud.is_service:
            return {"power": [self.cloud.power], "energy": [self.cloud.energy_today]}
        return super().readings

    @property
    @override
    def devices(self) -> dict[str, Device]:
        return self.cloud.devices

    @override
    async def tell(self, id_: str) -> None:
        device = self.cloud.devices.get(id_)
        await self.connections.tell(
            {"devices": [device]} if device else {"devices": [], "removed": [id_]}
        )

    @property
    def refusal(self) -> str:
        """Return the reason for which flows refuse another account."""
        return "wrong_account"

    @property
    def manual(self) -> str:
        """Return how to reach it and how to break it."""
        return manual(self.cloud, self.host, self.control_url)

    def ask_for(self, auth: str) -> None:
        """Ask for the password, or for OAuth2 where somebody comes with that."""

    async def set_secret(self, secret: str) -> None:
        """Change the password, which signs out everybody."""
        self.cloud.password = secret
        await self.sign_out()

    async def sign_out(self) -> None:
        """Sign out everybody."""
        self.cloud.tokens.revoke()
        await self.drop()

    @contextmanager
    def as_another(self) -> Generator[None]:
        """Be another account for a while."""
        id_, self.cloud.id = self.cloud.id, OTHER_ID
        try:
            yield
        finally:
            self.cloud.id = id_

    def sent(self, secret: str) -> str:
        """Return a password as it goes over the network."""
        return secret


@asynccontextmanager
async def run_simulator(
    cloud: Cloud, *, address: str = LOOPBACK, port: int = 0
) -> AsyncGenerator[Simulator]:
    """Run a cloud on a port, its control API on the next one; port 0 takes two free ones.

    Raises:
        OSError: A port cannot be had.
    """
    async with running(Simulator(cloud, address, port)) as simulator:
        yield simulator
