"""The kinds of features that an integration can be without, by what Home Assistant calls their parts.

In all texts, {part} is the platform or the kind of discovery, and {PART} the same in capital letters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of feature: what it is called, by what it shows, and what belongs to it.

    Attributes:
        title: Of the pull request that adds it, with {name} for that of the integration and
            {label} for that of the part.
        slug: Of its branch.
        later: The word of reviewers for what they want in a later pull request, or "" where the
            first may have it.
        modules: Modules of the integration.
        files: Other files of the integration.
        definitions: Functions of a module, and methods and attributes of the config flow.
        members: Methods and attributes of any class.
        names: Qualified names of Home Assistant that go with it.
        sources: Flow sources.
        manifest: Keys of the manifest.
        empty: Mappings of a config entry that have nothing in them without it.
        texts: Sections of strings.json and icons.json.
        reasons: Reasons for which Home Assistant itself ends its flow.
        rules: Rules of the quality scale that are about it.
        test_names: Qualified names that only its tests use.
        test_strings: Strings that only its tests use, or their beginnings up to a dot.
        is_quality: Whether it is an improvement of the code and no feature for the user.
    """

    title: str
    slug: str
    later: str = ""
    modules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    manifest: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    test_names: tuple[str, ...] = ()
    test_strings: tuple[str, ...] = ()
    is_quality: bool = False


PLATFORM: Final = "platform"
DISCOVERY: Final = "discovery"
OPTIONS: Final = "options"
SUBENTRIES: Final = "subentries"
ATTRIBUTES: Final = "attributes"
IMPORT: Final = "import"
MIGRATION: Final = "migration"
STRICT_TYPING: Final = "strict_typing"

_ENTRIES: Final = "homeassistant.config_entries"
_SCHEMA_FLOWS: Final = "homeassistant.helpers.schema_config_entry_flow"
_ISSUES: Final = "homeassistant.helpers.issue_registry"
_PLATFORMS: Final = "homeassistant.helpers.entity_platform.EntityPlatform"
_ENTITY: Final = "homeassistant.helpers.entity.Entity"
_SERVICE: Final = "homeassistant.helpers.service"

# What people call a kind of discovery, where it is not the word itself.
LABELS: Final[Mapping[str, str]] = {
    "bluetooth": "Bluetooth",
    "dhcp": "DHCP",
    "esphome": "ESPHome",
    "hassio": "Supervisor",
    "homekit": "HomeKit",
    "mqtt": "MQTT",
    "ssdp": "SSDP",
    "usb": "USB",
}

# Dependencies that bring a kind of discovery along.
BESIDE: Final[Mapping[str, tuple[str, ...]]] = {"bluetooth": ("bluetooth_adapters",)}

