"""Describe what all simulated things have in common."""

from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Protocol, runtime_checkable

from .listener import Listener


class Simulated(Protocol):
    """A simulated thing that runs."""

    @property
    def api(self) -> Listener:
        """Return where its API listens."""

    @property
    def host(self) -> str:
        """Return where its API is found, as "127.0.0.1:8380"."""

    @property
    def name(self) -> str:
        """Return the name that its owner gave it."""

    @property
    def unique_id(self) -> str:
        """Return the unique ID of its entry in Home Assistant."""

    @property
    def username(self) -> str:
        """Return what goes with the secret, where that is asked for too."""

    @property
    def secret(self) -> str:
        """Return what opens it."""

    @property
    def readings(self) -> Mapping[str, Collection[float]]:
        """Return what it and its devices measure now, by what it is."""

    @property
    def is_on(self) -> bool:
        """Return whether what its switch stands for is on."""

    @property
    def refusal(self) -> str:
        """Return the reason for which flows refuse another one."""

    def ask_for(self, auth: str) -> None:
        """Ask for the credentials that a form asks for, where it can ask for several kinds."""

    async def set_secret(self, secret: str) -> None:
        """Let nobody in any more who has the old one."""

    def as_another(self) -> AbstractContextManager[None]:
        """Be another one for a while, which takes the same credentials."""

    def sent(self, secret: str) -> str:
        """Return a secret as it goes over the network."""

    @property
    def manual(self) -> str:
        """Return how to reach it and how to break it, in command lines to paste."""

    @property
    def given(self) -> Collection[str]:
        """Return the secrets that it gave out, beside what opens it."""


@runtime_checkable
class Local(Simulated, Protocol):
    """A simulated thing on the local network, which has an address and can be discovered."""

    @property
    def service_name(self) -> str:
        """Return what tells its announcements from those of others."""

    @property
    def service_properties(self) -> Mapping[str, str]:
        """Return what it announces of itself."""

    def another(self) -> AbstractAsyncContextManager[Local]:
        """Run another one, which takes the same credentials."""

    def moved(self) -> AbstractAsyncContextManager[Local]:
        """Run it at another address as well."""
