"""Asynchronous client for My Device."""

from .client import MyDeviceClient
from .exceptions import (
    MyDeviceAuthenticationError,
    MyDeviceConnectionError,
    MyDeviceError,
    MyDeviceResponseError,
    MyDeviceTimeoutError,
)
from .models import Readings, Status

__all__ = [
    "MyDeviceAuthenticationError",
    "MyDeviceClient",
    "MyDeviceConnectionError",
    "MyDeviceError",
    "MyDeviceResponseError",
    "MyDeviceTimeoutError",
    "Readings",
    "Status",
]