# In the order in which reviewers expect them after the first pull request.
KINDS: Final[Mapping[str, Kind]] = {
    "reauth": Kind(
        title="Add reauthentication flow to {name}",
        slug="reauthentication",
        later="reauthentication",
        definitions=("async_step_reauth",),
        names=(
            f"{_ENTRIES}.SOURCE_REAUTH",
            f"{_ENTRIES}.ConfigEntry.async_start_reauth",
            f"{_ENTRIES}.ConfigEntry.async_start_reauth_if_available",
        ),
        sources=("reauth",),
        reasons=("reauth_successful",),
        rules=("reauthentication-flow",),
        test_names=("tests.common.MockConfigEntry.start_reauth_flow",),
    ),
    PLATFORM: Kind(
        title="Add {label} platform to {name}",
        slug="{part}",
        modules=("{part}",),
        names=("homeassistant.const.Platform.{PART}",),
        test_names=("homeassistant.components.{part}",),
        test_strings=("{part}.",),
    ),
    "diagnostics": Kind(
        title="Add diagnostics to {name}",
        slug="diagnostics",
        later="diagnostics",
        modules=("diagnostics",),
        rules=("diagnostics",),
        test_names=("tests.components.diagnostics",),
    ),
    DISCOVERY: Kind(
        title="Add {label} discovery to {name}",
        slug="{part}-discovery",
        definitions=("async_step_{part}",),
        names=(f"{_ENTRIES}.SOURCE_{{PART}}",),
        sources=("{part}",),
        manifest=("{part}",),
        rules=("discovery", "discovery-update-info"),
    ),
    "reconfigure": Kind(
        title="Add reconfiguration flow to {name}",
        slug="reconfiguration",
        later="reconfiguration",
        definitions=("async_step_reconfigure",),
        names=(f"{_ENTRIES}.SOURCE_RECONFIGURE",),
        sources=("reconfigure",),
        reasons=("reconfigure_successful",),
        rules=("reconfiguration-flow",),
        test_names=("tests.common.MockConfigEntry.start_reconfigure_flow",),
    ),
    OPTIONS: Kind(
        title="Add options flow to {name}",
        slug="options",
        later="options",
        definitions=("async_get_options_flow", "options_flow"),
        names=(
            f"{_ENTRIES}.OptionsFlow",
            f"{_ENTRIES}.OptionsFlowWithConfigEntry",
            f"{_ENTRIES}.OptionsFlowWithReload",
            f"{_SCHEMA_FLOWS}.SchemaOptionsFlowHandler",
        ),
        empty=("options",),
        texts=("options",),
        rules=("docs-configuration-parameters",),
    ),
    SUBENTRIES: Kind(
        title="Add subentries to {name}",
        slug="subentries",
        later="subentries",
        definitions=("async_get_supported_subentry_types",),
        names=(
            f"{_ENTRIES}.ConfigSubentry",
            f"{_ENTRIES}.ConfigSubentryData",
            f"{_ENTRIES}.ConfigSubentryFlow",
        ),
        empty=("subentries",),
        texts=("config_subentries",),
    ),
    "actions": Kind(
        title="Add actions to {name}",
        slug="actions",
        later="custom actions",
        modules=("services",),
        files=("services.yaml",),
        definitions=("async_setup_services",),
        names=(
            f"{_SERVICE}.async_register_admin_service",
            f"{_SERVICE}.async_register_batched_entity_service",
            f"{_SERVICE}.async_register_platform_entity_service",
            f"{_PLATFORMS}.async_register_entity_service",
        ),
        texts=("services",),
        rules=("action-setup", "docs-actions"),
    ),
    "device_trigger": Kind(
        title="Add device triggers to {name}",
        slug="device-triggers",
        later="device triggers",
        modules=("device_trigger",),
        texts=(
            "device_automation.trigger_type",
            "device_automation.trigger_subtype",
        ),
    ),
    "device_condition": Kind(
        title="Add device conditions to {name}",
        slug="device-conditions",
        later="device conditions",
        modules=("device_condition",),
        texts=("device_automation.condition_type",),
    ),
    "device_action": Kind(
        title="Add device actions to {name}",
        slug="device-actions",
        later="device actions",
        modules=("device_action",),
        texts=("device_automation.action_type",),
    ),
    "triggers": Kind(
        title="Add triggers to {name}",
        slug="triggers",
        later="triggers",
        modules=("trigger",),
        files=("triggers.yaml",),
        texts=("triggers",),
        rules=("docs-triggers",),
    ),
    "conditions": Kind(
        title="Add conditions to {name}",
        slug="conditions",
        later="conditions",
        modules=("condition",),
        files=("conditions.yaml",),
        texts=("conditions",),
        rules=("docs-conditions",),
    ),
    "repairs": Kind(
        title="Add repairs to {name}",
        slug="repairs",
        later="repairs",
        modules=("repairs",),
        names=(
            f"{_ISSUES}.async_create_issue",
            f"{_ISSUES}.async_delete_issue",
            f"{_ISSUES}.async_ignore_issue",
            f"{_ISSUES}.async_keep_issue",
            f"{_ISSUES}.async_refresh_issues",
        ),
        texts=("issues",),
        rules=("repair-issues",),
    ),
    "system_health": Kind(
        title="Add system health to {name}",
        slug="system-health",
        later="system health",
        modules=("system_health",),
        texts=("system_health",),
    ),
    ATTRIBUTES: Kind(
        title="Add state attributes to {name}",
        slug="state-attributes",
        later="attributes beside the state of an entity",
        members=(
            "extra_state_attributes",
            "_attr_extra_state_attributes",
            "_unrecorded_attributes",
        ),
        names=(
            f"{_ENTITY}.extra_state_attributes",
            f"{_ENTITY}._attr_extra_state_attributes",
        ),
    ),
    IMPORT: Kind(
        title="Import the YAML configuration of {name}",
        slug="import",
        later="import of a YAML configuration",
        definitions=("async_step_import",),
        names=(f"{_ENTRIES}.SOURCE_IMPORT",),
        sources=("import",),
    ),
    MIGRATION: Kind(
        title="Migrate entries of earlier versions of {name}",
        slug="migration",
        later="migration of entries",
        definitions=("async_migrate_entry",),
    ),
    STRICT_TYPING: Kind(
        title="Enable strict typing for {name}",
        slug="strict-typing",
        rules=("strict-typing",),
        is_quality=True,
    ),
}
