"""Rules for the steps of flows, and how each names itself."""

from collections.abc import Iterator

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import dotted, keyword, last_name
from script.rules.examples import examples
from script.rules.rule import Severity, rule
from script.rules.sources import installed, plugin

from .flows import SHOWN, flow_modules, step_around
from .forms import steps_of


@rule(
    code="home-assistant-step_id-match-method",
    title="A step shows itself, and no other step",
    severity=Severity.REFUSED,
    source=plugin("config_flow/step_id_match_method"),
    why="What the user submits goes to the step that the form names, so that the rest of the step that shows it never runs.",
    mend="Write the name of the step that the method is",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_show_form(step_id="user")
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            def _show(self, step):
                return self.async_show_form(step_id=step)
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_reauth_confirm(self, user_input=None):
                return self.async_show_form(step_id="user")  # !
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_discovery_confirm(self, user_input=None):
                step = "confirm"
                return self.async_show_form(step_id=step)  # !
        """,
        file="config_flow.py",
    ),
)
def step_id(integration: Integration) -> Iterator[Finding]:
    """Report steps that say they are another, which gets what the user submits."""
    for module in flow_modules(integration):
        for call in module.calls:
            if last_name(call.func) not in SHOWN:
                continue
            method = step_around(module, call)
            shown = steps_of(module, keyword(call, "step_id"))
            step = next((each for each in shown if each != method), None)
            if step and method:
                yield module.found(
                    call,
                    f"async_step_{method} shows the step {step}",
                    f'Write step_id="{method}", or leave what it shows to async_step_{step}',
                )


@rule(
    code="review-guide/missing-step-id",
    title="A step says which it is",
    severity=Severity.REFUSED,
    source=installed("data_entry_flow.FlowHandler"),
    why="Home Assistant does not guess the step from the method any more.",
    mend="Pass step_id",
    good=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_show_form(step_id="user")
        """,
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            def _show(self, **arguments):
                return self.async_show_form(**arguments)
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input=None):
                return self.async_show_form(data_schema=SCHEMA)  # !
        """,
        """
        class ExampleOptionsFlow(OptionsFlow):
            async def async_step_init(self, user_input=None):
                return self.async_show_menu(menu_options=["add", "remove"])  # !
        """,
        file="config_flow.py",
    ),
)
def missing_step_id(integration: Integration) -> Iterator[Finding]:
    """Report steps that do not say which they are."""
    for module in flow_modules(integration):
        for call in module.calls:
            shown = dotted(call.func).removeprefix("self.")
            given = {each.arg for each in call.keywords}
            if shown in SHOWN and not call.args and not {"step_id", None} & given:
                yield module.found(
                    call,
                    f"{shown} does not say of which step, which is an error since 2026.11",
                )
