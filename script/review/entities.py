"""Check entities, their descriptions and their devices."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    Function,
    assigned,
    attributes,
    body,
    called,
    inner,
    is_none,
    is_self,
    last_name,
    methods,
    parameters,
    text,
)
from script.rules.logs import LEVELS

ENTITY: Final = "homeassistant.helpers.entity.Entity"
DESCRIPTION: Final = "homeassistant.helpers.entity.EntityDescription"
COORDINATOR_ENTITIES: Final = (
    "homeassistant.helpers.update_coordinator.BaseCoordinatorEntity",
    "homeassistant.helpers.update_coordinator.CoordinatorEntity",
)


def _entities(module: Module) -> Iterator[ast.ClassDef]:
    """Yield the entity classes of a module."""
    return (class_ for class_ in module.classes if module.derives(class_, ENTITY))


def _final_entities(module: Module) -> Iterator[ast.ClassDef]:
    """Yield the entity classes that no other class of the module derives from."""
    bases = {
        ancestor.node
        for class_ in module.classes
        for ancestor in module.ancestors(class_)
    }
    return (class_ for class_ in _entities(module) if class_ not in bases)


def _family(
    module: Module, class_: ast.ClassDef
) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Yield a class and those that it derives from, as far as their source is read."""
    yield module, class_
    for ancestor in module.ancestors(class_):
        if ancestor.module and isinstance(ancestor.node, ast.ClassDef):
            yield ancestor.module, ancestor.node


def missing_parallel_updates(integration: Integration) -> Iterator[Finding]:
    """Report platforms that do not say how many updates and actions may run at once."""
    for module in integration.platforms():
        if (
            integration.done("parallel-updates")
            and module.name.endswith(f".{module.part}")
            and "PARALLEL_UPDATES" not in module.bindings
        ):
            yield module.finding(
                None,
                "home-assistant-missing-parallel-updates",
                "parallel-updates is done, and the platform has no PARALLEL_UPDATES",
                "Set it to 0 where a coordinator fetches and nothing is sent, else to what the device bears",
            )


def missing_has_entity_name(integration: Integration) -> Iterator[Finding]:
    """Report entities that are not named after their device."""
    if not integration.done("has-entity-name"):
        return
    for module in integration.platforms():
        if not module.name.endswith(f".{module.part}"):
            continue
        for class_ in _final_entities(module):
            if not any(
                _sets_has_entity_name(owner, each)
                for owner, each in _family(module, class_)
            ):
                yield module.finding(
                    class_,
                    "home-assistant-missing-has-entity-name",
                    f"has-entity-name is done, and {class_.name} does not always set it",
                    "Set `_attr_has_entity_name = True` in the class or its base",
                )


def _is_true(node: ast.AST | None) -> bool:
    """Return whether this is the literal True."""
    return isinstance(node, ast.Constant) and node.value is True


def _sets_has_entity_name(module: Module, class_: ast.ClassDef) -> bool:
    """Return whether a class on its own says that its names follow the device's."""
    if _is_true(attributes(class_).get("_attr_has_entity_name")):
        return True
    for method in methods(class_).values():
        for statement in method.body:
            if not isinstance(
                statement,
                ast.Expr | ast.Assign | ast.AnnAssign | ast.AugAssign | ast.Pass,
            ):
                break
            if any(
                is_self(target, "_attr_has_entity_name") and _is_true(value)
                for target, value in assigned(statement)
            ):
                return True
    for statement in class_.body:
        match statement:
            case ast.AnnAssign(
                target=ast.Name(id="entity_description"), annotation=annotation
            ):
                described = module.definition(annotation)
                if (
                    described
                    and described.module
                    and isinstance(described.node, ast.ClassDef)
                ):
                    return any(
                        _is_true(attributes(each).get("has_entity_name"))
                        for _, each in _family(described.module, described.node)
                    )
    return False


def missing_unique_id(integration: Integration) -> Iterator[Finding]:
    """Report entities that may have no unique id, or share theirs with those of another entry."""
    if not integration.done("entity-unique-id"):
        return
    single = integration.manifest.get("single_config_entry")
    for module in integration.platforms():
        if not module.name.endswith(f".{module.part}"):
            continue
        for class_ in _final_entities(module):
            own = attributes(class_).get("_attr_unique_id")
            if text(own) is not None and not single:
                yield module.finding(
                    own,
                    "home-assistant-entity-unique-id-static",
                    f"Every {class_.name} has the same unique id, also that of a second config entry",
                    "Make it of something that differs, such as the serial number",
                )
            elif is_none(own) or not any(
                _sets_unique_id(each)
                for owner, each in _family(module, class_)
                if owner.part or owner.name.startswith("homeassistant.components")
            ):
                yield module.finding(
                    class_,
                    "home-assistant-missing-entity-unique-id",
                    f"entity-unique-id is done, and {class_.name} does not always have one",
                    "Set self._attr_unique_id on every path of __init__",
                )


