"""Rule for the setup from YAML."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.fact import gap
from script.integration.files import read_python, read_text
from script.integration.finding import Finding
from script.integration.integration import Integration

from .examples import examples
from .exemptions import excused
from .rule import Severity, View, rule
from .sources import hassfest

_SETUP: Final = re.compile(r"^(async def async_setup|def setup)\(", re.MULTILINE)
_SCHEMAS: Final = frozenset(
    {"CONFIG_SCHEMA", "PLATFORM_SCHEMA", "PLATFORM_SCHEMA_BASE"}
)


@rule(
    code="config_schema",
    title="An integration with a setup from YAML validates it",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("config_schema"),
    why="Without a schema anything in the user's YAML passes, also where there is nothing to set up.",
    mend="Assign CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN), or the schema of the YAML",
    good=examples(
        """
        CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


        async def async_setup(hass, config):
            return True
        """,
        """
        async def async_setup_entry(hass, entry):
            return True
        """,
    ),
    bad=examples(
        """
        async def async_setup(hass, config):  # !
            return True
        """,
        """
        def setup(hass, config):  # !
            return True
        """,
    ),
)
def config_schema(integration: Integration) -> Iterator[Finding]:
    """Report the setup that nothing validates for."""
    path = integration.path / "__init__.py"
    source = read_text(path) or ""
    setup = _SETUP.search(source)
    if setup is None or integration.domain in excused("no_config_schema"):
        return
    if not _SCHEMAS & set(_bound(read_python(path))):
        yield gap(
            path,
            f"{setup[1].split()[-1]}: there is no CONFIG_SCHEMA",
            line=source.count("\n", 0, setup.start()) + 1,
        )


def _bound(module: ast.Module) -> Iterator[str]:
    """Yield the names that a module binds with assignments and imports."""
    for statement in module.body:
        match statement:
            case ast.Assign(targets=targets):
                yield from (t.id for t in targets if isinstance(t, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                yield from (alias.asname or alias.name for alias in names)
