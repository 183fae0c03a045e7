"""The rules for entities and devices."""

import ast
from collections.abc import Iterator
from typing import Any, Final

from script.integration.device_classes import device_classes
from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.keys import at, mapping_at
from script.integration.modules import Module
from script.integration.syntax import (
    assigned,
    attributes,
    decorators,
    keyword,
    last_name,
    methods,
)
from script.rules.entities import naming, platforms, registry_ids

from .contribution import Contribution, gap
from .setup import own_family

# Platforms whose entities are named after their device class.
_NAMED_BY_CLASS: Final = {
    "binary_sensor",
    "button",
    "event",
    "number",
    "sensor",
    "switch",
    "update",
}
# The unit of how well the device is received, which is about itself and not about what it is for
_RECEPTION: Final = "dBm"
# What says more of a unit than a description of Home Assistant's does
_UNITS: Final = {"native_unit_of_measurement", "suggested_unit_of_measurement"}


def entity_unique_id(contribution: Contribution) -> Iterator[Finding]:
    """Report entities that may have no unique id."""
    yield from registry_ids.missing.findings(contribution)
    yield from registry_ids.static.findings(contribution)


def has_entity_name(contribution: Contribution) -> Iterator[Finding]:
    """Report entities that are not named after their device."""
    yield from naming.has_entity_name.findings(contribution)


def parallel_updates(contribution: Contribution) -> Iterator[Finding]:
    """Report platforms that do not limit how many requests run at once."""
    yield from platforms.parallel_updates.findings(contribution)


def devices(contribution: Contribution) -> Iterator[Finding]:
    """Report devices that say too little of themselves."""
    calls = list(device_infos(contribution))
    given = {each.arg for _, call in calls for each in call.keywords}
    wanted = [{"connections", "identifiers"}, {"default_manufacturer", "manufacturer"}]
    if contribution.manifest.get("integration_type") == "service":
        wanted.append({"entry_type"})
    for names in wanted if calls else ():
        if (
            None not in given
            and not names & given
            and not any(_mentions(contribution, name) for name in names)
        ):
            yield gap(
                calls[0][0],
                f"no device has {' or '.join(sorted(names))}",
                "Tell as much of it as is known",
                calls[0][1],
                # A service may have none.
                advice=not names & {"identifiers"},
            )


def _mentions(contribution: Contribution, word: str) -> bool:
    """Return whether the code has a word as a name or a string."""
    return any(
        (isinstance(node, ast.Name | ast.Attribute) and last_name(node).endswith(word))
        or (isinstance(node, ast.Constant) and node.value == word)
        for module in contribution.modules
        for node in module.nodes
    )


def device_infos(contribution: Contribution) -> Iterator[tuple[Module, ast.Call]]:
    """Yield what devices say of themselves."""
    return (
        (module, call)
        for module, call in contribution.calls(
            "DeviceInfo", "ChildDeviceInfo", "async_get_or_create"
        )
        if last_name(call.func) != "async_get_or_create"
        or keyword(call, "identifiers")
        or keyword(call, "connections")
    )


type Traits = dict[str, ast.expr]


def entity_kinds(
    contribution: Contribution,
) -> Iterator[tuple[Module, ast.AST, Traits]]:
    """Yield each kind of entity: an entity description, or a class that has none."""
    for module, call in contribution.descriptions:
        if all(each.arg for each in call.keywords):
            yield (
                module,
                call,
                {each.arg: each.value for each in call.keywords if each.arg},
            )
    for module, class_ in contribution.entities:
        traits = _traits(contribution, module, class_)
        if "entity_description" not in traits:
            yield module, class_, traits


