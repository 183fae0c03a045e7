"""Tell what a library's classes hold, with an example of each: a program, for a process of its own.

It reads from its input which classes and exceptions, as JSON, and prints what is told of them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
import dataclasses
from enum import Enum
import importlib
import inspect
import json
import sys
from typing import Any, Final, is_typeddict
from unittest.mock import MagicMock

from script.client.example import (
    LIBRARIES,
    Example,
    NoExampleError,
    example_of,
    fields,
    is_model,
)

# So many examples are made of a class, which can be told apart.
_SEVERAL: Final = 3
# How diagnostics show what a class holds
_DUMPS: Final[Sequence[tuple[Callable[[Any], bool], str]]] = (
    (dataclasses.is_dataclass, "asdict({})"),
    (lambda class_: hasattr(class_, "model_dump"), '{}.model_dump(mode="json")'),
    (lambda class_: is_typeddict(class_) and _is_plain(fields(class_)), "{}"),
)


def described(module: str, name: str) -> dict[str, Any]:
    """Return what a class holds, and how an example of it is made, as plain data."""
    class_ = getattr(importlib.import_module(module), name)
    result: dict[str, Any] = {"fields": fields(class_)}
    if is_typeddict(class_):
        result["is_mapping"] = True
    if not is_model(class_):
        # To make one may be to connect.
        return result
    try:
        first, *others = (
            _sample(class_, example_of(class_, name, number=number), result["fields"])
            for number in range(1, _SEVERAL + 1)
        )
    except Exception as err:  # noqa: BLE001
        # Constructors of other people's classes
        return {**result, "problem": f"{type(err).__name__}: {err}"}
    result |= {**first, "others": others, "replaces": dataclasses.is_dataclass(class_)}
    if dump := next((code for is_one, code in _DUMPS if is_one(class_)), None):
        result["dump"] = dump
    return result


def _sample(class_: Any, example: Example, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an example of a class holds, and how it is made."""
    return {
        "code": example.code,
        "imports": example.imports,
        **_values(example.value, known),
        **(_stored(class_, example.value) or {}),
    }


def _is_plain(known: Mapping[str, Any]) -> bool:
    """Return whether there are dictionaries all the way down."""
    return all(
        "is_mapping" in each and _is_plain(each["fields"])
        for each in known.values()
        if "fields" in each
    )


def _values(
    value: Any, known: Mapping[str, Any], start: str = ""
) -> dict[str, dict[str, Any]]:
    """Return what the fields of an example hold, by their paths, and the code of each."""
    found: dict[str, dict[str, Any]] = {"values": {}, "codes": {}}
    for name, each in known.items():
        try:
            held = value[name] if isinstance(value, dict) else getattr(value, name)
        except Exception:  # noqa: BLE001
            # Properties of other people's classes
            continue
        if "fields" in each:
            inner = _values(held, each["fields"], f"{start}{name}.")
            found = {key: each | inner[key] for key, each in found.items()}
        elif isinstance(held, str | int | float | bool):
            found["values"][start + name] = (
                held.name.lower() if isinstance(held, Enum) else held
            )
            found["codes"][start + name] = repr(held)
    return found


def error(module: str, name: str) -> dict[str, Any]:
    """Return how an exception is made in a test, and what it derives from."""
    class_ = getattr(importlib.import_module(module), name)
    above = [f"{each.__module__}.{each.__qualname__}" for each in class_.__mro__]
    for example in _errors(class_):
        return {"code": example.code, "imports": example.imports, "above": above}
    return {"problem": f"no example of {name} can be made", "above": above}


def _errors(class_: type[Exception]) -> Iterator[Example]:
    """Yield examples of an exception, with a message alone where it takes one."""
    name = class_.__name__
    try:
        class_("Refused")
        yield Example(None, f'{name}("Refused")')
    except Exception:  # noqa: BLE001
        # Constructors of other people's classes
        try:
            given = {
                each.name: _given(each)
                for each in inspect.signature(class_).parameters.values()
                if each.default is each.empty
                and each.kind not in {each.VAR_POSITIONAL, each.VAR_KEYWORD}
            }
            class_(**{key: each.value for key, each in given.items()})
        except Exception:  # noqa: BLE001
            return
        arguments = ", ".join(f"{key}={each.code}" for key, each in given.items())
        imports = tuple(each for one in given.values() for each in one.imports)
        yield Example(None, f"{name}({arguments})", imports)


def _given(parameter: inspect.Parameter) -> Example:
    """Return what an exception is given, a mock where nobody can make it."""
    is_told = parameter.annotation is not parameter.empty
    try:
        return example_of(parameter.annotation if is_told else Any, parameter.name)
    except NoExampleError:
        return Example(MagicMock(), "MagicMock()", (("unittest.mock", "MagicMock"),))


def _stored(class_: Any, value: Any) -> dict[str, Any] | None:
    """Return how an example is read from JSON, and that JSON, if the class can do both and gets it back."""
    for write, read in (
        ("to_json", "from_json"),
        ("model_dump_json", "model_validate_json"),
        ("to_dict", "from_dict"),
    ):
        if not callable(getattr(class_, write, None)) or not callable(
            getattr(class_, read, None)
        ):
            continue
        try:
            options = {"by_alias": True} if write == "model_dump_json" else {}
            written = getattr(value, write)(**options)
            content = json.loads(written) if write.endswith("json") else written
            again = getattr(class_, read)(
                json.dumps(content) if write.endswith("json") else content
            )
        except Exception:  # noqa: BLE001
            # Methods of other people's classes
            continue
        if again == value and isinstance(content, dict):
            return {"read": read, "json": content}
    return None


def main() -> None:
    """Describe the classes and the exceptions that the input names."""
    wanted = json.load(sys.stdin)
    printed = sys.stdout
    # Whatever a library prints is none of the answer.
    sys.stdout = sys.stderr
    classes, errors = wanted["classes"], wanted["errors"]
    LIBRARIES.update(module.partition(".")[0] for module, _ in (*classes, *errors))
    answer = {
        **{name: described(module, name) for module, name in classes},
        **{f"{module}.{name}": error(module, name) for module, name in errors},
    }
    json.dump(answer, printed, default=str)


if __name__ == "__main__":
    main()
