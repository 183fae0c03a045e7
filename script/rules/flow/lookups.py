"""Rules for flows that look by themselves for what Home Assistant finds."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import called, inner, is_self, keyword, last_name
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import guide

from .flows import config_flows

_ENTRIES: Final = {"_async_current_entries", "async_entries"}
_ENTRY: Final = {"async_get_entry", "async_get_known_entry"}


@rule(
    code="review-guide/duplicate-by-hand",
    title="Home Assistant compares a new entry with those that there are",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="_async_abort_entries_match says the same in one line, and leaves out the entry that is changed.",
    mend="Call self._async_abort_entries_match with the data that must not be there twice",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                self._async_abort_entries_match({CONF_HOST: user_input[CONF_HOST]})
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                for entry in self._async_current_entries():
                    if same_network(entry.data[CONF_HOST], user_input[CONF_HOST]):
                        return self.async_abort(reason="already_configured")
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                for entry in self._async_current_entries():  # !
                    if entry.data[CONF_HOST] == user_input[CONF_HOST]:
                        return self.async_abort(reason="already_configured")
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                for entry in self.hass.config_entries.async_entries(DOMAIN):  # !
                    if entry.data.get(CONF_URL) == user_input[CONF_URL]:
                        return self.async_abort(reason="already_configured")
        """,
        file="config_flow.py",
    ),
)
def duplicate_by_hand(integration: Integration) -> Iterator[Finding]:
    """Report loops over the entries that end the flow where data is the same."""
    for flow in config_flows(integration):
        for module, node in flow.nodes:
            match node:
                case ast.For(
                    target=ast.Name(id=entry),
                    iter=ast.Call() as entries,
                    body=[ast.If(test=ast.Compare(ops=[ast.Eq()]) as test, body=[end])],
                ) if last_name(entries) in _ENTRIES:
                    compared = {
                        ast.unparse(each).partition(".")[2][:4]
                        for each in (test.left, *test.comparators)
                        if ast.unparse(each).startswith(f"{entry}.")
                    }
                    if compared == {"data"} and "async_abort" in called(end):
                        yield module.found(
                            node, "The flow compares the entries' data by itself"
                        )


@rule(
    code="review-guide/single-instance-by-hand",
    title="The manifest says that there is one entry only",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="With single_config_entry Home Assistant refuses a second one before the flow begins, with a text of its own.",
    mend="Set single_config_entry to true in the manifest, and remove the check",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_create_entry(title="Example", data={})
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                if any(entry.data["cloud"] for entry in self._async_current_entries()):
                    return self.async_abort(reason="cloud_already_configured")
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                if self._async_current_entries():
                    return self.async_abort(reason="single_instance_allowed")  # !
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                if self.hass.config_entries.async_entries(DOMAIN):
                    return self.async_abort(reason="single_instance_allowed")  # !
        """,
        file="config_flow.py",
    ),
)
def single_instance_by_hand(integration: Integration) -> Iterator[Finding]:
    """Report steps of the user that end where there is any entry."""
    for flow in config_flows(integration):
        step = flow.methods.get("async_step_user")
        for node in inner(step) if step else ():
            if isinstance(node, ast.If) and last_name(node.test) in _ENTRIES:
                for call in (each for part in node.body for each in ast.walk(part)):
                    if (
                        isinstance(call, ast.Call)
                        and last_name(call.func) == "async_abort"
                        and flow.module.value(keyword(call, "reason"))
                        == "single_instance_allowed"
                    ):
                        yield flow.found(
                            call, "The flow looks by itself whether there is an entry"
                        )


@rule(
    code="review-guide/flow-context-by-hand",
    title="A flow asks Home Assistant for its source and its entry",
    severity=Severity.ASKED,
    source=guide("config flow"),
    why="The context is Home Assistant's own, and what reads it has to handle an entry that cannot be missing.",
    mend="Call self._get_reauth_entry() or self._get_reconfigure_entry()",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reauth_confirm(self, user_input=None):
                entry = self._get_reauth_entry()
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_zeroconf(self, discovery_info):
                self.context["title_placeholders"] = {"name": discovery_info.name}
                if self.source == SOURCE_ZEROCONF:
                    return await self.async_step_confirm()
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reauth(self, entry_data):
                self.entry = self.hass.config_entries.async_get_entry(  # !
                    self.context["entry_id"]
                )
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_confirm(self, user_input=None):
                if self.context["source"] == SOURCE_REAUTH:  # !
                    return self.async_update_reload_and_abort(self._get_reauth_entry())
        """,
        file="config_flow.py",
    ),
)
def context_by_hand(integration: Integration) -> Iterator[Finding]:
    """Report what is read from the context although there is a call for it."""
    for flow in config_flows(integration):
        for module, node in flow.nodes:
            match node:
                case ast.Call(args=[key]) if last_name(
                    node.func
                ) in _ENTRY and _is_context(key, "entry_id"):
                    yield module.found(
                        node, "The entry is looked up by an id from the context"
                    )
                case ast.Subscript(ctx=ast.Load()) | ast.Call() if _is_context(
                    node, "source"
                ):
                    yield module.found(
                        node, "The source is read from the context", "Read self.source"
                    )


def _is_context(node: ast.AST, wanted: str) -> bool:
    """Return whether this is what the context of a flow has under a key."""
    match node:
        case (
            ast.Subscript(value=owner, slice=ast.Constant(value=key))
            | ast.Call(
                func=ast.Attribute(value=owner, attr="get"),
                args=[ast.Constant(value=key)],
            )
        ):
            return key == wanted and is_self(owner, "context")
    return False
