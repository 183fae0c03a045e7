"""Read the outcomes of flows off Home Assistant's answers, to compare and to print them."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import Any

type Json = dict[str, Any]


def outcome(result: Json) -> str:
    """Return how a step of a flow ended, such as "form user, invalid_auth"."""
    match result:
        case {"type": "form", "step_id": step, "errors": errors}:
            return ", ".join((f"form {step}", *(errors or {}).values()))
        case {"type": "abort", "reason": reason}:
            return f"abort {reason}"
        case {"type": "create_entry"}:
            return f"created {result.get('title', '')}".strip()
    return str(result["type"])


def prefilled(form: Json) -> dict[str, object]:
    """Return what each field of a form holds before anything is typed."""
    return {
        field["name"]: field.get("description", {}).get(
            "suggested_value", field.get("default")
        )
        for field in form["data_schema"]
    }


def are_near(states: Collection[str], values: Collection[float]) -> bool:
    """Return whether states of sensors are values that may have moved on a little since."""
    with suppress(ValueError):
        pairs = zip(sorted(map(float, states)), sorted(values), strict=True)
        return all(abs(state - value) < 1 for state, value in pairs)
    return False


def leaks(secrets: Iterable[str], places: Mapping[str, str]) -> list[str]:
    """Return the names of the texts that hold a secret."""
    secrets = set(secrets)
    return [
        name
        for name, text in places.items()
        if any(secret in text for secret in secrets)
    ]


def shown(value: object) -> str:
    """Return a value as a person reads it."""
    match value:
        case dict():
            items = (f"{key} {shown(item)}" for key, item in value.items())
            return ", ".join(items) or "none"
        case list():
            return ", ".join(map(shown, value)) or "none"
        case bool():
            return "yes" if value else "no"
        case None:
            return "empty"
    return str(value)
