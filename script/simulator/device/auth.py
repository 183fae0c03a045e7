"""Authenticate requests to the simulated device, in each way that it knows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from aiohttp import encode_basic_auth

from .state import Device


@dataclass(frozen=True, kw_only=True)
class Auth:
    """One way to know the user.

    Attributes:
        credentials: What the user types, by what it is called.
        authorization: The Authorization header that opens the device. None: it is open to all.
        account: The owner's account, as the API shows it. Empty: there are no accounts.
    """

    credentials: Callable[[Device], Mapping[str, str]]
    authorization: Callable[[Device], str | None]
    account: Callable[[Device], Mapping[str, str]] = lambda device: {
        "user_id": device.user_id
    }


AUTHS: Final = {
    "token": Auth(
        credentials=lambda device: {"API token": device.secret},
        authorization=lambda device: f"Bearer {device.secret}",
    ),
    "username_password": Auth(
        credentials=lambda device: {
            "username": device.username,
            "password": device.secret,
        },
        authorization=lambda device: encode_basic_auth(device.username, device.secret),
    ),
    "none": Auth(
        credentials=lambda _: {}, authorization=lambda _: None, account=lambda _: {}
    ),
}


def authorization(device: Device) -> str | None:
    """Return the Authorization header that opens the device, or None if it is open to all."""
    return AUTHS[device.auth].authorization(device)


def account(device: Device) -> Mapping[str, str]:
    """Return the owner's account as the API shows it, empty where there are no accounts."""
    return AUTHS[device.auth].account(device)


def identity(device: Device) -> Mapping[str, str]:
    """Return what tells the device from all others: its account, or else its serial number."""
    return account(device) or {"serial": device.serial}


def unique_id(device: Device) -> str:
    """Return the unique ID of the device's entry in Home Assistant."""
    (value,) = identity(device).values()
    return value
