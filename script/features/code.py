"""Cut what has certain words out of a module."""

from collections.abc import Iterable, Sequence
from typing import override

import libcst as cst

from .copies import without_copies
from .definitions import is_empty
from .finder import Finder, Result
from .words import Words, names_in, present


def without(module: cst.Module, words: Words, *, tests: bool) -> cst.Module:
    """Return a module without what has the words."""
    for visitor in (
        _Values(words.values, tests=tests),
        _Statements(words.statements),
        (_Tests if tests else _Parts)(words.parts),
    ):
        if visitor.words:
            module = module.visit(visitor)
    return without_copies(module)


def shared_statements(module: cst.Module, words: Iterable[str]) -> list[cst.CSTNode]:
    """Return the statements with a word that would take along more than what the word is for."""
    parts = _Parts(words)
    module.visit(parts)
    return parts.shared


class _Parts(Finder):
    """Takes conditions, statements and definitions along, as far as they do nothing else.

    Attributes:
        shared: The statements that do, and stay.
    """

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(words)
        self.shared: list[cst.CSTNode] = []
        self._is_member = False

    @override
    def cut(self, node: cst.CSTNode) -> Result | None:
        if isinstance(node, cst.Arg | cst.DictElement):
            self._is_member = True
        if not isinstance(node, cst.BaseStatement | cst.ExceptHandler):
            return self._without_element(node)
        is_member, self._is_member = self._is_member, False
        if self._is_shared(node, is_member=is_member):
            self.shared.append(node)
            return node
        return self._without_statement(node)

    def _without_element(self, node: cst.CSTNode) -> Result | None:
        if isinstance(node, cst.Element) and isinstance(
            self._above[-1], cst.List | cst.Set
        ):
            return cst.RemoveFromParent()
        return None

    def _is_shared(self, node: cst.CSTNode, *, is_member: bool) -> bool:
        """Return whether a statement does more than the feature asks for."""
        match node:
            case cst.If(test=test, orelse=orelse):
                return (
                    orelse is not None
                    # It is what another condition has instead.
                    or isinstance(self._above[-1], cst.If)
                    or isinstance(test, cst.UnaryOperation)
                )
            case cst.ExceptHandler(type=cst.Tuple()):
                return True
            case cst.SimpleStatementLine(body=[cst.Assign(targets=[target])]):
                return not self._names(target) and (
                    is_member or self.is_inside(cst.FunctionDef)
                )
            case cst.SimpleStatementLine(body=[cst.Expr() | cst.Raise()]):
                return is_member
            case cst.SimpleStatementLine():
                return is_member or self.is_inside(cst.FunctionDef)
            case cst.For() | cst.While() | cst.With() | cst.Match() | cst.Try():
                return True
        return False

    def _names(self, target: cst.CSTNode) -> bool:
        """Return whether what is assigned to has a word."""
        return bool(present(self.words, names_in(cst.Module([]).code_for_node(target))))

    def _without_statement(self, node: cst.CSTNode) -> Result | None:
        match node:
            case cst.If(body=cst.IndentedBlock(body=[])) | cst.ExceptHandler():
                return cst.RemoveFromParent()
            case cst.If(body=cst.IndentedBlock(body=[first, *rest])):
                # What was asked for holds, now that nothing else is possible.
                lines = [*node.leading_lines, *_leading_lines(first)]
                first = first.with_changes(leading_lines=lines)
                return cst.FlattenSentinel([first, *rest])
            case cst.SimpleStatementLine() | cst.FunctionDef() | cst.ClassDef():
                return cst.RemoveFromParent()
        return None

    @override
    def settle(self, original: cst.CSTNode, node: cst.CSTNode) -> Result | None:
        match original, node:
            case cst.IndentedBlock(), cst.IndentedBlock() if _ifs(original) > _ifs(
                node
            ):
                return node.with_changes(body=_reachable(node.body))
            case cst.If(), cst.If(body=cst.IndentedBlock(body=[]), orelse=None):
                return cst.RemoveFromParent()
            case (
                cst.FunctionDef() | cst.ClassDef(),
                cst.FunctionDef() | cst.ClassDef(),
            ) if is_empty(node) and not is_empty(original):
                return cst.RemoveFromParent()
        return node


