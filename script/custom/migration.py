"""Have a custom component migrate the entries that its earlier versions made, which core's integration does not."""

import ast
from typing import Final

import libcst as cst

from script.codemods.migrations import FILE, NAME
from script.cut.names import definitions
from script.cut.source import source
from script.integration.tree import Places, Tree

from . import CustomError
from .analysis import Analysis
from .parsing import parsed_module

_MODULE: Final = FILE.removesuffix(".py")
# Named twice, as it is there for Home Assistant to find
_IMPORT: Final = f"from .{_MODULE} import {NAME} as {NAME}"


def place_of(domain: str) -> str:
    """Return the module that migrates."""
    return f"{Places(domain).custom}{FILE}"


def to_custom(module: cst.Module, analysis: Analysis) -> cst.Module:
    """Return the module of an integration that offers the migration."""
    if not analysis.migrates:
        return module
    if NAME in definitions(source(module.code).tree):
        raise CustomError(
            f"{NAME} is defined here and in {place_of(analysis.domain)}; keep one of them, which does all"
        )
    body = [*module.body]
    at = 1 + max(
        (number for number, each in enumerate(body) if _is_import(each)),
        default=0 if body and module.get_docstring() is not None else -1,
    )
    return module.with_changes(
        body=[*body[:at], cst.parse_statement(_IMPORT), *body[at:]]
    )


def to_core(module: cst.Module, _: Analysis) -> cst.Module:
    """Take that back."""
    line = cst.parse_statement(_IMPORT)
    return module.with_changes(
        body=[
            each
            for each in module.body
            if not (
                isinstance(each, cst.SimpleStatementLine)
                and each.with_changes(leading_lines=[]).deep_equals(line)
            )
        ]
    )


def require_sound(tree: Tree, domain: str) -> None:
    """Raise CustomError where the migration imports what the integration does not have any more."""
    path = place_of(domain)
    if path not in tree:
        return
    for node in parsed_module(path, tree[path]).body:
        if isinstance(node, ast.ImportFrom) and node.level == 1 and node.module:
            for alias in node.names:
                if not _is_there(tree, domain, node.module, alias.name):
                    raise CustomError(
                        f"{path}:{node.lineno}: {node.module} has no {alias.name} any more; "
                        "define it here, as it was"
                    )


def _is_there(tree: Tree, domain: str, module: str, name: str) -> bool:
    place = f"{Places(domain).integration}{module.replace('.', '/')}"
    for path in (f"{place}.py", f"{place}/__init__.py"):
        if path in tree:
            body = parsed_module(path, tree[path])
            imported = {
                each.asname or each.name
                for node in ast.walk(body)
                if isinstance(node, ast.Import | ast.ImportFrom)
                for each in node.names
            }
            return name in imported or name in definitions(body)
    return False


def _is_import(statement: cst.BaseStatement | cst.BaseCompoundStatement) -> bool:
    return isinstance(statement, cst.SimpleStatementLine) and isinstance(
        statement.body[0], cst.Import | cst.ImportFrom
    )
