"""Rules for the steps that change an entry: reauthentication and reconfiguration."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.integration.syntax import dotted, inner, keyword, last_name, methods, text
from script.rules.examples import Example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide, installed, plugin

from .flows import UPDATES, config_flows, step_around
from .forms import bound, fields

_REAUTH: Final = ("reauth", "reauth_confirm")
_UPDATING: Final = ("reauth", "reauth_confirm", "reconfigure", "reconfigure_confirm")
_RELOADS: Final = {"async_reload", "async_schedule_reload"}


@rule(
    code="home-assistant-missing-reauthentication-flow",
    title="Reauthentication that is said to be there is there",
    severity=Severity.REFUSED,
    source=plugin("quality_scale/reauthentication_flow"),
    why="Without the step the user has to remove the integration when the credentials are refused.",
    mend="Add async_step_reauth",
    good=(
        Example(
            {
                "quality_scale.yaml": "rules:\n  reauthentication-flow: done\n",
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_reauth(self, entry_data):
        return await self.async_step_reauth_confirm()
""",
            }
        ),
        Example(
            {
                "quality_scale.yaml": "rules:\n  reauthentication-flow: todo\n",
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_show_form(step_id="user")
""",
            }
        ),
    ),
    bad=(
        Example(
            {
                "quality_scale.yaml": "rules:\n  reauthentication-flow: done\n",
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):  # !
    async def async_step_user(self, user_input=None):
        return self.async_show_form(step_id="user")
""",
            }
        ),
        Example(
            {
                "quality_scale.yaml": "rules:\n  reauthentication-flow: done\n",
                "config_flow/__init__.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):  # !
    async def async_step_reauthenticate(self, entry_data):
        return self.async_show_form(step_id="reauthenticate")
""",
            }
        ),
    ),
)
def missing_reauthentication(integration: Integration) -> Iterator[Finding]:
    """Report a config flow without reauthentication although it says so."""
    found = [*config_flows(integration)]
    if integration.done("reauthentication-flow") and not any(
        "async_step_reauth" in flow.methods for flow in found
    ):
        for flow in found:
            yield flow.found(
                flow.class_,
                "reauthentication-flow is done, and there is no async_step_reauth",
            )


@rule(
    code="review-guide/reconfigure-not-prefilled",
    title="Reconfiguration shows what the entry holds",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="Otherwise the user types all of it again to change one thing.",
    mend="Pass the schema through add_suggested_values_to_schema, with the entry's data less its secrets",
    good=examples(
        """
        SCHEMA = probatio.Schema({probatio.Required(CONF_HOST): str})


        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):
                return self.async_show_form(
                    step_id="reconfigure",
                    data_schema=self.add_suggested_values_to_schema(
                        SCHEMA, self._get_reconfigure_entry().data
                    ),
                )
        """,
        """
        SCHEMA = probatio.Schema({probatio.Required(probatio.Secret(CONF_PASSWORD)): str})


        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):
                return self.async_show_form(step_id="reconfigure", data_schema=SCHEMA)
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        SCHEMA = probatio.Schema({probatio.Required(CONF_HOST): str})


        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):  # !
                return self.async_show_form(step_id="reconfigure", data_schema=SCHEMA)
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):  # !
                return self._form("reconfigure")

            def _form(self, step):
                return self.async_show_form(
                    step_id=step,
                    data_schema=probatio.Schema({probatio.Required(CONF_URL): str}),
                )
        """,
        file="config_flow.py",
    ),
)
def not_prefilled(integration: Integration) -> Iterator[Finding]:
    """Report reconfiguration that asks for everything anew."""
    for flow in config_flows(integration):
        if (step := methods(flow.class_).get("async_step_reconfigure")) is None:
            continue
        within = [
            node
            for function in flow.reached("async_step_reconfigure").values()
            for node in ast.walk(function)
        ]
        asked = [
            each
            for node in within
            if isinstance(node, ast.Call) and last_name(node.func) == "async_show_form"
            for each in fields(flow.module, keyword(node, "data_schema"))
            if not each.secret and each.name != "code"
        ]
        filled = any(
            last_name(node) == "add_suggested_values_to_schema"
            or text(node) == "suggested_value"
            or (isinstance(node, ast.keyword) and node.arg == "default")
            for node in within
        )
        if asked and not filled:
            yield flow.found(
                step,
                "The form does not show what the entry holds, so the user types all of it again",
            )


@rule(
    code="review-guide/entry-from-update",
    title="Reauthentication and reconfiguration create no entry",
    severity=Severity.REFUSED,
    source=installed("config_entries.ConfigFlow.async_create_entry"),
    why="Home Assistant raises there, as the entry exists already.",
    mend="Return async_update_reload_and_abort",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):
                return self.async_update_reload_and_abort(
                    self._get_reconfigure_entry(), data_updates=user_input
                )
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_create_entry(title="Example", data=user_input)
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):
                return self.async_create_entry(title="Example", data=user_input)  # !
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reauth_confirm(self, user_input=None):
                if user_input:
                    return self.async_create_entry(title="", data=user_input)  # !
                return self.async_show_form(step_id="reauth_confirm")
        """,
        file="config_flow.py",
    ),
)
def entry_from_update(integration: Integration) -> Iterator[Finding]:
    """Report steps that add an entry where they should change one."""
    for flow in config_flows(integration):
        for name in _UPDATING:
            within = (
                [*inner(flow.methods[f"async_step_{name}"])]
                if (f"async_step_{name}" in flow.methods)
                else []
            )
            # Such a step may be there for other sources too, which it tells apart.
            if any(last_name(node) == "source" for node in within):
                continue
            for node in within:
                if (
                    isinstance(node, ast.Call)
                    and last_name(node.func) == "async_create_entry"
                ):
                    yield flow.found(
                        node, f"{name} creates an entry, which fails there"
                    )