def _sets_unique_id(class_: ast.ClassDef) -> bool:
    """Return whether a class on its own gives every instance a unique id."""
    own = attributes(class_).get("_attr_unique_id")
    return (
        (own is not None and not is_none(own))
        or "unique_id" in methods(class_)
        or any(
            _always_sets(method.body, "_attr_unique_id")
            for method in methods(class_).values()
        )
    )


def _always_sets(block: list[ast.stmt], name: str) -> bool:
    """Return whether every way through a block sets an attribute of self."""
    for statement in block:
        if any(
            is_self(target, name) and not is_none(value)
            for target, value in assigned(statement)
        ):
            return True
        match statement:
            case ast.Return() | ast.Break() | ast.Continue():
                return False
            case ast.If(body=then, orelse=otherwise):
                if (
                    otherwise
                    and _always_sets(then, name)
                    and _always_sets(otherwise, name)
                ):
                    return True
                if any(
                    isinstance(node, ast.Return | ast.Break | ast.Continue)
                    for node in inner(statement)
                ):
                    return False
    return False


def unique_id_format(integration: Integration) -> Iterator[Finding]:
    """Report unique ids that repeat what the entity registry tells apart anyway."""
    platforms = integration.platforms()
    for module in integration.modules:
        for class_ in _entities(module):
            for value in _unique_ids(class_):
                if any(
                    isinstance(node, ast.Name) and node.id == "DOMAIN"
                    for node in ast.walk(value)
                ) or _has_word(value, integration.domain):
                    yield module.finding(
                        value,
                        "home-assistant-entity-unique-id-redundant-domain",
                        f"The unique id of {class_.name} holds the domain of the integration",
                        "Leave it out: ids need to be unique within the integration only",
                    )
                if module in platforms and _has_word(value, module.part):
                    yield module.finding(
                        value,
                        "home-assistant-entity-unique-id-redundant-platform",
                        f"The unique id of {class_.name} holds the name of its platform",
                        "Leave it out: ids need to be unique within the platform only",
                    )


def _unique_ids(class_: ast.ClassDef) -> Iterator[ast.expr]:
    """Yield what a class makes its unique ids of."""
    if (own := attributes(class_).get("_attr_unique_id")) is not None:
        yield own
    for name, method in methods(class_).items():
        for node in ast.walk(method):
            if name == "unique_id" and isinstance(node, ast.Return) and node.value:
                yield node.value
            elif name != "unique_id":
                yield from (
                    value
                    for target, value in assigned(node)
                    if is_self(target, "_attr_unique_id")
                )


def _has_word(value: ast.expr, word: str) -> bool:
    """Return whether a string in an expression has a word between separators."""
    pattern = re.compile(rf"(?:^|[^a-zA-Z0-9]){re.escape(word)}(?:[^a-zA-Z0-9]|$)")
    return any(pattern.search(string) for string in _strings(value))


def _strings(value: ast.AST) -> Iterator[str]:
    """Yield the strings in an expression, those with values in them with a letter for each."""
    match value:
        case ast.JoinedStr(values=values):
            yield "".join(text(each) or "x" for each in values)
            for each in values:
                if isinstance(each, ast.FormattedValue):
                    yield from _strings(each.value)
        case ast.Constant(value=str() as string):
            yield string
        case _:
            for child in ast.iter_child_nodes(value):
                yield from _strings(child)


def redundant_default(integration: Integration) -> Iterator[Finding]:
    """Report what a description sets to what it is anyway."""
    for module in integration.modules:
        for call in module.calls:
            described = module.definition(call.func) if call.keywords else None
            if (
                described is None
                or described.module is None
                or not isinstance(described.node, ast.ClassDef)
            ):
                continue
            family = tuple(_family(described.module, described.node))
            if not any(
                f"{owner.name}.{each.name}" == DESCRIPTION for owner, each in family
            ):
                continue
            defaults = {
                name: value
                for _, each in reversed(family)
                for name, value in attributes(each).items()
            }
            for each in call.keywords:
                default = defaults.get(each.arg or "")
                if (
                    isinstance(default, ast.Constant)
                    and isinstance(each.value, ast.Constant)
                    and (default.value is None or isinstance(default.value, bool))
                    and each.value.value is default.value
                ):
                    yield module.finding(
                        each,
                        "home-assistant-entity-description-redundant-default",
                        f"{each.arg}={default.value} is the default of {described.node.name}",
                        "Leave it out",
                    )


