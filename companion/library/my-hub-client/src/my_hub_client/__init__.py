"""Asynchronous client for My Hub."""

from .address import with_ip
from .client import MyHubClient
from .exceptions import (
    MyHubAuthenticationError,
    MyHubCommandError,
    MyHubConnectionError,
    MyHubError,
    MyHubInvalidHostError,
    MyHubResponseError,
    MyHubTimeoutError,
    MyHubWrongHubError,
)
from .models import Device, Hub, State

__all__ = [
    "Device",
    "Hub",
    "MyHubAuthenticationError",
    "MyHubClient",
    "MyHubCommandError",
    "MyHubConnectionError",
    "MyHubError",
    "MyHubInvalidHostError",
    "MyHubResponseError",
    "MyHubTimeoutError",
    "MyHubWrongHubError",
    "State",
    "with_ip",
]
