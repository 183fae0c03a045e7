"""The tools, what each is asked, and how its answer is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from script.gates import Gate, types
from script.integration import strict_typing
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.strict_typing import is_strictly_typed

from . import reading

_BRIEF: Final = "script.linting.brief"

type Reader = Callable[[str], Iterator[Finding]]


@dataclass(frozen=True)
class Tool:
    """A tool, and how to read what it prints."""

    gate: Gate
    read: Reader


def folders(integration: Integration) -> list[Path]:
    """Return the folders and files that are an integration's own."""
    libraries = [each.folder for each in integration.libraries if each.folder]
    every = [
        integration.path,
        integration.tests_path,
        *libraries,
        integration.page.path,
        integration.brand,
    ]
    return [path for path in every if path.exists()]


def tools(integration: Integration) -> list[Tool]:
    """Return the tools for an integration, the slow ones first."""
    domain, path = integration.domain, str(integration.path)
    tests = [str(integration.tests_path)] if integration.tests_path.is_dir() else []
    libraries = [str(each.folder) for each in integration.libraries if each.folder]
    code = (path, *tests, *libraries)
    scale = read_text(integration.path / strict_typing.FILE) or ""
    mypy = types(domain, libraries, is_strict=is_strictly_typed(scale))
    pylint = (_BRIEF, "pylint", "--jobs=1", "--output-format=json2")
    every = [
        ("pylint", (*pylint, path, *libraries), reading.pylint),
        ("mypy", (*mypy.arguments, "--output=json"), reading.mypy),
        ("review", ("script.review", domain, "--json"), reading.own),
        (
            "quality scale",
            ("script.quality_scale", domain, "--json"),
            reading.quality_scale,
        ),
        ("documentation", ("script.documentation", domain, "--json"), reading.own),
        (
            "hassfest",
            ("script.hassfest", "--integration-path", path, "--json"),
            reading.own,
        ),
        (
            "codespell",
            ("codespell_lib", *map(str, folders(integration))),
            reading.codespell,
        ),
        (
            "yamllint",
            ("yamllint", "--strict", "--format=parsable", *code),
            reading.yamllint,
        ),
        ("ruff check", ("ruff", "check", "--output-format=json", *code), reading.ruff),
        (
            "ruff format",
            ("ruff", "format", "--check", "--output-format=json", *code),
            reading.ruff,
        ),
    ]
    if tests:
        every.insert(1, ("pylint of tests", (*pylint, *tests), reading.pylint))
    return [Tool(Gate(name, arguments), read) for name, arguments, read in every]
