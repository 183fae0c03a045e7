"""The 54 rules: their evidence, and what speaks against an exemption."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from script.integration.finding import Finding
from script.integration.last_run import LastRun

from . import actions, docs, entities, flow, package, setup
from .contribution import Contribution, gap
from .proof import Proof

type Check = Callable[[Contribution], Iterator[Finding]]


class Tier(IntEnum):
    """A tier of the scale."""

    BRONZE = 1
    SILVER = 2
    GOLD = 3
    PLATINUM = 4


@dataclass(frozen=True)
class Rule:
    """A rule.

    Attributes:
        evidence: What holds where it is done, in few words.
        done: Reports what is missing.
        against: Reports what makes an exemption untrue.
        proofs: Yields the tests that it rests on.
        run: Reports what the record of a test run lacks.
    """

    name: str
    tier: Tier
    evidence: str
    done: Check
    against: Check
    proofs: Callable[[Contribution], Iterable[Proof]] = field(default=lambda _: ())
    run: Callable[[Contribution, LastRun], Iterator[Finding]] | None = None

    @property
    def page(self) -> str:
        """Return where the developer documentation explains it."""
        return f"https://developers.home-assistant.io/docs/core/integration-quality-scale/rules/{self.name}"


def never(contribution: Contribution) -> Iterator[Finding]:
    """Report an exemption from a rule that has none."""
    yield gap(contribution.scale, "the rule has no exceptions", "Follow it")


_EXAMPLES: Final = r"\bexample"
_LIMITATIONS: Final = r"\blimitation"
_SUPPORTED: Final = r"^(supported|compatible) (devices|models|hardware|products)|^supported\b(?!.*\b(func|feat))"
_TROUBLESHOOTING: Final = r"\btroubleshoot"
_USE_CASES: Final = r"\buse cases?\b|\bcan use\b"

RULES: Final = (
    Rule(
        "action-setup",
        Tier.BRONZE,
        "actions are registered in async_setup",
        actions.action_setup,
        actions.has_actions,
    ),
    Rule(
        "appropriate-polling",
        Tier.BRONZE,
        "the interval is set, and not by the user",
        setup.appropriate_polling,
        setup.polls,
    ),
    Rule(
        "brands",
        Tier.BRONZE,
        "icon and logo have the demanded sizes",
        package.brands,
        never,
    ),
    Rule(
        "common-modules",
        Tier.BRONZE,
        "coordinator.py and entity.py hold what is shared",
        setup.common_modules,
        setup.has_common_modules,
    ),
    Rule(
        "config-flow-test-coverage",
        Tier.BRONZE,
        "tests of every flow; 100 % of config_flow.py",
        flow.tested_flow,
        never,
        flow.config_flow_proofs,
        flow.config_flow_covered,
    ),
    Rule(
        "config-flow",
        Tier.BRONZE,
        "a config flow that explains every field",
        flow.config_flow,
        flow.has_config_flow,
    ),
    Rule(
        "dependency-transparency",
        Tier.BRONZE,
        "licence, version, repository and release workflow of the library",
        package.dependency_transparency,
        package.has_requirements,
    ),
    Rule(
        "docs-actions",
        Tier.BRONZE,
        "the page explains every action",
        docs.actions,
        actions.has_actions,
    ),
    Rule(
        "docs-conditions",
        Tier.BRONZE,
        "every condition has a page",
        docs.condition_pages,
        actions.has_conditions,
    ),
    Rule(
        "docs-high-level-description",
        Tier.BRONZE,
        "the page starts with what it is, and a link",
        docs.high_level_description,
        docs.is_of_something,
    ),
    Rule(
        "docs-installation-instructions",
        Tier.BRONZE,
        "the page says how to add it",
        docs.installation_instructions,
        never,
    ),
    Rule(
        "docs-removal-instructions",
        Tier.BRONZE,
        "the page says how to remove it",
        docs.removal_instructions,
        never,
    ),
    Rule(
        "docs-triggers",
        Tier.BRONZE,
        "every trigger has a page",
        docs.trigger_pages,
        actions.has_triggers,
    ),
    Rule(
        "entity-event-setup",
        Tier.BRONZE,
        "subscriptions begin when added and end when removed",
        setup.entity_event_setup,
        setup.has_subscriptions,
    ),
    Rule(
        "entity-unique-id",
        Tier.BRONZE,
        "every entity class sets a unique id",
        entities.entity_unique_id,
        setup.has_entities,
    ),
    Rule(
        "has-entity-name",
        Tier.BRONZE,
        "every entity class sets has_entity_name",
        entities.has_entity_name,
        setup.has_entities,
    ),
    Rule(
        "runtime-data",
        Tier.BRONZE,
        "async_setup_entry sets a typed entry.runtime_data",
        setup.runtime_data,
        setup.has_runtime_data,
    ),
    Rule(
        "test-before-configure",
        Tier.BRONZE,
        "the user step tries the connection and shows what failed",
        flow.test_before_configure,
        flow.connects,
    ),
    Rule(
        "test-before-setup",
        Tier.BRONZE,
        "async_setup_entry fails without a connection",
        setup.test_before_setup,
        flow.connects,
        setup.setup_proofs,
    ),
    Rule(
        "unique-config-entry",
        Tier.BRONZE,
        "every step that adds an entry refuses a second one",
        flow.unique_config_entry,
        never,
    ),
    Rule(
        "action-exceptions",
        Tier.SILVER,
        "every action can raise an error for the user",
        actions.action_exceptions,
        actions.can_act,
        actions.action_proofs,
    ),
    Rule(
        "config-entry-unloading",
        Tier.SILVER,
        "async_unload_entry unloads the platforms",
        setup.config_entry_unloading,
        never,
        setup.unload_proofs,
    ),
    Rule(
        "docs-configuration-parameters",
        Tier.SILVER,
        "the page explains every option",
        docs.configuration_parameters,
        flow.has_options,
    ),
    Rule(
        "docs-installation-parameters",
        Tier.SILVER,
        "the page explains every field",
        docs.installation_parameters,
        flow.has_fields,
    ),
    Rule(
        "entity-unavailable",
        Tier.SILVER,
        "every entity class follows its coordinator, or sets available",
        setup.entity_unavailable,
        setup.has_coordinator,
        setup.unavailable_proofs,
    ),
    Rule(
        "integration-owner",
        Tier.SILVER,
        "the manifest has codeowners",
        package.integration_owner,
        never,
    ),
    Rule(
        "log-when-unavailable",
        Tier.SILVER,
        "UpdateFailed is raised, and logged once by the coordinator",
        setup.log_when_unavailable,
        setup.has_coordinator,
    ),
    Rule(
        "parallel-updates",
        Tier.SILVER,
        "every platform sets PARALLEL_UPDATES",
        entities.parallel_updates,
        entities.has_platforms,
    ),
    Rule(
        "reauthentication-flow",
        Tier.SILVER,
        "refused credentials start a flow for the same account",
        flow.reauthentication_flow,
        flow.asks_for_authentication,
        flow.reauthentication_proofs,
    ),
    Rule(
        "test-coverage",
        Tier.SILVER,
        "tests of every platform; more than 95 % of every module",
        flow.has_tests,
        never,
        run=flow.covered,
    ),
    Rule(
        "devices",
        Tier.GOLD,
        "DeviceInfo identifies and describes the device",
        entities.devices,
        entities.has_devices,
    ),
    Rule(
        "diagnostics",
        Tier.GOLD,
        "diagnostics redact every secret",
        setup.diagnostics,
        setup.has_diagnostics,
        setup.diagnostics_proofs,
    ),
    Rule(
        "discovery-update-info",
        Tier.GOLD,
        "discovery updates the address of a known device",
        flow.discovery_update_info,
        flow.address_is_discovered,
    ),
    Rule(
        "discovery",
        Tier.GOLD,
        "what the manifest announces has a step",
        flow.discovery,
        flow.is_discovered,
        flow.discovery_proofs,
    ),
    Rule(
        "docs-data-update",
        Tier.GOLD,
        "the page says how data is updated, and how often",
        docs.data_update,
        setup.polls,
    ),
    Rule(
        "docs-examples",
        Tier.GOLD,
        "the page has examples",
        docs.section(_EXAMPLES, "Examples"),
        docs.without_section(_EXAMPLES),
    ),
    Rule(
        "docs-known-limitations",
        Tier.GOLD,
        "the page has the limitations",
        docs.section(_LIMITATIONS, "Known limitations"),
        docs.without_section(_LIMITATIONS),
    ),
    Rule(
        "docs-supported-devices",
        Tier.GOLD,
        "the page lists the devices",
        docs.section(_SUPPORTED, "Supported devices"),
        docs.is_of_device,
    ),
    Rule(
        "docs-supported-functions",
        Tier.GOLD,
        "the page names every entity",
        docs.supported_functions,
        setup.has_entities,
    ),
    Rule(
        "docs-troubleshooting",
        Tier.GOLD,
        "the page helps with trouble",
        docs.section(_TROUBLESHOOTING, "Troubleshooting"),
        docs.without_section(_TROUBLESHOOTING),
    ),
    Rule(
        "docs-use-cases",
        Tier.GOLD,
        "the page says what it is good for",
        docs.section(_USE_CASES, "Use cases"),
        docs.without_section(_USE_CASES),
    ),
    Rule(
        "dynamic-devices",
        Tier.GOLD,
        "entities of new devices are added while it runs",
        entities.dynamic_devices,
        entities.devices_come,
    ),
    Rule(
        "entity-category",
        Tier.GOLD,
        "entities about the device itself have a category",
        entities.entity_category,
        entities.has_categories,
    ),
    Rule(
        "entity-device-class",
        Tier.GOLD,
        "every unit of one device class has that class",
        entities.entity_device_class,
        entities.has_device_classes,
    ),
    Rule(
        "entity-disabled-by-default",
        Tier.GOLD,
        "entities for few users are disabled",
        entities.entity_disabled_by_default,
        entities.has_disabled,
    ),
    Rule(
        "entity-translations",
        Tier.GOLD,
        "the name of every entity is translated",
        entities.entity_translations,
        entities.has_translation_keys,
    ),
    Rule(
        "exception-translations",
        Tier.GOLD,
        "every error for the user is translated",
        actions.exception_translations,
        actions.raises_errors,
    ),
    Rule(
        "icon-translations",
        Tier.GOLD,
        "icons.json has the icons, for keys that exist",
        entities.icon_translations,
        entities.has_icons,
    ),
    Rule(
        "reconfiguration-flow",
        Tier.GOLD,
        "the connection can be changed for the same account",
        flow.reconfiguration_flow,
        flow.has_connection_settings,
        flow.reconfiguration_proofs,
    ),
    Rule(
        "repair-issues",
        Tier.GOLD,
        "every issue says what to do",
        actions.repair_issues,
        actions.has_issues,
    ),
    Rule(
        "stale-devices",
        Tier.GOLD,
        "devices that are gone can be removed",
        entities.stale_devices,
        entities.devices_go,
    ),
    Rule(
        "async-dependency",
        Tier.PLATINUM,
        "the library has coroutines, and imports nothing that blocks",
        package.async_dependency,
        package.has_requirements,
    ),
    Rule(
        "inject-websession",
        Tier.PLATINUM,
        "every client gets Home Assistant's web session",
        package.inject_websession,
        package.uses_http,
    ),
    Rule(
        "strict-typing",
        Tier.PLATINUM,
        "py.typed, types everywhere, and strict mypy",
        package.strict_typing,
        never,
    ),
)
