"""Write an integration into core's lists, where core's own tools cannot."""

from collections.abc import Callable, Mapping
from pathlib import Path
import re
from typing import Any, Final

from script.submit.outside import GENERATED, generated, is_strict, strict_section
from script.submit.series import Step

_PREFIX: Final = "homeassistant.components."
_OWNED: Final = re.compile(
    r"^/(?:homeassistant|tests)/components/(\w+)/ .*\n", re.MULTILINE
)
_STRICT_LINE: Final = re.compile(
    r"^homeassistant\.components\.(\w+)\.\*\n", re.MULTILINE
)
_STRICT_SECTION: Final = re.compile(
    r"^\[mypy-homeassistant\.components\.(\w+)\.\*\]\n(?:[^\[\n].*\n)*\n?", re.MULTILINE
)
_REQUIRED: Final = re.compile(
    r"^(?:# homeassistant\.\S+\n)+([^#\s]+)\n\n?", re.MULTILINE
)


def lists() -> list[str]:
    """Return the files of core that list its integrations."""
    return [*GENERATED, *_BY_LINES]


def with_integration(folder: Path, step: Step) -> dict[str, str]:
    """Return the lists of a checkout that name integrations, with that of a step among them.

    Args:
        folder: The root of the checkout.
        step: The integration.
    """
    result = generated(folder / "homeassistant", step)
    for path, change in _BY_LINES.items():
        if (folder / path).is_file():
            text = (folder / path).read_text(encoding="utf-8")
            result[path] = change(text, step.domain, step)
    return result


def write_lists(folder: Path, step: Step) -> None:
    """Write the lists of a checkout with an integration among the others."""
    for path, text in with_integration(folder, step).items():
        (folder / path).write_text(text, encoding="utf-8")


def write_strict(folder: Path, step: Step) -> None:
    """Write an integration that is strictly typed into the list of those."""
    path = folder / ".strict-typing"
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        path.write_text(_strict_line(text, step.domain, step), encoding="utf-8")


def _code_owners(text: str, domain: str, step: Step) -> str:
    owners = " ".join(step.manifest.get("codeowners", ()))
    lines = "".join(
        f"/{folder}/components/{domain}/ {owners}\n"
        for folder in ("homeassistant", "tests")
    )
    return _sorted_in(text, _OWNED, domain, lines if owners else "")


def _strict_line(text: str, domain: str, step: Step) -> str:
    line = f"{_PREFIX}{domain}.*\n" if is_strict(step) else ""
    return _sorted_in(text, _STRICT_LINE, domain, line)


def _mypy(text: str, domain: str, step: Step) -> str:
    section = f"{strict_section(domain)}\n" if is_strict(step) else ""
    return _sorted_in(text, _STRICT_SECTION, domain, section)


def _requirements(text: str, domain: str, step: Step) -> str:
    user = f"# {_PREFIX}{domain}\n"
    for requirement in step.manifest.get("requirements", ()):
        match = next(
            (each for each in _REQUIRED.finditer(text) if each[1] == requirement), None
        )
        users = (
            {user, *re.findall(r"^# .*\n", match[0], re.MULTILINE)} if match else {user}
        )
        block = f"{''.join(sorted(users))}{requirement}\n\n"
        text = _sorted_in(text, _REQUIRED, requirement, block, str.lower)
    return text


_BY_LINES: Final[Mapping[str, Callable[[str, str, Step], str]]] = {
    "CODEOWNERS": _code_owners,
    "requirements_all.txt": _requirements,
    ".strict-typing": _strict_line,
    "mypy.ini": _mypy,
}


def _sorted_in(
    text: str,
    pattern: re.Pattern[str],
    name: str,
    lines: str,
    order: Callable[[str], Any] = str,
) -> str:
    """Return a list with the lines of a name among those of others, in place of what it had."""
    text = pattern.sub(lambda match: "" if match[1] == name else match[0], text)
    every = list(pattern.finditer(text))
    after = next((each for each in every if order(each[1]) > order(name)), None)
    if after:
        position = after.start()
    elif every:
        position = every[-1].end()
        if lines.endswith("\n\n") and not text[:position].endswith("\n\n"):
            lines = f"\n{lines.removesuffix('\n')}"
    else:
        position = len(text)
    return text[:position] + lines + text[position:]
