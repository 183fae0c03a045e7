"""Import constants that Home Assistant has."""

import ast
from collections.abc import Iterator

from script.integration.modules import Module
from script.integration.syntax import assigned
from script.rules.style import duplicate_const

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, without, without_item
from .subject import Subject


@Codemod(
    name="known-constants",
    title="Import constants that Home Assistant has",
    changes=pairs(
        (
            'from typing import Final\n\nCONF_HOST: Final = "host"\nHOSTS = [CONF_HOST]',
            "from homeassistant.const import CONF_HOST\n\nHOSTS = [CONF_HOST]",
        ),
        (
            {
                "const.py": 'DOMAIN = "example"\nCONF_PASSWORD = "password"',
                "sensor.py": "from .const import CONF_PASSWORD, DOMAIN\n\nKEYS = [CONF_PASSWORD, DOMAIN]",
            },
            {
                "const.py": 'DOMAIN = "example"',
                "sensor.py": "from homeassistant.const import CONF_PASSWORD\n\n"
                "from .const import DOMAIN\n\nKEYS = [CONF_PASSWORD, DOMAIN]",
            },
        ),
        (
            {
                "const.py": 'CONF_NAME = "name"\nOTHER = 1',
                "tests/test_init.py": "from homeassistant.components.example.const import CONF_NAME\n\nKEYS = [CONF_NAME]",
            },
            {
                "const.py": "OTHER = 1",
                "tests/test_init.py": "from homeassistant.const import CONF_NAME\n\nKEYS = [CONF_NAME]",
            },
        ),
    ),
    keeps=kept(
        'CONF_HOST: Final = "main_host"',
        'CONF_EXAMPLE = "host"',
        {
            "const.py": 'CONF_NAME = "name"',
            "sensor.py": "from . import const\n\nKEYS = [const.CONF_NAME]",
        },
    ),
)
def known_constants(subject: Subject) -> Iterator[Change]:
    """Yield constants of the integration's own, with the imports of them."""
    everything = (*subject.modules, *subject.tests)
    for module, value in broken(subject, duplicate_const, ast.Constant):
        statement = module.parents[value]
        name = next(
            (
                target.id
                for target, each in assigned(statement)
                if isinstance(target, ast.Name) and each is value
            ),
            None,
        )
        if name is None or statement not in module.tree.body:
            continue
        if any(
            isinstance(node, ast.Attribute)
            and node.attr == name
            and (definition := other.definition(node))
            and definition.node is value
            for other in everything
            for node in other.nodes
        ):
            continue
        assert isinstance(statement, ast.stmt)
        line = f"from homeassistant.const import {name}"
        edit = without(subject.source(module), [statement])
        is_used = any(
            isinstance(node, ast.Name)
            and node.id == name
            and node not in ast.walk(statement)
            for node in module.nodes
        )
        yield change(
            subject, module, statement, edit, imports=[line] if is_used else []
        )
        for other in everything:
            yield from _importing(subject, other, module, name)


def _importing(
    subject: Subject, module: Module, home: Module, name: str
) -> Iterator[Change]:
    """Yield the change of an import of the constant."""
    source = subject.source(module)
    for node in module.nodes:
        if not isinstance(node, ast.ImportFrom) or module.imported(node) != home.name:
            continue
        for alias in node.names:
            if alias.name == name:
                edit = (
                    without(source, [node])
                    if len(node.names) == 1
                    else without_item(source, node.names, alias)
                )
                as_name = f" as {alias.asname}" if alias.asname else ""
                yield change(
                    subject,
                    module,
                    node,
                    edit,
                    imports=[f"from homeassistant.const import {name}{as_name}"],
                )
