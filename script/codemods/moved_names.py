"""Import what Home Assistant has moved from where it is now, and use members of enums for constants that are gone."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
import re
from typing import Final

from script.cut.place import Place
from script.cut.source import Edit
from script.integration.core import core
from script.integration.files import read_text
from script.integration.modules import Definition, Module
from script.integration.syntax import assigned, dotted, last_name

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing, without, without_item
from .subject import Subject

_ROOT: Final = "homeassistant"
_CONST: Final = "homeassistant.const"
_ENUMS: Final = frozenset(
    {"enum.StrEnum", "enum.IntFlag", "enum.IntEnum", "enum.Enum", "enum.Flag"}
)
# How constants began whose enum has another name
_PREFIXES: Final = {"support": "entityfeature"}
_DEFINED: Final = r"(?m)^(?:class|def|async def|type) {0}\b|^{0}(?:: [^=\n]+)? = "


@dataclass(frozen=True)
class _New:
    """What stands for a name now: code, and the import that it needs."""

    code: str
    line: str


@Codemod(
    name="moved-names",
    title="Import what Home Assistant has moved from where it is now",
    changes=pairs(
        (
            "from homeassistant.const import TEMP_CELSIUS\n\nUNIT = TEMP_CELSIUS",
            "from homeassistant.const import UnitOfTemperature\n\nUNIT = UnitOfTemperature.CELSIUS",
        ),
        (
            {
                "sensor.py": "from homeassistant.const import DEVICE_CLASS_POWER, PERCENTAGE\n\n"
                "KINDS = [DEVICE_CLASS_POWER, PERCENTAGE]"
            },
            {
                "sensor.py": "from homeassistant.components.sensor import SensorDeviceClass\n"
                "from homeassistant.const import PERCENTAGE\n\nKINDS = [SensorDeviceClass.POWER, PERCENTAGE]"
            },
        ),
        (
            {
                "climate.py": "from homeassistant.components.climate.const import HVAC_MODE_HEAT\n\nMODES = [HVAC_MODE_HEAT]"
            },
            {
                "climate.py": "from homeassistant.components.climate import HVACMode\n\nMODES = [HVACMode.HEAT]"
            },
        ),
        (
            "from homeassistant.components.zeroconf import ZeroconfServiceInfo\n\nKINDS = [ZeroconfServiceInfo]",
            "from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo\n\nKINDS = [ZeroconfServiceInfo]",
        ),
    ),
    keeps=kept(
        "from homeassistant.const import UnitOfTemperature\n\nUNIT = UnitOfTemperature.CELSIUS",
        "from homeassistant.helpers import entity_registry as er\n\nREGISTRY = er.async_get",
        "from homeassistant.const import NEVER_HEARD_OF  # !\n\nUNIT = NEVER_HEARD_OF",
        "from other.const import TEMP_CELSIUS\n\nUNIT = TEMP_CELSIUS",
    ),
)
def moved_names(subject: Subject) -> Iterator[Change | Place]:
    """Yield imports of what is not there any more."""
    for module in (*subject.modules, *subject.tests):
        for node in module.nodes:
            if not (
                isinstance(node, ast.ImportFrom)
                and not node.level
                and (node.module or "").partition(".")[0] == _ROOT
            ):
                continue
            for alias in node.names:
                if _is_there(subject, node.module or "", alias.name):
                    continue
                new = _replacement(subject, module, node.module or "", alias.name)
                if new is None:
                    yield subject.place(
                        module,
                        node,
                        f"Home Assistant has no {node.module}.{alias.name}",
                        "use what its integrations use instead",
                    )
                else:
                    yield _renamed(subject, module, node, alias, new)


def _is_there(subject: Subject, owner: str, name: str) -> bool:
    if name == "*" or owner.startswith(f"{_ROOT}.components.{subject.domain}"):
        return True
    sources = subject.integration.sources
    if sources.module(f"{owner}.{name}"):
        return True
    home = sources.module(owner)
    if home is None:
        # A folder without a module of its own, or no Python, is not looked into.
        return (core().package / Path(*owner.split(".")[1:])).is_dir()
    return home.member(name) is not None or (
        "def __getattr__" in (read_text(home.path) or "")
        and f"_DEPRECATED_{name}" not in home.bindings
    )


def _replacement(
    subject: Subject, module: Module, owner: str, name: str
) -> _New | None:
    """Return what stands for a name now."""
    home = subject.integration.sources.module(owner)
    if home and (old := home.bindings.get(f"_DEPRECATED_{name}")):
        match old:
            case ast.Call(args=[ast.Attribute(value=enum) as member, *_]) if (
                found := home.definition(enum)
            ):
                place = found.name.rpartition(".")[0]
                return _New(dotted(member), f"from {place} import {last_name(enum)}")
    if name.isupper():
        return _member(subject, module, owner, name)
    places = _defining(name)
    return _New(name, f"from {places[0]} import {name}") if len(places) == 1 else None


def _member(subject: Subject, module: Module, owner: str, name: str) -> _New | None:
    """Return the member of an enum that a constant has become."""
    match owner.split(".")[1:]:
        case ["components", component, *_]:
            packages = [f"{_ROOT}.components.{component}"]
        case ["const"]:
            part = module.part if module.part in core().platforms else "sensor"
            packages = [_CONST, f"{_ROOT}.components.{part}"]
        case _:
            packages = [owner]
    found = {
        _New(f"{enum}.{member}", f"from {package} import {enum}")
        for package in packages
        for enum, members in _enums(subject, package).items()
        for member in members
        if _stands_for(name, enum, member)
    }
    return found.pop() if len(found) == 1 else None


def _stands_for(name: str, enum: str, member: str) -> bool:
    """Return whether a constant was what a member of an enum is now: TEMP_CELSIUS, UnitOfTemperature.CELSIUS."""
    if not name.endswith(f"_{member}"):
        return False
    start = name.removesuffix(f"_{member}").replace("_", "").lower()
    kind = enum.lower()
    start = _PREFIXES.get(start, start)
    return kind.endswith(start) or kind.startswith(f"unitof{start}")


def _enums(subject: Subject, package: str) -> Mapping[str, list[str]]:
    """Return the enums that a module has, or passes on, with their members."""
    home = subject.integration.sources.module(package)
    found = {}
    for name in home.bindings if home else ():
        definition = home.member(name) if home and name[:1].isupper() else None
        if definition and (members := _members(definition)):
            found[name] = members
    return found


def _members(definition: Definition) -> list[str]:
    class_ = definition.node
    if definition.module is None or not isinstance(class_, ast.ClassDef):
        return []
    if not definition.module.derives(class_, *_ENUMS):
        return []
    return [
        target.id
        for statement in class_.body
        for target, _ in assigned(statement)
        if isinstance(target, ast.Name)
    ]


@cache
def _defining(name: str) -> list[str]:
    """Return the modules of Home Assistant itself and its helpers that define a name."""
    package = core().package
    pattern = re.compile(_DEFINED.format(re.escape(name)))
    paths = (
        *package.glob("*.py"),
        *(package / "helpers").rglob("*.py"),
        *(package / "util").rglob("*.py"),
    )
    return [
        ".".join(
            (_ROOT, *path.relative_to(package).with_suffix("").parts)
        ).removesuffix(".__init__")
        for path in sorted(paths)
        if pattern.search(read_text(path) or "")
    ]


def _renamed(
    subject: Subject,
    module: Module,
    node: ast.ImportFrom,
    alias: ast.alias,
    new: _New,
) -> Change:
    """Return the change of an import, and of all uses."""
    source = subject.source(module)
    own = alias.asname or alias.name
    edits: list[Edit] = [
        without(source, [node])
        if len(node.names) == 1
        else without_item(source, node.names, alias)
    ]
    line = new.line
    if "." not in new.code and alias.asname:
        line = f"{line} as {alias.asname}"
    else:
        edits += [
            replacing(source, each, new.code)
            for each in module.nodes
            if isinstance(each, ast.Name) and each.id == own and new.code != own
        ]
    return change(subject, module, node, *edits, imports=[line])
