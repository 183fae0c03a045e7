"""Look at entities, and at the values that they show."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.contribution import Contribution
from script.integration.fact import Fact, fact, gap
from script.integration.finding import Finding
from script.integration.modules import Module
from script.integration.syntax import assigned, decorators, dotted, last_name, methods
from script.rules.entities.kinds import (
    Traits,
    class_traits,
    entity_kinds,
    member_name,
    own_family,
)
from script.rules.scale.action_errors import action_methods
from script.rules.scale.devices import device_infos

from .common import doubt

_READ_ONLY: Final = {"binary_sensor", "sensor"}
_REFRESHES: Final = {
    "async_refresh",
    "async_request_refresh",
    "async_set_updated_data",
}
_DEVICE: Final = ("manufacturer", "model", "serial_number", "sw_version")
# What is shown in place of a value that is not there
_EMPTY: Final = (0, False, "")

# A value that an entity shows, and the function that it is from
type Value = tuple[Module, ast.AST]


def descriptions(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for entity descriptions."""
    for module, call in contribution.descriptions:
        yield fact(module, "an entity is described", call)


def macs(contribution: Contribution) -> Iterator[Fact]:
    """Yield where MAC addresses are used."""
    for module in contribution.modules:
        for node in module.nodes:
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(
                node.ctx, ast.Load
            ):
                match last_name(node):
                    case "CONNECTION_NETWORK_MAC":
                        yield fact(module, "the device registry normalizes it", node)
                    case "format_mac":
                        yield fact(module, "it is normalized", node)


