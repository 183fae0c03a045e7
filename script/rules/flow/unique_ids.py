"""Rules for the unique ids of entries."""

import ast
from collections.abc import Container, Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import argument, called, last_name, text
from script.rules.examples import Example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide, plugin, quality_scale

from .flows import CONFIG_FLOW, config_flows, flow_modules

_ADDRESSES: Final = {
    "CONF_HOST",
    "CONF_IP_ADDRESS",
    "CONF_URL",
    "host",
    "hostname",
    "ip",
    "ip_address",
}
# Names of an account: they may be an id where their spelling is made one.
_ACCOUNTS: Final = {"CONF_EMAIL", "CONF_USERNAME", "email", "username"}
# What the user chooses, or what is secret
_CHOSEN: Final = _ACCOUNTS | {
    f"{prefix}{name if prefix else name.lower()}"
    for prefix in ("CONF_", "")
    for name in (
        "ACCESS_TOKEN",
        "API_KEY",
        "API_TOKEN",
        "NAME",
        "PASSWORD",
        "TOKEN",
    )
}
_NORMALIZED: Final = {"casefold", "lower"}

# Calls that look whether there is an entry already.
REFUSING: Final = {
    "_abort_if_unique_id_configured",
    "_async_abort_entries_match",
    "_async_current_entries",
    "_async_current_ids",
    "_async_handle_discovery_without_unique_id",
    "async_current_entries",
}
_STAYS: Final = "Make it of what stays with the device or account: a serial number, a MAC address, an id"
_QUALITY_SCALE: Final = "rules:\n  unique-config-entry: done\n"


@rule(
    code="home-assistant-unique-id-ip-based",
    title="The unique id of an entry is no address",
    severity=Severity.REFUSED,
    source=plugin("config_flow/unique_id_no_ip"),
    why="Addresses change, and the same device would be added a second time.",
    mend=_STAYS,
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                info = await ExampleClient(user_input[CONF_HOST]).info()
                await self.async_set_unique_id(info.serial)
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_zeroconf(self, discovery_info):
                await self.async_set_unique_id(discovery_info.properties["serial"])
                self._abort_if_unique_id_configured(updates={CONF_HOST: discovery_info.host})
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(user_input[CONF_HOST])  # !
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                unique_id = f"{user_input[CONF_IP_ADDRESS]}_{user_input[CONF_PORT]}"
                await self.async_set_unique_id(unique_id)  # !
        """,
        file="config_flow.py",
    ),
)
def address_as_unique_id(integration: Integration) -> Iterator[Finding]:
    """Report unique ids that are addresses."""
    for module, call, key in _unique_ids_from(integration, _ADDRESSES):
        yield module.found(
            call, f"The unique id is made of {key}, and addresses change"
        )


@rule(
    code="review-guide/unique-id-source",
    title="The unique id of an entry is nothing that the user chooses",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="Names and secrets are changed, and the same device or account would be added a second time.",
    mend=_STAYS,
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                account = await ExampleClient(user_input[CONF_API_TOKEN]).account()
                await self.async_set_unique_id(account.id)
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(user_input[CONF_USERNAME].lower())
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                username, errors = await validate(user_input[CONF_API_TOKEN])
                await self.async_set_unique_id(username)
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(user_input[CONF_API_TOKEN])  # !
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_zeroconf(self, discovery_info):
                await self.async_set_unique_id(discovery_info.properties["name"].lower())  # !
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                await self.async_set_unique_id(user_input[CONF_USERNAME])  # !
        """,
        file="config_flow.py",
    ),
)
def typed_unique_id(integration: Integration) -> Iterator[Finding]:
    """Report unique ids that are names or secrets."""
    for module, call, key in _unique_ids_from(integration, _CHOSEN):
        if key in _ACCOUNTS:
            yield module.found(
                call,
                f"The unique id is made of {key} as the user spells it",
                "Make it of the account's id, or else of the name in small letters: .lower()",
            )
        else:
            yield module.found(
                call,
                f"The unique id is made of {key}, which the user chooses and may change",
            )


