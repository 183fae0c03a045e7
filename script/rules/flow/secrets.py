"""Rules for the secrets that forms ask for."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import argument, keyword, last_name, text
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide
from script.rules.vocabulary import SECRETS

from .flows import flow_modules
from .forms import Field, all_fields, bound, fields

# What a key has in it for the frontend to hide a plain string.
_HIDDEN: Final = ("password", "secret", "token")


@rule(
    code="review-guide/secret-not-wrapped",
    title="The key of a secret is wrapped in Secret",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="What the schema refuses is shown and logged, unless the key is known to be a secret's.",
    mend="Write probatio.Secret(…) around the key in its marker",
    good=examples(
        "SCHEMA = probatio.Schema({probatio.Required(probatio.Secret(CONF_PASSWORD)): str})",
        "SCHEMA = probatio.Schema({probatio.Required(CONF_USERNAME): str})",
        file="config_flow.py",
    ),
    bad=examples(
        "SCHEMA = probatio.Schema({probatio.Required(CONF_PASSWORD): str})  # !",
        'SCHEMA = probatio.Schema({probatio.Optional("api_key"): str})  # !',
        file="config_flow.py",
    ),
)
def secret_not_wrapped(integration: Integration) -> Iterator[Finding]:
    """Report secrets that an error message of the schema would show."""
    for module in integration.modules:
        for each in all_fields(module):
            if each.name in SECRETS and not each.secret:
                yield module.found(
                    each.marker,
                    f"{each.name} is shown in the clear when its schema refuses it",
                    f"Write probatio.Secret({ast.unparse(each.key)}) in the marker",
                )


@rule(
    code="review-guide/secret-without-password-selector",
    title="A secret is not seen as it is typed",
    severity=Severity.ADVICE,
    source=guide("config flow"),
    why="Whoever looks on could read it.",
    mend="Use a TextSelector of TextSelectorType.PASSWORD",
    good=examples(
        """
        SCHEMA = probatio.Schema(
            {
                probatio.Required(probatio.Secret(CONF_PIN)): TextSelector(
                    TextSelectorConfig(type=TextSelectorType.PASSWORD)
                )
            }
        )
        """,
        "SCHEMA = probatio.Schema({probatio.Required(probatio.Secret(CONF_PASSWORD)): str})",
        file="config_flow.py",
    ),
    bad=examples(
        'SCHEMA = probatio.Schema({probatio.Required(probatio.Secret("pin")): str})  # !',
        """
        SCHEMA = probatio.Schema(
            {probatio.Required(probatio.Secret(CONF_PASSWORD)): TextSelector()}  # !
        )
        """,
        file="config_flow.py",
    ),
)
def secret_in_clear(integration: Integration) -> Iterator[Finding]:
    """Report secrets that are seen as they are typed."""
    for module in flow_modules(integration):
        for each in all_fields(module):
            if not (each.secret or each.name in SECRETS) or each.name is None:
                continue
            if _shows(
                module, each.value, hidden=any(word in each.name for word in _HIDDEN)
            ):
                yield module.found(each.value, f"{each.name} is seen as it is typed")


def _shows(module: Module, value: ast.expr, *, hidden: bool) -> bool:
    """Return whether a field shows what is typed into it.

    `hidden` says that the frontend hides plain strings of this key.
    """
    match value:
        case ast.Name(id="str") | ast.Attribute(value=ast.Name(id="cv"), attr="string"):
            return not hidden
        case ast.Name():
            return any(
                _shows(module, each, hidden=hidden) for each in bound(module, value)
            )
        case ast.Call() if last_name(value) == "TextSelector":
            return not any(
                "PASSWORD" in ast.unparse(each).upper() for each in _types(value)
            ) and all(
                isinstance(each, ast.Call | ast.Dict)
                for each in (*value.args, *(kw.value for kw in value.keywords))
            )
    return False


def _types(selector: ast.Call) -> Iterator[ast.expr]:
    """Yield what a selector's configuration says for its type."""
    for node in ast.walk(selector):
        match node:
            case ast.keyword(arg="type", value=value):
                yield value
            case ast.Dict(keys=keys, values=values):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "type":
                        yield value


