"""Rule for the placeholders in the texts of flows."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.integration.syntax import keyword, last_name, text
from script.rules.examples import Example
from script.rules.rule import Severity, rule
from script.rules.sources import documentation

from .flows import flows, strings_of
from .forms import bound, forms

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
# What Home Assistant's own flows fill in
_FILLED: Final = {"name", "entry_title", "title"}


@rule(
    code="review-guide/flow-placeholder-missing",
    title="A form fills the placeholders of its texts",
    severity=Severity.ASKED,
    source=documentation("config flow handler: translations"),
    why="Otherwise the user reads the placeholder in braces, or no text at all.",
    mend="Pass it in description_placeholders",
    good=(
        Example(
            {
                "strings.json": '{"config": {"step": {"user": {"description": "Connect to {host}"}}}}\n',
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_show_form(
            step_id="user", description_placeholders={"host": self.host}
        )
""",
            }
        ),
        Example(
            {
                "strings.json": '{"config": {"step": {"user": {"description": "Connect to {host}"}}}}\n',
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_show_form(
            step_id="user", description_placeholders=placeholders()
        )
""",
            }
        ),
    ),
    bad=(
        Example(
            {
                "strings.json": '{"config": {"step": {"user": {"description": "Connect to {host}"}}}}\n',
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_show_form(step_id="user")  # !
""",
            }
        ),
        Example(
            {
                "strings.json": '{"config": {"step": {"user": {"data_description": {"token": "See {url}"}}}}}\n',
                "config_flow.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_show_form(  # !
            step_id="user", description_placeholders={"link": URL}
        )
""",
            }
        ),
    ),
)
def missing_placeholder(integration: Integration) -> Iterator[Finding]:
    """Report texts of a form with a placeholder that the form does not fill."""
    for flow in flows(integration):
        for module, call, step, _ in forms(flow):
            given = _given(module, keyword(call, "description_placeholders"))
            if (
                step is None
                or given is None
                or any(each.arg is None for each in call.keywords)
            ):
                continue
            for place, strings in strings_of(integration, flow):
                wanted = set(_placeholders(mapping_at(strings, "step", step)))
                for name in sorted(wanted - given - _FILLED):
                    yield module.found(
                        call, f"{{{name}}} in {place}.step.{step} stays as it is"
                    )


def _given(module: Module, value: ast.expr | None) -> set[str] | None:
    """Return the placeholders that are filled, or None where they are not written down."""
    match value:
        case None:
            return set()
        case ast.Dict(keys=keys) if all(text(key) is not None for key in keys):
            return {str(text(key)) for key in keys}
        case ast.Name() if not _is_filled_later(module, value):
            found = [_given(module, each) for each in bound(module, value)]
            known = [each for each in found if each is not None]
            return set().union(*known) if found and known == found else None
    return None


def _is_filled_later(module: Module, name: ast.Name) -> bool:
    """Return whether the function that uses a mapping adds to it."""
    function = module.function_around(name)
    return function is not None and any(
        isinstance(node, ast.Subscript | ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == name.id
        and (isinstance(node.ctx, ast.Store) or last_name(node) == "update")
        for node in ast.walk(function)
    )


def _placeholders(content: object) -> Iterator[str]:
    match content:
        case dict():
            for below in content.values():
                yield from _placeholders(below)
        case str():
            yield from _PLACEHOLDER.findall(content)
