"""Rules for the pull request that adds an integration."""

import ast
from collections.abc import Iterator
from typing import Final

from script.features.stays import rests_on_subentries
from script.features.table import ATTRIBUTES, IMPORT, KINDS, MIGRATION, SUBENTRIES
from script.integration.core import core
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
# Kinds of integrations that are no devices or services for a user to add
_WITHOUT_FLOW: Final = {"entity", "system", "virtual"}


@rule(
    code="review-guide/one-platform",
    title="A first pull request has one platform",
    severity=Severity.REFUSED,
    source=_GUIDE,
    why="Small pull requests are reviewed soon, and the first one is about the integration itself.",
    mend="Keep one, and let each of the others follow in a pull request of its own",
    view=View.FIRST_PR,
    good=(
        Example({"sensor.py": "PARALLEL_UPDATES = 0\n"}),
        Example(
            {
                "sensor/__init__.py": "PARALLEL_UPDATES = 0\n",
                "sensor/energy.py": '"""Sensors of energy."""\n',
            }
        ),
    ),
    bad=(
        Example(
            {
                "sensor.py": "PARALLEL_UPDATES = 0\n",
                "switch.py": "PARALLEL_UPDATES = 0\n",
            }
        ),
        Example(
            {
                "binary_sensor.py": "PARALLEL_UPDATES = 0\n",
                "button/__init__.py": "PARALLEL_UPDATES = 0\n",
                "number.py": "PARALLEL_UPDATES = 0\n",
            }
        ),
    ),
)
def one_platform(integration: Integration) -> Iterator[Finding]:
    """Report platforms beyond the first."""
    platforms = sorted({module.part for module in integration.platforms()})
    for module in integration.platforms():
        if len(platforms) > 1 and module.name.endswith(f".{module.part}"):
            yield module.found(
                None,
                f"A first PR has one platform, and this has {', '.join(platforms)}",
            )


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
                yield Finding(
                    path=path,
                    check="",
                    message=f"A first PR has no {kind.later}",
                    mend="",
                )
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
    code="review-guide/bronze",
    title="A new integration follows all rules of Bronze",
    severity=Severity.REFUSED,
    source=documentation("quality scale"),
    why="Bronze is the least that core takes in.",
    mend="Follow it, or say why it does not apply",
    view=View.FIRST_PR,
    good=(
        Example(
            {
                "quality_scale.yaml": "rules:\n"
                + "".join(
                    f"  {name}: done\n"
                    for name, tier in core().rules.items()
                    if tier == "bronze"
                )
            }
        ),
        Example(
            {
                "quality_scale.yaml": "rules:\n"
                + "".join(
                    f"  {name}:\n    status: exempt\n    comment: There are none.\n"
                    for name, tier in core().rules.items()
                    if tier == "bronze"
                )
            }
        ),
    ),
    bad=(
        Example({"quality_scale.yaml": "rules:\n  brands: todo\n"}),
        Example({"sensor.py": "PARALLEL_UPDATES = 0\n"}),
    ),
)
def open_bronze_rule(integration: Integration) -> Iterator[Finding]:
    """Report rules that every new integration has to follow and this one does not yet."""
    for name in sorted(name for name, tier in core().rules.items() if tier == "bronze"):
        if integration.rules.get(name) not in ("done", "exempt"):
            yield Finding(
                path=integration.scale,
                check="",
                message=f"A new integration follows all rules of Bronze, and {name} is {integration.rules.get(name, 'missing')}",
                mend="",
            )


