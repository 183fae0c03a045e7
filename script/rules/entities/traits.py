"""Find what entities are described as, by their descriptions or their classes, as far as it is written down."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from script.integration.core import core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Definition, Module
from script.integration.names import ENTITY, ENTITY_DESCRIPTION
from script.integration.nodes import walk
from script.integration.syntax import (
    assigned,
    attributes,
    is_none,
    is_self,
    last_name,
    methods,
)

from .classes import family

_COMPONENTS = "homeassistant.components."
DESCRIBED = "entity_description"


@dataclass(frozen=True)
class Value:
    """What something is set to.

    Attributes:
        node: The place, as the value that it is given.
        text: The string, or None for the literal None; "" where only the run decides.
    """

    node: ast.AST
    text: str | None = ""


@dataclass(frozen=True, eq=False)
class Described:
    """A kind of entity: an entity description, or a class.

    Attributes:
        module: The module that it stands in.
        node: The call that makes the description, or the class.
        platform: The platform, as "sensor".
        values: What is set, by names such as "device_class".
        elsewhere: What is set elsewhere too, so that this alone does not decide it; None for whatever it may be.
        is_whole: Whether all that is not known of is set nowhere.
    """

    module: Module
    node: ast.Call | ast.ClassDef
    platform: str
    values: dict[str, Value]
    elsewhere: frozenset[str | None]
    is_whole: bool

    def text(self, name: str) -> str | None:
        """Return the string that something is set to; None for nothing, "" where only the run decides."""
        if self.elsewhere & {name, None}:
            return ""
        if (value := self.values.get(name)) is not None:
            return value.text
        return None if self.is_whole else ""

    def sets(self, name: str) -> bool | None:
        """Return whether something is set; None where only the run decides."""
        if self.elsewhere & {name, None} or (
            name not in self.values and not self.is_whole
        ):
            return None
        return name in self.values and self.values[name].text is not None

    def found(self, name: str, message: str, mend: str = "") -> Finding:
        """Return a finding at the place where something is set, or where it would be."""
        value = self.values.get(name)
        # What a base class sets stands elsewhere.
        place = value.node if value and self._holds(value.node) else self.node
        return self.module.found(place, message, mend)

    def _holds(self, node: ast.AST) -> bool:
        return self.node in self.module.around(node)


def described(integration: Integration, *platforms: str) -> Iterator[Described]:
    """Yield the kinds of entities of some platforms."""
    return (each for each in _all(integration) if each.platform in platforms)


@lru_cache(maxsize=4)
def _all(integration: Integration) -> tuple[Described, ...]:
    return tuple(
        found
        for module in integration.modules
        for found in (
            *_descriptions(integration, module),
            *_classes(integration, module),
        )
    )


def _platform(definition: Definition) -> str:
    """Return the platform that an entity or a description is of, as its bases say."""
    if definition.module is None or not isinstance(definition.node, ast.ClassDef):
        return ""
    for each in (definition, *definition.module.ancestors(definition.node)):
        platform = each.name.removeprefix(_COMPONENTS).partition(".")[0]
        if platform in core().platforms:
            return platform
    return ""


def _descriptions(integration: Integration, module: Module) -> Iterator[Described]:
    """Yield the descriptions that a module makes."""
    for call in module.calls:
        made = module.definition(call.func) if call.keywords else None
        if (
            made is None
            or made.module is None
            or not isinstance(made.node, ast.ClassDef)
            or not made.module.derives(made.node, ENTITY_DESCRIPTION)
        ):
            continue
        platform = _platform(made)
        values: dict[str, Value] = {}
        is_whole = all(each.arg for each in call.keywords)
        for home, each in reversed(tuple(family(made.module, made.node))):
            values |= {
                name: _value(home, node) for name, node in attributes(each).items()
            }
            is_whole &= "__post_init__" not in methods(each)
        values |= {
            each.arg: _value(module, each.value) for each in call.keywords if each.arg
        }
        # What entities set themselves counts before what their description says.
        elsewhere = _overridden(integration, platform)
        yield Described(module, call, platform, values, elsewhere, is_whole)


def _classes(integration: Integration, module: Module) -> Iterator[Described]:
    """Yield the entity classes of a module that no other derives from."""
    for class_ in module.classes:
        if class_ in integration.bases or not module.derives(class_, ENTITY):
            continue
        platform = _platform(Definition(f"{module.name}.{class_.name}", module, class_))
        values: dict[str, Value] = {}
        for home, each in reversed(_own(module, class_, platform)):
            values |= set_by(home, each)
        is_whole = DESCRIBED not in values and all(
            each.module for each in module.ancestors(class_)
        )
        yield Described(module, class_, platform, values, frozenset(), is_whole)


@lru_cache(maxsize=16)
def _overridden(integration: Integration, platform: str) -> frozenset[str | None]:
    """Return what entity classes of a platform set, so that a description alone does not decide it."""
    names: set[str | None] = set()
    for module in integration.modules:
        for class_ in module.classes:
            own = Definition(f"{module.name}.{class_.name}", module, class_)
            if module.derives(class_, ENTITY) and _platform(own) == platform:
                for home, each in _own(module, class_, platform):
                    names |= set_by(home, each).keys()
        for call in module.calls:
            if last_name(call.func) == "replace":
                names |= {each.arg for each in call.keywords}
    return frozenset(names)


def _own(
    module: Module, class_: ast.ClassDef, platform: str
) -> tuple[tuple[Module, ast.ClassDef], ...]:
    """Return a class and those that it derives from, without those of Home Assistant and the platform."""
    theirs = (f"{_COMPONENTS}{platform}.", "homeassistant.helpers.")
    return tuple(
        (home, each)
        for home, each in family(module, class_)
        if home is module or not f"{home.name}.".startswith(theirs)
    )


def set_by(module: Module, class_: ast.ClassDef) -> dict[str, Value]:
    """Return what a class on its own sets of its entities, by the names of their properties."""
    found = {
        name.removeprefix("_attr_"): _value(module, node)
        for name, node in attributes(class_).items()
        if name.startswith("_attr_") or name == DESCRIBED
    }
    for statement in class_.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id="entity_description"), value=None):
                found[DESCRIBED] = Value(statement)
    for method in methods(class_).values():
        found[method.name] = Value(method)
        for node in walk(method):
            for target, node_value in assigned(node):
                if isinstance(target, ast.Attribute) and is_self(target, target.attr):
                    name = target.attr.removeprefix("_attr_")
                    # Set twice, it depends on the way through the code.
                    found[name] = (
                        Value(node_value)
                        if name in found
                        else _value(module, node_value)
                    )
    return found


def _value(module: Module, node: ast.AST) -> Value:
    return Value(node, None if is_none(node) else module.value(node) or "")
