"""Make values for the fields of a form, and of a type that a library returns."""

from collections.abc import Callable, Mapping, Sequence
import contextlib
import dataclasses
from datetime import UTC, date, datetime, time, timedelta
import enum
import inspect
import types
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints
from unittest.mock import MagicMock, create_autospec

_DEEPEST: Final = 6
_NOW: Final = datetime(2026, 1, 1, tzinfo=UTC)
_PLAIN: Final[Mapping[Any, Any]] = {
    bool: True,
    bytes: b"1",
    date: _NOW.date(),
    datetime: _NOW,
    float: 1.0,
    int: 1,
    str: "1",
    time: _NOW.time(),
    timedelta: timedelta(minutes=1),
    type(None): None,
}
# Strings that are more than that, by words in the names of fields
_TEXTS: Final = {
    "host": "127.0.0.1",
    "ip": "127.0.0.1",
    "url": "http://127.0.0.1:1",
    "mail": "user@example.com",
    "mac": "02:00:00:00:00:01",
}
_SELECTED: Final[Mapping[str, Callable[[Mapping[str, Any]], Any]]] = {
    "boolean": lambda config: True,
    "country": lambda config: (config.get("countries") or ["NL"])[0],
    "duration": lambda config: {"minutes": 1},
    "entity": lambda config: _listed(config, f"{_domain(config)}.trial"),
    "language": lambda config: (config.get("languages") or ["en"])[0],
    "location": lambda config: {"latitude": 52.0, "longitude": 5.0},
    "number": lambda config: config.get("min", 1),
    "select": lambda config: _listed(config, _option(config["options"][0])),
    "text": lambda config: _listed(config, "1"),
    "time": lambda config: "00:00:00",
}


def _listed(config: Mapping[str, Any], value: Any) -> Any:
    return [value] if config.get("multiple") else value


def _option(option: Any) -> Any:
    return option["value"] if isinstance(option, Mapping) else option


def _domain(config: Mapping[str, Any]) -> str:
    domain = config.get("domain") or "sensor"
    for each in config.get("filter") or ():
        domain = each.get("domain", domain)
    return domain if isinstance(domain, str) else str(next(iter(domain), "sensor"))


def filled(schema: Any) -> dict[str, Any]:
    """Return an input for a form: what is proposed, or else something that fits."""
    result: dict[str, Any] = {}
    for key, kind in getattr(schema, "schema", {}).items():
        name = _name(key)
        proposed = _proposed(key)
        if proposed is not None:
            result[name] = proposed
        elif type(key).__name__ != "Optional":
            result[name] = _field(name, kind)
    return result


def _name(key: Any) -> str:
    while not isinstance(key, str) and hasattr(key, "schema"):
        key = key.schema
    return str(key)


def _proposed(key: Any) -> Any:
    default = getattr(key, "default", None)
    if callable(default):
        with contextlib.suppress(Exception):
            return default()
    description = getattr(key, "description", None)
    if isinstance(description, Mapping):
        return description.get("suggested_value")
    return None


def _field(name: str, kind: Any) -> Any:
    selector = getattr(kind, "selector_type", None)
    if isinstance(selector, str) and selector in _SELECTED:
        value = _SELECTED[selector](kind.config)
        return _text(name) if value == "1" else value
    if (container := getattr(kind, "container", None)) is not None:
        return next(iter(container), None)
    for each in getattr(kind, "validators", ()):
        value = _field(name, each)
        if value is not None:
            return value
    if getattr(kind, "type", None) in _PLAIN:
        kind = kind.type
    if isinstance(kind, dict) or hasattr(kind, "schema"):
        return filled(kind)
    if kind is str or kind is None or inspect.isfunction(kind):
        return _text(name)
    return _PLAIN.get(kind, _text(name))


def _text(name: str) -> str:
    return next(
        (text for word, text in _TEXTS.items() if word in name.lower().split("_")), "1"
    )


def mock_of(target: Any) -> Any:
    """Return a mock of a class or function, whose calls return what they say they do."""
    double = create_autospec(target)
    if inspect.isclass(target):
        _fill(double.return_value, target)
    else:
        _returning(double, target)
    return double


def can_be_mocked(target: Any) -> bool:
    """Return whether something does things, and is no data."""
    if inspect.isclass(target):
        return not (
            issubclass(target, BaseException | enum.Enum | tuple | dict)
            or dataclasses.is_dataclass(target)
            or hasattr(target, "__struct_fields__")
        )
    return inspect.isroutine(target)


def _fill(double: Any, kind: type) -> None:
    for name, member in inspect.getmembers_static(kind):
        if name.startswith("__"):
            continue
        if isinstance(member, property):
            with contextlib.suppress(Exception):
                said = get_type_hints(member.fget).get("return")
                setattr(double, name, _text(name) if said is str else sample(said))
        elif inspect.isfunction(member):
            _returning(getattr(double, name, None), member)


def _returning(double: Any, function: Callable[..., Any]) -> None:
    """Have a mock, or a function that stands for one, return what is said of a function."""
    with contextlib.suppress(Exception):
        double.return_value = sample(get_type_hints(function).get("return"))


def sample(kind: Any, depth: int = 0) -> Any:
    """Return a value of a type, a mock where it is not told."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind is None or kind is Any or depth > _DEEPEST:
        return MagicMock()
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return arguments[0]
    if origin is types.UnionType:
        return sample(
            next(each for each in arguments if each is not types.NoneType), depth + 1
        )
    if origin is tuple:
        return tuple(sample(each, depth + 1) for each in arguments if each is not ...)
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {sample(arguments[0], depth + 1): sample(arguments[1], depth + 1)}
    if inspect.isclass(origin) and issubclass(origin, Sequence | set | frozenset):
        return [sample(arguments[0], depth + 1)]
    if not inspect.isclass(kind):
        return MagicMock()
    return _instance(kind, depth)


def _instance(kind: type, depth: int) -> Any:
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    if kind in (dict, list, set, tuple):
        return kind()
    if dataclasses.is_dataclass(kind) or hasattr(kind, "__struct_fields__"):
        hints = get_type_hints(kind)
        with contextlib.suppress(Exception):
            return kind(**{k: sample(v, depth + 1) for k, v in hints.items()})
    double = MagicMock(spec=kind)
    with contextlib.suppress(Exception):
        _fill(double, kind)
    return double
