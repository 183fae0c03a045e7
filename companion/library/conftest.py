"""Fixtures for client libraries, whose tests have a server of their own on loopback."""

import pytest


@pytest.fixture(autouse=True)
def allow_loopback(socket_enabled: None) -> None:
    """Allow sockets, which Home Assistant's test helpers forbid."""
