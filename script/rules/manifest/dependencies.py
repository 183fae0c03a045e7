"""Rule for the integrations that an integration uses."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final

from script.integration.core import core
from script.integration.fact import gap
from script.integration.files import read_python, read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at, strings_at
from script.rules.examples import DOMAIN, Example, examples
from script.rules.exemptions import excused
from script.rules.rule import Severity, View, rule
from script.rules.sources import hassfest

_PACKAGE: Final = "homeassistant.components"
_IMPORTS: Final = re.compile(
    r"\b(?:from|import) homeassistant\.components(?:\.(\w+)| import (\([^)]*\)|[^\n]*))"
)
_KINDS: Final = ("dependencies", "after_dependencies")


@rule(
    code="dependencies",
    title="The manifest names the integrations that an integration uses",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("dependencies"),
    why="Home Assistant sets up dependencies first, and installs what they require.",
    mend="Add it to dependencies, or to after_dependencies where it may be missing",
    good=(
        *examples(
            """
            if TYPE_CHECKING:
                from homeassistant.components.recorder import Recorder
            """,
            """
            from homeassistant.components.http.auth import async_sign_path
            """,
            """
            from homeassistant.components import (
                persistent_notification,
                sensor,  # an entity platform
            )
            """,
        ),
        Example(
            {
                "__init__.py": "from homeassistant.components import recorder, zeroconf\n",
                "manifest.json": {
                    "after_dependencies": ["recorder"],
                    "zeroconf": ["_example._tcp.local."],
                },
            }
        ),
        Example(
            {"recorder.py": "from homeassistant.components.recorder import Recorder\n"}
        ),
    ),
    bad=(
        *examples(
            {"dependencies": ["nobody"]},
            {"after_dependencies": ["nobody"]},
            {"dependencies": ["http"], "after_dependencies": ["http"]},
            {"dependencies": [DOMAIN]},
            file="manifest.json",
        ),
        *examples(
            "from homeassistant.components.recorder import Recorder  # !",
            "from homeassistant.components import recorder, sensor  # !",
            "import homeassistant.components.recorder as recorder  # !",
        ),
    ),
)
def dependencies(integration: Integration) -> Iterator[Finding]:
    """Report imports that the manifest does not declare, and declarations that cannot be."""
    yield from _declared(integration)
    if integration.domain not in excused("imports_anything"):
        allowed = _allowed(integration)
        for path in integration.files:
            if path.suffix == ".py":
                yield from _imported(integration, path, allowed)


def _declared(integration: Integration) -> Iterator[Finding]:
    listed = {kind: strings_at(integration.manifest, kind) for kind in _KINDS}
    for kind, domains in listed.items():
        for domain in domains:
            for message, mend in _objections(integration, kind, domain, listed):
                yield found_at(
                    integration.path / "manifest.json",
                    [kind, integration.manifest[kind].index(domain)],
                    f"{domain}: {message}",
                    mend,
                    name=kind,
                )


def _objections(
    integration: Integration, kind: str, domain: str, listed: dict[str, list[str]]
) -> Iterator[tuple[str, str]]:
    """Yield why a domain cannot be listed, each with what to do."""
    if not core().has(domain, integration.components):
        yield "no such integration", "Correct its spelling or remove it"
    if kind == "after_dependencies" and domain in listed["dependencies"]:
        yield "also in dependencies", "Remove it here"
    if _leads_to(integration.domain, domain):
        yield "depends on this integration itself", "Remove one of the two"


def _leads_to(goal: str, start: str) -> bool:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        if (domain := ahead.pop()) == goal:
            return True
        if domain not in seen:
            seen.add(domain)
            manifest = core().manifest(domain)
            ahead += [other for kind in _KINDS for other in strings_at(manifest, kind)]
    return False


def _allowed(integration: Integration) -> set[str]:
    manifest = integration.manifest
    allowed = {
        integration.domain,
        *excused("always_usable"),
        *core().platforms,
        *(domain for kind in _KINDS for domain in strings_at(manifest, kind)),
        *(
            domain
            for domain, keys in core().discovered_by.items()
            if any(key in manifest for key in keys)
        ),
    }
    # It is there so that those who use Bluetooth need not name its parts.
    if "bluetooth_adapters" in allowed:
        allowed.add("bluetooth")
    return allowed


def _imported(
    integration: Integration, path: Path, allowed: set[str]
) -> Iterator[Finding]:
    found = set(_mentioned(read_text(path) or ""))
    if not found - allowed:
        return
    first, *below = path.relative_to(integration.path).parts
    part = first if below else path.stem
    seen: set[str] = set()
    for domain, line in _imports(read_python(path)):
        if (
            domain in allowed
            or domain in seen
            or f"{integration.domain} imports {domain}" in excused("tolerated_imports")
            or _is_platform_of(integration, part, domain)
        ):
            continue
        seen.add(domain)
        yield gap(
            path,
            f"uses the integration {domain}, which the manifest does not name",
            line=line,
        )


def _is_platform_of(integration: Integration, part: str, domain: str) -> bool:
    """Return whether a module is the platform of another integration, or has one beside it."""
    if part in core().domains:
        return part == domain
    return (integration.path / f"{domain}.py").is_file() or (
        integration.path / domain
    ).is_dir()


def _mentioned(source: str) -> Iterator[str]:
    """Yield what the text imports, quickly and with what only type checkers import."""
    for match in _IMPORTS.finditer(source):
        if match[1]:
            yield match[1]
        else:
            for name in re.sub(r"#.*", "", match[2]).strip("()").split(","):
                if words := name.split():
                    yield words[0]


def _imports(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the integrations that the code imports at run time, each with its line."""
    match node:
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return
        case ast.ImportFrom(
            module="homeassistant.components.http.auth", names=[alias]
        ) if alias.name == "async_sign_path":
            return
        case ast.ImportFrom(module=str() as module, level=0) if module == _PACKAGE:
            yield from ((alias.name, node.lineno) for alias in node.names)
        case ast.ImportFrom(module=str() as module, level=0):
            yield from _domain(module, node.lineno)
        case ast.Import(names=names):
            for alias in names:
                yield from _domain(alias.name, node.lineno)
    for below in ast.iter_child_nodes(node):
        yield from _imports(below)


def _domain(module: str, line: int) -> Iterator[tuple[str, int]]:
    match module.split("."):
        case ["homeassistant", "components", domain, *_]:
            yield domain, line