def _traits(contribution: Contribution, module: Module, class_: ast.ClassDef) -> Traits:
    """Return what a class sets of its entities, without "_attr_" before it."""
    traits: Traits = {}
    own = [
        each
        for home, each in own_family(contribution, module, class_)
        if home in contribution.modules
    ]
    for each in reversed(own):
        traits |= attributes(each)
        traits |= {
            statement.target.id: statement.annotation
            for statement in each.body
            if isinstance(statement, ast.AnnAssign)
            and isinstance(statement.target, ast.Name)
            and statement.value is None
            and statement.target.id == "entity_description"
        }
        for name, method in methods(each).items():
            if decorators(method) & {"cached_property", "property"}:
                # What it returns is found out at run time.
                traits[name] = ast.Name(id=name)
            for node in ast.walk(method):
                traits |= {
                    target.attr: value
                    for target, value in assigned(node)
                    if isinstance(target, ast.Attribute)
                }
    return {name.removeprefix("_attr_"): value for name, value in traits.items()}


def class_traits(contribution: Contribution, module: Module) -> list[Traits]:
    """Return what the classes set that the descriptions of a module are for."""
    return [
        traits
        for home, class_ in contribution.entities
        if home is module
        and "entity_description" in (traits := _traits(contribution, home, class_))
    ]


def entity_category(contribution: Contribution) -> Iterator[Finding]:
    """Report readings about the device that stand among what it is for."""
    for module, node in _receptions(contribution, "entity_category"):
        yield gap(
            module,
            "signal_strength is about the device itself",
            "Set EntityCategory.DIAGNOSTIC",
            node,
        )


def _receptions(
    contribution: Contribution, trait: str
) -> Iterator[tuple[Module, ast.AST]]:
    """Yield the kinds of entities that say how well the device is received, where a trait is not set."""
    if _is_late(contribution, trait):
        return
    for module, node, traits in entity_kinds(contribution):
        unit = module.value(traits.get("native_unit_of_measurement"))
        if (
            member_name(traits.get("device_class")) == "signal_strength"
            and unit in (None, _RECEPTION)
            and not any(
                trait in each for each in (traits, *class_traits(contribution, module))
            )
        ):
            yield module, node


def member_name(node: ast.AST | None) -> str:
    """Return the name of a member of an enum, in lower case."""
    return last_name(node).lower()


def categories(contribution: Contribution) -> Iterator[tuple[Module, ast.AST]]:
    """Yield the categories of entities."""
    for module in contribution.modules:
        for node in module.nodes:
            if (
                isinstance(node, ast.Attribute)
                and last_name(node.value) == "EntityCategory"
            ):
                yield module, node


def entity_device_class(contribution: Contribution) -> Iterator[Finding]:
    """Report sensors whose unit tells their device class, which they do not have."""
    known = _classes_by_unit()
    for module, node, traits in entity_kinds(contribution):
        unit = traits.get("native_unit_of_measurement")
        # A letter may stand for more than one unit.
        value = None if isinstance(unit, ast.Constant) else module.value(unit)
        is_set = any(
            "device_class" in each
            for each in (traits, *class_traits(contribution, module))
        )
        more = {name for name in traits if "unit" in name} - _UNITS
        if (
            module.part == "sensor"
            and not (is_set or more)
            and value is not None
            and (device_class := known.get(value))
        ):
            yield gap(
                module,
                f"{value} is the unit of {device_class}, and the sensor has no device class",
                f"Set SensorDeviceClass.{device_class.upper()}",
                node,
            )


def _classes_by_unit() -> dict[str, str]:
    """Return the device class of each unit that only one class has."""
    units: dict[str | None, list[str]] = {}
    for device_class, each in device_classes("sensor").units.items():
        for unit in each:
            units.setdefault(unit, []).append(device_class)
    # Any angle has the unit of the wind's direction.
    return {
        unit: classes[0]
        for unit, classes in units.items()
        if unit and len(classes) == 1 and classes != ["wind_direction"]
    }


