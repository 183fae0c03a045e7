"""Rules for the fields of forms."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at
from script.integration.modules import Module
from script.integration.syntax import argument, dotted, last_name, text
from script.rules.examples import Example, example, examples
from script.rules.rule import Severity, rule
from script.rules.sources import plugin

from .flows import CONFIG, OPTIONS, SUBENTRIES, flow_modules, flows, strings_of
from .forms import Field, all_fields, fields, forms

_POLLING: Final = {
    "polling_interval",
    "refresh_interval",
    "scan_interval",
    "update_frequency",
    "update_interval",
}
_NAMES: Final = {"device_name", "name"}


@rule(
    code="home-assistant-config-flow-polling-field",
    title="A form does not ask how often to poll",
    severity=Severity.REFUSED,
    source=plugin("config_flow/no_polling"),
    why="How often to poll is the integration's to choose: users cannot know what the device or service bears.",
    mend="Choose an interval that suits most, and fix it in the coordinator",
    good=examples(
        "SCHEMA = probatio.Schema({probatio.Required(CONF_HOST): str})",
        'SCHEMA = probatio.Schema({probatio.Required("forecast_interval"): int})',
        file="config_flow.py",
    ),
    bad=(
        *examples(
            "SCHEMA = probatio.Schema({probatio.Required(CONF_SCAN_INTERVAL): int})  # !",
            file="config_flow.py",
        ),
        Example(
            {
                "config_flow.py": "from .options import ExampleOptionsFlow\n",
                "options.py": """\
SCHEMA = probatio.Schema({probatio.Optional("update_interval"): int})  # !


class ExampleOptionsFlow(OptionsFlow):
    async def async_step_init(self, user_input=None):
        return self.async_show_form(step_id="init", data_schema=SCHEMA)
""",
            }
        ),
    ),
)
def polling_field(integration: Integration) -> Iterator[Finding]:
    """Report fields for how often to poll."""
    for module in flow_modules(integration):
        for each in all_fields(module):
            if _called(each, _POLLING):
                yield module.found(
                    each.marker,
                    f"A form asks for {ast.unparse(each.key)}, but how often to poll is not the user's to choose",
                )


@rule(
    code="home-assistant-config-flow-name-field",
    title="A form does not ask for a name",
    severity=Severity.REFUSED,
    source=plugin("config_flow/no_name"),
    why="The name comes from the device or service, and is changed in the frontend.",
    mend="Take the title from what the device or service says",
    good=(
        example(
            "SCHEMA = probatio.Schema({probatio.Required(CONF_USERNAME): str})",
            "config_flow.py",
        ),
        example(
            """
            class ExampleSubentryFlow(ConfigSubentryFlow):
                async def async_step_user(self, user_input=None):
                    schema = probatio.Schema({probatio.Required(CONF_NAME): str})
                    return self.async_show_form(step_id="user", data_schema=schema)
            """,
            "config_flow.py",
        ),
    ),
    bad=examples(
        "SCHEMA = probatio.Schema({probatio.Required(CONF_NAME): str})  # !",
        'SCHEMA = probatio.Schema({probatio.Optional("device_name"): str})  # !',
        file="config_flow.py",
    ),
)
def name_field(integration: Integration) -> Iterator[Finding]:
    """Report fields for a name."""
    if integration.manifest.get("integration_type") == "helper":
        return
    for module in flow_modules(integration):
        for each in all_fields(module):
            class_ = module.class_around(each.key)
            subentry = class_ is not None and any(
                "SubentryFlow" in last_name(base) for base in class_.bases
            )
            if _called(each, _NAMES) and not subentry:
                yield module.found(
                    each.marker,
                    "A form asks for a name, which comes from the device and is changed in the frontend",
                )


def _called(field: Field, names: set[str]) -> bool:
    """Return whether a field has such a key, by its constant or its value."""
    if field.marker is None or last_name(field.marker) not in ("Required", "Optional"):
        return False
    return (text(field.key) or dotted(field.key).removeprefix("CONF_").lower()) in names


@rule(
    code="home-assistant-serial-port-selector-usb-dependency",
    title="Whoever lets the user select a serial port depends on usb",
    severity=Severity.REFUSED,
    source=plugin("config_flow/serial_port_usb_dependency"),
    why="The serial ports are listed by the integration usb, which may not be set up.",
    mend="Add usb to dependencies in the manifest",
    good=(
        Example(
            {
                "manifest.json": '{"domain": "example", "dependencies": ["usb"]}\n',
                "config_flow.py": 'SCHEMA = probatio.Schema({probatio.Required("port"): SerialPortSelector()})\n',
            }
        ),
        example(
            'SCHEMA = probatio.Schema({probatio.Required("port"): TextSelector()})',
            "config_flow.py",
        ),
    ),
    bad=(
        example("PORT = SerialPortSelector()  # !", "config_flow.py"),
        Example(
            {
                "manifest.json": '{"domain": "example", "dependencies": ["http"]}\n',
                "config_flow.py": "PORT = SerialPortSelector()  # !\n",
            }
        ),
    ),
)
def serial_port_dependency(integration: Integration) -> Iterator[Finding]:
    """Report a selector whose list stays empty without the integration usb."""
    if "usb" in integration.manifest.get("dependencies", ()):
        return
    for module in flow_modules(integration):
        call = next(
            (
                each
                for each in module.calls
                if last_name(each.func) == "SerialPortSelector"
            ),
            None,
        )
        if call is not None:
            yield module.found(
                call,
                "The serial ports are listed by the integration usb, which may not be set up",
            )


_LABELLED: Final = Example(
    {
        "strings.json": '{"config": {"step": {"user": {"data": {"host": "Host"}}}}}\n',
        "config_flow.py": """\
