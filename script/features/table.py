"""The features that an integration can be without.

A feature is told by the words that Home Assistant has for it. What belongs to it by the author's own names, such as
a constant, a string, a helper or a fixture, is found because nothing uses it any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Feature:
    """What a feature consists of. Patterns are regular expressions.

    Attributes:
        words: Names in code, ".name" being that of an attribute only. One that several features
            have goes with the last of them.
        values: Names of which first the argument, the element or the field goes.
        statements: Names whose statement goes alone, in a test that stays.
        modules: Modules of the integration, each with the tests that are named like it.
        needs: Features without which it would have no effect.
        manifest: Keys of the manifest.
        sections: Found in each section of the page that goes.
        details: Found in each collapsed block of the page that goes.
        sentences: Found in each sentence of the page, or of a comment, that goes.
        todo: Rules that are not met without it.
        exempt: Rules that then do not apply, with the reason.
        exempt_for_good: Rules that do not apply if it never comes, with the reason.
    """

    words: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    statements: frozenset[str] = frozenset()
    modules: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    manifest: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    todo: tuple[str, ...] = ()
    exempt: Mapping[str, str] = field(default_factory=dict)
    exempt_for_good: Mapping[str, str] = field(default_factory=dict)


FEATURES: Final[Mapping[str, Feature]] = {
    "reauth": Feature(
        words=frozenset(
            {
                "SOURCE_REAUTH",
                "async_start_reauth",
                "async_step_reauth",
                "flow_title",
                "start_reauth_flow",
            }
        ),
        statements=frozenset({"async_get_active_flows"}),
        details=(r"authentication has expired",),
        exempt_for_good={
            "reauthentication-flow": "The integration does not require authentication."
        },
    ),
    "switch": Feature(
        words=frozenset({"SWITCH"}),
        modules=("switch",),
        sections=(r"\bswitch\.\w",),
        sentences=(
            r"switch(es)? the relay",
            r"relay can switch",
            r"\*\*Save standby power\*\*",
            r"\*\*Only measure\*\*",
        ),
        exempt={
            "action-exceptions": "The integration does not provide any actions.",
            "icon-translations": "All entities have the icon of their device class.",
        },
    ),
    "diagnostics": Feature(
        modules=("diagnostics",),
        sentences=(r"\(/integrations/diagnostics/\)", r"^The diagnostics "),
        todo=("diagnostics",),
    ),
    "zeroconf": Feature(
        words=frozenset(
            {
                "SOURCE_ZEROCONF",
                "ZeroconfServiceInfo",
                "async_step_zeroconf",
                "flow_title",
            }
        ),
        manifest=("zeroconf",),
        details=(r"not discovered",),
        sentences=(r"\bdiscovered device\b",),
        exempt_for_good={
            "discovery": "The device cannot be discovered.",
            "discovery-update-info": "The device cannot be discovered.",
        },
    ),
    "reconfigure": Feature(
        words=frozenset({"async_step_reconfigure", "start_reconfigure_flow"}),
        sections=(r'{% icon "mdi:dots-vertical" %}',),
        todo=("reconfiguration-flow",),
    ),
    "options": Feature(
        words=frozenset(
            {"OptionsFlowWithReload", "async_get_options_flow", ".options"}
        ),
        needs=frozenset({"switch"}),
        sections=(r"{% include integrations/option_flow.md %}",),
        sentences=(r"\*\*Only measure\*\*",),
        exempt={"docs-configuration-parameters": "The integration has no options."},
    ),
    "strict_typing": Feature(todo=("strict-typing",)),
}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of feature, by what Home Assistant calls its parts.

    Attributes:
        later: The word of reviewers for what they want in a later pull request.
        modules: Modules of the integration.
        files: Other files of the integration.
        definitions: Functions, methods and attributes of classes.
        names: Qualified names of Home Assistant that go with it.
        texts: Sections of strings.json and icons.json.
    """

    later: str = ""
    modules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    definitions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


SUBENTRIES: Final = "subentries"

KINDS: Final[Mapping[str, Kind]] = {
    "reauth": Kind(later="reauthentication", definitions=("async_step_reauth",)),
    "diagnostics": Kind(later="diagnostics", modules=("diagnostics",)),
    "reconfigure": Kind(
        later="reconfiguration", definitions=("async_step_reconfigure",)
    ),
    "options": Kind(
        later="options",
        definitions=("async_get_options_flow", "options_flow"),
        texts=("options",),
    ),
    SUBENTRIES: Kind(
        later="subentries",
        definitions=("async_get_supported_subentry_types",),
        texts=("config_subentries",),
    ),
    "actions": Kind(
        later="custom actions",
        modules=("services",),
        files=("services.yaml",),
        definitions=("async_setup_services",),
        names=(
            "homeassistant.helpers.service.async_register_admin_service",
            "homeassistant.helpers.service.async_register_batched_entity_service",
            "homeassistant.helpers.service.async_register_platform_entity_service",
            "homeassistant.helpers.entity_platform.EntityPlatform.async_register_entity_service",
        ),
        texts=("services",),
    ),
    "device_trigger": Kind(later="device triggers", modules=("device_trigger",)),
    "device_condition": Kind(later="device conditions", modules=("device_condition",)),
    "device_action": Kind(later="device actions", modules=("device_action",)),
    "triggers": Kind(later="triggers", modules=("trigger",), files=("triggers.yaml",)),
    "conditions": Kind(
        later="conditions", modules=("condition",), files=("conditions.yaml",)
    ),
    "repairs": Kind(later="repairs", modules=("repairs",)),
    "system_health": Kind(later="system health", modules=("system_health",)),
}
