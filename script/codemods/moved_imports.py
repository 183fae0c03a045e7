"""Import names from where core imports them, where the old place still has them."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.core import core
from script.integration.modules import Module
from script.integration.syntax import last_name

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing, without, without_item
from .subject import Subject

_JSON: Final = "homeassistant.util.json"
# Names by their old place, each with its new one
_HOMES: Final = {
    ("functools", "cached_property"): "propcache.api",
    ("propcache", "cached_property"): "propcache.api",
    ("propcache", "under_cached_property"): "propcache.api",
    ("homeassistant.helpers.json", "json_loads"): _JSON,
    ("homeassistant.helpers.json", "JSON_DECODE_EXCEPTIONS"): _JSON,
    ("homeassistant.helpers.json", "JSON_ENCODE_EXCEPTIONS"): _JSON,
}
_VALIDATION: Final = "homeassistant.helpers.config_validation"
_SCHEMA: Final = "PLATFORM_SCHEMA"


@Codemod(
    name="moved-imports",
    title="Import names from where core imports them",
    changes=pairs(
        (
            "from functools import cached_property\n\nKIND = cached_property",
            "from propcache.api import cached_property\n\nKIND = cached_property",
        ),
        (
            "from functools import cache, cached_property as once\n\nKINDS = [cache, once]",
            "from functools import cache\n\nfrom propcache.api import cached_property as once\n\nKINDS = [cache, once]",
        ),
        (
            "from homeassistant.helpers.json import json_loads\n\nREAD = json_loads",
            "from homeassistant.util.json import json_loads\n\nREAD = json_loads",
        ),
        (
            {
                "sensor.py": """
                from homeassistant.helpers.config_validation import PLATFORM_SCHEMA

                PLATFORM_SCHEMA = PLATFORM_SCHEMA.extend({})
                """
            },
            {
                "sensor.py": """
                from homeassistant.components.sensor import PLATFORM_SCHEMA as SENSOR_PLATFORM_SCHEMA

                PLATFORM_SCHEMA = SENSOR_PLATFORM_SCHEMA.extend({})
                """
            },
        ),
    ),
    keeps=kept(
        "from functools import cache\n\nKIND = cache",
        "from homeassistant.helpers.json import json_bytes\n\nWRITE = json_bytes",
        # No platform has it.
        "from homeassistant.helpers.config_validation import PLATFORM_SCHEMA\n\nSCHEMA = PLATFORM_SCHEMA.extend({})",
        {
            "sensor.py": """
            from homeassistant.components.sensor import PLATFORM_SCHEMA as SENSOR_PLATFORM_SCHEMA

            PLATFORM_SCHEMA = SENSOR_PLATFORM_SCHEMA.extend({})
            """
        },
    ),
)
def moved_imports(subject: Subject) -> Iterator[Change]:
    """Yield the imports from old places, a name at a time."""
    for module in (*subject.modules, *subject.tests):
        for node in module.nodes:
            if not isinstance(node, ast.ImportFrom) or node.level:
                continue
            for alias in node.names:
                if home := _HOMES.get((node.module or "", alias.name)):
                    line = f"from {home} import {ast.unparse(alias)}"
                    yield _moved(subject, module, node, alias, line)
                elif (node.module, alias.name) == (_VALIDATION, _SCHEMA):
                    yield from _of_platform(subject, module, node, alias)


def _of_platform(
    subject: Subject, module: Module, node: ast.ImportFrom, alias: ast.alias
) -> Iterator[Change]:
    """Yield the change that takes the schema of the platform that a module is."""
    if module.part not in core().platforms:
        return
    old = alias.asname or alias.name
    new = f"{module.part.upper()}_{_SCHEMA}"
    uses = [
        each
        for each in module.nodes
        if isinstance(each, ast.Name)
        and last_name(each) == old
        and isinstance(each.ctx, ast.Load)
    ]
    # Its own is made of it, once.
    if len(uses) == 1:
        line = f"from homeassistant.components.{module.part} import {_SCHEMA} as {new}"
        edit = replacing(subject.source(module), uses[0], new)
        change_ = _moved(subject, module, node, alias, line)
        yield change(
            subject, module, node, *change_.edits, edit, imports=change_.imports
        )


def _moved(
    subject: Subject, module: Module, node: ast.ImportFrom, alias: ast.alias, line: str
) -> Change:
    """Return the change of an import of one name."""
    source = subject.source(module)
    edit = (
        without(source, [node])
        if len(node.names) == 1
        else without_item(source, node.names, alias)
    )
    return change(subject, module, node, edit, imports=[line])