SCHEMA = probatio.Schema({probatio.Required(CONF_HOST): str})


class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_user(self, user_input=None):
        return self.async_show_form(step_id="user", data_schema=SCHEMA)
""",
    }
)


@rule(
    code="home-assistant-config-flow-field-not-translated",
    title="Each field of a config flow has a label",
    severity=Severity.REFUSED,
    source=plugin("flow_translations"),
    why="Without a label the form shows the key.",
    mend="Add it to strings.json",
    good=(
        _LABELLED,
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    return self.async_show_form(step_id="user", data_schema=self.schema())
            """,
            "config_flow.py",
        ),
    ),
    bad=(
        Example({**_LABELLED.files, "strings.json": "{}\n"}),
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    schema = probatio.Schema({probatio.Required("region"): str})
                    return self.async_show_form(step_id="user", data_schema=schema)  # !
            """,
            "config_flow.py",
        ),
        example(
            """
            SCHEMA = probatio.Schema({probatio.Required("entity"): str})


            class ExampleConfigFlow(SchemaConfigFlowHandler, domain=DOMAIN):
                config_flow = {"user": SchemaFlowFormStep(SCHEMA)}  # !
            """,
            "config_flow.py",
        ),
    ),
)
def config_field_not_translated(integration: Integration) -> Iterator[Finding]:
    """Report fields of config flows without a label."""
    yield from _without_label(integration, CONFIG)


@rule(
    code="home-assistant-options-flow-field-not-translated",
    title="Each field of an options flow has a label",
    severity=Severity.REFUSED,
    source=plugin("flow_translations"),
    why="Without a label the form shows the key.",
    mend="Add it to strings.json",
    good=(
        Example(
            {
                "strings.json": '{"options": {"step": {"init": {"data": {"limit": "Limit"}}}}}\n',
                "config_flow.py": """\
class ExampleOptionsFlow(OptionsFlow):
    async def async_step_init(self, user_input=None):
        schema = probatio.Schema({probatio.Required("limit"): int})
        return self.async_show_form(step_id="init", data_schema=schema)
""",
            }
        ),
        Example(
            {
                "strings.json": '{"options": {"step": {"init": {"data": {"limit": "Limit"}}}}}\n',
                "config_flow.py": """\
SCHEMA = probatio.Schema({probatio.Required("limit"): int})


class ExampleConfigFlow(SchemaConfigFlowHandler, domain=DOMAIN):
    options_flow = {"init": SchemaFlowFormStep(SCHEMA)}
""",
            }
        ),
    ),
    bad=(
        Example(
            {
                "config_flow.py": "from .options import ExampleOptionsFlow\n",
                "options.py": """\
class ExampleOptionsFlow(OptionsFlow):
    async def async_step_init(self, user_input=None):
        schema = probatio.Schema({probatio.Required("limit"): int})
        return self.async_show_form(step_id="init", data_schema=schema)  # !
""",
            }
        ),
        example(
            """
            SCHEMA = probatio.Schema({probatio.Required("limit"): int})


            class ExampleConfigFlow(SchemaConfigFlowHandler, domain=DOMAIN):
                options_flow = {"init": SchemaFlowFormStep(SCHEMA)}  # !
            """,
            "config_flow.py",
        ),
    ),
)
def options_field_not_translated(integration: Integration) -> Iterator[Finding]:
    """Report fields of options flows without a label."""
    yield from _without_label(integration, OPTIONS)


_PARTS: Final = """\
class ExamplePartFlow(ConfigSubentryFlow):
    async def async_step_user(self, user_input=None):
        schema = probatio.Schema({probatio.Required("number"): int})
        return self.async_show_form(step_id="user", data_schema=schema)  # !


class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    @classmethod
    @callback
    def async_get_supported_subentry_types(cls, config_entry):
        return {"part": ExamplePartFlow}
"""


@rule(
    code="home-assistant-subentry-flow-field-not-translated",
    title="Each field of a subentry flow has a label",
    severity=Severity.REFUSED,
    source=plugin("flow_translations"),
    why="Without a label the form shows the key.",
    mend="Add it to strings.json",
    good=(
        Example(
            {
                "strings.json": '{"config_subentries": {"part": {"step": {"user": {"data": {"number": "Number"}}}}}}\n',
                "config_flow.py": _PARTS,
            }
        ),
        # A base of other subentry flows, which have the texts
        example(
            """
            class ExamplePartFlow(ConfigSubentryFlow):
                async def async_step_user(self, user_input=None):
                    schema = probatio.Schema({probatio.Required("number"): int})
                    return self.async_show_form(step_id="user", data_schema=schema)
            """,
            "config_flow.py",
        ),
    ),
    bad=(
        example(_PARTS, "config_flow.py"),
        Example(
            {
                "config_flow.py": """\
from .part import ExamplePartFlow


class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    @classmethod
    @callback
    def async_get_supported_subentry_types(cls, config_entry):
        return {"part": ExamplePartFlow}
""",
                "part.py": """\
class ExamplePartFlow(ConfigSubentryFlow):
    async def async_step_user(self, user_input=None):
        schema = probatio.Schema({probatio.Required("number"): int})
        return self.async_show_form(step_id="user", data_schema=schema)  # !
""",
            }
        ),
    ),
)
def subentry_field_not_translated(integration: Integration) -> Iterator[Finding]:
    """Report fields of subentry flows without a label."""
    yield from _without_label(integration, SUBENTRIES)


def _without_label(integration: Integration, kind: str) -> Iterator[Finding]:
    """Report fields of a kind of flows without a label."""
    for flow in flows(integration):
        if flow.kind != kind:
            continue
        places = [*strings_of(integration, flow)]
        for module, call, step, schema in forms(flow):
            for place, strings in places if step else ():
                for label in _labels(module, schema):
                    if at(strings, "step", step or "", *label) is None:
                        yield module.found(
                            call,
                            f"A field of step {step} has no label, so the form shows its key",
                            f"Add {'.'.join([place, 'step', step or '', *label])} to strings.json",
                        )


def _labels(module: Module, schema: ast.expr | None) -> Iterator[tuple[str, ...]]:
    """Yield where in the strings of a step the labels of its fields are."""
    for each in fields(module, schema):
        if (
            each.name
            and last_name(each.value) == "section"
            and isinstance(each.value, ast.Call)
        ):
            for label in _labels(module, argument(each.value, 0, "schema")):
                yield "sections", each.name, *label
        elif each.name:
            yield "data", each.name
