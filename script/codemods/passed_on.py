"""Import from helpers of Home Assistant what they define, and not what they import themselves."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.names import bound
from script.integration.modules import Module

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, without, without_items
from .subject import Subject

_HELPERS: Final = "homeassistant.helpers."


@Codemod(
    name="passed-on",
    title="Import what helpers pass on from where it is defined",
    changes=pairs(
        (
            "from homeassistant.helpers.entity import DeviceInfo\n\nINFO = DeviceInfo()",
            "from homeassistant.helpers.device_registry import DeviceInfo\n\nINFO = DeviceInfo()",
        ),
        (
            "from homeassistant.helpers.entity import DeviceInfo, Entity\n\nALL = [DeviceInfo, Entity]",
            """
            from homeassistant.helpers.device_registry import DeviceInfo
            from homeassistant.helpers.entity import Entity

            ALL = [DeviceInfo, Entity]
            """,
        ),
        (
            "from homeassistant.helpers.entity import DeviceInfo as Info\n\nINFO = Info()",
            "from homeassistant.helpers.device_registry import DeviceInfo as Info\n\nINFO = Info()",
        ),
        file="sensor.py",
    ),
    keeps=kept(
        "from homeassistant.helpers.device_registry import DeviceInfo\n\nINFO = DeviceInfo()",
        "from homeassistant.helpers.entity import Entity\n\nALL = [Entity]",
        "from .entity import DeviceInfo\n\nINFO = DeviceInfo()",
        file="sensor.py",
    ),
)
def passed_on(subject: Subject) -> Iterator[Change]:
    """Yield the imports from helpers of what others define."""
    for module in (*subject.modules, *subject.tests):
        source = subject.source(module)
        for node in module.nodes:
            if not isinstance(node, ast.ImportFrom) or node.level:
                continue
            if not (node.module or "").startswith(_HELPERS):
                continue
            homes = {each: _home(module, each) for each in node.names}
            going = [
                each for each in node.names if homes[each] not in ("", node.module)
            ]
            if not going:
                continue
            edits = (
                [without(source, [node])]
                if len(going) == len(node.names)
                else without_items(source, node.names, going)
            )
            lines = [
                ast.unparse(ast.ImportFrom(homes[each], [each], 0)) for each in going
            ]
            if module.parents[node] is module.tree:
                yield change(subject, module, node, *edits, imports=lines)


def _home(module: Module, alias: ast.alias) -> str:
    """Return the module of Home Assistant that defines what is imported, "" where that is not known."""
    definition = module.definition(ast.Name(bound(alias), ast.Load()))
    if definition is None or definition.module is None:
        return ""
    home = definition.module.name
    is_same = definition.name == f"{home}.{alias.name}"
    return home if is_same and home.startswith(_HELPERS) else ""
