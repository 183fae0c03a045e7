"""Tell by names and by looks what is a secret, or tells who and where somebody is."""

from collections.abc import Callable, Mapping
from ipaddress import ip_address
import re
from typing import Final

from script.client.words import ends

# Ends of names whose values core's integrations keep out of their diagnostics, in the words of the name
_SECRET: Final = (
    *("password", "passwd", "passphrase", "pin", "pin_code", "passcode", "secret"),
    *("token", "tokens", "cookie", "jwt", "credentials", "psk"),
    *("api_key", "access_key", "private_key", "pub_key", "public_key", "secret_key"),
    *("encryption_key", "app_key", "auth_key", "device_key", "network_key", "key_id"),
    *("client_secret", "client_id", "hash", "fingerprint", "certificate", "webhook_id"),
)
_IDENTITY: Final = (
    *("serial", "serials", "serial_number", "serial_numbers", "serial_no", "serialno"),
    *("serialnumber", "sn", "mac", "macs", "mac_address", "mac_addr", "macaddress"),
    *("unique_id", "uuid", "uid", "guid", "udid", "vin", "imei", "imsi", "iccid"),
    *("user", "username", "user_name", "login", "owner", "email", "e_mail", "mail"),
    *("first_name", "last_name", "full_name", "owner_name", "real_name", "nickname"),
    *("phone", "phone_number", "account", "account_number", "deviceid", "ieee", "eui"),
)
_PLACE: Final = (
    *("ip", "ips", "ip_address", "ip_addr", "ip_4", "ip_6", "host", "hostname"),
    *("host_name", "gateway", "ssid", "bssid", "essid", "latitude", "lat"),
    *("longitude", "lon", "lng", "coordinates", "street", "house_number", "city"),
    *("zip", "zip_code", "zipcode", "postal_code", "postcode", "post_code", "address"),
    *("addr", "addresses", "location_name"),
)
# Their values may also be the names of things that everybody has, such as "plug".
_NUMBERED: Final = ("id", "ids", "identifier", "identifiers", "key")
_CODED: Final = re.compile(r"(?=.*\d)\S{6,}")

LOCATIONS: Final = ("latitude", "lat", "longitude", "lon", "lng", "altitude")
MAC: Final = re.compile(
    r"(?<![0-9A-Fa-f:.-])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4})(?:(?:\1[0-9A-Fa-f]{2}){2})?(?![0-9A-Fa-f:-])"
)
EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESS: Final = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w.:])"
)
_UUID: Final = re.compile(
    r"(?<![0-9A-Fa-f-])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Fa-f-])"
)
_JWT: Final = re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+")
_PEM: Final = re.compile(r"(?<=-----\n)[A-Za-z0-9+/=\s]{4,}(?=\n-----END)")


def is_private(name: str, value: object) -> bool:
    """Return whether what has a name is a secret or tells who or where somebody is."""
    if ends(name, (*_SECRET, *_IDENTITY, *_PLACE)):
        return True
    return bool(ends(name, _NUMBERED) and _CODED.fullmatch(str(value)))


def is_secret(name: str) -> bool:
    """Return whether a name is that of a secret."""
    return bool(ends(name, _SECRET))


def is_local(text: str) -> bool:
    """Return whether a text is an address in somebody's network."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return (
        address.is_private
        and not address.is_unspecified
        and not text.startswith("255.")
    )


_ANYWHERE: Final[Mapping[re.Pattern[str], Callable[[str], bool]]] = {
    MAC: lambda text: len({*text.lower()} - {":", "-"}) > 1,
    EMAIL: lambda _: True,
    ADDRESS: is_local,
    _UUID: lambda _: True,
    _JWT: lambda _: True,
    _PEM: lambda _: True,
}


def betrayed(text: str) -> list[str]:
    """Return the parts of a text that tell by their looks who or where somebody is."""
    return [
        found[0]
        for pattern, tells in _ANYWHERE.items()
        for found in pattern.finditer(text)
        if tells(found[0])
    ]
