"""Find what sets up, fetches data, and takes down."""

import ast
from collections.abc import Iterator

from script.integration.modules import Module
from script.integration.syntax import assigned, last_name, methods
from script.quality_scale.contribution import ENTITY, Contribution, Fact, fact, fact_in
from script.quality_scale.setup import (
    COORDINATOR_ENTITY,
    NOT_READY,
    WHEN_ADDED,
    base_entities,
    intervals_of,
    is_logged,
    own_family,
    own_function,
    subscriptions,
)

from .entities import sets

_TRIES: dict[str, str] = {
    "async_config_entry_first_refresh": "the first refresh fails the setup",
    "async_ensure_token_valid": "a refused token fails the setup",
}
_DIAGNOSTICS = {"async_get_config_entry_diagnostics", "async_get_device_diagnostics"}


def intervals(contribution: Contribution) -> Iterator[Fact]:
    """Yield where it is set how often to poll."""
    for module, node in intervals_of(contribution):
        yield fact(module, "an interval is set", node)
    for module, call in contribution.calls("async_track_time_interval"):
        yield fact(module, "an interval is set", call)
    for module in contribution.modules:
        for statement in module.nodes:
            for target, value in assigned(statement):
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in ("update_interval", "_update_interval")
                    and not isinstance(value, ast.Constant)
                ):
                    yield fact(module, "an interval is set", target)


def polls(contribution: Contribution) -> Iterator[Fact]:
    """Yield that it polls."""
    iot_class = str(contribution.manifest.get("iot_class"))
    # Of one that acts on demand, it says that nothing is pushed.
    if "polling" in iot_class and (
        contribution.coordinators or _updating(contribution)
    ):
        yield fact_in(
            contribution.path / "manifest.json",
            f"iot_class {iot_class} means that it polls",
            "iot_class",
        )
    for module, node in intervals_of(contribution):
        yield fact(module, "it polls", node)


def _updating(contribution: Contribution) -> bool:
    """Return whether entities fetch data themselves."""
    return any(
        {"async_update", "update"} & methods(each).keys()
        for home, class_ in contribution.entities
        for module, each in own_family(contribution, home, class_)
        if module in contribution.modules
    )


def common(contribution: Contribution) -> Iterator[Fact]:
    """Yield the coordinators and base entities that stand where everybody looks for them."""
    for module, class_ in contribution.coordinators:
        if module.part == "coordinator":
            yield fact(module, f"{class_.name} is the coordinator", class_)
    for module in contribution.parts("entity"):
        for class_ in module.classes:
            if module.derives(class_, ENTITY):
                yield fact(module, f"{class_.name} is a base entity", class_)


def shared(contribution: Contribution) -> Iterator[Fact]:
    """Yield what several modules share."""
    for module, class_ in (*contribution.coordinators, *base_entities(contribution)):
        yield fact(module, f"{class_.name} is shared", class_)


def runtime_data(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the data of an entry is set."""
    for module in contribution.modules:
        for node in module.nodes:
            if (
                isinstance(node, ast.Attribute)
                and node.attr == "runtime_data"
                and isinstance(node.ctx, ast.Store)
            ):
                yield fact(module, "entry.runtime_data is set", node)


def failing_setup(contribution: Contribution) -> Iterator[Fact]:
    """Yield where the setup finds out that it cannot connect."""
    if (found := own_function(contribution, "async_setup_entry")) is None:
        return
    for root, module in contribution.reach(*found).items():
        for node in ast.walk(root):
            match node:
                case ast.Call() if last_name(node.func) in _TRIES:
                    yield fact(module, _TRIES[last_name(node.func)], node)
                case ast.Raise() if last_name(node.exc) in NOT_READY:
                    yield fact(module, f"{last_name(node.exc)} is raised", node)


def unloading(contribution: Contribution) -> Iterator[Fact]:
    """Yield the function that unloads an entry."""
    if found := own_function(contribution, "async_unload_entry"):
        yield fact(found[0], "there is async_unload_entry", found[1])


def unavailable(contribution: Contribution) -> Iterator[Fact]:
    """Yield the entities that become unavailable."""
    for module, class_ in contribution.entities:
        if module.derives(class_, COORDINATOR_ENTITY):
            yield fact(module, f"{class_.name} follows its coordinator", class_)
    yield from sets("available", "it is said when an entity is unavailable")(
        contribution
    )


def coordinators(contribution: Contribution) -> Iterator[Fact]:
    """Yield the coordinators that entities follow."""
    for module, class_ in contribution.coordinators if contribution.entities else ():
        if "_async_update_data" in methods(class_):
            yield fact(module, f"{class_.name} fetches data", class_)


def loss(contribution: Contribution) -> Iterator[Fact]:
    """Yield where a loss of the device is logged, or told to the coordinator."""
    for module in contribution.modules:
        if module.part == "config_flow":
            continue
        for node in module.nodes:
            match node:
                case ast.Raise(exc=ast.expr() as error) if (
                    last_name(error) == "UpdateFailed"
                ):
                    yield fact(module, "UpdateFailed is raised", node)
                case ast.Call() if is_logged(node):
                    yield fact(module, "a loss is logged", node)


def subscribed(contribution: Contribution) -> Iterator[Fact]:
    """Yield what entities subscribe to."""
    for module, class_, call in subscriptions(contribution):
        yield fact(
            module, f"{class_.name} subscribes with {last_name(call.func)}", call
        )


def set_up_when_added(contribution: Contribution) -> Iterator[Fact]:
    """Yield what entities subscribe to, and what else they do when they are added."""
    yield from subscribed(contribution)
    for home, class_ in contribution.entities:
        if home.derives(class_, COORDINATOR_ENTITY):
            yield fact(home, f"{class_.name} follows its coordinator", class_)
        for module, each in own_family(contribution, home, class_):
            for name in WHEN_ADDED & methods(each).keys():
                if module in contribution.modules:
                    yield fact(module, f"{each.name} has {name}", methods(each)[name])


def diagnostics(contribution: Contribution) -> Iterator[Fact]:
    """Yield the functions that return diagnostics."""
    for module in contribution.parts("diagnostics"):
        yield from _diagnostics(module)


def _diagnostics(module: Module) -> Iterator[Fact]:
    for function in module.functions:
        if function.name in _DIAGNOSTICS:
            yield fact(module, f"there is {function.name}", function)


def diagnosable(contribution: Contribution) -> Iterator[Fact]:
    """Yield what could be diagnosed."""
    yield from diagnostics(contribution)
    for module, class_ in contribution.entities:
        yield fact(module, f"{class_.name} has data", class_)
