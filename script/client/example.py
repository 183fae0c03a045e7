"""Make examples of types, with the code that makes them, and tell what classes hold."""

from collections.abc import Callable, Iterator, Mapping
import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
import inspect
import re
import sys
from types import ModuleType, NoneType, UnionType
from typing import (
    Any,
    Final,
    Literal,
    NamedTuple,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from script.client.vocabulary import IDENTITIES
from script.client.words import ends

_DEEPEST: Final = 4
_MOMENT: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)
# By what the name of a field ends in
_TEXTS: Final[Mapping[str, str]] = {
    "mac": "02:00:00:00:00:01",
    "mac_address": "02:00:00:00:00:01",
    "mac_addr": "02:00:00:00:00:01",
    "serial": "SN-0001",
    "serial_number": "SN-0001",
    "sn": "SN-0001",
    "version": "1.2.3",
    "firmware": "1.2.3",
    "ip": "192.0.2.10",
    "ip_address": "192.0.2.10",
    "host": "192.0.2.10",
    "url": "http://192.0.2.10",
    "email": "jane@example.com",
    "id": "id-1",
    "uid": "id-1",
    "uuid": "id-1",
    "name": "Kitchen",
    "model": "Model One",
}
# How several of a kind are named
_NAMES: Final = ("Kitchen", "Bedroom", "Office")
# The packages that classes are asked for of
LIBRARIES: Final[set[str]] = set()


class Example(NamedTuple):
    """A value, and the code that makes it with what that imports."""

    value: Any
    code: str
    imports: tuple[tuple[str, str], ...] = ()


_SIMPLE: Final[Mapping[Any, Example]] = {
    bool: Example(True, "True"),
    int: Example(42, "42"),
    float: Example(21.5, "21.5"),
    bytes: Example(b"", 'b""'),
    Any: Example(42, "42"),
    object: Example(42, "42"),
    datetime: Example(
        _MOMENT,
        "datetime(2026, 1, 1, 12, tzinfo=UTC)",
        (("datetime", "datetime"), ("datetime", "UTC")),
    ),
    date: Example(_MOMENT.date(), "date(2026, 1, 1)", (("datetime", "date"),)),
    time: Example(_MOMENT.time(), "time(12)", (("datetime", "time"),)),
    timedelta: Example(
        timedelta(minutes=1), "timedelta(minutes=1)", (("datetime", "timedelta"),)
    ),
    Decimal: Example(Decimal("21.5"), 'Decimal("21.5")', (("decimal", "Decimal"),)),
    list: Example([], "[]"),
    dict: Example({}, "{}"),
    tuple: Example((), "()"),
    set: Example(set(), "set()"),
    frozenset: Example(frozenset(), "frozenset()"),
}


class NoExampleError(Exception):
    """A type of which no example can be made; the message names it."""


def fields(class_: type, depth: int = 1) -> dict[str, dict[str, Any]]:
    """Return the fields and properties of a class, by name, each with its type, and those of classes in it."""
    found: dict[str, dict[str, Any]] = {}
    for name, hint in _hints(class_):
        kind, is_optional = _kind(hint)
        found[name] = {"type": _name(kind), "optional": is_optional}
        if name in getattr(class_, "__optional_keys__", ()):
            found[name]["absent"] = True
        if inspect.isclass(kind) and issubclass(kind, Enum):
            found[name] |= {
                "module": _public(kind),
                "members": [each.name for each in kind],
            }
        elif inspect.isclass(kind) and is_model(kind) and depth < _DEEPEST:
            found[name]["fields"] = fields(kind, depth + 1)
            if is_typeddict(kind):
                found[name]["is_mapping"] = True
    return found


def example_of(hint: Any, name: str, depth: int = 1, number: int = 1) -> Example:
    """Return an example of a type, for a field of a name, the first of several that can be told apart or a later one.

    Raises NoExampleError if there is none.
    """
    kind, is_optional = _kind(hint)
    try:
        return _example(kind, name, depth, number)
    except NoExampleError:
        if is_optional:
            return Example(None, "None")
        raise


def _example(kind: Any, name: str, depth: int, number: int) -> Example:
    if get_origin(kind) is Literal:
        value = get_args(kind)[0]
        return Example(value, repr(value))
    origin: Any = get_origin(kind) or kind
    if kind is str:
        text = _text(name, number)
        return Example(text, repr(text))
    if kind is int and ends(name, IDENTITIES):
        value = _SIMPLE[int].value + number - 1
        return Example(value, repr(value))
    if origin in _SIMPLE:
        return _SIMPLE[origin]
    if not inspect.isclass(origin):
        # An abstract collection, as annotations have them
        raise NoExampleError(str(kind))
    if issubclass(origin, Enum):
        member = next(iter(origin))
        return Example(
            member,
            f"{origin.__qualname__}.{member.name}",
            ((_public(origin), _outer(origin)),),
        )
    if issubclass(origin, Mapping) and not is_typeddict(origin):
        return Example({}, "{}")
    if is_model(origin) and depth < _DEEPEST:
        return _model(origin, depth, number)
    if origin.__module__.partition(".")[0] == "collections":
        return Example([], "[]")
    if origin.__module__.partition(".")[0] in LIBRARIES:
        raise NoExampleError(str(kind))
    try:
        make: Callable[[str], Any] = origin
        value = make("1.2.3")
    except Exception as err:
        # A version, an address or the like, if it is of one text at all
        raise NoExampleError(str(kind)) from err
    return Example(
        value,
        f'{origin.__name__}("1.2.3")',
        ((_public(origin), origin.__name__),),
    )