@rule(
    code="review-guide/stored-secret-in-form",
    title="A form does not show the stored secret",
    severity=Severity.ADVICE,
    source=guide("config flow"),
    why="What a form suggests goes to the browser, where it can be read.",
    mend="Leave it out of what the form suggests, and keep the stored one where the field stays empty",
    good=examples(
        """
        SCHEMA = probatio.Schema(
            {
                probatio.Required(CONF_HOST): str,
                probatio.Optional(probatio.Secret(CONF_PASSWORD)): str,
            }
        )


        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):
                host = self._get_reconfigure_entry().data[CONF_HOST]
                schema = self.add_suggested_values_to_schema(SCHEMA, {CONF_HOST: host})
                return self.async_show_form(step_id="reconfigure", data_schema=schema)
        """,
        """
        SCHEMA = probatio.Schema({probatio.Required(CONF_HOST): str})


        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):
                schema = self.add_suggested_values_to_schema(
                    SCHEMA, self._get_reconfigure_entry().data
                )
                return self.async_show_form(step_id="reconfigure", data_schema=schema)
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        SCHEMA = probatio.Schema({probatio.Required(probatio.Secret(CONF_PASSWORD)): str})


        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):
                entry = self._get_reconfigure_entry()
                schema = self.add_suggested_values_to_schema(SCHEMA, entry.data)  # !
                return self.async_show_form(step_id="reconfigure", data_schema=schema)
        """,
        """
        def schema(entry):
            return probatio.Schema(
                {
                    probatio.Required(  # !
                        probatio.Secret(CONF_PASSWORD), default=entry.data[CONF_PASSWORD]
                    ): str
                }
            )
        """,
        file="config_flow.py",
    ),
)
def secret_prefilled(integration: Integration) -> Iterator[Finding]:
    """Report stored secrets that go back to the browser."""
    for module in flow_modules(integration):
        for each in all_fields(module):
            if each.marker is None or not (each.secret or each.name in SECRETS):
                continue
            filled = [
                keyword(each.marker, "default"),
                keyword(each.marker, "description"),
            ]
            if any(
                value is not None and _stored(module, value, each) for value in filled
            ):
                yield module.found(each.marker, _prefilled(each.name))
        for call in module.calls:
            if last_name(call.func) != "add_suggested_values_to_schema":
                continue
            suggested = argument(call, 1, "suggested_values")
            known = [*fields(module, argument(call, 0, "data_schema"))]
            for each in known or all_fields(module):
                if (
                    (each.secret or each.name in SECRETS)
                    and suggested is not None
                    and _stored(module, suggested, each)
                ):
                    yield module.found(call, _prefilled(each.name))


def _prefilled(name: str | None) -> str:
    return f"The stored {name or 'secret'} is sent back to the browser"


def _stored(module: Module, value: ast.expr, field: Field) -> bool:
    """Return whether a value hands out what is stored under a key, or all that is stored."""
    match value:
        case ast.Attribute(attr="data"):
            return True
        case (
            ast.Subscript(value=owner, slice=key)
            | ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[key, *_])
        ):
            return _same(module, key, field) and _stored(module, owner, field)
        case ast.BoolOp(values=values):
            return any(_stored(module, each, field) for each in values)
        case ast.BinOp(left=left, right=right, op=ast.BitOr()):
            return _stored(module, left, field) or _stored(module, right, field)
        case ast.IfExp(body=then, orelse=otherwise):
            return _stored(module, then, field) or _stored(module, otherwise, field)
        case ast.Dict(keys=keys, values=values):
            return any(
                _stored(module, each, field)
                for key, each in zip(keys, values, strict=True)
                if key is None
                or text(key) == "suggested_value"
                or _same(module, key, field)
            )
        case (
            ast.Call(func=ast.Name(id="dict"), args=[inner])
            | ast.Call(func=ast.Attribute(value=inner, attr="copy"))
        ):
            return _stored(module, inner, field)
        case ast.Name():
            return any(_stored(module, each, field) for each in bound(module, value))
    return False


def _same(module: Module, key: ast.expr, field: Field) -> bool:
    """Return whether a key is that of a field."""
    return ast.unparse(key) == ast.unparse(field.key) or (
        field.name is not None and module.value(key) == field.name
    )