@rule(
    code="review-guide/data-updates",
    title="An update names only what changes",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="data= takes the place of all that the entry holds, and what is left out by mistake is lost.",
    mend="Pass data_updates= with what changes",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reauth_confirm(self, user_input=None):
                return self.async_update_reload_and_abort(
                    self._get_reauth_entry(), data_updates=user_input
                )
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):
                return self.async_update_reload_and_abort(
                    self._get_reconfigure_entry(), data=user_input
                )
        """,
        file="config_flow.py",
    ),
    bad=(
        *examples(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_reconfigure(self, user_input=None):
                    entry = self._get_reconfigure_entry()
                    return self.async_update_reload_and_abort(  # !
                        entry, data={**entry.data, **user_input}
                    )
            """,
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_reconfigure(self, user_input=None):
                    entry = self._get_reconfigure_entry()
                    data = entry.data | user_input
                    return self.async_update_reload_and_abort(entry, data=data)  # !
            """,
            file="config_flow.py",
        ),
        Example(
            {
                "strings.json": '{"config": {"step": {"user": {"data": {"host": "Host", "token": "Token"}}, '
                '"reauth_confirm": {"data": {"token": "Token"}}}}}\n',
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_reauth_confirm(self, user_input=None):
        return self.async_update_reload_and_abort(  # !
            self._get_reauth_entry(), data=user_input
        )
""",
            }
        ),
    ),
)
def replaced_data(integration: Integration) -> Iterator[Finding]:
    """Report entries whose data is put together where only a part of it changes."""
    for flow in config_flows(integration):
        for module, call in flow.calls:
            if last_name(call.func) not in UPDATES:
                continue
            data = keyword(call, "data")
            values = list(bound(module, data)) if isinstance(data, ast.Name) else [data]
            if any(_merges(value) for value in values if value is not None):
                yield module.found(
                    call, "The entry's data is put together anew from what it holds"
                )
            elif (
                isinstance(data, ast.Name)
                and data.id == "user_input"
                and (step := step_around(module, call)) in _REAUTH
                and _asked(integration, "user") - _asked(integration, str(step))
            ):
                yield module.found(
                    call,
                    "The new credentials take the place of all that the entry holds",
                    "Pass data_updates= instead of data=",
                )


def _asked(integration: Integration, step: str) -> set[str]:
    """Return the keys of what the form of a step asks for."""
    return set(mapping_at(integration.strings, "config", "step", step, "data"))


def _merges(value: ast.AST) -> bool:
    """Return whether the data of an entry is merged with something."""
    match value:
        case ast.Dict(keys=keys, values=values):
            parts = [
                each for key, each in zip(keys, values, strict=True) if key is None
            ]
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            parts = [left, right]
        case _:
            return False
    return any(dotted(part).endswith("entry.data") for part in parts)


@rule(
    code="review-guide/update-by-hand",
    title="Home Assistant updates and reloads the entry at the end of a flow",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="async_update_reload_and_abort does the three in their right order, and gives the reason that Home Assistant has a text for.",
    mend="Return async_update_reload_and_abort, or async_update_and_abort where an update listener reloads",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reauth_confirm(self, user_input=None):
                return self.async_update_reload_and_abort(
                    self._get_reauth_entry(), data_updates=user_input
                )
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_zeroconf(self, discovery_info):
                self.hass.config_entries.async_update_entry(self.entry, data=self.data)
                return self.async_abort(reason="already_configured")
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reauth_confirm(self, user_input=None):
                self.hass.config_entries.async_update_entry(self.entry, data=user_input)  # !
                await self.hass.config_entries.async_reload(self.entry.entry_id)
                return self.async_abort(reason="reauth_successful")
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reconfigure(self, user_input=None):
                return await self._async_update(user_input)

            async def _async_update(self, data):
                entry = self._get_reconfigure_entry()
                self.hass.config_entries.async_update_entry(entry, data=data)  # !
                self.hass.config_entries.async_schedule_reload(entry.entry_id)
                return self.async_abort(reason="reconfigure_successful")
        """,
        file="config_flow.py",
    ),
)
def update_by_hand(integration: Integration) -> Iterator[Finding]:
    """Report steps that update an entry and reload it with calls of their own."""
    for flow in config_flows(integration):
        for function in flow.reached(
            *(f"async_step_{step}" for step in _UPDATING)
        ).values():
            calls = [node for node in inner(function) if isinstance(node, ast.Call)]
            # Home Assistant's own call does not wait for a listener that comes and goes.
            if any(last_name(node) == "update_listeners" for node in inner(function)):
                continue
            if any(last_name(call.func) in _RELOADS for call in calls):
                for call in calls:
                    if last_name(call.func) == "async_update_entry":
                        yield flow.found(
                            call, "The entry is updated and reloaded by two calls"
                        )
