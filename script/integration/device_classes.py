"""Read off a platform's own tables which units and state classes go with its device classes."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .core import installed_package
from .modules import Module, Sources
from .syntax import attributes, text

# A value as it is at run time, with the code that core writes for it
type Written = Mapping[str | None, str]


@dataclass(frozen=True)
class DeviceClasses:
    """The device classes of a platform that say something of units or state classes.

    Attributes:
        units: The units of each device class; None stands for having none.
        state_classes: The state classes of each device class.
        units_of_states: The units of each state class that needs some.
    """

    units: Mapping[str, Written]
    state_classes: Mapping[str, Written]
    units_of_states: Mapping[str, Written]


def device_classes(platform: str) -> DeviceClasses:
    """Return the device classes of a platform, without any where it has no such tables."""
    return _device_classes(installed_package(), platform)


@cache
def _device_classes(package: Path, platform: str) -> DeviceClasses:
    sources = Sources({"homeassistant": package})
    module = sources.module(f"homeassistant.components.{platform}.const")
    if module is None:
        return DeviceClasses({}, {}, {})
    units = _table(module, "DEVICE_CLASS_UNITS")
    for name in _members(module, module.bindings.get("NON_NUMERIC_DEVICE_CLASSES")):
        units[name or ""] = {None: "None"}
    return DeviceClasses(
        units,
        _table(module, "DEVICE_CLASS_STATE_CLASSES"),
        _table(module, "STATE_CLASS_UNITS"),
    )


def _table(module: Module, name: str) -> dict[str, Written]:
    """Return a table of sets by members of an enum."""
    table = module.bindings.get(name)
    if not isinstance(table, ast.Dict):
        return {}
    return {
        key: _members(module, members)
        for node, members in zip(table.keys, table.values, strict=True)
        if (key := module.value(node)) is not None
    }


def _members(module: Module, node: ast.AST | None) -> dict[str | None, str]:
    """Return the members of a set, each with the code for it."""
    match node:
        case ast.Set(elts=elements):
            return {
                value: code
                for element in elements
                for value, code in _members(module, element).items()
            }
        case ast.Call(func=ast.Name(id="set"), args=[enum]) | ast.Starred(value=enum):
            definition = module.definition(enum)
            if definition is None or not isinstance(definition.node, ast.ClassDef):
                return {}
            return {
                text(value): f"{ast.unparse(enum)}.{name}"
                for name, value in attributes(definition.node).items()
            }
        case ast.Name() | ast.Attribute():
            return {module.value(node): ast.unparse(node)}
        case ast.Constant(value=None):
            return {None: "None"}
    return {}
