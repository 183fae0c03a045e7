"""Rules for the flow that adds an entry."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.fact import Fact, fact, fact_in, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.integration.syntax import Function, called, last_name, methods
from script.rules.examples import Example, examples
from script.rules.flow import errors, fields
from script.rules.flow.entering import (
    ADDRESSES,
    config_flow_of,
    followed,
    forms_of,
    step_methods,
)
from script.rules.flow.flows import OAUTH_FLOW, flows
from script.rules.flow.unique_ids import REFUSING
from script.rules.vocabulary import SECRETS

from .tier_rule import Tier, TierRule, found_by, never

_FLOW: Final = """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):{}
    async def async_step_user(self, user_input=None):
        return self.async_show_form(step_id="user", data_schema=SCHEMA)
"""


def at_place(
    integration: Integration, function: Function, what: str, node: ast.AST
) -> Iterator[Fact]:
    """Yield what is in a method of the flow, at its class where the method is of core's."""
    for module, each in integration.functions.get(function.name, ()):
        if each is function:
            yield fact(module, what, node)
            return
    if flow := config_flow_of(integration):
        yield fact(flow.module, what, flow.class_)


def flow_classes(integration: Integration) -> Iterator[Fact]:
    """Yield the class of the config flow."""
    if flow := config_flow_of(integration):
        yield fact(flow.module, f"{flow.class_.name} is the config flow", flow.class_)


def in_manifest(integration: Integration) -> Iterator[Fact]:
    """Yield that the manifest has a config flow."""
    if integration.manifest.get("config_flow"):
        yield fact_in(
            integration.path / "manifest.json", "there is a config flow", "config_flow"
        )


def options(integration: Integration) -> Iterator[Fact]:
    """Yield the options flows."""
    for flow in flows(integration):
        if flow.kind == "options":
            yield fact(flow.module, f"{flow.class_.name} has options", flow.class_)


@TierRule(
    tier=Tier.BRONZE,
    code="config-flow",
    title="a config flow explains every field",
    why="Users set up all in the interface, and have only the form to learn what to enter.",
    mend="Write config_flow.py, with a label and a description of each field in strings.json",
    evidence=flow_classes,
    against=in_manifest,
    good=(
        Example(
            {
                "config_flow.py": _FLOW.format("  # ✔"),
                "strings.json": {
                    "config": {
                        "step": {
                            "user": {
                                "data": {"host": "Host"},
                                "data_description": {"host": "The address of it."},
                            }
                        }
                    }
                },
            }
        ),
        # There is nothing to enter.
        *examples(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):  # ✔
                async def async_step_user(self, user_input=None):
                    return self.async_create_entry(title="Example", data={})
            """,
            file="config_flow.py",
        ),
    ),
    bad=(
        Example(
            {
                "config_flow.py": _FLOW.format(""),
                "strings.json": {
                    "config": {"step": {"user": {"data": {"host": "Host"}}}}
                },
            }
        ),
        Example({"manifest.json": {"config_flow": None}}),
        Example(
            {
                "config_flow.py": _FLOW.format(""),
                "strings.json": {
                    "options": {
                        "step": {
                            "init": {
                                "data": {"host": "Host"},
                                "data_description": {"host": "The address of it."},
                            }
                        }
                    }
                },
            }
        ),
    ),
)
def config_flow(integration: Integration) -> Iterator[Finding]:
    """Report what keeps a user from setting up all in the user interface."""
    for rule in (
        fields.config_field_not_translated,
        fields.options_field_not_translated,
        fields.subentry_field_not_translated,
    ):
        yield from rule.findings(integration)
    strings = integration.path / "strings.json"
    for kind in ("config", "options"):
        for name, form in forms_of(integration, kind):
            for key in mapping_at(form, "data").keys() - mapping_at(
                form, "data_description"
            ):
                yield gap(
                    strings,
                    f"{kind}.step.{name}: nothing explains the field {key}",
                    f"Add data_description.{key}",
                )
    for name, form in forms_of(integration, "options"):
        for key in mapping_at(form, "data").keys() & (
            ADDRESSES | SECRETS | {"username"}
        ):
            yield gap(
                strings,
                f"options.step.{name}: {key} is needed for the connection",
                "Keep it in entry.data, and let reconfiguration change it",
                # Of something else that the integration may connect to as well.
                advice=True,
            )


def tried(integration: Integration) -> Iterator[Fact]:
    """Yield where the flow tries the connection."""
    if (flow := config_flow_of(integration)) is None:
        return
    if flow.module.derives(flow.class_, OAUTH_FLOW):
        yield fact(flow.module, "a login comes before the entry", flow.class_)
        return
    for method in flow.reached(*step_methods(flow)).values():
        for function, module in integration.reach(flow.module, method).items():
            for statement in ast.walk(function):
                if isinstance(statement, ast.Try) and any(
                    isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith)
                    for each in statement.body
                    for node in ast.walk(each)
                ):
                    yield fact(module, "the connection is tried here", statement)


def connects(integration: Integration) -> Iterator[Fact]:
    """Yield that there is something to connect to."""
    iot_class = str(integration.manifest.get("iot_class"))
    if iot_class.startswith("cloud") or iot_class.endswith("polling"):
        yield fact_in(
            integration.path / "manifest.json",
            f"iot_class {iot_class} means that it connects to something",
            "iot_class",
        )


test_before_configure = TierRule(
    tier=Tier.BRONZE,
    code="test-before-configure",
    title="the user step tries the connection and shows what failed",
    why="A wrong address or password shows while the user can still correct it.",
    mend="Call the client in the flow, and show what failed as an error of the form",
    check=found_by(errors.missing_test_before_configure),
    evidence=tried,
    against=connects,
    is_reasoned=True,
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                errors = {}
                try:  # ✔
                    await ExampleClient(user_input[CONF_HOST]).connect()
                except ExampleError:
                    errors["base"] = "cannot_connect"
                return self.async_show_form(step_id="user", errors=errors)
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_show_form(step_id="user", errors=await _tried(user_input))


        async def _tried(user_input) -> dict[str, str]:
            try:  # ✔
                await ExampleClient(user_input[CONF_HOST]).connect()
            except ExampleError:
                return {"base": "cannot_connect"}
            return {}
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_create_entry(title="Example", data=user_input)
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                try:
                    ExampleClient(user_input[CONF_HOST])
                except ExampleError:
                    return self.async_abort(reason="cannot_connect")
                return self.async_create_entry(title="Example", data=user_input)
        """,
        file="config_flow.py",
    ),
)


