"""Find the parts of a component that are its client, with all that they need."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Final

from script.cut.names import Module, Package, defined, is_package
from script.integration.tree import Places

from .talking import talking, uses_network

HOME_ASSISTANT: Final = "homeassistant"
_EXCEPTIONS: Final = f"{HOME_ASSISTANT}.exceptions."
# What core calls in a module of a component
_HOOKS: Final = (
    *("async_setup", "async_unload", "async_migrate", "async_remove", "async_get_"),
    "setup_platform",
)
# Where core wants what stands there
_STAYING: Final = frozenset({"const", "__init__"})


@dataclass(frozen=True)
class Parts:
    """Parts of a component.

    Attributes:
        seeds: Where the client is, by path: the names of single classes, or none for all of it.
        whole: Modules that are needed as a whole, by path.
        single: Of other modules, by path, the names that are needed.
    """

    seeds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    single: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def statements(self, package: Package) -> Iterator[tuple[Module, ast.stmt]]:
        """Yield the statements that they consist of, with their modules; imports aside."""
        for path in sorted(self.whole):
            module = package.modules[path]
            for statement in module.source.tree.body:
                if not is_import(statement):
                    yield module, statement
        for path, names in sorted(self.single.items()):
            module = package.modules[path]
            for statement in dict.fromkeys(module.definitions.values()):
                if names & {*defined(statement)}:
                    yield module, statement


def is_import(statement: ast.stmt) -> bool:
    """Return whether a statement imports, or is one of imports alone under a condition."""
    match statement:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.If(body=body, orelse=[]):
            return all(map(is_import, body))
    return False


def component_modules(package: Package, domain: str) -> list[Module]:
    """Return the modules of the component itself."""
    start = Places(domain).integration
    return [each for path, each in package.modules.items() if path.startswith(start)]


def references(module: Module, part: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield what is named in a part of a module, with what it stands for, each name as a whole."""
    for node in ast.iter_child_nodes(part):
        if isinstance(node, ast.Name | ast.Attribute):
            if name := module.qualified(node):
                yield node, name
                continue
            if isinstance(node, ast.Name):
                continue
        yield from references(module, node)


def defining(package: Package, name: str) -> tuple[Module, str] | None:
    """Return the module and the name in it that something is, or is an attribute of."""
    while "." in name:
        if found := package.definition(name):
            return found[0], name.rpartition(".")[2]
        name = name.rpartition(".")[0]
    return None


def binds(name: str, domain: str) -> bool:
    """Return whether something is Home Assistant's, and not of the component."""
    own = f"{HOME_ASSISTANT}.components.{domain}"
    return name.partition(".")[0] == HOME_ASSISTANT and not (
        name == own or name.startswith(f"{own}.")
    )


def find(package: Package, domain: str) -> Parts:
    """Return the parts of a component that are its client."""
    seeds = dict(_seeds(package, domain))
    whole = {path for path, names in seeds.items() if not names}
    single = {path: set(names) for path, names in seeds.items() if names}
    while True:
        parts = Parts(
            seeds, frozenset(whole), {p: frozenset(n) for p, n in single.items()}
        )
        new = _needed(package, parts) - {
            (path, name) for path, names in single.items() for name in names
        }
        if not new:
            return replace(parts, whole=parts.whole | {*_fronts(package, parts)})
        for path, name in new:
            if _goes_whole(package.modules[path], domain):
                whole.add(path)
                single.pop(path, None)
            else:
                single.setdefault(path, set()).add(name)


def _needed(package: Package, parts: Parts) -> set[tuple[str, str]]:
    """Return what the parts name that is defined elsewhere in the component."""
    return {
        (owner.path, last)
        for module, statement in parts.statements(package)
        for _, name in references(module, statement)
        if (found := defining(package, name))
        for owner, last in (found,)
        if owner.path not in parts.whole
    }


def _fronts(package: Package, parts: Parts) -> Iterator[str]:
    """Yield the modules that only pass on what the parts have."""
    for path, module in package.modules.items():
        names = [*module.imports.values()]
        if (
            is_package(path)
            and names
            and all(_passes_on(each) for each in module.source.tree.body)
            and all(
                (found := defining(package, package.resolved(name)))
                and found[0].path in parts.whole
                for name in names
            )
        ):
            yield path


def _passes_on(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
        case ast.Assign(targets=[ast.Name("__all__")]):
            return True
    return is_import(statement)


def _seeds(package: Package, domain: str) -> Iterator[tuple[str, frozenset[str]]]:
    for module in component_modules(package, domain):
        classes = [
            each for each in module.source.tree.body if isinstance(each, ast.ClassDef)
        ]
        if not _is_of_core(module, domain):
            if classes and (uses_network(module) or any(talking(module))):
                yield module.path, frozenset()
            continue
        names = {
            each.name
            for each in classes
            if not _has_base_of_core(module, each, domain)
            and next(talking(module, each), None)
        }
        if names:
            yield module.path, frozenset(names)


def _goes_whole(module: Module, domain: str) -> bool:
    return (
        PurePosixPath(module.path).stem not in _STAYING
        and not _is_of_core(module, domain)
        and any(isinstance(each, ast.ClassDef) for each in module.source.tree.body)
        and not any(
            binds(name, domain) and not name.startswith((_EXCEPTIONS, "homeassistant.const."))
            for statement in module.source.tree.body
            if not is_import(statement)
            for _, name in references(module, statement)
        )
    )  # fmt: skip


def _is_of_core(module: Module, domain: str) -> bool:
    """Return whether core calls a module, or it has what derives from core's classes."""
    if is_package(module.path) and module.path.count("/") == 3:
        return True
    return any(
        _has_base_of_core(module, each, domain)
        if isinstance(each, ast.ClassDef)
        else isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        and each.name.startswith(_HOOKS)
        for each in module.source.tree.body
    )


def _has_base_of_core(module: Module, node: ast.ClassDef, domain: str) -> bool:
    for base in node.bases:
        named = base.value if isinstance(base, ast.Subscript) else base
        name = module.qualified(named) or ""
        if binds(name, domain) and not name.startswith(_EXCEPTIONS):
            return True
        match module.package.definition(name):
            case (owner, ast.ClassDef() as above) if above is not node:
                if _has_base_of_core(owner, above, domain):
                    return True
    return False
