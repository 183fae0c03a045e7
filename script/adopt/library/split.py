"""Split the client that a component has inside of it off into a library, or say what is in the way."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace
import json
from typing import Any, Final

from script.codemods.manifest import ordered
from script.custom.formatting import formatted
from script.cut.names import Package
from script.cut.place import Place
from script.integration.json_file import dump
from script.integration.tree import Places, Tree

from .moving import Move, moved
from .parts import Parts, component_modules, find
from .project import Licensing, Project, dependencies_of, files, imported, without_own
from .talking import talking
from .unbinding import freed, place

_EXTRACT: Final = "move it into the client library"


@dataclass(frozen=True)
class Split:
    """What became of the client inside of a component.

    Attributes:
        tree: The files; those of the library among them where it could be split off.
        name: The distribution of the library, "" where nothing was split off.
        moved: The modules that went into it, and what of others did, as path or path:line.
        rewritten: The lines that were freed from Home Assistant, before they moved.
        left: The lines that bind the client, or talk to the device elsewhere.
        changed: What is otherwise for the component now.
    """

    tree: Tree
    name: str = ""
    moved: tuple[str, ...] = ()
    rewritten: tuple[tuple[str, int], ...] = ()
    left: tuple[Place, ...] = ()
    changed: tuple[Place, ...] = ()


def split(tree: Tree, domain: str, licensing: Licensing = Licensing()) -> Split:
    """Return the files with the client of a component in a library of its own, or the lines that bind it."""
    package = _package(tree, domain)
    parts = find(package, domain)
    elsewhere = tuple(_elsewhere(package, parts, domain))
    if not parts.seeds:
        return Split(tree, left=elsewhere)
    free = freed(tree, package, parts, domain)
    if free.binding:
        return Split(tree, left=(*dict.fromkeys(free.binding), *elsewhere))
    package = _package(free.tree, domain)
    parts = find(package, domain)
    project = _project(free.tree, domain, licensing)
    move = Move(package, parts, domain, project.package, project.sources)
    project = replace(project, exports=move.exports)
    after = dict(moved(free.tree, move))
    inside = {
        path: each for path, each in after.items() if path.startswith(project.sources)
    }
    modules = formatted(inside, unused=True)
    if bound := [*_still_bound(modules)]:
        return Split(tree, left=(*bound, *elsewhere))
    manifest = _manifest(tree, domain)
    around = files(project, modules, manifest.get("requirements", []))
    after |= {**modules, **around}
    path = f"{Places(domain).integration}manifest.json"
    after[path] = dump(_required(manifest, project, modules, after, domain))
    touched = {
        path: each
        for path, each in after.items()
        if path.endswith(".py") and tree.get(path) != each
    }
    after |= formatted(touched)
    return Split(
        after,
        project.name,
        tuple(_moved(package, parts)),
        tuple(free.rewritten),
        elsewhere,
        tuple(free.changed),
    )


def _package(tree: Tree, domain: str) -> Package:
    """Return the modules of a component and its tests, those that cannot be read aside."""
    places = Places(domain)
    texts: dict[str, str] = {}
    for path, content in tree.items():
        if path.endswith(".py") and path.startswith((places.integration, places.tests)):
            try:
                text = content.decode()
                ast.parse(text)
            except SyntaxError, ValueError, RecursionError:
                continue
            texts[path] = text
    return Package(texts)


def _manifest(tree: Tree, domain: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        tree.get(f"{Places(domain).integration}manifest.json", b"{}")
    )
    return content


def _project(tree: Tree, domain: str, licensing: Licensing) -> Project:
    manifest = _manifest(tree, domain)
    owners = manifest.get("codeowners") or ["@"]
    return Project(
        name=f"{domain.strip('_').replace('_', '-')}-client",
        package=f"{domain.strip('_')}_client",
        title=str(manifest.get("name", domain)),
        owner=str(owners[0]).removeprefix("@") or domain,
        exports={},
        licensing=licensing,
    )


def _required(
    manifest: dict[str, Any], project: Project, modules: Tree, after: Tree, domain: str
) -> dict[str, Any]:
    """Return the manifest of a component that requires the library."""
    requirements = manifest.get("requirements", [])
    rest = {
        path: each
        for path, each in after.items()
        if path.startswith(Places(domain).integration)
    }
    needed = {path: each for path, each in modules.items() if path.endswith(".py")}
    only = imported(needed) - imported(rest)
    gone = [
        each.partition(">=")[0]
        for each in dependencies_of(_importing(only), requirements)
    ]
    loggers = [
        each
        for each in manifest.get("loggers", [])
        if not each.startswith(("custom_components", "homeassistant"))
    ]
    return ordered(
        manifest
        | {
            "loggers": sorted({*loggers, project.package}),
            "requirements": sorted(
                [*without_own(requirements, gone), project.requirement]
            ),
        }
    )


def _importing(names: set[str]) -> Tree:
    return {"all.py": "".join(f"import {name}\n" for name in sorted(names)).encode()}


def _still_bound(modules: Tree) -> Iterator[Place]:
    for path, content in modules.items():
        text = content.decode()
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.ImportFrom(module=str() as name, level=0):
                    names = [name]
                case ast.Import(names=aliases):
                    names = [each.name for each in aliases]
                case _:
                    continue
            if any(name.partition(".")[0] == "homeassistant" for name in names):
                yield Place(
                    path,
                    node.lineno,
                    text.splitlines()[node.lineno - 1].strip(),
                    "the client imports it for its types",
                    "write the types without it",
                )


def _elsewhere(package: Package, parts: Parts, domain: str) -> Iterator[Place]:
    """Yield the lines that talk to the device outside of the client."""
    for module in component_modules(package, domain):
        if module.path in parts.whole:
            continue
        seeds = parts.seeds.get(module.path, frozenset())
        inside = {node for name in seeds for node in ast.walk(module.definitions[name])}
        for call in talking(module):
            if call not in inside:
                yield place(
                    module, call, "talks to the device or service by itself", _EXTRACT
                )


def _moved(package: Package, parts: Parts) -> Iterator[str]:
    yield from sorted(parts.whole)
    for path, names in sorted(parts.single.items()):
        module = package.modules[path]
        for name in sorted(names):
            yield f"{path}:{module.definitions[name].lineno}"
