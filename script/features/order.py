"""The order in which features come to an integration, and with which platform it begins."""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from script.integration.nodes import index, parsed, walk

from .found import Feature, Source
from .stays import stays
from .table import DISCOVERY, PLATFORM

_PREFERRED: Final = "sensor"
_STEP: Final = "async_step_"


def groups(
    features: Sequence[Feature], read: Source, first: str | None = None
) -> tuple[tuple[Feature, ...], ...]:
    """Return the features that each pull request after the first one adds.

    Args:
        features: Those of the integration, in the order of reviewers.
        read: The integration.
        first: The platform that is in the first pull request; None for the best one.
    """
    needs = _needs(features, read)
    start = first or first_platform(features, read)
    later = [each for each in features if each.name != start or each.kind != PLATFORM]
    modules = frozenset(module for each in later for module in each.modules)
    later = [each for each in later if not stays(each, read, modules)]
    carried = _carried(later, read)
    ordered = _after_needs([each for each in later if each not in carried], needs)
    return tuple(
        (each, *carried) if each is _carrier(ordered) else (each,) for each in ordered
    )


def first_platform(features: Iterable[Feature], read: Source) -> str | None:
    """Return the platform for the first pull request: sensor, or the one with most entities.

    One that all of the integration rests on comes before, and one that rests on others after.
    """
    platforms = [each for each in features if each.kind == PLATFORM]
    needs = _needs(platforms, read)
    of_features = {module for each in features for module in each.modules}
    needed = {
        name
        for module in read.code.keys() - of_features
        for name in _imports(module, read)
    }
    return max(
        (each.name for each in platforms),
        key=lambda name: (
            not needs[name],
            name in needed,
            name == _PREFERRED,
            _entities(name, read),
        ),
        default=None,
    )


def _entities(platform: str, read: Source) -> int:
    """Return how many kinds of entities a platform describes, by descriptions or by classes."""
    nodes = [
        node
        for module in read.below(platform)
        for node in ast.walk(parsed(read.code[module]))
    ]
    described = sum(
        isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith("EntityDescription")
        for node in nodes
    )
    classes = sum(isinstance(node, ast.ClassDef) for node in nodes)
    return described or classes


def _needs(features: Sequence[Feature], read: Source) -> dict[str, frozenset[str]]:
    """Return the features that each feature rests on, by names: it imports their modules, or goes to their steps."""
    owners = {module: each.name for each in features for module in each.modules}
    steps = {name: each.name for each in features for name in each.parts.definitions}
    goes_to = dict(_goes_to(steps.keys(), read))
    return {
        each.name: frozenset(
            owner
            for owner in (
                *(
                    owners.get(name)
                    for module in each.modules
                    for name in _imports(module, read)
                ),
                *(
                    steps[name]
                    for step in each.parts.definitions
                    for name in goes_to.get(step, ())
                ),
            )
            if owner and owner != each.name
        )
        for each in features
    }


def _goes_to(
    steps: Collection[str], read: Source
) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield steps of the config flow, each with the other steps that it goes to by itself."""
    flow = parsed(read.code.get("config_flow", ""))
    for function in index(flow).of_kind(ast.AsyncFunctionDef):
        if function.name in steps:
            names = {
                node.attr
                for node in walk(function)
                if isinstance(node, ast.Attribute) and node.attr.startswith(_STEP)
            }
            yield function.name, frozenset(names.intersection(steps))


def _imports(module: str, read: Source) -> Iterator[str]:
    """Yield the modules of the integration that a module of it imports."""
    is_package = module == "" or any(
        name.startswith(f"{module}.") for name in read.code
    )
    for node in ast.walk(parsed(read.code[module])):
        if isinstance(node, ast.ImportFrom) and node.level:
            above = module.split(".") if module else []
            above = above[: len(above) - (node.level - is_package)]
            base = [*above, *(node.module or "").split(".")]
            for alias in node.names:
                for parts in (base, [*base, alias.name]):
                    if (name := ".".join(filter(None, parts))) in read.code:
                        yield name


def _after_needs(
    features: Sequence[Feature], needs: Mapping[str, frozenset[str]]
) -> list[Feature]:
    """Return features so that each comes after those that it needs, and else in their order."""
    ordered: list[Feature] = []
    waiting = list(features)
    while waiting:
        names = {each.name for each in waiting}
        ready = next(
            (each for each in waiting if not needs[each.name] & names), waiting[0]
        )
        ordered.append(ready)
        waiting.remove(ready)
    return ordered


def _carried(features: Iterable[Feature], read: Source) -> list[Feature]:
    """Return the kinds of discovery that have no code of their own."""
    return [
        each
        for each in features
        if each.kind == DISCOVERY
        and read.definitions.isdisjoint(each.parts.definitions)
    ]


def _carrier(features: Iterable[Feature]) -> Feature | None:
    """Return the feature whose pull request takes along what has no code of its own."""
    return next((each for each in features if each.kind == DISCOVERY), None)
