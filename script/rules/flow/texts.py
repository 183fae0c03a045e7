"""Rules for the texts of flows."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from script.integration.core import core
from script.integration.fact import gap
from script.integration.files import read_json, read_python
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, mapping_at
from script.integration.nodes import walk
from script.integration.syntax import last_name
from script.integration.texts import flattened
from script.rules.examples import Example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import documentation, guide, installed

from .flows import CONFIG, OAUTH_FLOW, OPTIONS, Flow, config_flows, flows, strings_of
from .forms import schema_steps
from .outcomes import oauth_reasons, outcomes

_BASES: Final = (
    "config_entries.py",
    "data_entry_flow.py",
    "helpers/config_entry_flow.py",
    "helpers/config_entry_oauth2_flow.py",
    "helpers/schema_config_entry_flow.py",
)
_TOKEN_STEP: Final = """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_show_form(step_id="user", errors={"base": "invalid_auth"})
"""


@rule(
    code="review-guide/flow-string-missing",
    title="Errors and reasons of a flow have texts",
    severity=Severity.ASKED,
    source=documentation("config flow handler: translations"),
    why="Without a text the user sees the key.",
    mend="Add it to strings.json",
    good=(
        Example(
            {
                "strings.json": '{"config": {"error": {"invalid_auth": "[%key:common::config_flow::error::invalid_auth%]"}}}\n',
                "config_flow.py": _TOKEN_STEP,
            }
        ),
        *examples(
            """
            from homeassistant.helpers.config_entry_oauth2_flow import AbstractOAuth2FlowHandler


            class ExampleConfigFlow(AbstractOAuth2FlowHandler, domain=DOMAIN):
                async def async_oauth_create_entry(self, data):
                    return self.async_abort(reason="oauth_unauthorized")
            """,
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_zeroconf(self, discovery_info):
                    return self.async_abort(reason="not_ours")
            """,
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    errors = {"base": "two_factor"}
                    if errors.get("base") == "two_factor":
                        return await self.async_step_code()
                    return self.async_show_form(step_id="user", errors=errors)
            """,
            file="config_flow.py",
        ),
    ),
    bad=(
        *examples(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    errors = {"base": "too_old"}  # !
                    return self.async_show_form(step_id="user", errors=errors)
            """,
            """
            async def validate(data):
                try:
                    await ExampleClient(data[CONF_HOST]).info()
                except ExampleError:
                    return {"base": "no_answer"}  # !
                return {}


            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    return self.async_show_form(step_id="user", errors=await validate(user_input))
            """,
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_reauth_confirm(self, user_input=None):
                    self._abort_if_unique_id_mismatch(reason="wrong_account")  # !
            """,
            file="config_flow.py",
        ),
    ),
)
def missing_string(integration: Integration) -> Iterator[Finding]:
    """Report errors and reasons that a flow gives and strings.json does not have."""
    for flow in flows(integration):
        places = list(strings_of(integration, flow))
        compared = set(_compared(flow))
        for outcome in outcomes(flow):
            if outcome.part == "error" and outcome.key in compared:
                continue
            # Subentries of several types may share a flow in which each has errors of its own.
            if outcome.key and not any(
                outcome.key in mapping_at(strings, outcome.part)
                for _, strings in places
            ):
                for place, _ in places:
                    yield outcome.module.found(
                        outcome.node,
                        f"{outcome.key} has no text, so the user sees the key",
                        f"Add {place}.{outcome.part}.{outcome.key} to strings.json",
                    )


def _compared(flow: Flow) -> Iterator[str | None]:
    """Yield the values that a flow compares an error with, to do something else than to show it."""
    for module, part in flow.parts:
        for node in ast.walk(part):
            match node:
                case ast.Compare(
                    left=ast.Subscript(value=errors)
                    | ast.Call(func=ast.Attribute(value=errors, attr="get")),
                    ops=[ast.Eq()],
                    comparators=[value],
                ) if last_name(errors) == "errors":
                    yield module.value(value)


@rule(
    code="review-guide/flow-string-unused",
    title="Texts of a flow are shown by it",
    severity=Severity.ADVICE,
    source=guide("translations"),
    why="Each is translated into some sixty languages for nobody to read.",
    mend="Remove it",
    good=(
        Example(
            {
                "strings.json": '{"config": {"error": {"invalid_auth": "Refused"}, "step": {"user": {"title": "Sign in"}}}}\n',
                "config_flow.py": _TOKEN_STEP,
            }
        ),
        Example(
            {
                "strings.json": '{"config": {"error": {"locked_out": "The account is locked"}}}\n',
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        errors = {}
        try:
            await client.sign_in()
        except ExampleError as err:
            errors["base"] = err.translation_key
        return self.async_show_form(step_id="user", errors=errors)
""",
            }
        ),
    ),
    bad=(
        Example(
            {
                "strings.json": '{"config": {"error": {"invalid_auth": "Refused", "too_old": "Too old"}}}\n',
                "config_flow.py": _TOKEN_STEP,
            }
        ),
        Example(
            {
                "strings.json": '{"config": {"step": {"user": {}, "second_factor": {"title": "Code"}}}}\n',
                "config_flow.py": _TOKEN_STEP,
            }
        ),
    ),
)
def unused_string(integration: Integration) -> Iterator[Finding]:
    """Report errors, reasons and steps in strings.json that no flow has."""
    found = [flow for flow in flows(integration) if flow.kind in (CONFIG, OPTIONS)]
    if any(flow.is_open or flow.is_shared for flow in found):
        return
    mentioned = _words(module.tree for module in integration.modules) | _base_words()
    mentioned |= {name for flow in found for _, name, _ in schema_steps(flow)}
    path = integration.path / "strings.json"
    for kind in sorted({flow.kind for flow in found}):
        # The library may say these.
        said = {
            outcome.part
            for flow in found
            if flow.kind == kind
            for outcome in outcomes(flow)
            if outcome.key is None
        }
        for part in sorted({"abort", "error", "step"} - said):
            for key in mapping_at(integration.strings, kind, part):
                if key not in mentioned and f"async_step_{key}" not in mentioned:
                    yield gap(
                        path,
                        f"Nothing shows {kind}.{part}.{key}",
                        line=line_of(path, kind, part, key),
                    )


