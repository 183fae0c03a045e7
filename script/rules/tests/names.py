"""The rule that docstrings name the integration that they are in."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
import re
from typing import Any, Final

from script.integration.core import core
from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import mapping_at, strings_at
from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS
from script.rules.examples import Example, example
from script.rules.rule import Severity, rule
from script.rules.sources import threads

# What an integration has, after its name in a docstring and perhaps a word between
_NOUN: Final = re.compile(
    r"(\w+ )?(component|config flow|connection error|coordinator|device|entit|fixture|init|integration|platform|"
    r"sensor|service|setup|test)"
)
# How many words the longest names that are looked for have
_LONGEST: Final = 4


def _docstring(text: str, file: str = "tests/conftest.py") -> Example:
    return example(f'"""{text}"""', file)


@rule(
    code="review-guide/foreign-docstring",
    title="Docstrings name their own integration",
    severity=Severity.ASKED,
    source=threads(143081),
    why="A docstring that was copied with the code tells a reader that the code is about another thing.",
    mend="Name this integration, or none",
    good=(
        _docstring("Fixtures for the Example tests."),
        _docstring("Tests for the light platform.", "tests/test_light.py"),
        Example(
            {
                "manifest.json": '{"domain": "example", "name": "Sentry Panel"}\n',
                "sensor.py": '"""Sensors for the Sentry Panel integration."""\n',
            }
        ),
        example(
            '"""Test devices that the Sentry integration knows, too."""\n\nfrom homeassistant.components import sentry',
            "tests/test_init.py",
        ),
    ),
    bad=(
        _docstring("Configuration for Sentry tests."),
        Example(
            {
                "tests/test_config_flow.py": (
                    "async def test_form(hass: HomeAssistant) -> None:  # !\n"
                    '    """Test the form on an AdGuard Home connection error."""\n'
                )
            }
        ),
    ),
)
def foreign(integration: Integration) -> Iterator[Finding]:
    """Report docstrings that are about an integration of core that the module has nothing to do with."""
    # The name of its maker may be part of its own, and a brand of several integrations.
    own = str(integration.manifest.get("name", ""))
    for module in (*integration.modules, *integration.tests):
        for node in module.nodes:
            if not isinstance(node, (ast.Module, ast.ClassDef, *FUNCTIONS)):
                continue
            line = (ast.get_docstring(node) or "").partition("\n")[0]
            for name in _named(line):
                if name not in own and not _concerns(
                    integration, module, _names()[name]
                ):
                    yield module.found(
                        node,
                        f"The docstring names {name}, which is another integration",
                    )


def _named(line: str) -> Iterator[str]:
    """Yield the names of integrations that something in a line is of, but for parts of longer names."""
    words = line.split()
    for start in range(len(words)):
        if start > 1 and not words[start - 1].islower():
            continue
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1):
            name = " ".join(words[start:end])
            if name in _names() and _NOUN.match(" ".join(words[end:])):
                yield name


def _concerns(
    integration: Integration, module: Module, domains: frozenset[str]
) -> bool:
    """Return whether a module has to do with one of the integrations."""
    manifest = integration.manifest
    related = " ".join(
        (
            integration.domain,
            *strings_at(manifest, "dependencies"),
            *strings_at(manifest, "after_dependencies"),
            *strings_at(manifest, "requirements"),
        )
    )
    return any(domain in related for domain in domains) or bool(
        domains & {module.part.removeprefix("test_"), *_mentioned(module)}
    )


def _mentioned(module: Module) -> set[str]:
    """Return the words of what a module imports, names and says in strings other than docstrings."""
    return {
        word
        for node in module.nodes
        for text in _texts(node)
        for word in re.split(r"\W+", text)
    }


def _texts(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.ImportFrom(module=str() as name, names=names):
            yield name
            yield from (alias.name for alias in names)
        case ast.Import(names=names):
            yield from (alias.name for alias in names)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name
        case ast.Constant(value=str() as text) if " " not in text.strip():
            yield text


@cache
def _names() -> dict[str, frozenset[str]]:
    """Return the domains of core's integrations for devices and services, by their names."""
    named: dict[str, set[str]] = {}
    known = read_json(core().package / "generated" / "integrations.json") or {}
    for domain, entry in _entries(mapping_at(known, "integration")):
        # One letter is no name to be sure of.
        if len(name := entry.get("name") or "") > 1:
            named.setdefault(name, set()).update(
                {domain, entry.get("supported_by", domain)}
            )
    return {name: frozenset(domains) for name, domains in named.items()}


def _entries(entries: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the integrations, also those of brands, by their domains."""
    for domain, entry in entries.items():
        yield domain, entry
        yield from _entries(mapping_at(entry, "integrations"))
