"""Take definitions and imports out of a module by name."""

from typing import override

import libcst as cst


def without_definitions(module: cst.Module, names: frozenset[str]) -> cst.Module:
    """Return a module without certain definitions of its own or of its classes."""
    return module.visit(_Definitions(names))


def without_imports(module: cst.Module, names: frozenset[str]) -> cst.Module:
    """Return a module that does not import certain names."""
    return module.visit(_Imports(names))


class _Names(cst.CSTTransformer):
    """Takes what has one of the names along, and looks into no function."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__()
        self._names = names

    @override
    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False


class _Definitions(_Names):
    """Takes definitions along."""

    @override
    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.BaseStatement | cst.RemovalSentinel:
        if original_node.name.value in self._names:
            return cst.RemoveFromParent()
        return updated_node

    @override
    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> bool:
        return False

    @override
    def leave_ClassDef(
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.BaseStatement | cst.RemovalSentinel:
        if original_node.name.value in self._names or (
            is_empty(updated_node) and not is_empty(original_node)
        ):
            return cst.RemoveFromParent()
        return updated_node

    @override
    def leave_SimpleStatementLine(
        self,
        original_node: cst.SimpleStatementLine,
        updated_node: cst.SimpleStatementLine,
    ) -> cst.BaseStatement | cst.RemovalSentinel:
        if self._names.isdisjoint(_assigned(updated_node)):
            return updated_node
        return cst.RemoveFromParent()


class _Imports(_Names):
    """Takes imported names along."""

    @override
    def visit_ClassDef(self, node: cst.ClassDef) -> bool:
        return False

    @override
    def leave_ImportFrom(
        self, original_node: cst.ImportFrom, updated_node: cst.ImportFrom
    ) -> cst.BaseSmallStatement | cst.RemovalSentinel:
        return self._rest(updated_node)

    @override
    def leave_Import(
        self, original_node: cst.Import, updated_node: cst.Import
    ) -> cst.BaseSmallStatement | cst.RemovalSentinel:
        return self._rest(updated_node)

    def _rest(
        self, node: cst.Import | cst.ImportFrom
    ) -> cst.Import | cst.ImportFrom | cst.RemovalSentinel:
        if isinstance(node.names, cst.ImportStar):
            return node
        kept = [alias for alias in node.names if _bound(alias) not in self._names]
        if len(kept) == len(node.names):
            return node
        if not kept:
            return cst.RemoveFromParent()
        # A comma may only follow the last one inside parentheses, which the formatter sees to.
        kept[-1] = kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)
        return node.with_changes(names=kept)


def _bound(alias: cst.ImportAlias) -> str:
    """Return the name that an import makes known in its module."""
    name = alias.evaluated_alias or alias.evaluated_name
    return name.partition(".")[0]


def _assigned(line: cst.SimpleStatementLine) -> set[str]:
    """Return the names that a statement defines."""
    names: set[str] = set()
    for statement in line.body:
        match statement:
            case cst.Assign(targets=targets):
                names |= {
                    target.target.value
                    for target in targets
                    if isinstance(target.target, cst.Name)
                }
            case cst.AnnAssign(target=cst.Name(value=name)):
                names.add(name)
            case cst.TypeAlias(name=cst.Name(value=name)):
                names.add(name)
    return names


def is_empty(node: cst.FunctionDef | cst.ClassDef) -> bool:
    """Return whether nothing but a docstring is left."""
    return all(
        isinstance(statement, cst.SimpleStatementLine)
        and all(
            isinstance(part, cst.Expr) and isinstance(part.value, cst.SimpleString)
            for part in statement.body
        )
        for statement in node.body.body
    )
