"""Write the devices that tests have of an account or a hub."""

from collections.abc import Iterator
from typing import Final

from .answers_in_tests import code_of, loaded, mocked_model, needed, nested
from .naming import type_of
from .plan import Fetched, Plan

# So many devices there are in tests, the last of which comes later.
DEVICES: Final = 3


def devices(plan: Plan, several: Fetched) -> Iterator[str]:
    """Yield the lines that return the devices."""
    example = several.example
    if "json" in example:
        made = loaded(several, 'f"device_{number}.json"')
        yield f"return [{made} for number in range(1, {DEVICES + 1})]"
    elif "code" in example:
        codes = (each["code"] for each in (example, *example["others"]))
        yield f"return [{', '.join(codes)}]"
    else:
        yield from _unmade(plan, several)


def _unmade(plan: Plan, several: Fetched) -> Iterator[str]:
    """Yield the lines that return devices of which no example could be made."""
    of_fields = {path: _mocked(plan, several, path) for path in needed(plan, several)}
    if several.is_mapping:
        yield f"return [{nested(of_fields)} for number in range(1, {DEVICES + 1})]"
    else:
        yield "devices = []"
        yield f"for number in range(1, {DEVICES + 1}):"
        for line in mocked_model("device", several, of_fields):
            yield f"    {line}"
        yield "    devices.append(device)"
        yield "return devices"


def _mocked(plan: Plan, several: Fetched, path: str) -> str:
    """Return the code of a field of a mocked device."""
    text = _numbered(plan, several, path)
    if text == "{number}":
        return "number"
    return f'f"{text}"' if text else code_of(several, path)


def _numbered(plan: Plan, several: Fetched, path: str) -> str:
    """Return the text of a field of a mocked device, with the place of its number, "" if it is that of all."""
    if path == several.key:
        is_number = type_of(several.example.get("fields", {}), path) == "int"
        return "{number}" if is_number else "id-{number}"
    return "Kitchen {number}" if path == plan.name_path else ""


def identity_in_tests(plan: Plan, several: Fetched, number: int) -> str:
    """Return what tells a device from others."""
    return _value(plan, several, several.key, number)


def name_in_tests(plan: Plan, several: Fetched, number: int) -> str:
    """Return the name of a device."""
    if plan.name_path:
        return _value(plan, several, plan.name_path, number)
    return f"{plan.device_name} {identity_in_tests(plan, several, number)}"


def _value(plan: Plan, several: Fetched, path: str, number: int) -> str:
    every = [several.example, *several.example.get("others", ())]
    if path and len(every) > 1:
        return str(every[number - 1]["values"][path])
    return _numbered(plan, several, path).format(number=number)
