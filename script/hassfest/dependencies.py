"""Check that the integrations an integration uses are in its manifest."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final

from script.integration.core import Core
from script.integration.files import read_python, read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, strings_at

from .exemptions import excused

_CHECK: Final = "dependencies"
_PACKAGE: Final = "homeassistant.components"
_IMPORTS: Final = re.compile(
    r"\b(?:from|import) homeassistant\.components(?:\.(\w+)| import (\([^)]*\)|[^\n]*))"
)
_KINDS: Final = ("dependencies", "after_dependencies")


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield the imports that the manifest does not declare, and the declarations that cannot be."""
    yield from _declared(integration, core)
    if integration.domain not in excused("imports_anything"):
        allowed = _allowed(integration, core)
        for path in sorted(integration.path.rglob("*.py")):
            yield from _imported(integration, core, path, allowed)


def _declared(integration: Integration, core: Core) -> Iterator[Finding]:
    path = integration.path / "manifest.json"
    dependencies, after = (strings_at(integration.manifest, kind) for kind in _KINDS)
    problems: list[tuple[str, str, str, str]] = []
    for kind, domains in zip(_KINDS, (dependencies, after), strict=True):
        problems += [
            (kind, domain, "no such integration", "Correct its spelling or remove it")
            for domain in domains
            if not core.has(domain, integration.components)
        ]
    problems += [
        ("after_dependencies", domain, "also in dependencies", "Remove it here")
        for domain in after
        if domain in dependencies
    ]
    problems += [
        (kind, domain, "depends on this integration itself", "Remove one of the two")
        for kind, domains in zip(_KINDS, (dependencies, after), strict=True)
        for domain in domains
        if _leads_to(integration.domain, domain, core)
    ]
    for kind, domain, message, mend in problems:
        domains = integration.manifest[kind]
        yield Finding(
            path=path,
            line=line_of(path, kind, domains.index(domain)),
            check=_CHECK,
            message=f"{kind}: {domain}: {message}",
            mend=mend,
        )


def _leads_to(goal: str, start: str, core: Core) -> bool:
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        if (domain := ahead.pop()) == goal:
            return True
        if domain not in seen:
            seen.add(domain)
            manifest = core.manifest(domain)
            ahead += [other for kind in _KINDS for other in strings_at(manifest, kind)]
    return False


def _allowed(integration: Integration, core: Core) -> set[str]:
    manifest = integration.manifest
    allowed = {
        integration.domain,
        *excused("always_usable"),
        *core.platforms,
        *(domain for kind in _KINDS for domain in strings_at(manifest, kind)),
        *(
            domain
            for domain, keys in core.discovered_by.items()
            if any(key in manifest for key in keys)
        ),
    }
    # It is there so that those who use Bluetooth need not name its parts.
    if "bluetooth_adapters" in allowed:
        allowed.add("bluetooth")
    return allowed


def _imported(
    integration: Integration, core: Core, path: Path, allowed: set[str]
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
            or _is_platform_of(integration, core, part, domain)
        ):
            continue
        seen.add(domain)
        yield Finding(
            path=path,
            line=line,
            check=_CHECK,
            message=f"uses the integration {domain}, which the manifest does not name",
            mend="Add it to dependencies, or to after_dependencies where it may be missing",
        )


def _is_platform_of(
    integration: Integration, core: Core, part: str, domain: str
) -> bool:
    """Return whether a module is the platform of another integration, or has one beside it."""
    if part in core.domains:
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
