"""Find entities, devices, and what is set of them."""

import ast
from collections.abc import Callable, Iterator

from script.integration.files import read_json
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.integration.syntax import Function, assigned, keyword, last_name, methods
from script.quality_scale.contribution import (
    COORDINATOR,
    Contribution,
    Fact,
    fact,
    fact_in,
)
from script.quality_scale.entities import (
    categories,
    device_infos,
    disabled_ones,
    entity_kinds,
    later_entities,
    removals,
)
from script.quality_scale.setup import own_family


def entities(contribution: Contribution) -> Iterator[Fact]:
    """Yield the entity classes."""
    for module, class_ in contribution.entities:
        yield fact(module, f"{class_.name} is an entity", class_)


def _set(
    contribution: Contribution, name: str
) -> Iterator[tuple[Module, ast.AST, ast.expr | None]]:
    """Yield where entities are given a property of such a name, with the value where one is assigned."""
    names = {name, f"_attr_{name}"}
    for home, class_ in contribution.entities:
        for module, each in own_family(contribution, home, class_):
            own = module in contribution.modules
            if name in methods(each):
                yield (
                    (module, methods(each)[name], None) if own else (home, class_, None)
                )
            for node in ast.walk(each):
                for target, value in assigned(node):
                    if last_name(target) in names:
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


def devices(contribution: Contribution) -> Iterator[Fact]:
    """Yield what devices say of themselves."""
    for module, call in device_infos(contribution):
        yield fact(module, "there is a device", call)


def described_devices(contribution: Contribution) -> Iterator[Fact]:
    """Yield what devices say of themselves, in whichever way entities are told of it."""
    yield from devices(contribution)
    yield from sets("device_info", "an entity has a device")(contribution)


def _behind_hub(contribution: Contribution) -> Iterator[Fact]:
    """Yield devices that are reached through a hub."""
    if contribution.manifest.get("integration_type", "hub") != "hub":
        return
    for module, call in device_infos(contribution):
        if last_name(call.func) == "ChildDeviceInfo" or keyword(call, "via_device"):
            yield fact(module, "a device is reached through the hub", call)


def devices_come(contribution: Contribution) -> Iterator[Fact]:
    """Yield what adds entities while the integration runs."""
    for module, node in later_entities(contribution):
        if _happens_later(contribution, module, node):
            yield fact(module, "entities are added while it runs", node)
    # A reload adds whatever has come.
    for module, call in contribution.calls("async_reload", "async_schedule_reload"):
        function = module.function_around(call)
        if function and _happens_later(contribution, module, function):
            yield fact(module, "a reload adds what has come", call)


def may_come(contribution: Contribution) -> Iterator[Fact]:
    """Yield that a hub adds entities while it runs, or reaches devices that may come."""
    # What comes later with a single device or service are entities of that one.
    if contribution.manifest.get("integration_type", "hub") == "hub":
        yield from (
            each for each in devices_come(contribution) if "reload" not in each.what
        )
        yield from _behind_hub(contribution)


def devices_go(contribution: Contribution) -> Iterator[Fact]:
    """Yield what removes devices."""
    for module, node in removals(contribution):
        yield fact(module, "devices are removed", node)


def may_go(contribution: Contribution) -> Iterator[Fact]:
    """Yield that devices are removed, or are reached through a hub, which may lose them."""
    yield from devices_go(contribution)
    yield from _behind_hub(contribution)


def _happens_later(contribution: Contribution, module: Module, start: Function) -> bool:
    """Return whether a function is handed on for others to call, or called by one that is."""
    seen: set[str] = set()
    pending: list[tuple[Module, Function]] = [(module, start)]
    while pending:
        home, function = pending.pop()
        if _is_called_by_core(home, function):
            return True
        if function.name in seen:
            continue
        seen.add(function.name)
        for other in contribution.modules:
            for node in other.nodes:
                if (
                    not isinstance(node, ast.Name | ast.Attribute)
                    or last_name(node) != function.name
                    or not isinstance(node.ctx, ast.Load)
                ):
                    continue
                match parent := other.parents[node]:
                    case ast.Call(func=called) if called is node:
                        caller = other.function_around(node)
                        if any(
                            isinstance(each, ast.Lambda) for each in other.around(node)
                        ):
                            return True
                        if caller:
                            pending.append((other, caller))
                    # An entry that the user has changed says nothing of devices.
                    case ast.Call() if last_name(parent.func) == "add_update_listener":
                        pass
                    case _:
                        return True
    return False


def _is_called_by_core(module: Module, function: Function) -> bool:
    """Return whether this is a method that a coordinator is asked for data with."""
    class_ = module.parents.get(function)
    return (
        function.name == "_async_update_data"
        and isinstance(class_, ast.ClassDef)
        and module.derives(class_, COORDINATOR)
    )


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
