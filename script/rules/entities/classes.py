"""Find the classes of entities, and what they derive from."""

import ast
from collections.abc import Iterator

from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.names import ENTITY


def platforms(integration: Integration) -> Iterator[Module]:
    """Yield the modules by which Home Assistant loads the platforms, without others in their packages."""
    return (
        module
        for module in integration.platforms()
        if module.name.endswith(f".{module.part}")
    )


def entity_classes(module: Module) -> Iterator[ast.ClassDef]:
    """Yield the entity classes of a module."""
    return (class_ for class_ in module.classes if module.derives(class_, ENTITY))


def final_entities(module: Module) -> Iterator[ast.ClassDef]:
    """Yield the entity classes that no other class of the module derives from."""
    bases = {
        ancestor.node
        for class_ in module.classes
        for ancestor in module.ancestors(class_)
    }
    return (class_ for class_ in entity_classes(module) if class_ not in bases)


def family(
    module: Module, class_: ast.ClassDef
) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Yield a class and those that it derives from, without those whose source is not read."""
    yield module, class_
    for ancestor in module.ancestors(class_):
        if ancestor.module and isinstance(ancestor.node, ast.ClassDef):
            yield ancestor.module, ancestor.node


def is_true(node: ast.AST | None) -> bool:
    """Return whether this is the literal True."""
    return isinstance(node, ast.Constant) and node.value is True
