"""Find the kinds of entities of an integration, and what the code sets of each."""

import ast
from collections.abc import Iterator

from script.integration.fact import Evidence, Fact, fact
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.nodes import walk
from script.integration.syntax import assigned, keyword, last_name, methods

from .classes import family
from .traits import DESCRIBED, set_by

type Traits = dict[str, ast.AST]


def entity_kinds(
    integration: Integration,
) -> Iterator[tuple[Module, ast.AST, Traits]]:
    """Yield each kind of entity: an entity description, or a class that has none."""
    for module, call in integration.descriptions:
        if all(each.arg for each in call.keywords):
            yield (
                module,
                call,
                {each.arg: each.value for each in call.keywords if each.arg},
            )
    for module, class_ in integration.entities:
        traits = _traits(integration, module, class_)
        if DESCRIBED not in traits:
            yield module, class_, traits


def _traits(integration: Integration, module: Module, class_: ast.ClassDef) -> Traits:
    """Return what a class sets of its entities, without "_attr_" before it."""
    return {
        name: value.node
        for home, each in reversed([*own_family(module, class_)])
        if home in integration.modules
        for name, value in set_by(home, each).items()
    }


def class_traits(integration: Integration, module: Module) -> list[Traits]:
    """Return what the classes set that the descriptions of a module are for."""
    return [
        traits
        for home, class_ in integration.entities
        if home is module
        and DESCRIBED in (traits := _traits(integration, home, class_))
    ]


def member_name(node: ast.AST | None) -> str:
    """Return the name of a member of an enum, in lower case."""
    return last_name(node).lower()


def is_set_late(integration: Integration, trait: str) -> bool:
    """Return whether entities get a trait as they run, which the code does not tell."""
    return any(
        (
            isinstance(node, ast.Call)
            and last_name(node.func) == "replace"
            and keyword(node, trait) is not None
        )
        or any(
            last_name(target) == f"_attr_{trait}" and isinstance(value, ast.JoinedStr)
            for target, value in assigned(node)
        )
        for module in integration.modules
        for node in module.nodes
    )


def own_family(
    module: Module, class_: ast.ClassDef
) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Yield a class and those it derives from, but for what every entity derives from."""
    return (
        (home, each)
        for home, each in family(module, class_)
        if home.name != "homeassistant.helpers.entity"
    )


def entities(integration: Integration) -> Iterator[Fact]:
    """Yield the entity classes."""
    for module, class_ in integration.entities:
        yield fact(module, f"{class_.name} is an entity", class_)


def _set(
    integration: Integration, name: str
) -> Iterator[tuple[Module, ast.AST, ast.expr | None]]:
    """Yield where entities are given a property of such a name, with the value where one is assigned."""
    either = {name, f"_attr_{name}"}
    for home, class_ in integration.entities:
        for module, each in own_family(home, class_):
            own = module in integration.modules
            if name in methods(each):
                yield (
                    (module, methods(each)[name], None) if own else (home, class_, None)
                )
            for node in walk(each):
                for target, value in assigned(node):
                    if last_name(target) in either:
                        yield (
                            (module, target, value) if own else (home, class_, value)
                        )
    for module, call in integration.descriptions:
        if (given := keyword(call, name)) is not None:
            yield module, given, given


def sets(name: str, what: str) -> Evidence:
    """Return the evidence that entities have a property, unless it is set to False."""

    def found(integration: Integration) -> Iterator[Fact]:
        for module, node, value in _set(integration, name):
            if not (isinstance(value, ast.Constant) and value.value is False):
                yield fact(module, what, node)

    return found
