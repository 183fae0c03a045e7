"""The rules for texts that are shown to a user, and for the keys they stand under."""

import re
import string
from typing import Any, Final

from script.rules.schema import Violation

_KEY: Final = re.compile(r"(?!.+[_-]{2})(?![_-])[a-z0-9-_]+(?<![_-])")

_BANNED: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = (
    (
        re.compile(r"<[a-z].*?>", re.IGNORECASE),
        "has HTML",
        "Write Markdown instead",
    ),
    (
        re.compile(r"'{\w+}'"),
        "has a placeholder in single quotes, which would keep it from being filled in",
        "Use double quotes or backticks",
    ),
    (
        re.compile(r".+\[%|%\].+"),
        "mixes a reference with other text",
        "Let the reference stand alone, or write the text out",
    ),
    (
        re.compile(r"\A\s|\s\Z"),
        "starts or ends with a space",
        "Remove the space",
    ),
)
_URL: Final = re.compile(
    r"((ftps?|scp|https?|mqtts?|socket|socks5)://|www\.)[a-z0-9]+([-.][a-z0-9]+)*\.[a-z]{2,5}",
    re.IGNORECASE,
)


def text(value: Any) -> str:
    """Validate a text, which may have placeholders."""
    linked_text(value)
    if _URL.search(value):
        raise Violation(
            "has a URL", "Put a placeholder there and pass the URL from the code"
        )
    return str(value)


def linked_text(value: Any) -> str:
    """Validate a text that may have URLs, too: nothing could fill in a placeholder."""
    if not isinstance(value, str):
        raise Violation("not a text", "Write a string")
    _check_placeholders(value)
    for pattern, message, mend in _BANNED:
        if pattern.search(value):
            raise Violation(message, mend)
    return value


def fixed_text(value: Any) -> str:
    """Validate a text that nothing fills in."""
    text(value)
    if _placeholders(value):
        raise Violation(
            "has a placeholder, which nothing fills in here", "Write it out"
        )
    return str(value)


def translation_key(value: Any) -> str:
    """Validate a key that code refers to."""
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise Violation(
            f"{value!r} is no translation key",
            "Use lowercase letters, digits, hyphens and underscores, with a letter or digit at both ends",
        )
    return value


def _check_placeholders(value: str) -> None:
    try:
        names = _placeholders(value)
    except ValueError as err:
        raise Violation(
            f"has a placeholder that cannot be read: {err}",
            "Close the brace, or double it",
        ) from err
    for name in names:
        if not name.isidentifier():
            raise Violation(
                f"has the placeholder {{{name}}}, which is no identifier",
                "Name it with letters, digits and underscores",
            )


def _placeholders(value: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(value) if name]
