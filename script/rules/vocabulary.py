"""Vocabularies that several rules share."""

from typing import Final

# Keys that core wraps in Secret wherever they stand in a schema
SECRETS: Final = {
    "access_token",
    "api_key",
    "api_secret",
    "api_token",
    "auth_key",
    "client_secret",
    "encryption_key",
    "passkey",
    "password",
    "pin",
    "private_key",
    "secret",
    "token",
}

# What discovers devices and services, by the names of the steps that it starts and of its keys in the manifest
DISCOVERY: Final = frozenset(
    {
        "bluetooth",
        "dhcp",
        "hassio",
        "homekit",
        "lorawan",
        "mqtt",
        "ssdp",
        "usb",
        "zeroconf",
    }
)
DISCOVERY_STEPS: Final = frozenset(f"async_step_{kind}" for kind in DISCOVERY)
