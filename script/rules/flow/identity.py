"""Rules for what keeps an entry with the account or device that it was set up with."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import Function, called, keyword, last_name, methods
from script.rules.examples import Example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide

from .flows import UPDATES, Flow, config_flows
from .forms import bound, fields, forms

# What flows call it when the account or device is another.
_OTHER: Final = re.compile(r"\w*(mismatch|wrong_|different|another)\w*", re.IGNORECASE)
# Keys of the data that say which account or device it is
_ACCOUNT: Final = re.compile(r"(\w+_)?(email|username)")
_DEVICE: Final = re.compile(r"(\w+_)?(address|device|host|id|mac|serial|url)")

# What the data of an entry is called
_ENTRY: Final = re.compile(r"entry\w*(\(\))?\.data$|entry_data\w*$")

_ADDING: Final = """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        account = await ExampleClient(user_input[CONF_API_TOKEN]).account()
        await self.async_set_unique_id(account.id)
        return self.async_create_entry(title=account.name, data=user_input)
"""


def _with(steps: str) -> Example:
    """Return an example of a flow with more steps."""
    return Example({"config_flow.py": f"{_ADDING}\n{steps.strip(chr(10))}\n"})


@rule(
    code="review-guide/missing-identity-check",
    title="New credentials or settings are for the same account or device",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="The entry would keep the unique id, the devices and the history of one thing, and show another.",
    mend="Call async_set_unique_id and _abort_if_unique_id_mismatch before the entry is updated",
    good=(
        _with("""
    async def async_step_reauth_confirm(self, user_input=None):
        account = await ExampleClient(user_input[CONF_API_TOKEN]).account()
        await self.async_set_unique_id(account.id)
        self._abort_if_unique_id_mismatch(reason="wrong_account")
        return self.async_update_reload_and_abort(self._get_reauth_entry(), data_updates=user_input)

    async def async_step_reauth(self, entry_data):
        return await self.async_step_reauth_confirm()
"""),
        _with("""
    async def async_step_reconfigure(self, user_input=None):
        account = await ExampleClient(user_input[CONF_API_TOKEN]).account()
        return self.async_update_reload_and_abort(
            self._get_reconfigure_entry(), unique_id=account.id, data_updates=user_input
        )
"""),
        _with("""
    async def async_step_reauth_confirm(self, user_input=None):
        entry = self._get_reauth_entry()
        if user_input is not None:
            await ExampleClient(entry.data[CONF_USERNAME], user_input[CONF_PASSWORD]).account()
            return self.async_update_reload_and_abort(entry, data_updates=user_input)
        return self.async_show_form(
            step_id="reauth_confirm",
            data_schema=probatio.Schema({probatio.Required(probatio.Secret(CONF_PASSWORD)): str}),
        )

    async def async_step_reauth(self, entry_data):
        return await self.async_step_reauth_confirm()
"""),
    ),
    bad=(
        _with("""
    async def async_step_reauth(self, entry_data):  # !
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input=None):
        await ExampleClient(user_input[CONF_API_TOKEN]).account()
        return self.async_update_reload_and_abort(self._get_reauth_entry(), data_updates=user_input)
"""),
        _with("""
    async def async_step_reconfigure(self, user_input=None):  # !
        return self.async_update_reload_and_abort(
            self._get_reconfigure_entry(), data_updates=user_input
        )
"""),
    ),
)
def missing_identity_check(integration: Integration) -> Iterator[Finding]:
    """Report reauthentication and reconfiguration that take another account or device."""
    for flow, name, step, refuses in unchecked(integration):
        if not refuses:
            yield flow.found(
                step,
                f"{name} takes another account or device, and the entry keeps the unique id of the first",
            )


@rule(
    code="review-guide/inverted-identity-check",
    title="New credentials are refused for another account, and not for the same",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="_abort_if_unique_id_configured ends the flow for the very account or device that the entry is for.",
    mend="Call _abort_if_unique_id_mismatch instead of _abort_if_unique_id_configured",
    good=(
        _with("""
    async def async_step_reconfigure(self, user_input=None):
        account = await ExampleClient(user_input[CONF_API_TOKEN]).account()
        await self.async_set_unique_id(account.id)
        self._abort_if_unique_id_mismatch()
        return self.async_update_reload_and_abort(
            self._get_reconfigure_entry(), data_updates=user_input
        )
"""),
        *examples(_ADDING, file="config_flow.py"),
    ),
    bad=(
        _with("""
    async def async_step_reconfigure(self, user_input=None):  # !
        account = await ExampleClient(user_input[CONF_API_TOKEN]).account()
        await self.async_set_unique_id(account.id)
        self._abort_if_unique_id_configured()
        return self.async_update_reload_and_abort(
            self._get_reconfigure_entry(), data_updates=user_input
        )
"""),
        _with("""
    async def async_step_reauth(self, entry_data):  # !
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input=None):
        await self.async_set_unique_id(user_input["account"])
        self._abort_if_unique_id_configured()
        return self.async_update_reload_and_abort(self._get_reauth_entry(), data_updates=user_input)
