"""Find the public names of a package, however they are passed on."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from script.integration.files import UnreadableError
from script.integration.modules import Definition, Module
from script.integration.syntax import FUNCTIONS, text

from .package import Package

# Modules that nobody imports a library for
_ASIDE: Final = frozenset(
    {"tests", "test", "testing", "cli", "__main__", "conftest", "examples", "setup"}
)


@dataclass(frozen=True, eq=False)
class Export:
    """A public class or function.

    Attributes:
        name: By which it is imported.
        module: From which it is imported, the shortest of all that mean to pass it on.
        definition: The class or function itself.
    """

    name: str
    module: str
    definition: Definition

    @property
    def is_class(self) -> bool:
        """Return whether it is a class."""
        return isinstance(self.definition.node, ast.ClassDef)

    @property
    def depth(self) -> int:
        """Return how deep in the package it is, 0 if the package itself has it."""
        return self.module.count(".")


def exports(package: Package) -> tuple[Export, ...]:
    """Return the public classes and functions of a package, each once, shallow ones first."""
    found: dict[str, Export] = {}
    meant: set[str] = set()
    is_typed = (package.folder / "py.typed").is_file()
    for module in modules(package):
        if any(part.startswith("_") for part in module.name.split(".")):
            continue
        for name in _public(module):
            try:
                definition = module.member(name)
            except UnreadableError:
                continue
            if (
                definition is None
                or definition.module is None
                or not isinstance(definition.node, (ast.ClassDef, *FUNCTIONS))
            ):
                continue
            is_meant = not is_typed or _passes_on(module, name)
            if definition.name not in found or (
                is_meant and definition.name not in meant
            ):
                found[definition.name] = Export(name, module.name, definition)
            if is_meant:
                meant.add(definition.name)
    return tuple(found.values())


def _passes_on(module: Module, name: str) -> bool:
    """Return whether a module means others to import a name from it, as type checkers see it."""
    match module.bindings.get(name):
        case ast.ImportFrom(names=names) | ast.Import(names=names):
            return name in _listed(module) or any(
                each.asname == each.name == name for each in names
            )
    return True


def modules(package: Package) -> list[Module]:
    """Return the modules that can be read and are the library itself, shallow ones first."""
    sources = package.sources
    if not package.folder.is_dir():
        return [module] if (module := sources.module(package.module)) else []
    found = [
        module
        for module in sources.modules_in(package.module)
        if _ASIDE.isdisjoint(module.name.split(".")[1:]) and _is_readable(module)
    ]
    return sorted(found, key=lambda each: (each.name.count("."), each.name))


def _is_readable(module: Module) -> bool:
    """Return whether a module is Python of this day."""
    try:
        return bool(module.tree)
    except UnreadableError:
        return False


def _public(module: Module) -> Iterator[str]:
    """Yield the names that a module offers: those it lists, or else all without an underscore."""
    for each in (module, *module.passed_on):
        yield from _listed(each) or (
            name for name in each.bindings if not name.startswith(("_", "*"))
        )


def _listed(module: Module) -> list[str]:
    """Return what a module lists as its public names."""
    listed = module.bindings.get("__all__")
    if not isinstance(listed, ast.List | ast.Tuple):
        return []
    return [name for each in listed.elts if (name := text(each))]
