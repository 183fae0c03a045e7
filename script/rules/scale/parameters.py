"""Rules for what the documentation page explains of forms and entities."""

from collections.abc import Iterator
import re
from typing import Final

from script.integration.fact import Fact, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, mapping_at
from script.rules.entities.kinds import entities
from script.rules.examples import Example
from script.rules.flow.entering import fields, forms_of, steps_to_add

from .flow import options
from .page import found_section, lines, section
from .tier_rule import Tier, TierRule

_EXPLAINED: Final = "{% configuration_basic %}\nHost:\n  description: Where the device is.\n{% endconfiguration_basic %}\n"
_OTHER: Final = _EXPLAINED.replace("Host:", "Place:")
_FLOW: Final = """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_show_form(step_id="user", data_schema=SCHEMA)
"""
_MENU: Final = """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_show_menu(step_id="user", menu_options=["manual"])

    async def async_step_manual(self, user_input=None): ...
"""
_OPTIONS: Final = "class ExampleOptionsFlow(OptionsFlow): ...\n"


def _form(kind: str, step: str, page: str, flow: str) -> Example:
    """Return an example of one form with one field."""
    return Example(
        {
            "strings.json": {kind: {"step": {step: {"data": {"host": "Host"}}}}},
            "config_flow.py": flow,
            "page.markdown": page,
        }
    )


def _installation(integration: Integration) -> Iterator[Fact]:
    """Yield where the page explains what the user enters."""
    # The helper for OAuth2 has a step in which the user chooses among credentials.
    steps = steps_to_add(integration) | {"pick_implementation"}
    yield from _explained(integration, "config", steps)


def _configuration(integration: Integration) -> Iterator[Fact]:
    """Yield where the page explains the options."""
    steps = {name for name, _ in forms_of(integration, "options")}
    yield from _explained(integration, "options", steps)


def _explained(integration: Integration, kind: str, steps: set[str]) -> Iterator[Fact]:
    explained = {name.lower(): name for name in integration.page.parameters}
    for step, form in forms_of(integration, kind):
        for text in mapping_at(form, "data").values() if step in steps else ():
            label = explained.get(integration.english(str(text)).lower())
            if label:
                yield from lines(integration, f"{label}:", f"the page explains {label}")


@TierRule(
    tier=Tier.SILVER,
    code="docs-installation-parameters",
    title="the page explains every field",
    why="Users look for the address, the token or the code that the form asks for.",
    mend="Add it between {% configuration_basic %} and {% endconfiguration_basic %}",
    evidence=_installation,
    against=fields,
    is_reasoned=True,
    good=(
        _form("config", "user", _EXPLAINED, _FLOW),
        # Behind a menu
        _form("config", "manual", _EXPLAINED, _MENU),
    ),
    bad=(
        _form("config", "user", _OTHER, _FLOW),
        _form("config", "manual", _OTHER, _MENU),
        _form("config", "reconfigure", _EXPLAINED, _FLOW),
    ),
)
def installation_parameters(integration: Integration) -> Iterator[Finding]:
    """Report what the user enters and the page does not explain."""
    yield from _unexplained(integration, "config", *steps_to_add(integration))


@TierRule(
    tier=Tier.SILVER,
    code="docs-configuration-parameters",
    title="the page explains every option",
    why="A label says too little of what changes with an option.",
    mend="Add it between {% configuration_basic %} and {% endconfiguration_basic %}",
    evidence=_configuration,
    against=options,
    exempt="The integration has no options.",
    good=(
        _form("options", "init", _EXPLAINED, _OPTIONS),
        _form("options", "init", f"## Options\n\n{_EXPLAINED}", _OPTIONS),
    ),
    bad=(
        _form("options", "init", _OTHER, _OPTIONS),
        # They are the fields of another form.
        _form("config", "user", _EXPLAINED, _OPTIONS),
    ),
)
def configuration_parameters(integration: Integration) -> Iterator[Finding]:
    """Report options that the page does not explain."""
    names = dict.fromkeys(name for name, _ in forms_of(integration, "options"))
    yield from _unexplained(integration, "options", *names)


def _unexplained(integration: Integration, kind: str, *steps: str) -> Iterator[Finding]:
    explained = {name.lower() for name in integration.page.parameters}
    for name, form in forms_of(integration, kind):
        for key, text in mapping_at(form, "data").items() if name in steps else ():
            label = integration.english(str(text))
            if label.lower() not in explained:
                yield gap(
                    integration.page.path,
                    f'does not explain the field "{label}" ({kind}.step.{name}.data.{key})',
                    "Add it between {% configuration_basic %} and {% endconfiguration_basic %}",
                )


def _title(integration: Integration) -> str:
    """Return the pattern for titles of sections about what the integration does."""
    platforms = "|".join(
        re.escape(module.part.replace("_", " ")) for module in integration.platforms()
    )
    return rf"\bfunction|\bfeature|\bentities\b|\bcapabilit|^({platforms or 'x^'})s?$"


def _functions(integration: Integration) -> Iterator[Fact]:
    """Yield the section about what the integration does."""
    yield from section(_title(integration))(integration)


def _named(page: str) -> Example:
    """Return an example of one entity with a name."""
    return Example(
        {
            "sensor.py": "PARALLEL_UPDATES = 0\n",
            "strings.json": {"entity": {"sensor": {"level": {"name": "Water level"}}}},
            "page.markdown": page,
        }
    )


@TierRule(
    tier=Tier.GOLD,
    code="docs-supported-functions",
    title="the page names every entity",
    why="Readers learn what they get before they have it.",
    mend="Name each entity in a section about what the integration does, and say what it is",
    evidence=_functions,
    against=entities,
    is_reasoned=True,
    good=(
        _named(
            "## Supported functionality\n\n- **Water level**: how full the tank is."
        ),
        _named("## Sensors\n\nThe water level is how full the tank is."),
    ),
    bad=(
        _named("## Supported functionality\n\n- **Tank**: how full the tank is."),
        _named("## Examples\n\nThe water level is how full the tank is."),
    ),
)
def supported_functions(integration: Integration) -> Iterator[Finding]:
    """Report entities that the page does not name."""
    page = integration.page
    title = _title(integration)
    found = found_section(integration, title, "Supported functionality")
    if isinstance(found, Finding):
        yield found
        return
    text = "\n".join(
        each.text
        for each in page.sections
        if re.search(title, each.title, re.IGNORECASE)
    ).lower()
    for platform, keys in mapping_at(integration.strings, "entity").items():
        for key, strings in mapping_at(keys).items():
            name = integration.english(str(at(strings, "name") or ""))
            if name and "{" not in name and name.lower() not in text:
                yield gap(
                    page.path,
                    f'"{found.title}" does not name "{name}" (entity.{platform}.{key})',
                    "Say what it is",
                )
