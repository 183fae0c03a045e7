"""Mark the keys of secrets in forms, which error messages then hide."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.syntax import last_name
from script.rules.flow.forms import all_fields
from script.rules.vocabulary import SECRETS

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change
from .subject import Subject

_MARK: Final = "Secret"
_PASSWORD: Final = "TextSelectorType.PASSWORD"


@Codemod(
    name="secret-keys",
    title="Mark the keys of secrets in forms",
    changes=pairs(
        (
            "SCHEMA = probatio.Schema({probatio.Required(CONF_PASSWORD): str})",
            "SCHEMA = probatio.Schema({probatio.Required(probatio.Secret(CONF_PASSWORD)): str})",
        ),
        (
            'from probatio import Optional, Schema\n\nSCHEMA = Schema({Optional("api_key", default=""): str})',
            "from probatio import Optional, Schema, Secret\n\n"
            'SCHEMA = Schema({Optional(Secret("api_key"), default=""): str})',
        ),
        (
            """
            SCHEMA = probatio.Schema(
                {
                    probatio.Required("phrase"): TextSelector(
                        TextSelectorConfig(type=TextSelectorType.PASSWORD)
                    )
                }
            )
            """,
            """
            SCHEMA = probatio.Schema(
                {
                    probatio.Required(probatio.Secret("phrase")): TextSelector(
                        TextSelectorConfig(type=TextSelectorType.PASSWORD)
                    )
                }
            )
            """,
        ),
        file="config_flow.py",
    ),
    keeps=kept(
        "SCHEMA = probatio.Schema({probatio.Required(probatio.Secret(CONF_PASSWORD)): str})",
        "SCHEMA = probatio.Schema({probatio.Required(CONF_USERNAME): str})",
        'SECRETS = {"password": str}',
        file="config_flow.py",
    ),
)
def secret_keys(subject: Subject) -> Iterator[Change]:
    """Yield the keys of secrets that have no mark."""
    for module in subject.modules:
        source = subject.source(module)
        for field in all_fields(module):
            marker = field.marker
            is_secret = field.name in SECRETS or _is_hidden(module, field.value)
            if marker is None or field.secret or not is_secret:
                continue
            imports: list[str] = []
            mark = _MARK
            if isinstance(marker.func, ast.Attribute):
                mark = f"{source.code(marker.func.value)}.{_MARK}"
            else:
                imports.append(f"from probatio import {_MARK}")
            start, end = source.start(field.key), source.end(field.key)
            yield change(
                subject,
                module,
                marker,
                Edit(start, start, f"{mark}("),
                Edit(end, end, ")"),
                imports=imports,
            )


def _is_hidden(module: Module, value: ast.expr) -> bool:
    """Return whether a field is one of a password."""
    if isinstance(value, ast.Name):
        bound = module.bindings.get(value.id)
        return bound is not None and _PASSWORD in ast.unparse(bound)
    return last_name(value) == "TextSelector" and _PASSWORD in ast.unparse(value)