"""),
    ),
)
def inverted_identity_check(integration: Integration) -> Iterator[Finding]:
    """Report reauthentication and reconfiguration that end for the right account or device."""
    for flow, name, step, refuses in unchecked(integration):
        if refuses:
            yield flow.found(
                step,
                f"{name} refuses what the entry was set up with, and takes anything else",
            )


def unchecked(integration: Integration) -> Iterator[tuple[Flow, str, Function, bool]]:
    """Yield the steps that update an entry for whatever they get, and whether they refuse what it has."""
    for flow in config_flows(integration):
        ids = [*_unique_ids(flow)]
        if all(
            isinstance(value, ast.Constant) or last_name(value) == "DOMAIN"
            for value in ids
        ):
            continue
        keys = {
            last_name(node.slice)
            for value in ids
            for node in ast.walk(value)
            if isinstance(node, ast.Subscript)
        }
        for name in ("reauth", "reconfigure"):
            if (step := methods(flow.class_).get(f"async_step_{name}")) is None:
                continue
            reached = flow.reached(f"async_step_{name}", f"async_step_{name}_confirm")
            updates = [
                call
                for each in reached.values()
                for call in ast.walk(each)
                if isinstance(call, ast.Call) and last_name(call.func) in UPDATES
            ]
            if (
                not updates
                or any(keyword(call, "unique_id") for call in updates)
                or any(_compares(each, keys) for each in reached.values())
                or _stays(integration, flow, reached)
            ):
                continue
            apart = reached.keys() - flow.reached("async_step_user").keys()
            yield (
                flow,
                name,
                step,
                any(
                    "_abort_if_unique_id_configured" in called(reached[each])
                    for each in apart
                ),
            )


def _unique_ids(flow: Flow) -> Iterator[ast.expr]:
    """Yield what the unique ids of entries that a user adds are made of."""
    for function in flow.reached(
        "async_step_user", "async_oauth_create_entry"
    ).values():
        for call in ast.walk(function):
            if (
                isinstance(call, ast.Call)
                and last_name(call.func) == "async_set_unique_id"
                and call.args
            ):
                yield call.args[0]
                for node in ast.walk(call.args[0]):
                    if isinstance(node, ast.Name):
                        yield from bound(flow.module, node)


def _compares(function: Function, keys: set[str]) -> bool:
    """Return whether a function looks at who or what the entry was set up with.

    `keys` are those of the data that say so.
    """
    for node in ast.walk(function):
        match node:
            case ast.Attribute(attr="unique_id" | "_abort_if_unique_id_mismatch"):
                return True
            case ast.Subscript(value=owner, slice=ast.Name(id=key)) if (
                key in keys and "entry" in ast.unparse(owner)
            ):
                return True
            case ast.Compare(left=left, comparators=others) if any(
                isinstance(each, ast.Subscript)
                and _ENTRY.search(ast.unparse(each.value))
                for each in (left, *others)
            ):
                return True
            case ast.Name(id=name) | ast.Constant(value=str() as name) if (
                _OTHER.fullmatch(name)
            ):
                return True
    return False


def _stays(integration: Integration, flow: Flow, reached: dict[str, Function]) -> bool:
    """Return whether the user enters credentials for what the entry says that they are for."""
    within = {node for each in reached.values() for node in ast.walk(each)}
    asked = {
        field.name
        for module, call, _, schema in forms(flow)
        if call in within
        for field in fields(module, schema)
        if field.name
    }
    kept = {
        keys
        for keys in (_DEVICE, _ACCOUNT)
        if any(_takes(flow.module, node, keys) for node in within)
    }
    changed = {keys for keys in (_DEVICE, _ACCOUNT) if any(map(keys.fullmatch, asked))}
    if changed == {_ACCOUNT}:
        # At its address a device stays the same, whoever signs in.
        local = str(integration.manifest.get("iot_class")).startswith("local")
        return local and _DEVICE in kept
    return bool(kept) and not changed


def _takes(module: Module, node: ast.AST, keys: re.Pattern[str]) -> bool:
    """Return whether code takes such a key, or all that there is, from the entry."""
    match node:
        case (
            ast.Subscript(value=owner, slice=key)
            | ast.Call(func=ast.Attribute(value=owner, attr="get"), args=[key, *_])
        ):
            return _is_entry(module, owner) and bool(
                keys.fullmatch(module.value(key) or "")
            )
        case ast.Dict(keys=names, values=values):
            merged = [
                each for name, each in zip(names, values, strict=True) if name is None
            ]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            merged = [left, right]
        case ast.Call(args=arguments):
            merged = arguments
        case _:
            return False
    return any(_is_entry(module, each) for each in merged)


def _is_entry(module: Module, node: ast.expr) -> bool:
    """Return whether this is what an entry holds."""
    values = [*bound(module, node)] if isinstance(node, ast.Name) else []
    return any(_ENTRY.search(ast.unparse(each)) for each in (node, *values))
