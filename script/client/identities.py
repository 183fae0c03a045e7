"""Find the field by which a device, service or account is the same for good."""

from typing import Final

from .classes import Class, Field
from .words import ends, words

# What has to be the same for good, the best first
IDENTITIES: Final = (
    "serial_number",
    "serialnumber",
    "serial_no",
    "serial",
    "unique_id",
    "uniqueid",
    "mac_address",
    "macaddress",
    "mac",
    "device_id",
    "deviceid",
    "user_id",
    "userid",
    "account_id",
    "account_number",
    "customer_id",
    "hub_id",
    "bridge_id",
    "gateway_id",
    "system_id",
    "site_id",
    "home_id",
    "udn",
    "uuid",
    "guid",
    "uid",
    "sn",
    "subject",
    "id",
    "email",
)
# Words before that of an identity that leave it the identity of the whole
_WHOLE: Final = frozenset(
    {"device", "product", "unit", "hub", "system", "user", "account", "gateway", "main"}
)


def identity_field(model: Class) -> Field | None:
    """Return the field of a model that is the same for good and no other's."""
    return min(
        (each for each in model.fields if ends(each.name, IDENTITIES)),
        key=lambda each: distance(each.name),
        default=None,
    )


def distance(name: str) -> tuple[int, int]:
    """Return how far a name is from that of the best identity of the whole."""
    identity = ends(name, IDENTITIES)
    before = words(name)[: -len(identity.split("_"))]
    return sum(each not in _WHOLE for each in before), IDENTITIES.index(identity)
