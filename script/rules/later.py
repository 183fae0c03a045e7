"""Rules for what follows the pull request that adds an integration."""

import ast
from collections.abc import Iterator
from typing import Final

from script.features.stays import rests_on_subentries
from script.features.table import ATTRIBUTES, IMPORT, KINDS, MIGRATION, SUBENTRIES
from script.integration.fact import gap
from script.integration.files import read_text, read_yaml
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    assigned,
    attributes,
    called,
    dotted,
    last_name,
    methods,
)

from .examples import Example, example
from .flow.flows import flows
from .rule import Severity, View, rule
from .sources import documentation, guide

_REAUTH: Final = "reauth"
_ACTIONS: Final = "actions"
# Kinds of features of which another rule tells why they are for a later pull request
_OWN_RULES: Final = {_REAUTH, ATTRIBUTES, IMPORT, MIGRATION}
# Kinds of features that are for a later pull request
_LATER: Final = {
    name: kind for name, kind in KINDS.items() if kind.later and name not in _OWN_RULES
}
_FLOWS: Final = {"options", "config_subentries"}
_FOLLOW: Final = "Let it follow in a pull request of its own"
_GUIDE: Final = guide("new integrations")


@rule(
    code="review-guide/later-feature",
    title="A first pull request has only what the integration cannot do without",
    severity=Severity.REFUSED,
    source=_GUIDE,
    why="Each feature is a review of its own, and all of them together are put off.",
    mend=_FOLLOW,
    view=View.FIRST_PR,
    good=(
        Example({"sensor.py": "PARALLEL_UPDATES = 0\n"}),
        # What it is for rests on its subentries.
        Example(
            {
                "sensor.py": """\
async def async_setup_entry(hass, entry, async_add_entities):
    for subentry in entry.subentries.values():
        async_add_entities([], config_subentry_id=subentry.subentry_id)
""",
                "config_flow.py": """\
class ExampleRouteFlow(ConfigSubentryFlow):
    async def async_step_reconfigure(self, user_input=None):
        return self.async_abort(reason="not_yet")
""",
            }
        ),
    ),
    bad=(
        Example({"diagnostics.py": '"""Diagnostics."""\n'}),
        Example({"services.yaml": "read:\n"}),
        example(
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                hass.services.async_register(DOMAIN, "read", read)  # !
            """
        ),
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_reconfigure(self, user_input=None):  # !
                    return self.async_abort(reason="not_yet")


            class ExampleOptionsFlow(OptionsFlow):  # !
                pass
            """,
            "config_flow.py",
        ),
    ),
)
def later_feature(integration: Integration) -> Iterator[Finding]:
    """Report what is for a later pull request."""
    for kind in _LATER.values():
        for module in integration.parts(*kind.modules):
            yield module.found(None, f"A first PR has no {kind.later}")
        for path in (integration.path / name for name in kind.files):
            if read_yaml(path):
                yield gap(path, f"A first PR has no {kind.later}")
    yield from _later_flows(integration)
    for module in integration.modules:
        if module.part not in KINDS[_ACTIONS].modules:
            for call in module.calls:
                if _registers_action(module, call):
                    yield module.found(
                        call, f"A first PR has no {KINDS[_ACTIONS].later}"
                    )


def _later_flows(integration: Integration) -> Iterator[Finding]:
    """Report flows and steps that are for a later pull request."""
    for flow in flows(integration):
        places = methods(flow.class_) | attributes(flow.class_)
        for name, kind in _LATER.items():
            if flow.kind in kind.texts:
                place: ast.AST | None = flow.class_
            elif _FLOWS & {*kind.texts} or flow.kind != "config":
                # Their own class tells it, and a subentry has a reconfiguration of its own.
                continue
            else:
                place = next(
                    (places[each] for each in kind.definitions if each in places), None
                )
            if place and not (name == SUBENTRIES and _is_built_from_them(integration)):
                yield flow.module.found(place, f"A first PR has no {kind.later}")


def _is_built_from_them(integration: Integration) -> bool:
    """Return whether what an integration is for rests on its subentries."""
    later = {name for kind in _LATER.values() for name in kind.modules}
    return any(
        rests_on_subentries(read_text(module.path) or "")
        for module in integration.modules
        if module.part not in later
    )


def _registers_action(module: Module, call: ast.Call) -> bool:
    """Return whether a call registers a custom action."""
    names = KINDS[_ACTIONS].names
    if dotted(call.func).endswith("services.async_register"):
        return True
    definition = module.definition(call.func)
    return (definition is not None and definition.name in names) or (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "async_register_entity_service"
    )


