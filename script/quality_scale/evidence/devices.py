"""Find devices, and what lets them come and go."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.contribution import Contribution
from script.integration.fact import Fact, fact
from script.integration.modules import Module
from script.integration.names import COORDINATOR
from script.integration.syntax import FUNCTIONS, Function, keyword, last_name
from script.quality_scale.entities import device_infos

from .entities import sets

# The types of what a platform is given to add entities with
_ADDS: Final = {"AddConfigEntryEntitiesCallback", "AddEntitiesCallback"}


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


def _later_entities(contribution: Contribution) -> Iterator[tuple[Module, Function]]:
    """Yield the functions within others, and the methods, that add entities or hand on what does."""
    for module in contribution.modules:
        adding = {"async_add_entities", "_async_add_entities"} | {
            node.arg
            for node in module.nodes
            if isinstance(node, ast.arg) and last_name(node.annotation) in _ADDS
        }
        for function in module.functions:
            inner = isinstance(
                module.parents[function], FUNCTIONS
            ) or module.class_around(function)
            if inner and any(
                isinstance(node, ast.Call)
                and any(last_name(each) in adding for each in (node.func, *node.args))
                for node in ast.walk(function)
            ):
                yield module, function


def devices_come(contribution: Contribution) -> Iterator[Fact]:
    """Yield what adds entities while the integration runs."""
    for module, node in _later_entities(contribution):
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


def _removals(contribution: Contribution) -> Iterator[tuple[Module, ast.AST]]:
    """Yield what removes devices."""
    for module in contribution.modules:
        for function in module.functions:
            if function.name == "async_remove_config_entry_device":
                yield module, function
        for call in module.calls:
            around = module.function_around(call)
            if around and "migrate" in around.name:
                continue
            if last_name(call.func) == "async_remove_device" or (
                last_name(call.func) == "async_update_device"
                and keyword(call, "remove_config_entry_id")
            ):
                yield module, call


def devices_go(contribution: Contribution) -> Iterator[Fact]:
    """Yield what removes devices."""
    for module, node in _removals(contribution):
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
