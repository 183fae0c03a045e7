"""The rules of the tier Gold."""

from typing import Final

from . import actions, diagnostics, docs, entities, flow, updating
from .evidence import (
    actions as found_actions,
    devices as found_devices,
    docs as found_docs,
    entities as found_entities,
    flow as found_flow,
    setup as found_setup,
)
from .rule import Rule, Tier, nothing_else

_EXAMPLES: Final = r"\bexample"
_LIMITATIONS: Final = r"\blimitation"
_SUPPORTED: Final = r"^(supported|compatible) (devices|models|hardware|products)|^supported\b(?!.*\b(func|feat))"
_TROUBLESHOOTING: Final = r"\btroubleshoot"
_USE_CASES: Final = r"\buse cases?\b|\bcan use\b"

GOLD: Final = (
    Rule(
        "devices",
        Tier.GOLD,
        "DeviceInfo identifies and describes the device",
        done=entities.devices,
        evidence=found_devices.described_devices,
        against=found_devices.devices,
    ),
    Rule(
        "diagnostics",
        Tier.GOLD,
        "diagnostics redact every secret",
        done=diagnostics.diagnostics,
        evidence=found_setup.diagnostics,
        against=found_setup.diagnosable,
        proofs=diagnostics.diagnostics_proofs,
    ),
    Rule(
        "discovery-update-info",
        Tier.GOLD,
        "discovery updates the address of a known device",
        done=flow.discovery_update_info,
        evidence=found_flow.updated_address,
        against=found_flow.discovered_address,
    ),
    Rule(
        "discovery",
        Tier.GOLD,
        "what the manifest announces has a step",
        done=flow.discovery,
        evidence=found_flow.discovery,
        against=found_flow.announced,
        proofs=flow.discovery_proofs,
    ),
    Rule(
        "docs-data-update",
        Tier.GOLD,
        "the page says how data is updated, and how often",
        done=docs.data_update,
        evidence=found_docs.section(docs.DATA_UPDATES),
        against=found_setup.polls,
    ),
    Rule(
        "docs-examples",
        Tier.GOLD,
        "the page has examples",
        done=docs.section(_EXAMPLES, "Examples"),
        evidence=found_docs.section(_EXAMPLES),
        against=found_docs.section(_EXAMPLES),
    ),
    Rule(
        "docs-known-limitations",
        Tier.GOLD,
        "the page has the limitations",
        done=docs.section(_LIMITATIONS, "Known limitations"),
        evidence=found_docs.section(_LIMITATIONS),
        against=found_docs.section(_LIMITATIONS),
    ),
    Rule(
        "docs-supported-devices",
        Tier.GOLD,
        "the page lists the devices",
        done=docs.section(_SUPPORTED, "Supported devices"),
        evidence=found_docs.section(_SUPPORTED),
        against=found_docs.of_device,
    ),
    Rule(
        "docs-supported-functions",
        Tier.GOLD,
        "the page names every entity",
        done=docs.supported_functions,
        evidence=found_docs.functions,
        against=found_entities.entities,
    ),
    Rule(
        "docs-troubleshooting",
        Tier.GOLD,
        "the page helps with trouble",
        done=docs.section(_TROUBLESHOOTING, "Troubleshooting"),
        evidence=found_docs.section(_TROUBLESHOOTING),
        against=found_docs.section(_TROUBLESHOOTING),
    ),
    Rule(
        "docs-use-cases",
        Tier.GOLD,
        "the page says what it is good for",
        done=docs.section(_USE_CASES, "Use cases"),
        evidence=found_docs.section(_USE_CASES),
        against=found_docs.section(_USE_CASES),
    ),
    Rule(
        "dynamic-devices",
        Tier.GOLD,
        "entities of new devices are added while it runs",
        done=nothing_else,
        evidence=found_devices.devices_come,
        against=found_devices.may_come,
    ),
    Rule(
        "entity-category",
        Tier.GOLD,
        "entities about the device itself have a category",
        done=entities.entity_category,
        evidence=found_entities.with_category,
        against=found_entities.with_category,
    ),
    Rule(
        "entity-device-class",
        Tier.GOLD,
        "every unit of one device class has that class",
        done=entities.entity_device_class,
        evidence=found_entities.with_device_class,
        against=found_entities.with_device_class,
    ),
    Rule(
        "entity-disabled-by-default",
        Tier.GOLD,
        "entities for few users are disabled",
        done=entities.entity_disabled_by_default,
        evidence=found_entities.disabled,
        against=found_entities.disabled,
    ),
    Rule(
        "entity-translations",
        Tier.GOLD,
        "the name of every entity is translated",
        done=entities.entity_translations,
        evidence=found_entities.translated,
        against=found_entities.names,
    ),
    Rule(
        "exception-translations",
        Tier.GOLD,
        "every error for the user is translated",
        done=actions.exception_translations,
        evidence=found_actions.translated_errors,
        against=found_actions.errors,
    ),
    Rule(
        "icon-translations",
        Tier.GOLD,
        "icons.json has the icons, for keys that exist",
        done=entities.icon_translations,
        evidence=found_entities.icons,
        against=found_entities.icons,
    ),
    Rule(
        "reconfiguration-flow",
        Tier.GOLD,
        "the connection can be changed for the same account",
        done=updating.reconfiguration_flow,
        evidence=found_flow.step("reconfigure"),
        against=found_flow.connection_settings,
        proofs=updating.reconfiguration_proofs,
    ),
    Rule(
        "repair-issues",
        Tier.GOLD,
        "every issue says what to do",
        done=actions.repair_issues,
        evidence=found_actions.issues,
        against=found_actions.issues,
    ),
    Rule(
        "stale-devices",
        Tier.GOLD,
        "devices that are gone can be removed",
        done=nothing_else,
        evidence=found_devices.devices_go,
        against=found_devices.may_go,
    ),
)