@rule(
    code="review-guide/later-devices",
    title="Devices that come and go follow in a later pull request",
    severity=Severity.ADVICE,
    source=_GUIDE,
    why="Adding and removing devices while an entry is loaded is a Gold rule, with tests of its own, though one in seven "
    "integrations came with it.",
    mend=_FOLLOW,
    view=View.FIRST_PR,
    good=(
        example(
            """
            async def async_setup_entry(hass, entry, async_add_entities):
                async_add_entities(ExampleSensor(each) for each in entry.runtime_data.data)
            """,
            "sensor.py",
        ),
        example(
            """
            class ExampleSensor(SensorEntity):
                async def async_added_to_hass(self):
                    self.async_on_remove(self.client.async_add_listener(self.update))
            """,
            "sensor.py",
        ),
    ),
    bad=(
        example(
            """
            async def async_setup_entry(hass, entry, async_add_entities):  # !
                entry.runtime_data.async_add_listener(add)
            """,
            "sensor.py",
        ),
        example(
            """
            def remove(registry, device, entry):
                registry.async_update_device(device.id, remove_config_entry_id=entry.entry_id)  # !
            """,
            "coordinator.py",
        ),
    ),
)
def later_devices(integration: Integration) -> Iterator[Finding]:
    """Report devices that come and go while an entry is loaded."""
    for module in (*integration.platforms(), *integration.parts("coordinator")):
        for function in module.functions:
            if function.name == "async_setup_entry" and "async_add_listener" in called(
                function
            ):
                yield module.found(
                    function,
                    "A first PR adds no entities for devices that appear later",
                    "Add those of the devices that are there, and let the rest follow",
                )
        for call in module.calls:
            if last_name(call.func) == "async_update_device" and any(
                each.arg == "remove_config_entry_id" for each in call.keywords
            ):
                yield module.found(call, "A first PR removes no devices")


@rule(
    code="review-guide/later-reauthentication",
    title="Reauthentication may follow later",
    severity=Severity.ADVICE,
    source=documentation("contributing to core: what a first pull request has"),
    why="Reviewers like it better in a pull request of its own, though one in five integrations came with it.",
    mend=_FOLLOW,
    view=View.FIRST_PR,
    good=(
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    return self.async_show_form(step_id="user")
            """,
            "config_flow.py",
        ),
        example("async def async_step_reauth() -> None:\n    pass", "helpers.py"),
    ),
    bad=(
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_reauth(self, entry_data):  # !
                    return await self.async_step_reauth_confirm()
            """,
            "config_flow.py",
        ),
        Example(
            {
                "config_flow/__init__.py": """\
class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
    async def async_step_reauth(self, entry_data):  # !
        return await self.async_step_user()
"""
            }
        ),
    ),
)
def later_reauthentication(integration: Integration) -> Iterator[Finding]:
    """Report reauthentication."""
    for flow in flows(integration):
        for name in KINDS[_REAUTH].definitions:
            if (step := methods(flow.class_).get(name)) is not None:
                yield flow.module.found(
                    step, f"A first PR mostly has no {KINDS[_REAUTH].later}"
                )


@rule(
    code="review-guide/nothing-to-migrate",
    title="A new integration has no former versions",
    severity=Severity.ASKED,
    source=_GUIDE,
    why="Nobody has an entry or a configuration from before, as core has not had the integration.",
    mend="Remove it",
    view=View.FIRST_PR,
    good=(
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_user(self, user_input=None):
                    return self.async_show_form(step_id="user")
            """,
            "config_flow.py",
        ),
        example("async def async_setup_entry(hass, entry) -> None:\n    pass"),
    ),
    bad=(
        example(
            "async def async_migrate_entry(hass, entry) -> bool:  # !\n    return True"
        ),
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                async def async_step_import(self, import_data):  # !
                    return await self.async_step_user(import_data)
            """,
            "config_flow.py",
        ),
    ),
)
def nothing_to_migrate(integration: Integration) -> Iterator[Finding]:
    """Report what takes over former entries and YAML."""
    for module in integration.parts(""):
        for function in module.functions:
            if function.name in KINDS[MIGRATION].definitions:
                yield module.found(
                    function, f"A first PR has no {KINDS[MIGRATION].later}"
                )
    for flow in flows(integration):
        for name in KINDS[IMPORT].definitions:
            if (step := methods(flow.class_).get(name)) is not None:
                yield flow.module.found(
                    step, f"A first PR has no {KINDS[IMPORT].later}"
                )


@rule(
    code="review-guide/extra-state-attributes",
    title="What is worth showing is an entity, and no attribute",
    severity=Severity.ASKED,
    source=_GUIDE,
    why="Entities are translated, kept in the history and used in automations; attributes are not.",
    mend="Make an entity of each that is of use on its own",
    view=View.FIRST_PR,
    good=(
        example(
            "class ExampleSensor(SensorEntity):\n    _attr_native_value = 1\n",
            "sensor.py",
        ),
        example(
            "class ExampleSensor(SensorEntity):\n    _unrecorded_attributes = frozenset()\n",
            "sensor.py",
        ),
    ),
    bad=(
        example(
            """
            class ExampleSensor(SensorEntity):
                _attr_extra_state_attributes = {"channel": 6}  # !
            """,
            "sensor.py",
        ),
        example(
            """
            class ExampleSensor(SensorEntity):
                @property
                def extra_state_attributes(self):  # !
                    return {"channel": self.coordinator.data.channel}
            """,
            "sensor.py",
        ),
    ),
)
def extra_state_attributes(integration: Integration) -> Iterator[Finding]:
    """Report attributes that should be entities."""
    for module in integration.modules:
        for class_ in module.classes:
            place = methods(class_).get("extra_state_attributes") or next(
                (
                    target
                    for node in ast.walk(class_)
                    for target, _ in assigned(node)
                    if last_name(target) == "_attr_extra_state_attributes"
                ),
                None,
            )
            if place is not None:
                yield module.found(
                    place, f"{class_.name} has attributes beside its state"
                )
