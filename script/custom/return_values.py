"""Return a bool from setup and unload, as older cores want it, where core raises."""

from collections.abc import Callable, Sequence
from typing import Final, override

import libcst as cst

from script.rules.signatures import RETURN_NOTHING

from .analysis import Analysis

_CORE_UNLOADS: Final = "async_unload_platforms_or_raise"
_UNLOADS: Final = "async_unload_platforms"

type _Change = Callable[[cst.FunctionDef], cst.FunctionDef]


def to_custom(module: cst.Module, _: Analysis) -> cst.Module:
    """Return the module of an integration with bool results."""
    return _each_method(module, "None", _with_results)


def guarded(module: cst.Module, _: Analysis) -> cst.Module:
    """Return a module in the form that is exported: what follows the unload stands behind it, not in its `if`."""
    return _each_method(module, "bool", _guarded)


def tests_to_custom(module: cst.Module, _: Analysis) -> cst.Module:
    """Return tests whose mocks have a bool result."""
    return module.visit(_Mocks("None", "True"))


def _each_method(module: cst.Module, returns: str, change: _Change) -> cst.Module:
    """Change the methods that are called with a config entry and say that they return a type."""
    return module.with_changes(
        body=[
            change(statement)
            if isinstance(statement, cst.FunctionDef)
            and statement.name.value in RETURN_NOTHING
            and statement.returns
            and statement.returns.annotation.deep_equals(cst.Name(returns))
            else statement
            for statement in module.body
        ]
    )


def _guarded(function: cst.FunctionDef) -> cst.FunctionDef:
    match function.body.body:
        case [
            *rest,
            cst.If(
                test=cst.NamedExpr(target=cst.Name(name), value=cst.Await() as unload),
                body=cst.IndentedBlock(body),
                orelse=None,
            ) as old,
            cst.SimpleStatementLine([cst.Return(cst.Name(result))]),
        ] if name == result and _called(unload) == _UNLOADS:
            refused = cst.If(
                test=cst.UnaryOperation(
                    cst.Not(), unload.with_changes(lpar=[], rpar=[])
                ),
                body=cst.IndentedBlock([cst.parse_statement("return False")]),
                leading_lines=old.leading_lines,
            )
            done = cst.parse_statement("return True")
            return _with_body(function, [*rest, refused, *body, done])
    return function


def _with_results(function: cst.FunctionDef) -> cst.FunctionDef:
    function = _visited(_returning(function, "bool"), _Results())
    *rest, last = function.body.body
    match last:
        case cst.If(body=cst.IndentedBlock([_])) if unload := _refused_unload(last):
            return _with_body(function, [*rest, _line(last, cst.Return(unload))])
        case cst.SimpleStatementLine([cst.Return() | cst.Raise()]):
            return function
    return _with_body(function, [*rest, last, cst.parse_statement("return True")])


class _OfOneFunction(cst.CSTTransformer):
    """Stays out of functions inside the one visited."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    @override
    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self._depth += 1
        return self._depth == 1

    @override
    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self._depth -= 1
        return updated_node


class _Results(_OfOneFunction):
    """Returns True where nothing is returned, and False where the platforms do not unload."""

    @override
    def leave_SimpleStatementLine(
        self,
        original_node: cst.SimpleStatementLine,
        updated_node: cst.SimpleStatementLine,
    ) -> cst.BaseStatement:
        match updated_node.body:
            case [cst.Return(value=None)]:
                return _line(updated_node, cst.Return(cst.Name("True")))
            case [cst.Expr(cst.Await() as unload)] if _called(unload) == _CORE_UNLOADS:
                return cst.If(
                    test=cst.UnaryOperation(cst.Not(), _calling(unload, _UNLOADS)),
                    body=cst.IndentedBlock([cst.parse_statement("return False")]),
                    leading_lines=updated_node.leading_lines,
                )
        return updated_node


class _Mocks(cst.CSTTransformer):
    """Gives another result to what stands in for a method of a config entry."""

    def __init__(self, old: str, new: str) -> None:
        super().__init__()
        self._old, self._new = cst.Name(old), cst.Name(new)

    @override
    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        match updated_node.args:
            case [cst.Arg(cst.SimpleString() as target), *rest] if (
                target.raw_value.rpartition(".")[2] in RETURN_NOTHING
            ):
                return updated_node.with_changes(
                    args=[updated_node.args[0], *map(self._with_result, rest)]
                )
        return updated_node

    def _with_result(self, argument: cst.Arg) -> cst.Arg:
        match argument.keyword:
            case cst.Name("return_value") if argument.value.deep_equals(self._old):
                return argument.with_changes(value=self._new)
        return argument


def _visited(function: cst.FunctionDef, transformer: _OfOneFunction) -> cst.FunctionDef:
    return cst.ensure_type(function.visit(transformer), cst.FunctionDef)


def _returning(function: cst.FunctionDef, name: str) -> cst.FunctionDef:
    return function.with_changes(returns=cst.Annotation(cst.Name(name)))


def _with_body(
    function: cst.FunctionDef,
    body: Sequence[cst.BaseStatement | cst.BaseSmallStatement],
) -> cst.FunctionDef:
    return function.with_changes(body=function.body.with_changes(body=body))


def _line(
    node: cst.If | cst.SimpleStatementLine, statement: cst.BaseSmallStatement
) -> cst.SimpleStatementLine:
    """Return a statement in the place of another, with the comments above it."""
    return cst.SimpleStatementLine([statement], leading_lines=node.leading_lines)


def _called(node: cst.Await) -> str:
    """Return the name of the method that is awaited."""
    match node.expression:
        case cst.Call(func=cst.Attribute(attr=cst.Name(name))):
            return name
    return ""


def _calling(node: cst.Await, name: str) -> cst.Await:
    """Return the await of a method of another name."""
    return node.with_deep_changes(
        cst.ensure_type(
            cst.ensure_type(node.expression, cst.Call).func, cst.Attribute
        ).attr,
        value=name,
    )


def _refused_unload(node: cst.If) -> cst.Await | None:
    """Return what a condition awaits, if it returns False because platforms do not unload."""
    match node:
        case cst.If(
            test=cst.UnaryOperation(cst.Not(), cst.Await() as unload),
            body=cst.IndentedBlock(
                [cst.SimpleStatementLine([cst.Return(cst.Name("False"))])]
            ),
            orelse=None,
        ) if _called(unload) == _UNLOADS:
            return unload
    return None
