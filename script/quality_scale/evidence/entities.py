"""Find entities, devices, and what is set of them."""

import ast
from collections.abc import Callable, Iterator

from script.integration.contribution import Contribution
from script.integration.fact import Fact, fact, fact_in
from script.integration.files import read_json
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.integration.syntax import assigned, keyword, last_name, methods
from script.quality_scale.entities import categories, disabled_ones, entity_kinds
from script.quality_scale.setup import own_family


def entities(contribution: Contribution) -> Iterator[Fact]:
    """Yield the entity classes."""
    for module, class_ in contribution.entities:
        yield fact(module, f"{class_.name} is an entity", class_)


def _set(
    contribution: Contribution, name: str
) -> Iterator[tuple[Module, ast.AST, ast.expr | None]]:
    """Yield where entities are given a property of such a name, with the value where one is assigned."""
    either = {name, f"_attr_{name}"}
    for home, class_ in contribution.entities:
        for module, each in own_family(contribution, home, class_):
            own = module in contribution.modules
            if name in methods(each):
                yield (
                    (module, methods(each)[name], None) if own else (home, class_, None)
                )
            for node in ast.walk(each):
                for target, value in assigned(node):
                    if last_name(target) in either:
                        yield (
                            (module, target, value) if own else (home, class_, value)
                        )
    for module, call in contribution.descriptions:
        if (given := keyword(call, name)) is not None:
            yield module, given, given


def sets(name: str, what: str) -> Callable[[Contribution], Iterator[Fact]]:
    """Return the evidence that entities have a property, unless it is set to False."""

    def found(contribution: Contribution) -> Iterator[Fact]:
        for module, node, value in _set(contribution, name):
            if not (isinstance(value, ast.Constant) and value.value is False):
                yield fact(module, what, node)

    return found


def parallel_updates(contribution: Contribution) -> Iterator[Fact]:
    """Yield where platforms limit how many requests run at once."""
    for module in contribution.platforms():
        for statement in module.tree.body:
            if any(
                last_name(target) == "PARALLEL_UPDATES"
                for target, _ in assigned(statement)
            ):
                yield fact(module, "PARALLEL_UPDATES is set", statement)


def platforms(contribution: Contribution) -> Iterator[Fact]:
    """Yield the platforms."""
    for module in contribution.platforms():
        for function in module.functions:
            if function.name in ("async_setup_entry", "async_setup_platform"):
                yield fact(module, f"there is a {module.part} platform", function)


def with_category(contribution: Contribution) -> Iterator[Fact]:
    """Yield the categories of entities."""
    for module, node in categories(contribution):
        yield fact(module, "an entity has a category", node)


def with_device_class(contribution: Contribution) -> Iterator[Fact]:
    """Yield the device classes of entities."""
    for module, node, traits in entity_kinds(contribution):
        if "device_class" in traits:
            yield fact(module, "an entity has a device class", node)


def icons_of_device_classes(contribution: Contribution) -> Iterator[Fact]:
    """Yield the device classes of entities, where all have one and so its icon."""
    if all("device_class" in traits for _, _, traits in entity_kinds(contribution)):
        yield from with_device_class(contribution)


def disabled(contribution: Contribution) -> Iterator[Fact]:
    """Yield the entities that are disabled by default."""
    for module, node in disabled_ones(contribution):
        yield fact(module, "an entity is disabled by default", node)


def names(contribution: Contribution) -> Iterator[Fact]:
    """Yield the names of entities."""
    path = contribution.path / "strings.json"
    for platform in mapping_at(contribution.strings, "entity"):
        yield fact_in(
            path, f"there are names of {platform} entities", "entity", platform
        )


def translated(contribution: Contribution) -> Iterator[Fact]:
    """Yield the names of entities, and entities that are named after their device or their device class."""
    if contribution.entities:
        yield from names(contribution)
    for module, node, traits in entity_kinds(contribution):
        match traits.get("name"):
            case ast.Constant(value=None):
                yield fact(module, "an entity has the name of its device", node)
            case None if "device_class" in traits:
                yield fact(module, "an entity has the name of its device class", node)


def icons(contribution: Contribution) -> Iterator[Fact]:
    """Yield the icons of entities."""
    path = contribution.path / "icons.json"
    for platform in mapping_at(read_json(path), "entity"):
        yield fact_in(
            path, f"there are icons of {platform} entities", "entity", platform
        )
