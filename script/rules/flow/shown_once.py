"""Rules for how plainly the steps of a flow show their forms and errors."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, mapping_at
from script.integration.syntax import body, inner, is_none, keyword, last_name, text
from script.rules.examples import Example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import threads

from .flows import flow_modules

_COMMON: Final = re.compile(r"\[%key:common::config_flow::error::(\w+)%\]")


@rule(
    code="review-guide/form-shown-twice",
    title="A step shows its form in one place",
    severity=Severity.ADVICE,
    source=threads(106420),
    why="The form without input and the form with errors are one, and two of them drift apart.",
    mend="Handle the input under `if user_input is not None:` and show the form once, at the end",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                errors = {}
                if user_input is not None:
                    errors = await self.validate(user_input)
                    if not errors:
                        return self.async_create_entry(title="Example", data=user_input)
                return self.async_show_form(step_id="user", data_schema=SCHEMA, errors=errors)
        """,
        # It is another form.
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                if user_input is None:
                    return self.async_show_form(step_id="user", data_schema=SCHEMA)
                return self.async_show_form(step_id="code", data_schema=CODE_SCHEMA)
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                if user_input is None:
                    return self.async_show_form(step_id="user", data_schema=SCHEMA)  # !
                errors = await self.validate(user_input)
                if not errors:
                    return self.async_create_entry(title="Example", data=user_input)
                return self.async_show_form(step_id="user", data_schema=SCHEMA, errors=errors)
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_pin(self, user_input=None):
                if not user_input:
                    return self.async_show_form(  # !
                        step_id="pin",
                        data_schema=PIN_SCHEMA,
                    )
                if await self.pair(user_input[CONF_PIN]):
                    return self.async_create_entry(title="Example", data=user_input)
                return self.async_show_form(
                    step_id="pin", data_schema=PIN_SCHEMA, errors={"base": "invalid_auth"}
                )
        """,
        file="config_flow.py",
    ),
)
def form_shown_twice(integration: Integration) -> Iterator[Finding]:
    """Report forms that a step shows at once, and again after errors."""
    for module in flow_modules(integration):
        for step in module.functions:
            if not step.name.startswith("async_step_"):
                continue
            shown = [
                call
                for call in inner(step)
                if isinstance(call, ast.Call)
                and last_name(call.func) == "async_show_form"
            ]
            match next(iter(body(step)), None):
                case ast.If(
                    test=test, body=[ast.Return(value=ast.Call() as first)]
                ) if first in shown and _is_without_input(test):
                    step_id = text(keyword(first, "step_id"))
                    if step_id and any(
                        text(keyword(call, "step_id")) == step_id
                        for call in shown
                        if call is not first
                    ):
                        yield module.found(
                            first, f"{step.name} shows the form {step_id} in two places"
                        )


def _is_without_input(test: ast.expr) -> bool:
    """Return whether a condition is that the user has not sent the form."""
    match test:
        case ast.Compare(
            left=ast.Name(id="user_input"), ops=[ast.Is()], comparators=[value]
        ):
            return is_none(value)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id="user_input")):
            return True
    return False


def _errors(texts: dict[str, str]) -> dict[str, object]:
    """Return what strings.json of an example holds that has such errors."""
    return {
        "config": {
            "error": {
                key: f"[%key:common::config_flow::error::{common}%]"
                for key, common in texts.items()
            }
        }
    }


@rule(
    code="review-guide/common-error-key",
    title="An error with a common text has the common key",
    severity=Severity.ADVICE,
    source=threads(42716),
    why="Who knows one integration then knows the errors of all.",
    mend="Rename it, here and in the flow",
    good=(
        Example(
            {
                "strings.json": _errors(
                    {"cannot_connect": "cannot_connect", "invalid_auth": "invalid_auth"}
                )
            }
        ),
        # The two are told apart.
        Example(
            {
                "strings.json": _errors(
                    {"cannot_connect": "cannot_connect", "no_answer": "cannot_connect"}
                )
            }
        ),
    ),
    bad=(
        Example(
            {"strings.json": _errors({"connection_failed": "cannot_connect"})},
        ),
        Example(
            {
                "strings.json": _errors(
                    {"bad_password": "invalid_auth", "unknown": "unknown"}
                )
            }
        ),
    ),
)
def common_error_key(integration: Integration) -> Iterator[Finding]:
    """Report errors that are called other than the common error whose text they have."""
    path = integration.path / "strings.json"
    errors = mapping_at(integration.strings, "config", "error")
    common = {
        key: match[1]
        for key, value in errors.items()
        if isinstance(value, str) and (match := _COMMON.fullmatch(value))
    }
    for key, name in common.items():
        if name not in errors and [*common.values()].count(name) == 1:
            yield Finding(
                path=path,
                line=line_of(path, "config", "error", key),
                check="",
                message=f"config.error.{key} has the text of the common error {name}",
                mend="",
            )
