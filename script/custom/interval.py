"""Add the polling interval that users of a custom component may set, and core forbids.

What it does stands in a module of its own, files/scan_interval.py. Here is who calls that.
"""

from typing import Final, override

import libcst as cst

from .analysis import Analysis

_INTERVAL: Final = "scan_interval"
_SCHEMA: Final = "with_scan_interval"
_GET_FLOW: Final = "async_get_options_flow"
_ENTRY: Final = cst.parse_expression("self.config_entry")
_STEP: Final = cst.parse_expression('"init"')


def coordinator_to_custom(module: cst.Module, analysis: Analysis) -> cst.Module:
    """Return a module whose coordinator polls as the user wants it."""
    if not analysis.interval:
        return module
    polling = _Polling(analysis.interval.name)
    changed = module.visit(polling)
    if not polling.found:
        return module
    return with_imports(changed, f"from .{_INTERVAL} import {_INTERVAL}")


def coordinator_to_core(module: cst.Module, _: Analysis) -> cst.Module:
    """Return a module whose coordinator polls as it is written; the import is left."""
    return module.visit(_Without(_INTERVAL, 1))


def form_to_custom(module: cst.Module, analysis: Analysis) -> cst.Module:
    """Return the config flow with the field in the form of its options."""
    if not analysis.interval:
        return module
    if not analysis.options_flow:
        return with_imports(
            _with_options_flow(module, analysis.interval.name),
            "from homeassistant.config_entries import ConfigEntry",
            "from homeassistant.core import callback",
            f"from .{analysis.interval.module} import {analysis.interval.name}",
            "from .options_flow import ScanIntervalOptionsFlow",
            "from typing import override",
        )
    return with_imports(
        module.visit(_Form(analysis.interval.name)),
        f"from .{analysis.interval.module} import {analysis.interval.name}",
        f"from .{_INTERVAL} import {_SCHEMA}",
    )


def form_to_core(module: cst.Module, analysis: Analysis) -> cst.Module:
    """Return the config flow without the field; imports are left."""
    if analysis.interval and not analysis.options_flow:
        return module.visit(_WithoutMethod(_GET_FLOW))
    return module.visit(_Without(_SCHEMA, 0))


def with_imports(module: cst.Module, *imports: str) -> cst.Module:
    """Return a module with more imports, which the formatter puts where they belong."""
    at = next(
        (
            number
            for number, statement in enumerate(module.body)
            if isinstance(statement, cst.SimpleStatementLine)
            and isinstance(statement.body[0], cst.Import | cst.ImportFrom)
        ),
        len(module.body),
    )
    # Behind the first, so that what separates that one from the docstring stays.
    added = [cst.parse_statement(each) for each in imports]
    return module.with_changes(
        body=[*module.body[: at + 1], *added, *module.body[at + 1 :]]
    )


class _WithoutMethod(cst.CSTTransformer):
    """Removes the methods of a name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    @override
    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.BaseStatement | cst.RemovalSentinel:
        if original_node.name.value == self._name:
            return cst.RemoveFromParent()
        return updated_node


class _Polling(cst.CSTTransformer):
    """Asks for the interval wherever a coordinator uses its own."""

    def __init__(self, interval: str) -> None:
        super().__init__()
        self._name = interval
        self._functions = 0
        self.found = False

    @override
    def visit_FunctionDef(self, node: cst.FunctionDef) -> None:
        self._functions += 1

    @override
    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef:
        self._functions -= 1
        return updated_node

    @override
    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        given = _given(original_node)
        match given:
            case {"update_interval": default, "config_entry": entry}:
                self.found = True
                # Not yet initialized, it has no entry but the one passed.
                asking = _asking(entry, default)
                return _with_argument(updated_node, "update_interval", asking)
        return updated_node

    @override
    def leave_Name(
        self, original_node: cst.Name, updated_node: cst.Name
    ) -> cst.BaseExpression:
        if self._functions and updated_node.value == self._name:
            return _asking(_ENTRY, updated_node)
        return updated_node


class _Form(cst.CSTTransformer):
    """Adds the field to what the options flow shows first."""

    def __init__(self, default: str) -> None:
        super().__init__()
        self._default = default
        self._flows: list[bool] = []

    @override
    def visit_ClassDef(self, node: cst.ClassDef) -> None:
        self._flows.append(
            any(
                "OptionsFlow" in cst.Module([]).code_for_node(each.value)
                for each in node.bases
            )
        )

    @override
    def leave_ClassDef(
        self, original_node: cst.ClassDef, updated_node: cst.ClassDef
    ) -> cst.ClassDef:
        self._flows.pop()
        return updated_node

    @override
    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.Call:
        given = _given(updated_node)
        match updated_node.func, given:
            case (
                cst.Attribute(attr=cst.Name("async_show_form")),
                {"step_id": step, "data_schema": schema},
            ) if any(self._flows) and step.deep_equals(_STEP):
                more = cst.Call(
                    cst.Name(_SCHEMA),
                    [
                        cst.Arg(schema),
                        cst.Arg(_ENTRY),
                        cst.Arg(cst.Name(self._default)),
                    ],
                )
                return _with_argument(updated_node, "data_schema", more)
        return updated_node


class _Without(cst.CSTTransformer):
    """Puts an argument in the place of the call that it is passed to."""

    def __init__(self, name: str, argument: int) -> None:
        super().__init__()
        self._name, self._argument = name, argument

    @override
    def leave_Call(
        self, original_node: cst.Call, updated_node: cst.Call
    ) -> cst.BaseExpression:
        match updated_node.func:
            case cst.Name(name) if name == self._name:
                return updated_node.args[self._argument].value
        return updated_node


def _given(call: cst.Call) -> dict[str, cst.BaseExpression]:
    """Return the keyword arguments of a call."""
    return {each.keyword.value: each.value for each in call.args if each.keyword}


def _asking(entry: cst.BaseExpression, default: cst.BaseExpression) -> cst.Call:
    return cst.Call(cst.Name(_INTERVAL), [cst.Arg(entry), cst.Arg(default)])


def _with_argument(call: cst.Call, name: str, value: cst.BaseExpression) -> cst.Call:
    return call.with_changes(
        args=[
            each.with_changes(value=value)
            if each.keyword and each.keyword.value == name
            else each
            for each in call.args
        ]
    )


def _with_options_flow(module: cst.Module, default: str) -> cst.Module:
    """Return a config flow that has options."""
    method = cst.parse_statement(
        "\n@staticmethod\n@callback\n@override\n"
        f"def {_GET_FLOW}(config_entry: ConfigEntry) -> ScanIntervalOptionsFlow:\n"
        '    """Get the options flow for this handler."""\n'
        f"    return ScanIntervalOptionsFlow({default})\n"
    )
    [flow] = [
        node
        for node in module.body
        if isinstance(node, cst.ClassDef)
        and any(
            each.keyword and each.keyword.value == "domain" for each in node.keywords
        )
    ]
    return module.with_deep_changes(flow.body, body=[*flow.body.body, method])