def raw_macs(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for unique ids of MAC addresses as they come."""
    yield from macs(contribution)
    for module in contribution.modules:
        for node in module.nodes:
            for value in _unique_ids(node):
                names = {
                    last_name(each)
                    for each in ast.walk(value)
                    if isinstance(each, ast.Name | ast.Attribute)
                }
                if names & {"mac", "mac_address"} and "format_mac" not in names:
                    yield doubt(module, value, "is this address normalized?")


def _unique_ids(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and last_name(node.func) == "async_set_unique_id":
        yield from node.args[:1]
    for target, value in assigned(node):
        if last_name(target) == "_attr_unique_id":
            yield value


def _in_category(
    contribution: Contribution, category: str
) -> Iterator[tuple[Module, ast.AST, Traits]]:
    for module, node, traits in entity_kinds(contribution):
        shared = class_traits(contribution, module)
        both = {
            name: value for each in (*shared, traits) for name, value in each.items()
        }
        if member_name(both.get("entity_category")) == category:
            yield module, node, both


def diagnostic(contribution: Contribution) -> Iterator[Fact]:
    """Yield diagnostic entities."""
    for module, node, _ in _in_category(contribution, "diagnostic"):
        yield fact(module, "this is diagnostic", node)


def disabled(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for diagnostic entities that are enabled."""
    for module, node, traits in _in_category(contribution, "diagnostic"):
        if "entity_registry_enabled_default" in traits:
            yield fact(module, "this is diagnostic, and disabled by default", node)
        else:
            yield doubt(module, node, "this is diagnostic: is it for debugging only?")


def writable(contribution: Contribution) -> Iterator[Fact]:
    """Yield the entities that may set something, and so may be configuration."""
    for module, class_ in contribution.entities:
        if module.part not in _READ_ONLY:
            yield fact(module, f"{class_.name} may set something", class_)


def described_device(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for what devices leave out."""
    for module, call in device_infos(contribution):
        given = {each.arg for each in call.keywords}
        lacks = [name for name in _DEVICE if name not in given]
        if lacks and None not in given:
            yield doubt(module, call, f"is nothing known of {', '.join(lacks)}?")
        yield fact(module, "the device is described", call)


def _sensors(
    contribution: Contribution,
) -> Iterator[tuple[Module, ast.AST, set[str]]]:
    """Yield each kind of sensor, with what is set of it."""
    for module, node, traits in entity_kinds(contribution):
        if module.part in _READ_ONLY:
            shared = class_traits(contribution, module)
            yield module, node, {*traits, *(name for each in shared for name in each)}


def sensors(contribution: Contribution) -> Iterator[Fact]:
    """Yield the kinds of sensors."""
    for module, node, _ in _sensors(contribution):
        yield fact(module, f"this is a {module.part}", node)


def classed(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for sensors without a device class."""
    for module, node, traits in _sensors(contribution):
        if "device_class" in traits:
            yield fact(module, "it has a device class", node)
        else:
            yield doubt(module, node, "is there no device class for this?")


def numbers(contribution: Contribution) -> Iterator[Fact]:
    """Yield the sensors with a unit."""
    for module, node, traits in _sensors(contribution):
        if "native_unit_of_measurement" in traits:
            yield fact(module, "this sensor has a unit", node)


def measured(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for numbers without a state class, which get no statistics."""
    for module, node, traits in _sensors(contribution):
        if "state_class" in traits:
            yield fact(module, "it has a state class", node)
        elif "native_unit_of_measurement" in traits:
            yield doubt(module, node, "is there no state class for this?")


def _values(contribution: Contribution) -> Iterator[Value]:
    """Yield the code that entities show values of."""
    classes = {
        each: module
        for home, class_ in contribution.entities
        for module, each in own_family(home, class_)
        if module in contribution.modules
    }
    for class_, module in classes.items():
        for method in methods(class_).values():
            if decorators(method) & {"property", "cached_property"}:
                yield module, method
        for node in ast.walk(class_):
            for target, value in assigned(node):
                if dotted(target).startswith("self._attr_"):
                    yield module, value
    for module, call in contribution.descriptions:
        for each in call.keywords:
            if isinstance(each.value, ast.Lambda):
                yield module, each.value
            elif isinstance(each.value, ast.Name):
                yield from contribution.functions.get(each.value.id, ())


def _read(contribution: Contribution, without: str) -> Iterator[Fact]:
    """Yield that the values of entities were read, and have nothing of a kind."""
    if found := list(_values(contribution)):
        module, node = found[0]
        yield fact(module, f"{len(found)} values read, none with {without}", node)


def _cast(
    contribution: Contribution, names: set[str], what: str
) -> Iterator[Fact | Finding]:
    for module, node in _values(contribution):
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and dotted(call.func) in names:
                yield doubt(module, call, what.format(name=dotted(call.func)))
    yield from _read(contribution, f"{' or '.join(sorted(names))}")


def cast(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for casts, which hide or refuse what is not there."""
    return _cast(contribution, {"bool", "float", "int"}, "{name}(): can this be None?")


def cast_to_bool(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for casts to bool, which hide what is not there."""
    return _cast(contribution, {"bool"}, "bool(): can this be None?")


def cast_to_number(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for casts to numbers, which fail for what is not there."""
    return _cast(contribution, {"float", "int"}, "{name}(): can this be None?")


def bools(contribution: Contribution) -> Iterator[Fact]:
    """Yield where entities make a bool of something."""
    for each in cast_to_bool(contribution):
        if isinstance(each, Finding):
            yield Fact(each.path, each.line, each.message)


def nothing(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for values that may be None."""
    for module, node in _values(contribution):
        for each in ast.walk(node):
            if isinstance(each, ast.Constant) and each.value is None:
                if not isinstance(module.parents[each], ast.Compare):
                    yield doubt(module, each, "is None right here?")
    yield from _read(contribution, "None")


def masked(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for values that stand for others that are not there."""
    for module, node in _values(contribution):
        for each in ast.walk(node):
            match each:
                case (
                    ast.BoolOp(op=ast.Or(), values=[*_, ast.Constant(value=value)])
                    | ast.IfExp(orelse=ast.Constant(value=value))
                    | ast.Call(
                        func=ast.Attribute(attr="get"),
                        args=[_, ast.Constant(value=value)],
                    )
                ) if value in _EMPTY:
                    yield doubt(module, each, f"{value!r} in place of no value?")
    yield from _read(contribution, "another in its place")


def confirmed(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for actions that show their outcome before it is known."""
    for module, function in dict.fromkeys(action_methods(contribution)):
        reached = contribution.reach(module, function)
        for root, home in reached.items():
            for node in ast.walk(root):
                for target, _ in assigned(node):
                    if dotted(target).startswith("self._attr_"):
                        yield doubt(home, node, "is this known yet?")
                if isinstance(node, ast.Call) and last_name(node.func) in _REFRESHES:
                    yield fact(home, f"{function.name} asks for the outcome", node)


def attributes_besides(contribution: Contribution) -> Iterator[Fact]:
    """Yield extra attributes of states."""
    for module in contribution.modules:
        for node in module.nodes:
            name = getattr(node, "name", None) or last_name(node)
            if name in ("extra_state_attributes", "_attr_extra_state_attributes"):
                yield fact(module, "there are extra attributes", node)


def no_attributes(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for extra attributes of states."""
    for each in attributes_besides(contribution):
        yield gap(each.path, f"{each.what}: are they new?", line=each.line, advice=True)
    for module, class_ in contribution.entities:
        yield fact(module, f"{class_.name} has no extra attributes", class_)
