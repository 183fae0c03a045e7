"""Import from other components what they offer, by the names that core has for it."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import Final

from script.cut.names import bound, definitions
from script.integration.core import core
from script.integration.files import read_text
from script.integration.modules import Module
from script.rules.domain_constants import other_domain_alias, own_domain_alias
from script.rules.imports import COMPONENTS, component_of, component_root_import

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, replacing
from .subject import Subject

_DOMAIN: Final = "DOMAIN"
_INNER: Final = "const"


@Codemod(
    name="root-imports",
    title="Import from other components what they offer at their root",
    changes=pairs(
        (
            "from homeassistant.components.sensor.const import SensorDeviceClass\n\nPOWER = SensorDeviceClass.POWER",
            "from homeassistant.components.sensor import SensorDeviceClass\n\nPOWER = SensorDeviceClass.POWER",
        ),
        (
            "from homeassistant.components.switch.const import DOMAIN as SWITCH_DOMAIN\n\nKIND = SWITCH_DOMAIN",
            "from homeassistant.components.switch import DOMAIN as SWITCH_DOMAIN\n\nKIND = SWITCH_DOMAIN",
        ),
        (
            """
            from homeassistant.components.media_player.const import MediaPlayerState, ATTR_TO_PROPERTY_OF_NOTHING

            BOTH = (MediaPlayerState, ATTR_TO_PROPERTY_OF_NOTHING)
            """,
            """
            from homeassistant.components.media_player import MediaPlayerState
            from homeassistant.components.media_player.const import ATTR_TO_PROPERTY_OF_NOTHING

            BOTH = (MediaPlayerState, ATTR_TO_PROPERTY_OF_NOTHING)
            """,
        ),
        file="sensor.py",
    ),
    keeps=kept(
        "from homeassistant.components.sensor import SensorEntity\n\nKIND = SensorEntity",
        "from homeassistant.components.sensor.const import NOTHING\n\nKIND = NOTHING",
        "from .switch.const import RELAY\n\nKIND = RELAY",
        file="sensor.py",
    ),
)
def root_imports(subject: Subject) -> Iterator[Change]:
    """Yield the imports from inner modules of what their component has at its root."""
    for module, node in broken(subject, component_root_import, ast.ImportFrom):
        component = component_of(module.imported(node))
        offered = [
            each
            for each in node.names
            if each.name in _offered(component) and each.name != _INNER
        ]
        root = f"{COMPONENTS}.{component}"
        if not offered or node.module in (None, root):
            continue
        others = [each for each in node.names if each not in offered]
        code = ast.unparse(ast.ImportFrom(root, offered, 0))
        if others:
            margin = subject.source(module).indent(node)
            code += f"\n{margin}{ast.unparse(ast.ImportFrom(node.module, others, 0))}"
        edit = replacing(subject.source(module), node, code)
        yield change(subject, module, node, edit)


@cache
def _offered(component: str) -> frozenset[str]:
    """Return the names that a component of core has at its root."""
    path = core().components / component / "__init__.py"
    tree = ast.parse((read_text(path) if path.is_file() else "") or "")
    imported = {
        bound(alias)
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    return frozenset(imported | definitions(tree).keys())


@Codemod(
    name="domain-names",
    title="Keep the name DOMAIN for the integration's own",
    changes=pairs(
        (
            "from homeassistant.components.sun import DOMAIN\n\nSUN = [DOMAIN]",
            "from homeassistant.components.sun import DOMAIN as SUN_DOMAIN\n\nSUN = [SUN_DOMAIN]",
        ),
        (
            "from homeassistant.components.sun import DOMAIN as SUN\n\nALL = [SUN]",
            "from homeassistant.components.sun import DOMAIN as SUN_DOMAIN\n\nALL = [SUN_DOMAIN]",
        ),
        (
            "from .const import DOMAIN as EXAMPLE_DOMAIN\n\nALL = [EXAMPLE_DOMAIN]",
            "from .const import DOMAIN\n\nALL = [DOMAIN]",
        ),
    ),
    keeps=kept(
        "from .const import DOMAIN\n\nALL = [DOMAIN]",
        "from homeassistant.components.sun import DOMAIN as SUN_DOMAIN\n\nALL = [SUN_DOMAIN]",
        """
        from homeassistant.components.sun import DOMAIN

        SUN_DOMAIN = "of another"
        ALL = [DOMAIN, SUN_DOMAIN]
        """,
    ),
)
def domain_names(subject: Subject) -> Iterator[Change]:
    """Yield the domains that are imported by another name, with all their uses."""
    for rule in (other_domain_alias, own_domain_alias):
        for module, node in broken(subject, rule, ast.ImportFrom):
            component = component_of(module.imported(node))
            for alias in node.names:
                name = (
                    _DOMAIN
                    if component == subject.domain
                    else f"{component.upper()}_{_DOMAIN}"
                )
                if alias.name == _DOMAIN and _is_free(module, node, alias, name):
                    yield _renamed(subject, module, node, alias, name)


def _is_free(module: Module, node: ast.ImportFrom, alias: ast.alias, name: str) -> bool:
    """Return whether nothing else has the name, and the old one means the same everywhere."""
    old = bound(alias)
    binds_old = [
        each
        for statement in module.nodes
        if isinstance(statement, ast.Import | ast.ImportFrom)
        for each in statement.names
        if bound(each) == old
    ]
    return (
        len(binds_old) == 1
        and module.parents[node] is module.tree
        and not any(_binds(each, {old, name}) for each in module.nodes)
        and not any(
            bound(each) == name
            for statement in module.nodes
            if isinstance(statement, ast.Import | ast.ImportFrom)
            for each in statement.names
            if each is not alias
        )
    )


def _binds(node: ast.AST, names: set[str]) -> bool:
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            return name in names
    return False


def _renamed(
    subject: Subject, module: Module, node: ast.ImportFrom, alias: ast.alias, name: str
) -> Change:
    source = subject.source(module)
    shown = _DOMAIN if name == _DOMAIN else f"{_DOMAIN} as {name}"
    uses = [
        replacing(source, each, name)
        for each in module.nodes
        if isinstance(each, ast.Name) and each.id == bound(alias)
    ]
    edits = [replacing(source, alias, shown), *uses]
    return change(subject, module, node, *edits)