@rule(
    code="review-guide/no-config-flow",
    title="A new integration is set up in the user interface",
    severity=Severity.REFUSED,
    source=documentation("architecture decision record 0010"),
    why="Core takes no integration any more that is set up in YAML.",
    mend="Write a config flow, and set config_flow in the manifest",
    view=View.FIRST_PR,
    good=(
        Example(
            {
                "config_flow.py": "class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):\n    pass\n"
            }
        ),
        Example(
            {"manifest.json": '{"domain": "example", "integration_type": "entity"}\n'}
        ),
    ),
    bad=(
        Example(
            {"manifest.json": '{"domain": "example", "integration_type": "hub"}\n'}
        ),
        Example(
            {
                "manifest.json": '{"domain": "example", "config_flow": false}\n',
                "__init__.py": "CONFIG_SCHEMA = probatio.Schema({})\n",
            }
        ),
    ),
)
def no_config_flow(integration: Integration) -> Iterator[Finding]:
    """Report integrations that are set up otherwise."""
    if integration.manifest.get("integration_type") in _WITHOUT_FLOW:
        return
    path = integration.path / "manifest.json"
    if not integration.manifest.get("config_flow"):
        yield Finding(path=path, check="", message="There is no config flow", mend="")


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
    code="review-guide/first-version",
    title="The first version of entries is 1",
    severity=Severity.ADVICE,
    source=_GUIDE,
    why="Nobody has entries of an earlier one, but users of a custom component, whose entries the later number keeps.",
    mend="Begin with 1, unless it was a custom component with that version",
    view=View.FIRST_PR,
    good=(
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = 1
                MINOR_VERSION = 1
            """,
            "config_flow.py",
        ),
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = version()
            """,
            "config_flow.py",
        ),
    ),
    bad=(
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = 2  # !
            """,
            "config_flow.py",
        ),
        example(
            """
            class ExampleConfigFlow(ConfigFlow, domain=DOMAIN):
                VERSION = 1
                MINOR_VERSION = 3  # !
            """,
            "config_flow.py",
        ),
    ),
)
def first_version(integration: Integration) -> Iterator[Finding]:
    """Report versions of entries that nobody has."""
    for flow in flows(integration):
        for name in ("VERSION", "MINOR_VERSION"):
            match attributes(flow.class_).get(name):
                case ast.Constant(value=int() as value) as version if value > 1:
                    yield flow.module.found(version, f"The first {name} is 1")


@rule(
    code="review-guide/domain-taken",
    title="The domain is new to core",
    severity=Severity.REFUSED,
    source=_GUIDE,
    why="Core has one integration for each domain, and what it lacks is added there.",
    mend="Choose another domain, or extend the integration that core has",
    view=View.FIRST_PR,
    good=(
        Example({"sensor.py": "PARALLEL_UPDATES = 0\n"}),
        Example({"config_flow.py": '"""Config flow for the Example integration."""\n'}),
    ),
    bad=(
        Example({"manifest.json": '{"domain": "hue", "name": "Hue"}\n'}),
        Example({"manifest.json": '{"domain": "mqtt", "name": "MQTT"}\n'}),
    ),
)
def domain_taken(integration: Integration) -> Iterator[Finding]:
    """Report a domain that core has already."""
    domain = str(integration.manifest.get("domain"))
    if domain in core().domains and integration.components != core().components:
        yield Finding(
            path=integration.path / "manifest.json",
            check="",
            message=f"Core has an integration {domain} already",
            mend="",
        )


@rule(
    code="review-guide/brand-folder",
    title="Core takes no images",
    severity=Severity.REFUSED,
    source=documentation("brand images"),
    why="They stand in a repository of their own, from where the frontend loads them.",
    mend="Add them to the brands repository",
    view=View.FIRST_PR,
    good=(
        Example({"icons.json": "{}\n"}),
        Example({"/companion/brands/core_integrations/example/icon.png": "An image\n"}),
    ),
    bad=(
        Example({"brand/icon.png": "An image\n"}),
        Example({"brand/logo.svg": "<svg/>\n"}),
    ),
)
def brand_folder(integration: Integration) -> Iterator[Finding]:
    """Report images, which core does not take."""
    path = integration.path / "brand"
    if path.exists():
        yield Finding(path=path, check="", message="Core takes no images", mend="")


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
