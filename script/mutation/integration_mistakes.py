"""Make the mistakes of integrations, which a tool that knows only Python does not make."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import libcst as cst

type Mistake = Callable[[Any], Iterable[cst.CSTNode]]

_IDENTITY_CHECKS: Final = {
    "_abort_if_unique_id_configured",
    "_abort_if_unique_id_mismatch",
    "async_set_unique_id",
}
_SWAPPED: Final = {
    "ConfigEntryAuthFailed": "UpdateFailed",
    "UpdateFailed": "ConfigEntryAuthFailed",
}


def _without_call(names: set[str]) -> Mistake:
    """Return the mistake of leaving out a call of a method that has one of these names."""

    def mistake(line: cst.SimpleStatementLine) -> Iterable[cst.CSTNode]:
        match line.body:
            case [
                cst.Expr(
                    cst.Call(cst.Attribute(attr=cst.Name(name)))
                    | cst.Await(cst.Call(cst.Attribute(attr=cst.Name(name))))
                )
            ] if name in names:
                yield line.with_changes(body=[cst.Pass()])

    return mistake


def _swapped(statement: cst.Raise) -> Iterable[cst.CSTNode]:
    match statement.exc:
        case cst.Call(cst.Name() as error) | (cst.Name() as error) if (
            error.value in _SWAPPED
        ):
            yield statement.with_deep_changes(error, value=_SWAPPED[error.value])


def _without_error(errors: cst.Dict) -> Iterable[cst.CSTNode]:
    match errors.elements:
        case [cst.DictElement(cst.SimpleString(evaluated_value="base"))]:
            yield errors.with_changes(elements=[])


def _without_setting_error(line: cst.SimpleStatementLine) -> Iterable[cst.CSTNode]:
    match line.body:
        case [cst.Assign([cst.AssignTarget(cst.Subscript(slice=[element]))])]:
            match element.slice:
                case cst.Index(cst.SimpleString(evaluated_value="base")):
                    yield line.with_changes(body=[cst.Pass()])


def _widened(handler: cst.ExceptHandler) -> Iterable[cst.CSTNode]:
    if handler.type:
        yield handler.with_changes(type=cst.Name("Exception"))


def _prefilled(call: cst.Call) -> Iterable[cst.CSTNode]:
    match call:
        case cst.Call(
            cst.Attribute(attr=cst.Name("add_suggested_values_to_schema")),
            [schema, cst.Arg(cst.Call(args=[every])) as shown],
        ):
            everything = shown.with_changes(value=every.value)
            yield call.with_changes(args=[schema, everything])


def _without_filter(loop: cst.CompFor) -> Iterable[cst.CSTNode]:
    if loop.ifs:
        yield loop.with_changes(ifs=[])


def _without_reload(name: cst.Name) -> Iterable[cst.CSTNode]:
    if name.value == "async_update_reload_and_abort":
        yield name.with_changes(value="async_update_and_abort")


def _without_reload_in_base(alias: cst.ImportAlias) -> Iterable[cst.CSTNode]:
    match alias.name:
        case cst.Name("OptionsFlowWithReload") as name:
            yield alias.with_changes(
                name=cst.Name("OptionsFlow"), asname=cst.AsName(name)
            )


def _without_redaction(assignment: cst.Assign | cst.AnnAssign) -> Iterable[cst.CSTNode]:
    match assignment:
        case cst.Assign([cst.AssignTarget(cst.Name(name))], value) | cst.AnnAssign(
            cst.Name(name), value=value
        ) if "REDACT" in name and isinstance(value, cst.Set | cst.List | cst.Tuple):
            for each in value.elements:
                rest = [other for other in value.elements if other is not each]
                yield assignment.with_deep_changes(value, elements=rest)


# What it is called, the kind of node in which it is made, and what then stands there
MISTAKES: Final[tuple[tuple[str, tuple[type[cst.CSTNode], ...], Mistake], ...]] = (
    (
        "identity check dropped",
        (cst.SimpleStatementLine,),
        _without_call(_IDENTITY_CHECKS),
    ),
    ("AuthFailed and UpdateFailed swapped", (cst.Raise,), _swapped),
    ("error map emptied", (cst.Dict,), _without_error),
    ("error map emptied", (cst.SimpleStatementLine,), _without_setting_error),
    ("except widened", (cst.ExceptHandler,), _widened),
    ("secret prefilled", (cst.Call,), _prefilled),
    ("secret prefilled", (cst.CompFor,), _without_filter),
    ("reload dropped", (cst.Name,), _without_reload),
    ("reload dropped", (cst.ImportAlias,), _without_reload_in_base),
    (
        "reauthentication not started",
        (cst.SimpleStatementLine,),
        _without_call({"async_start_reauth"}),
    ),
    ("redaction dropped", (cst.Assign, cst.AnnAssign), _without_redaction),
)
