"""Compile strings.json to the translations/en.json that a running Home Assistant reads."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
import json
from pathlib import Path

from script import COMPONENTS

from .resolve import Strings, StringsError, resolve


class TranslationsError(Exception):
    """Strings that cannot be compiled; the message says where and why."""


def develop(
    domains: Iterable[str] | None = None, components: Path = COMPONENTS
) -> list[Path]:
    """Compile the strings of the integrations in `components`, all of them by default.

    Returns the files that changed. Raises TranslationsError; then nothing has been written, but where a
    file cannot be.
    """
    lookup = _lookup_in(components, installed_package())
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


def domains_with_strings(components: Path = COMPONENTS) -> list[str]:
    """Return the domains in `components` that have a strings.json."""
    return sorted(path.parent.name for path in components.glob("*/strings.json"))


def installed_package() -> Path:
    """Return the folder of the installed Home Assistant, without the time that importing it takes."""
    spec = find_spec("homeassistant")
    if spec is None or spec.origin is None:
        raise TranslationsError(
            "homeassistant is not installed in this environment; run script/bootstrap"
        )
    return Path(spec.origin).parent


def _compile(path: Path, lookup: Callable[[str], str | None]) -> str:
    if not path.is_file():
        raise TranslationsError(
            f"{path}: no such file; name the domain of an integration that has one"
        )
    try:
        return (
            json.dumps(resolve(_read(path), lookup), ensure_ascii=False, indent=2)
            + "\n"
        )
    except StringsError as err:
        raise TranslationsError(f"{path}: {err}") from err


def _lookup_in(components: Path, package: Path) -> Callable[[str], str | None]:
    read = cache(_read)

    def lookup(name: str) -> str | None:
        match name.split("::"):
            case ["common", *_] as keys:
                files = [package / "strings.json"]
            case ["component", domain, *keys]:
                files = [
                    folder / domain / "strings.json"
                    for folder in (components, package / "components")
                ]
            case _:
                return None
        path = next((path for path in files if path.is_file()), None)
        return _string_at(read(path), keys) if path else None

    return lookup


def _string_at(strings: Strings, keys: Iterable[str]) -> str | None:
    found: str | Strings | None = strings
    for key in keys:
        if found is None or isinstance(found, str):
            return None
        found = found.get(key)
    return found if isinstance(found, str) else None


def _read(path: Path) -> Strings:
    try:
        strings = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as err:
        raise TranslationsError(f"{path}: not JSON: {err}") from err
    if not isinstance(strings, dict):
        raise TranslationsError(f"{path}: not a JSON object")
    return strings


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