def _unique_ids_from(
    integration: Integration, keys: Container[str]
) -> Iterator[tuple[Module, ast.Call, str]]:
    """Yield the calls that set a unique id which is taken from such a key, with the key."""
    for module in flow_modules(integration):
        for call in module.calls:
            if last_name(call.func) != "async_set_unique_id":
                continue
            value = argument(call, 0, "unique_id")
            values = [value] if value else []
            if isinstance(value, ast.Name) and (
                function := module.function_around(call)
            ):
                values += [
                    node.value
                    for node in ast.walk(function)
                    if isinstance(node, ast.Assign)
                    and any(last_name(each) == value.id for each in node.targets)
                ]
            key = next((key for each in values if (key := _taken(each, keys))), None)
            if (
                isinstance(value, ast.Name)
                and value.id in keys
                and not _is_answered(module, call, value.id)
            ):
                key = value.id
            if key and not (
                key in _ACCOUNTS and any(_NORMALIZED & called(each) for each in values)
            ):
                yield module, call, key


def _is_answered(module: Module, call: ast.Call, name: str) -> bool:
    """Return whether a name is bound to what a function that was waited for returns."""
    function = module.function_around(call)
    return any(
        isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Await)
        and any(
            isinstance(each, ast.Name) and each.id == name
            for target in node.targets
            for each in ast.walk(target)
        )
        for node in ast.walk(function or ast.Set())
    )


def _taken(value: ast.AST, keys: Container[str]) -> str | None:
    """Return the key, one of those given, that a value is taken from."""
    match value:
        case (
            ast.Subscript(slice=key)
            | ast.Call(func=ast.Attribute(attr="get"), args=[key, *_])
        ):
            name = key.id if isinstance(key, ast.Name) else text(key)
            if name in keys:
                return name
        case ast.Call(
            func=ast.Attribute(value=changed, attr="casefold" | "lower" | "strip")
        ):
            return _taken(changed, keys)
    if isinstance(value, ast.Call):
        return None
    return next(
        (
            found
            for child in ast.iter_child_nodes(value)
            if (found := _taken(child, keys))
        ),
        None,
    )


@rule(
    code="review-guide/unique-config-entry",
    title="The same device or account is added once",
    severity=Severity.ASKED,
    source=quality_scale("unique-config-entry"),
    why="A second entry for the same thing doubles its entities and its requests.",
    mend="Call async_set_unique_id and _abort_if_unique_id_configured before the entry is created",
    good=(
        Example(
            {
                "quality_scale.yaml": _QUALITY_SCALE,
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        self._async_abort_entries_match({CONF_HOST: user_input[CONF_HOST]})
        return self.async_create_entry(title="Example", data=user_input)
""",
            }
        ),
        Example(
            {
                "quality_scale.yaml": _QUALITY_SCALE,
                "config_flow.py": """\
from .flow_base import ExampleFlowBase


class ExampleConfigFlow(ExampleFlowBase, ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        await self.async_refuse_known(user_input)
        return self.async_create_entry(title="Example", data=user_input)
""",
                "flow_base.py": """\
class ExampleFlowBase:
    async def async_refuse_known(self, user_input):
        await self.async_set_unique_id(user_input["serial"])
        self._abort_if_unique_id_configured()
""",
            }
        ),
    ),
    bad=(
        Example(
            {
                "quality_scale.yaml": _QUALITY_SCALE,
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):  # !
    async def async_step_user(self, user_input=None):
        return self.async_create_entry(title="Example", data=user_input)
""",
            }
        ),
        Example(
            {
                "quality_scale.yaml": _QUALITY_SCALE,
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):  # !
    async def async_step_user(self, user_input=None):
        await self.async_set_unique_id(user_input["serial"])
        return self.async_create_entry(title="Example", data=user_input)
""",
            }
        ),
    ),
)
def missing_uniqueness(integration: Integration) -> Iterator[Finding]:
    """Report a config flow that adds the same thing twice."""
    if not integration.done("unique-config-entry") or integration.manifest.get(
        "single_config_entry"
    ):
        return
    for flow in config_flows(integration):
        if (
            len(flow.own) == len(flow.family)
            and flow.module.derives(flow.class_, CONFIG_FLOW)
            and any("async_create_entry" in called(class_) for _, class_ in flow.family)
            and not any(
                REFUSING & called(module.tree)
                for module in {module for module, _ in (*flow.own, *flow.parts)}
            )
        ):
            yield flow.module.found(
                flow.class_,
                "unique-config-entry is done, and nothing keeps the same thing from being added twice",
            )