def _words(trees: Iterable[ast.Module]) -> set[str]:
    """Return the texts and the names of functions in modules."""
    words: set[str] = set()
    for tree in trees:
        for node in walk(tree):
            match node:
                case ast.Constant(value=str() as word):
                    words.add(word)
                case ast.FunctionDef(name=word) | ast.AsyncFunctionDef(name=word):
                    words.add(word)
                case ast.Name(id=word) if word.startswith("async_step_"):
                    words.add(word)
    return words


@cache
def _base_words() -> set[str]:
    """Return the texts and the names of functions in what flows derive from."""
    return _words(read_python(core().package / name) for name in _BASES)


@rule(
    code="review-guide/redundant-abort-string",
    title="Reasons that Home Assistant gives have no text of the integration's",
    severity=Severity.ASKED,
    source=installed("components.homeassistant: config.abort in strings.json"),
    why="Home Assistant shows its own, which has its translations already.",
    mend="Remove it",
    good=(
        Example(
            {
                "strings.json": '{"config": {"abort": {"already_configured": "Known"}}}\n',
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_reauth_confirm(self, user_input=None):
        return self.async_update_reload_and_abort(self._get_reauth_entry())
""",
            }
        ),
        Example(
            {
                "strings.json": '{"config": {"abort": {"no_devices_found": "[%key:common::config_flow::abort::no_devices_found%]"}}}\n',
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_abort(reason="no_devices_found")
""",
            }
        ),
    ),
    bad=(
        Example(
            {
                "strings.json": '{"config": {"abort": {"reauth_successful": "Done"}}}\n',
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_reauth_confirm(self, user_input=None):
        return self.async_update_reload_and_abort(self._get_reauth_entry())
""",
            }
        ),
        Example(
            {
                "strings.json": '{"config": {"abort": {"oauth_error": "[%key:common::config_flow::abort::oauth2_error%]"}}}\n',
                "config_flow.py": """\
from homeassistant.helpers.config_entry_oauth2_flow import AbstractOAuth2FlowHandler


class ExampleConfigFlow(AbstractOAuth2FlowHandler, domain=DOMAIN):
    async def async_oauth_create_entry(self, data):
        return self.async_abort(reason="oauth_error")
""",
            }
        ),
    ),
)
def redundant_abort_string(integration: Integration) -> Iterator[Finding]:
    """Report reasons that are told by Home Assistant's own text."""
    path = integration.path / "strings.json"
    for reason in needless_reasons(integration):
        yield gap(
            path,
            f"{reason} is translated by Home Assistant itself",
            f"Remove config.abort.{reason}",
            line=line_of(path, "config", "abort", reason),
        )


def needless_reasons(integration: Integration) -> Iterator[str]:
    """Yield the reasons that have a text, and are told by Home Assistant's own."""
    found = [*config_flows(integration)]
    if not found or any(flow.is_open for flow in found):
        return
    own = _words(module.tree for module in integration.modules)
    if any(flow.module.derives(flow.class_, OAUTH_FLOW) for flow in found):
        own -= oauth_reasons() - {
            str(outcome.key) for flow in found for outcome in outcomes(flow)
        }
    for reason in mapping_at(integration.strings, "config", "abort"):
        if reason in shared_reasons() - own:
            yield reason


@cache
def shared_reasons() -> frozenset[str]:
    """Return the reasons that Home Assistant has texts for."""
    strings = read_json(core().components / "homeassistant" / "strings.json")
    return frozenset(mapping_at(strings, "config", "abort"))


@rule(
    code="review-guide/common-string",
    title="A text that core has is referred to",
    severity=Severity.ASKED,
    source=documentation("internationalization: common strings"),
    why="What is referred to is translated once, and reads alike in all integrations.",
    mend="Refer to core's",
    good=(
        Example(
            {
                "strings.json": '{"config": {"error": {"cannot_connect": "[%key:common::config_flow::error::cannot_connect%]"}}}\n'
            }
        ),
        Example(
            {
                "strings.json": '{"config": {"step": {"user": {"data": {"host": "Address of the bridge"}}}}}\n'
            }
        ),
    ),
    bad=(
        Example(
            {
                "strings.json": '{"config": {"error": {"cannot_connect": "Failed to connect"}}}\n'
            }
        ),
        Example(
            {
                "strings.json": '{"config": {"step": {"user": {"data": {"password": "Password"}}}}}\n'
            }
        ),
    ),
)
def common_string(integration: Integration) -> Iterator[Finding]:
    """Report texts of a flow that are word by word those of core."""
    path = integration.path / "strings.json"
    for kind in ("config", "options", "config_subentries"):
        for keys, words in flattened(mapping_at(integration.strings, kind)):
            common = common_flow_texts().get((keys[-2] if len(keys) > 1 else "", words))
            if common:
                yield gap(
                    path,
                    f"{'.'.join((kind, *keys))} is a text that core has",
                    f"Write [%key:common::config_flow::{common}%]",
                    line=line_of(path, kind, *keys),
                )


@cache
def common_flow_texts() -> dict[tuple[str, str], str]:
    """Return the references of core's texts for flows, by their section and words."""
    strings = read_json(core().package / "strings.json")
    return {
        (section, words): f"{section}::{key}"
        for (section, key), words in flattened(
            mapping_at(strings, "common", "config_flow")
        )
    }
