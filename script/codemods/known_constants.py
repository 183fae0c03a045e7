"""Import constants that Home Assistant has."""

import ast
from collections.abc import Collection, Iterator

from script.integration.modules import Module
from script.integration.syntax import assigned
from script.rules.style import duplicate_const

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, without, without_items
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
        (
            {
                "const.py": 'CONF_HOST = "host"\nCONF_NAME = "name"\nOWN = "own"',
                "__init__.py": "from .const import CONF_HOST, OWN, CONF_NAME\n\nALL = [CONF_HOST, CONF_NAME, OWN]",
            },
            {
                "const.py": 'OWN = "own"',
                "__init__.py": """
                from homeassistant.const import CONF_HOST, CONF_NAME

                from .const import OWN

                ALL = [CONF_HOST, CONF_NAME, OWN]
                """,
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
    going: dict[str, set[str]] = {}
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
        going.setdefault(module.name, set()).add(name)
        edit = without(subject.source(module), [statement])
        is_used = any(
            isinstance(node, ast.Name)
            and node.id == name
            and node not in ast.walk(statement)
            for node in module.nodes
        )
        imports = [_imported(name)] if is_used else []
        yield change(subject, module, statement, edit, imports=imports)
    for module in everything:
        for node in module.nodes:
            if isinstance(node, ast.ImportFrom):
                names = going.get(module.imported(node), set())
                yield from _importing(subject, module, node, names)


def _importing(
    subject: Subject, module: Module, node: ast.ImportFrom, names: Collection[str]
) -> Iterator[Change]:
    """Yield the change of an import of constants."""
    source = subject.source(module)
    aliases = [alias for alias in node.names if alias.name in names]
    if not aliases:
        return
    edits = (
        [without(source, [node])]
        if len(node.names) == len(aliases)
        else without_items(source, node.names, aliases)
    )
    imports = [_imported(alias.name, alias.asname) for alias in aliases]
    yield change(subject, module, node, *edits, imports=imports)


def _imported(name: str, called: str | None = None) -> str:
    as_name = f" as {called}" if called else ""
    return f"from homeassistant.const import {name}{as_name}"
