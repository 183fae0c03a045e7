"""Find what a library tells of a device for the device registry."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from script.client.words import ends

from .naming import may_be_missing

DEVICE: Final[Mapping[str, Sequence[str]]] = {
    "manufacturer": ("manufacturer", "vendor", "vendor_name", "brand"),
    "model": ("model", "model_name", "product_name", "product_type", "device_type"),
    "model_id": ("model_id", "model_number", "product_number"),
    "serial_number": ("serial_number", "serial", "serialnumber"),
    "sw_version": (
        "firmware_version",
        "sw_version",
        "software_version",
        "firmware",
        "fw_version",
    ),
    "hw_version": ("hw_version", "hardware_version"),
}
_TITLES: Final = ("name", "device_name", "friendly_name")


def text_named(
    fields: Mapping[str, Any], phrases: Sequence[str], last: str | None = None
) -> str | None:
    """Return the field that is a text and is named so, the identity last of all."""
    found = [
        (phrases.index(said), name.count("_"), name)
        for name, each in fields.items()
        if each["type"] == "str" and (said := ends(name, phrases))
    ]
    if last and fields.get(last, {}).get("type") == "str" and ends(last, phrases):
        return last
    return min(found)[2] if found else None


def title_in(fields: Mapping[str, Any]) -> str | None:
    """Return the field that is the name of the whole."""
    return next(
        (
            each
            for each in _TITLES
            if fields.get(each, {}).get("type") == "str"
            and not is_optional(fields, each)
        ),
        None,
    )


def is_optional(fields: Mapping[str, Any], path: str) -> bool:
    """Return whether a field, or one on the way to it, may be None."""
    first, _, rest = path.partition(".")
    each = fields.get(first, {})
    return may_be_missing(each) or bool(
        rest and is_optional(each.get("fields", {}), rest)
    )