def _text(name: str, number: int) -> str:
    """Return a text for a field of a name."""
    said = ends(name, _TEXTS)
    text = _TEXTS[said] if said else name.rpartition("_")[2].lower()
    if text == _NAMES[0]:
        return _NAMES[number - 1]
    if number == 1 or not ends(name, IDENTITIES):
        return text
    return f"{text[:-1]}{number}" if text[-1].isdigit() else f"{number}{text}"


def _model(class_: Any, depth: int, number: int) -> Example:
    """Return an example of a class whose annotations are its fields."""
    given: dict[str, Example] = {}
    for name, hint, is_required in _parameters(class_):
        try:
            given[name] = example_of(hint, name, depth + 1, number)
        except NoExampleError:
            if is_required:
                raise
    value = class_(**{name: each.value for name, each in given.items()})
    arguments = ", ".join(f"{name}={each.code}" for name, each in given.items())
    return Example(
        value,
        f"{class_.__qualname__}({arguments})",
        (
            (_public(class_), _outer(class_)),
            *(each for example in given.values() for each in example.imports),
        ),
    )


def _parameters(class_: Any) -> Iterator[tuple[str, Any, bool]]:
    """Yield what a model is made of: the name, the type, and whether it is required."""
    hints = _resolved(class_)
    if dataclasses.is_dataclass(class_):
        for each in dataclasses.fields(class_):
            is_required = (
                each.default is dataclasses.MISSING
                and each.default_factory is dataclasses.MISSING
            )
            if each.init and (is_required or not each.name.startswith("_")):
                yield each.name, hints.get(each.name, Any), is_required
    elif is_typeddict(class_):
        for name, hint in hints.items():
            yield name, hint, name in class_.__required_keys__
    elif known := getattr(class_, "model_fields", None):
        for name, each in known.items():
            yield (
                each.alias or name,
                each.annotation,
                each.is_required(),
            )
    else:
        for name, parameter in inspect.signature(class_).parameters.items():
            yield (
                name,
                hints.get(name, Any),
                parameter.default is inspect.Parameter.empty,
            )


def _hints(class_: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields and properties of a class with their types."""
    hints = _resolved(class_)
    yield from ((name, hint) for name, hint in hints.items() if name[0] != "_")
    for name, value in inspect.getmembers_static(class_):
        getter = getattr(value, "fget", None) or getattr(value, "func", None)
        if name[0] == "_" or name in hints or not callable(getter):
            continue
        try:
            yield name, get_type_hints(getter).get("return", Any)
        except Exception:  # noqa: BLE001
            # Names that are there for a type checker alone
            yield name, Any


def _resolved(class_: Any) -> dict[str, Any]:
    """Return the annotations of a class, those that cannot be read as anything."""
    try:
        return get_type_hints(class_)
    except Exception:  # noqa: BLE001
        # Names that are there for a type checker alone
        return {
            name: Any
            for each in reversed(class_.__mro__)
            for name in getattr(each, "__annotations__", {})
        }


def _kind(hint: Any) -> tuple[Any, bool]:
    """Return the type of a field, and whether it may be None instead."""
    if isinstance(hint, UnionType):
        kinds = [each for each in get_args(hint) if each is not NoneType]
        # One thing or another is neither, but for numbers.
        kind = kinds[0] if len(kinds) == 1 or {*kinds} <= {int, float} else Any
        return kind, len(kinds) < len(get_args(hint))
    if get_origin(hint) and hasattr(hint, "__metadata__"):
        return _kind(get_args(hint)[0])
    return hint, False


def _name(kind: Any) -> str:
    return getattr(get_origin(kind) or kind, "__qualname__", "Any")


def is_model(class_: Any) -> bool:
    """Return whether the annotations of a class are what it is made of."""
    return (
        dataclasses.is_dataclass(class_)
        or hasattr(class_, "model_fields")
        or hasattr(class_, "__attrs_attrs__")
        or hasattr(class_, "__struct_fields__")
        or hasattr(class_, "_fields")
        or is_typeddict(class_)
    )


def _public(class_: type) -> str:
    """Return the shortest module that a class can be imported from."""
    parts = class_.__module__.split(".")
    outer = getattr(sys.modules[class_.__module__], _outer(class_), None)
    for end in range(1, len(parts) + 1):
        module = sys.modules.get(".".join(parts[:end]))
        name = _outer(class_)
        if module and getattr(module, name, None) is outer and _exports(module, class_):
            return ".".join(parts[:end])
    return class_.__module__


def _exports(module: ModuleType, class_: type) -> bool:
    """Return whether a module names a class, or has all of where it is: no type checker finds it by two asterisks."""
    name, home = _outer(class_), class_.__module__.rpartition(".")[2]
    if name in getattr(module, "__all__", ()):
        return True
    try:
        source = inspect.getsource(module)
        return re.search(rf"\b(?:{name}|{home} import \*)", source) is not None
    except OSError, TypeError:
        # No source, as of what is compiled
        return True


def _outer(class_: type) -> str:
    """Return the name by which a class, or the one it is in, is imported."""
    return class_.__qualname__.partition(".")[0]