def device_info_dict(integration: Integration) -> Iterator[Finding]:
    """Report device info that is a dict, whose keys nobody checks."""
    for module in integration.modules:
        for class_ in _entities(module):
            values = [
                value
                for node in ast.walk(class_)
                for target, value in assigned(node)
                if last_name(target) == "_attr_device_info"
            ]
            if (property_ := methods(class_).get("device_info")) is not None:
                values += [
                    node.value
                    for node in inner(property_)
                    if isinstance(node, ast.Return) and node.value
                ]
            for value in values:
                if isinstance(value, ast.Dict) or (
                    isinstance(value, ast.Call) and last_name(value) == "dict"
                ):
                    yield module.finding(
                        value,
                        "home-assistant-device-info-dict",
                        f"The device info of {class_.name} is a dict",
                        "Write DeviceInfo(...)",
                    )


def unnecessary_format_mac(integration: Integration) -> Iterator[Finding]:
    """Report MAC addresses that are put into shape before the device registry does it."""
    for module in integration.modules:
        for node in module.nodes:
            match node:
                case ast.Tuple(elts=[kind, ast.Call() as call]) if (
                    last_name(kind) == "CONNECTION_NETWORK_MAC"
                    and last_name(call) == "format_mac"
                    and any(
                        isinstance(each, ast.keyword) and each.arg == "connections"
                        for each in module.around(node)
                    )
                ):
                    yield module.finding(
                        call,
                        "home-assistant-unnecessary-format-mac",
                        "The device registry brings the address of a connection into shape itself",
                        "Pass the address as it is",
                    )


def coordinator_entity_available(integration: Integration) -> Iterator[Finding]:
    """Report entities that stay available when their coordinator fails."""
    for module, class_, available in _coordinator_methods(integration, "available"):
        returns = [
            node.value for node in ast.walk(available) if isinstance(node, ast.Return)
        ]
        if returns and all(_is_true(value) for value in returns):
            continue
        if not any(
            isinstance(node, ast.Attribute)
            and (
                node.attr == "last_update_success"
                or (
                    node.attr == "available"
                    and last_name(node.value) in ("super", "CoordinatorEntity")
                )
            )
            for node in ast.walk(available)
        ):
            yield module.finding(
                available,
                "home-assistant-coordinator-entity-available",
                f"{class_.name} stays available with old data when an update fails",
                "Return `super().available and ...`",
            )


def coordinator_entity_async_update(integration: Integration) -> Iterator[Finding]:
    """Report entities that fetch by themselves what their coordinator fetches."""
    for module, class_, update in _coordinator_methods(integration, "async_update"):
        calls_parent = any(
            isinstance(node, ast.Attribute)
            and node.attr == "async_update"
            and last_name(node.value)
            in ("super", "CoordinatorEntity", "BaseCoordinatorEntity")
            for node in ast.walk(update)
        )
        leaves_it = not called(update) - LEVELS or "async_request_refresh" in called(
            update
        )
        polls = any(
            owner.name.startswith(f"homeassistant.components.{integration.domain}")
            and (
                "should_poll" in methods(each)
                or _is_true(attributes(each).get("_attr_should_poll"))
            )
            for owner, each in _family(module, class_)
        )
        if not (calls_parent or leaves_it or polls):
            yield module.finding(
                update,
                "home-assistant-coordinator-entity-async-update",
                f"{class_.name} fetches past its coordinator when an update is asked for",
                "Fetch in the coordinator",
            )


def _coordinator_methods(
    integration: Integration, name: str
) -> Iterator[tuple[Module, ast.ClassDef, Function]]:
    """Yield a method of every coordinator entity that has its own."""
    for module in integration.modules:
        for class_ in module.classes:
            if (method := methods(class_).get(name)) and module.derives(
                class_, *COORDINATOR_ENTITIES
            ):
                yield module, class_, method


def missing_super_call(integration: Integration) -> Iterator[Finding]:
    """Report methods that keep their base class from doing its part."""
    for module in integration.modules:
        for class_ in module.classes:
            method = methods(class_).get("async_added_to_hass")
            if method is None or any(
                _calls_super(statement, method.name) for statement in method.body
            ):
                continue
            inherited = [
                base
                for ancestor in module.ancestors(class_)
                if isinstance(ancestor.node, ast.ClassDef)
                and (base := methods(ancestor.node).get(method.name))
            ]
            if any(
                body(each) and not isinstance(body(each)[0], ast.Pass)
                for each in inherited
            ):
                yield module.finding(
                    method,
                    "home-assistant-missing-super-call",
                    f"{class_.name}.{method.name} does not call that of its base class, which does something",
                    f"Begin with `await super().{method.name}()`",
                )


