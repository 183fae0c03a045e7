"""Validate data by a schema, with its errors as findings."""

from collections.abc import Callable, Iterator
from pathlib import Path
import re
from typing import Any, Final

import probatio

from script.integration.finding import Finding
from script.integration.keys import found_at

_SLUG: Final = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


class Violation(probatio.Invalid):
    """A value that breaks a rule, with what to do about it."""

    def __init__(
        self, message: str, mend: str, *, path: list[Any] | None = None
    ) -> None:
        """Initialize the error."""
        super().__init__(message, path)
        self.mend = mend


def violations(
    schema: Callable[[Any], Any], content: Any, path: Path, *below: str
) -> Iterator[Finding]:
    """Yield what breaks a schema in the `content` of a file, which stands under the keys `below`."""
    try:
        schema(content)
    except probatio.MultipleInvalid as err:
        errors = err.errors
    except probatio.Invalid as err:
        errors = [err]
    else:
        return
    for error in errors:
        yield found_at(path, [*below, *error.path], *_explained(error))


def keyed(
    value: Any, key: Callable[[Any], Any] | None = None
) -> Callable[[Any], dict[str, Any]]:
    """Return a validator of a mapping whose keys pass `key`, by default as slugs."""
    check_key = key or slug
    schema = probatio.Schema({str: value})

    def validate(content: Any) -> dict[str, Any]:
        if isinstance(content, dict):
            for name in content:
                try:
                    check_key(name)
                except probatio.Invalid as err:
                    err.prepend([name])
                    raise
        validated: dict[str, Any] = schema(content)
        return validated

    return validate


def one_of(known: frozenset[str], what: str) -> Callable[[Any], str]:
    """Return a validator of a word that core knows."""

    def validate(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise Violation(
                f"{value!r} is no {what} that core knows",
                f"Use one of: {', '.join(sorted(known))}",
            )
        return value

    return validate


def slug(value: Any) -> str:
    """Validate that a key is a slug."""
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise Violation(
            f"{value!r} is no slug",
            "Use lowercase letters and digits with single underscores between them",
        )
    return value


def underscore_slug(value: Any) -> str:
    """Validate that a key is a slug that may start with an underscore."""
    return slug_or_underscore(
        value.removeprefix("_") or value if isinstance(value, str) else value
    )


def slug_or_underscore(value: Any) -> str:
    """Validate that a key is a slug or a lone underscore."""
    return "_" if value == "_" else slug(value)


def lowercase(value: Any) -> str:
    """Validate that a matcher is written in lowercase."""
    if not isinstance(value, str) or value != value.lower():
        raise Violation("not in lowercase", "Write it in lowercase")
    return value


def uppercase(value: Any) -> str:
    """Validate that a matcher is written in uppercase."""
    if not isinstance(value, str) or value != value.upper():
        raise Violation("not in uppercase", "Write it in uppercase")
    return value


def wildcard(value: Any) -> str:
    """Validate that a matcher has a wildcard."""
    if "*" not in str(value):
        raise Violation(
            "has no wildcard", 'Match a part of the address and end with "*"'
        )
    return str(value)


def _explained(error: probatio.Invalid) -> tuple[str, str]:
    """Return what is wrong and what to do about it."""
    match error:
        case Violation():
            return error.msg, error.mend
        case probatio.ExtraKeysInvalid():
            return (
                "a key that core does not know here",
                "Correct its spelling or remove it",
            )
        case probatio.RequiredFieldInvalid():
            return "required but missing", "Add it"
        case probatio.UrlInvalid():
            return "not a URL", "Write a whole URL"
        case probatio.ExclusiveInvalid():
            return "two keys of which core allows one", "Keep one of them"
    return error.msg, "Write a value of that kind"