def entity_disabled_by_default(contribution: Contribution) -> Iterator[Finding]:
    """Report entities that few users want, and all get."""
    for module, node in _receptions(contribution, "entity_registry_enabled_default"):
        yield gap(
            module,
            "few users want signal_strength",
            "Set entity_registry_enabled_default=False",
            node,
        )


def disabled_ones(contribution: Contribution) -> Iterator[tuple[Module, ast.AST]]:
    """Yield what disables entities by default."""
    for module in contribution.modules:
        for node in module.nodes:
            match node:
                case ast.keyword(
                    arg="entity_registry_enabled_default", value=value
                ) if not _is_true(value):
                    yield module, value
                case ast.Assign(targets=[target], value=value) if last_name(target) in (
                    "_attr_entity_registry_enabled_default",
                    "entity_registry_enabled_default",
                ) and not _is_true(value):
                    yield module, node
                case ast.FunctionDef(name="entity_registry_enabled_default"):
                    yield module, node


def _is_true(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def entity_translations(contribution: Contribution) -> Iterator[Finding]:
    """Report entities whose name is not translated."""
    is_late = _is_late(contribution, "translation_key")
    for module, node, traits in entity_kinds(contribution):
        shared = (
            class_traits(contribution, module) if isinstance(node, ast.Call) else []
        )
        both: Traits = {
            name: value for each in (*shared, traits) for name, value in each.items()
        }
        if isinstance(name := both.get("name"), ast.Constant) and isinstance(
            name.value, str
        ):
            yield gap(
                module,
                f'the name "{name.value}" is English only',
                "Put it into strings.json, and set translation_key",
                name,
            )
        elif is_late:
            continue
        elif "translation_key" in both:
            key = module.value(both["translation_key"])
            named = "name" in both or (
                "device_class" in both and module.part in _NAMED_BY_CLASS
            )
            if (
                key
                and not named
                and at(_entity_strings(contribution, module.part), key, "name") is None
            ):
                yield gap(
                    contribution.path / "strings.json",
                    f"no entity.{module.part}.{key}.name",
                    "Add it",
                    node,
                    # The key may be for the icon, or for states.
                    advice=True,
                )
        elif "name" not in both and not (
            "device_class" in both and module.part in _NAMED_BY_CLASS
        ):
            yield gap(
                module,
                "the entity has no name",
                "Set translation_key, or _attr_name = None for the one that is the device",
                node,
                # It may be told at run time.
                advice=True,
            )


def _is_late(contribution: Contribution, trait: str) -> bool:
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
        for module in contribution.modules
        for node in module.nodes
    )


def _entity_strings(contribution: Contribution, platform: str) -> dict[str, Any]:
    return mapping_at(contribution.strings, "entity", platform)


def icon_translations(contribution: Contribution) -> Iterator[Finding]:
    """Report icons that stand in the code, or are for nothing."""
    path = contribution.path / "icons.json"
    icons = mapping_at(read_json(path), "entity")
    for module, node, traits in entity_kinds(contribution):
        icon = traits.get("icon")
        if isinstance(icon, ast.Constant) and isinstance(icon.value, str):
            yield gap(
                module,
                f"the icon {icon.value} stands in the code",
                "Move it to icons.json, and set translation_key",
                node,
            )
    dynamic = {
        module.part
        for module, _, traits in entity_kinds(contribution)
        if "translation_key" in traits
        and module.value(traits["translation_key"]) is None
    }
    mentioned = {
        node.value
        for module in contribution.modules
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for platform, keys in icons.items():
        if platform not in {module.part for module in contribution.platforms()}:
            yield gap(path, f"entity.{platform}: no such platform", "Remove it")
            continue
        for key in () if platform in dynamic else mapping_at(keys):
            if (
                key != "_"
                and key not in mentioned
                and key not in _entity_strings(contribution, platform)
            ):
                yield gap(
                    path,
                    f"entity.{platform}.{key}: no entity has this translation key",
                    "Correct or remove it",
                    # It may be put together at run time.
                    advice=True,
                )
