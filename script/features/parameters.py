"""Parameters of tests that lost their use, with their values in the cases."""

from collections.abc import Mapping, Sequence
from typing import cast, override

import libcst as cst

from .finder import without_last_comma

type Parameters = Mapping[str, frozenset[str]]


def without_idle_parameters(
    module: cst.Module, before: Parameters, now: Parameters
) -> cst.Module:
    """Return a test module without the cases' values, and the fixtures' names, that lost their use."""
    idle = {
        name: used - now[name]
        for name, used in before.items()
        if used - now.get(name, used)
    }
    return module.visit(_IdleParameters(idle)) if idle else module


class _IdleParameters(cst.CSTTransformer):
    """Takes parameters of tests along, with their values in the cases."""

    def __init__(self, idle: Parameters) -> None:
        super().__init__()
        self._idle = idle

    @override
    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.BaseStatement | cst.RemovalSentinel:
        if not (idle := self._idle.get(original_node.name.value)):
            return original_node
        parameters = original_node.params.params
        kept = [each for each in parameters if each.name.value not in idle]
        columns = _Columns(idle)
        decorators = [
            decorator.visit(columns) for decorator in original_node.decorators
        ]
        if fixtures := sorted(idle - columns.gone):
            names = ", ".join(f'"{name}"' for name in fixtures)
            mark = cst.parse_expression(f"pytest.mark.usefixtures({names})")
            decorators = [cst.Decorator(mark), *decorators]
        return original_node.with_changes(
            decorators=decorators,
            params=original_node.params.with_changes(params=kept),
        )


class _Columns(cst.CSTTransformer):
    """Takes columns of parametrized cases along, of which two or more stay."""

    def __init__(self, idle: frozenset[str]) -> None:
        super().__init__()
        self._idle = idle
        self.gone: frozenset[str] = frozenset()

    @override
    def visit_Call(self, node: cst.Call) -> bool:
        return False

    @override
    def leave_Call(
        self, original_node: cst.Call, updated_node: cst.Call
    ) -> cst.BaseExpression:
        match original_node.args:
            case [
                cst.Arg(value=cst.Tuple(elements=names) as row),
                cst.Arg(value=cst.List(elements=cases) as rows),
            ]:
                kept = [
                    index
                    for index, name in enumerate(names)
                    if cast(cst.SimpleString, name.value).raw_value not in self._idle
                ]
                self.gone |= self._idle & {
                    str(cast(cst.SimpleString, name.value).raw_value) for name in names
                }
                case_count = len(names)
                return original_node.with_changes(
                    args=[
                        cst.Arg(
                            without_last_comma(
                                row,
                                row.with_changes(
                                    elements=[names[index] for index in kept]
                                ),
                            )
                        ),
                        cst.Arg(
                            rows.with_changes(
                                elements=[
                                    case.with_changes(
                                        value=_with_columns(
                                            case.value, kept, case_count
                                        )
                                    )
                                    for case in cases
                                ]
                            )
                        ),
                    ]
                )
        return original_node


def _with_columns(
    case: cst.BaseExpression, kept: Sequence[int], count: int
) -> cst.BaseExpression:
    """Return a case, in a tuple or in pytest.param, with some of its values."""
    match case:
        case cst.Tuple(elements=values):
            return case.with_changes(elements=[values[index] for index in kept])
        case cst.Call(args=values):
            return case.with_changes(
                args=[*(values[index] for index in kept), *values[count:]]
            )
    return case
