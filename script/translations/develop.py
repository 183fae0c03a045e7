"""Compile strings.json to the translations/en.json that a running Home Assistant reads."""

from collections.abc import Iterable
from functools import partial
import json
from pathlib import Path

from script import COMPONENTS
from script.integration.core import core
from script.integration.files import UnreadableError, forget, read_json
from script.integration.texts import Lookup, StringsError, resolve


class TranslationsError(UnreadableError):
    """Strings that cannot be compiled; the message says where and why."""


def develop(
    domains: Iterable[str] | None = None, components: Path = COMPONENTS
) -> list[Path]:
    """Compile the strings of the integrations in `components`, all of them by default.

    Returns the files that changed. Raises UnreadableError; then nothing has been written, but where a
    file cannot be.
    """
    # Whoever calls it may have changed a file since.
    forget()
    lookup = partial(core().string, components=components)
    compiled = {
        components / domain / "translations" / "en.json": _compile(
            components / domain / "strings.json", lookup
        )
        for domain in (domains_with_strings(components) if domains is None else domains)
    }
    changed = [
        path
        for path, text in compiled.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    for path in changed:
        try:
            _replace(path, compiled[path])
        except OSError as err:
            raise TranslationsError(
                f"{path}: cannot be written: {err.strerror}"
            ) from err
    return changed


def develop_each(components: Path = COMPONENTS) -> dict[str, str]:
    """Compile the strings of each integration in `components` by itself.

    Returns why those of a domain cannot be.
    """
    troubles: dict[str, str] = {}
    for domain in domains_with_strings(components):
        try:
            develop([domain], components)
        except UnreadableError as err:
            troubles[domain] = str(err)
    return troubles


def domains_with_strings(components: Path = COMPONENTS) -> list[str]:
    """Return the domains in `components` that have a strings.json."""
    return sorted(path.parent.name for path in components.glob("*/strings.json"))


def _compile(path: Path, lookup: Lookup) -> str:
    if (strings := read_json(path)) is None:
        raise TranslationsError(
            f"{path}: no such file; name the domain of an integration that has one"
        )
    try:
        resolved = resolve(strings, lookup)
    except StringsError as err:
        raise TranslationsError(f"{path}: {err}") from err
    return json.dumps(resolved, ensure_ascii=False, indent=2) + "\n"


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    new = path.with_suffix(".partial")
    new.write_text(text, encoding="utf-8")
    new.replace(path)
