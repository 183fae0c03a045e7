"""Asynchronous client for My Cloud."""

from .client import MyCloudClient
from .exceptions import (
    MyCloudAuthenticationError,
    MyCloudConnectionError,
    MyCloudError,
    MyCloudRateLimitError,
    MyCloudResponseError,
    MyCloudTimeoutError,
)
from .models import Account, Device, Tokens

__all__ = [
    "Account",
    "Device",
    "MyCloudAuthenticationError",
    "MyCloudClient",
    "MyCloudConnectionError",
    "MyCloudError",
    "MyCloudRateLimitError",
    "MyCloudResponseError",
    "MyCloudTimeoutError",
    "Tokens",
]
