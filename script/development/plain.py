"""Turn what libraries return into plain data, and tell how it is made of that data again."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from inspect import iscoroutinefunction
import json
from typing import Any, Final

type Plain = bool | int | float | str | list[Plain] | dict[str, Plain] | None


class OpaqueError(Exception):
    """A value that is no data."""


# How models of libraries become JSON, and what makes them of it again; beside them stand dataclasses and attrs
_METHODS: Final[tuple[tuple[str, Callable[[Any], Any], str], ...]] = (
    (
        "model_dump_json",
        lambda it: it.model_dump_json(by_alias=True),
        "model_validate_json",
    ),
    ("to_json", lambda it: it.to_json(), "from_json"),
    ("to_dict", lambda it: json.dumps(plain(it.to_dict())), "from_dict"),
)
_TEXTS: Final = (datetime, date, time)
_DEEPEST: Final = 20


def plain(value: object, depth: int = 0) -> Plain:
    """Return a value as JSON has it.

    Raises OpaqueError if it is no data, such as a connection.
    """
    if depth > _DEEPEST:
        raise OpaqueError
    match value:
        case Enum():
            return plain(value.value, depth)
        case None | bool() | int() | float() | str():
            return value
        case timedelta():
            return value.total_seconds()
        case Decimal():
            return float(value)
        case bytes():
            return value.hex()
        case Mapping():
            return {
                str(plain(key)): plain(each, depth + 1) for key, each in value.items()
            }
        case list() | tuple() | set() | frozenset():
            if names := getattr(value, "_fields", None):
                return {
                    name: plain(each, depth + 1)
                    for name, each in zip(names, value, strict=True)
                }
            return [plain(each, depth + 1) for each in value]
    if isinstance(value, _TEXTS):
        return value.isoformat()
    for name, dumped, _ in _METHODS:
        if callable(getattr(type(value), name, None)):
            loaded: Plain = json.loads(dumped(value))
            return loaded
    return {name: plain(each, depth + 1) for name, each in parts(value).items()}


def parts(value: object) -> dict[str, Any]:
    """Return the fields of a dataclass or of a class of attrs or msgspec, or else all that an object holds.

    Raises OpaqueError if it does more than hold data.
    """
    kind = type(value)
    if is_dataclass(value):
        names: Collection[str] = [each.name for each in fields(value)]
    elif hasattr(kind, "__attrs_attrs__"):
        names = [each.name for each in kind.__attrs_attrs__]
    elif hasattr(kind, "__struct_fields__"):
        names = kind.__struct_fields__
    elif hasattr(value, "__dict__"):
        names = vars(value)
    else:
        raise OpaqueError
    if is_client(kind):
        raise OpaqueError
    return {name: getattr(value, name) for name in names if not name.startswith("_")}


def is_client(kind: type) -> bool:
    """Return whether a class does something that takes time."""
    return any(
        iscoroutinefunction(each)
        for base in kind.__mro__
        for name, each in vars(base).items()
        if not name.startswith("_")
    )


def maker(value: object) -> str:
    """Return what makes a value of its plain data again, such as "Meter.from_json", "" where it is that."""
    kind = type(value)
    if kind in {dict, list, str, int, float, bool}:
        if isinstance(value, list) and value and (inner := maker(value[0])):
            return f"{inner} for each"
        return ""
    for name, _, inverse in _METHODS:
        if callable(getattr(kind, name, None)):
            return f"{kind.__name__}.{inverse}"
    return kind.__name__