class _Statements(Finder):
    """Takes statements along."""

    @override
    def cut(self, node: cst.CSTNode) -> Result | None:
        if isinstance(node, cst.SimpleStatementLine):
            return cst.RemoveFromParent()
        return None


class _Tests(Finder):
    """Takes cases and tests along."""

    @override
    def cut(self, node: cst.CSTNode) -> Result | None:
        match node:
            case cst.Element() if isinstance(
                self._above[-1], cst.List
            ) and not self.is_inside(cst.Element, cst.IndentedBlock):
                return cst.RemoveFromParent()
            case cst.SimpleStatementLine() | cst.FunctionDef() | cst.ClassDef() if (
                not self.is_inside(cst.IndentedBlock)
            ):
                return cst.RemoveFromParent()
        return None

    @override
    def settle(self, original: cst.CSTNode, node: cst.CSTNode) -> Result | None:
        # Without a case there is no test.
        match original, node:
            case cst.List(elements=[_, *_]), cst.List(elements=[]):
                return None
        return node


class _Values(Finder):
    """Takes arguments, elements, fields and the like along."""

    def __init__(self, words: Iterable[str], *, tests: bool) -> None:
        super().__init__(words)
        self._tests = tests
        self._conditions = 0

    @override
    def visit_If_test(self, node: cst.If) -> None:
        """Enter a condition, which goes as a whole."""
        self._conditions += 1

    @override
    def leave_If_test(self, node: cst.If) -> None:
        """Leave a condition."""
        self._conditions -= 1

    @override
    def cut(self, node: cst.CSTNode) -> Result | None:
        if self._conditions:
            return None
        match node:
            case cst.Arg() if self.is_inside(cst.DictElement):
                return None
            case cst.Arg() | cst.DictElement() | cst.CompIf() | cst.If():
                return cst.RemoveFromParent()
            case cst.Element() if isinstance(self._above[-1], cst.List | cst.Set):
                return cst.RemoveFromParent()
            case cst.Param() if not self._is_test(self._above):
                return cst.RemoveFromParent()
            case cst.FunctionDef() if self._is_test([node]) and self._has_parameter(
                node
            ):
                return cst.RemoveFromParent()
            case cst.SimpleStatementLine(body=[cst.AnnAssign()]) if isinstance(
                self._owner(), cst.ClassDef
            ):
                return cst.RemoveFromParent()
        return None

    @override
    def settle(self, original: cst.CSTNode, node: cst.CSTNode) -> Result | None:
        match original, node:
            case (
                cst.Arg(keyword=cst.Name(), value=cst.Dict(elements=[_, *_])),
                cst.Arg(value=cst.Dict(elements=[])),
            ):
                return cst.RemoveFromParent()
        return node

    def _owner(self) -> cst.CSTNode | None:
        """Return what the block that the node stands in is the body of."""
        return self._above[-2] if len(self._above) > 1 else None

    def _is_test(self, nodes: Sequence[cst.CSTNode]) -> bool:
        """Return whether one of the nodes is a test, whose parameters are fixtures and cases."""
        return self._tests and any(
            isinstance(node, cst.FunctionDef) and node.name.value.startswith("test_")
            for node in nodes
        )

    def _has_parameter(self, node: cst.FunctionDef) -> bool:
        return any(each.name.value in self.words for each in node.params.params)


def _leading_lines(node: cst.CSTNode) -> Sequence[cst.EmptyLine]:
    lines: Sequence[cst.EmptyLine] = getattr(node, "leading_lines", ())
    return lines


def _ifs(block: cst.IndentedBlock) -> int:
    """Return how many conditions a block has."""
    return sum(isinstance(statement, cst.If) for statement in block.body)


def _reachable(body: Sequence[cst.BaseStatement]) -> list[cst.BaseStatement]:
    """Return a body up to its first return, without that one if it is bare."""
    kept: list[cst.BaseStatement] = []
    for statement in body:
        match statement:
            case cst.SimpleStatementLine(body=[cst.Return(value=None)]):
                return kept
            case cst.SimpleStatementLine(body=[cst.Return()]):
                return [*kept, statement]
        kept.append(statement)
    return kept