def _calls_super(statement: ast.stmt, name: str) -> bool:
    """Return whether a statement is the call of the base class's method."""
    match statement:
        case ast.Expr(value=value) | ast.Return(value=value):
            call = value.value if isinstance(value, ast.Await) else value
            return (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr == name
                and last_name(call.func.value) == "super"
            )
    return False


def invalid_inheritance(integration: Integration) -> Iterator[Finding]:
    """Report restored sensors and numbers that do not restore their unit."""
    for module in integration.parts("sensor", "number"):
        kind = module.part.capitalize()
        for class_ in module.classes:
            names = {
                last_name(ast.Name(each.name.rpartition(".")[2]))
                for each in module.ancestors(class_)
            }
            if {
                "RestoreEntity",
                f"{kind}Entity",
            } <= names and f"Restore{kind}" not in names:
                yield module.finding(
                    class_,
                    "home-assistant-invalid-inheritance",
                    f"{class_.name} restores a state without its unit",
                    f"Derive from Restore{kind}",
                )


def redundant_init(integration: Integration) -> Iterator[Finding]:
    """Report constructors that only pass on what they get."""
    for module in integration.modules:
        for class_ in _entities(module):
            init = methods(class_).get("__init__")
            if (
                init is None
                or init.decorator_list
                or class_.decorator_list
                or not _only_forwards(init)
            ):
                continue
            inherited = next(
                (
                    found
                    for _, each in tuple(_family(module, class_))[1:]
                    if (found := methods(each).get("__init__"))
                ),
                None,
            )
            if (
                inherited
                and [each.arg for each in parameters(init)]
                == [each.arg for each in parameters(inherited)][: len(parameters(init))]
            ):
                yield module.finding(
                    init,
                    "home-assistant-redundant-entity-init",
                    f"The constructor of {class_.name} only calls that of its base class",
                    "Remove it",
                )


def _only_forwards(init: Function) -> bool:
    """Return whether a constructor passes every parameter to its base class, and does no more."""
    if (
        init.args.defaults
        or any(init.args.kw_defaults)
        or init.args.vararg
        or init.args.kwarg
    ):
        return False
    match body(init):
        case [
            ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(
                        value=ast.Call(func=ast.Name(id="super"), args=[])
                    ),
                    args=args,
                    keywords=keywords,
                ) as call
            )
        ]:
            if last_name(call.func) != "__init__":
                return False
        case _:
            return False
    names = [each.arg for each in parameters(init)][1:]
    passed = [last_name(each) if isinstance(each, ast.Name) else "" for each in args]
    return (
        passed == names[: len(passed)]
        and all(
            isinstance(each.value, ast.Name) and each.value.id == each.arg
            for each in keywords
        )
        and sorted(each.arg or "" for each in keywords) == sorted(names[len(passed) :])
    )


def light_color_mode(integration: Integration) -> Iterator[Finding]:
    """Report lights that have one of the two color attributes, which is an error at run time."""
    for module in integration.modules:
        for class_ in _final_entities(module):
            if not any(
                each.name.startswith("homeassistant.components.light.")
                for each in module.ancestors(class_)
            ):
                continue
            own = [
                each
                for owner, each in _family(module, class_)
                if not owner.name.startswith(
                    ("homeassistant.components.light", "homeassistant.helpers")
                )
                or integration.domain == "light"
            ]
            supported = any(_provides(each, "supported_color_modes") for each in own)
            current = any(_provides(each, "color_mode") for each in own)
            if supported and not current:
                yield module.finding(
                    class_,
                    "home-assistant-light-missing-color-mode",
                    f"{class_.name} has supported color modes and no color mode",
                    "Set _attr_color_mode",
                )
            elif current and not supported:
                yield module.finding(
                    class_,
                    "home-assistant-light-missing-supported-color-modes",
                    f"{class_.name} has a color mode and no supported color modes",
                    "Set _attr_supported_color_modes",
                )


def _provides(class_: ast.ClassDef, name: str) -> bool:
    """Return whether a class on its own has an attribute other than None, or a property."""
    own = attributes(class_).get(f"_attr_{name}")
    return (
        (own is not None and not is_none(own))
        or name in methods(class_)
        or any(
            is_self(target, f"_attr_{name}") and not is_none(value)
            for node in ast.walk(class_)
            for target, value in assigned(node)
        )
    )


CHECKS: Final = (
    missing_parallel_updates,
    missing_has_entity_name,
    missing_unique_id,
    unique_id_format,
    redundant_default,
    device_info_dict,
    unnecessary_format_mac,
    coordinator_entity_available,
    coordinator_entity_async_update,
    missing_super_call,
    invalid_inheritance,
    redundant_init,
    light_color_mode,
)