def _refusals(integration: Integration) -> Iterator[Fact]:
    """Yield where the same thing is kept from being added twice."""
    if integration.manifest.get("single_config_entry"):
        yield fact_in(
            integration.path / "manifest.json",
            "there is one entry only",
            "single_config_entry",
        )
    if flow := config_flow_of(integration):
        # Home Assistant's own steps end in methods of other names.
        for function in flow.reached(
            *step_methods(flow), *methods(flow.class_)
        ).values():
            for node in ast.walk(function):
                match node:
                    case ast.Call() if (name := last_name(node.func)) in REFUSING:
                        yield from at_place(
                            integration, function, f"{function.name} calls {name}", node
                        )
                    case ast.Constant(value="already_configured"):
                        yield from at_place(
                            integration, function, "it is told apart here", node
                        )


@TierRule(
    tier=Tier.BRONZE,
    code="unique-config-entry",
    title="every step that adds an entry refuses a second one",
    why="Two entries for one device ask it twice as often, and their entities have the same unique ids.",
    mend="Call async_set_unique_id and _abort_if_unique_id_configured before",
    evidence=_refusals,
    against=never,
    is_reasoned=True,
    good=(
        *examples(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    await self.async_set_unique_id(await serial(user_input))
                    self._abort_if_unique_id_configured()  # ✔
                    return self.async_create_entry(title="Example", data=user_input)
            """,
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    self._async_abort_entries_match(user_input)  # ✔
                    return self._add(user_input)

                def _add(self, user_input):
                    return self.async_create_entry(title="Example", data=user_input)
            """,
            file="config_flow.py",
        ),
        Example({"manifest.json": {"single_config_entry": True}}),
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):  # !
                return self.async_create_entry(title="Example", data=user_input)
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):  # !
                return self.async_create_entry(title="Example", data=user_input)

            async def async_step_zeroconf(self, discovery_info):
                self._abort_if_unique_id_configured()
                return self.async_abort(reason="later")
        """,
        file="config_flow.py",
    ),
)
def unique_config_entry(integration: Integration) -> Iterator[Finding]:
    """Report steps that add the same thing twice."""
    flow = config_flow_of(integration)
    if flow is None or integration.manifest.get("single_config_entry"):
        return
    known = flow.reached(*step_methods(flow), *methods(flow.class_))
    leads_to = [followed(flow, name) for name in known]
    for name, function in known.items():
        if "async_create_entry" in called(function) and not any(
            _refuses(each)
            for reached in leads_to
            if name in reached
            for each in reached.values()
        ):
            yield gap(
                flow.module,
                f"{name} adds an entry, and nothing keeps the same thing from being added twice",
                "Call async_set_unique_id and _abort_if_unique_id_configured before",
                function,
            )


def _refuses(function: Function) -> bool:
    """Return whether a flow ends here for what has an entry already."""
    return bool(REFUSING & called(function)) or any(
        isinstance(node, ast.Constant)
        and node.value in ("already_configured", "single_instance_allowed")
        for node in ast.walk(function)
    )
