"""Describe what strings.json holds."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final

import probatio

from script.integration.integration import Integration
from script.rules.exemptions import excused
from script.rules.schema import (
    Violation,
    keyed,
    slug,
    slug_or_underscore,
    underscore_slug,
)

from .values import fixed_text, linked_text, text, translation_key

_TEXTS: Final = {str: text}
_LABELS: Final = keyed(text, translation_key)
_STATES: Final = keyed(fixed_text, translation_key)


def schema(integration: Integration) -> Callable[[Any], Any]:
    """Return a validator of the strings of an integration."""
    if own := _OWN_SCHEMAS.get(integration.domain):
        return own()
    return _common_schema(
        helper=integration.manifest.get("integration_type") == "helper",
        with_vocabularies=integration.domain == "homeassistant",
        described=integration.domain not in excused("undescribed_issues"),
    )


def _described_fields(flow: dict[str, Any]) -> dict[str, Any]:
    """Validate that only fields are described."""
    for step, content in flow["step"].items():
        for group, below in (
            (content, ["step", step]),
            *(
                (section, ["step", step, "sections", name])
                for name, section in content.get("sections", {}).items()
            ),
        ):
            for field in group.get("data_description", {}):
                if field not in group.get("data", {}):
                    raise Violation(
                        "describes a field that data does not have",
                        "Add the field to data, or remove its description",
                        path=[*below, "data_description", field],
                    )
    return flow


def _described_user_step(flow: dict[str, Any]) -> dict[str, Any]:
    """Validate that a helper says what it is for."""
    if "description" not in flow["step"].get("user", {}):
        raise Violation(
            "the user step of a helper has no description",
            "Say what the helper is for",
            path=["step", "user"],
        )
    return flow


def _titleless(_: Any) -> str:
    raise Violation(
        "the title of a flow is the integration's",
        "Move it to the root of the file, or remove it",
    )


def _flow(
    *, title: Callable[[Any], Any] | None = None, subentry: bool = False
) -> Callable[[Any], Any]:
    required, optional = probatio.Required, probatio.Optional
    section = {
        optional("data"): _TEXTS,
        optional("data_description"): _TEXTS,
        optional("description"): text,
        optional("name"): text,
    }
    step = {
        optional("title"): text,
        optional("description"): text,
        optional("data"): _TEXTS,
        optional("data_description"): _TEXTS,
        optional("menu_options"): _TEXTS,
        optional("menu_option_descriptions"): _TEXTS,
        optional("submit"): text,
        optional("sections"): {str: section},
    }
    flow: dict[Any, Any] = {
        optional("flow_title"): text,
        required("step"): {str: step},
        optional("error"): _TEXTS,
        optional("abort"): _TEXTS,
        optional("progress"): _TEXTS,
        optional("create_entry"): _TEXTS,
    }
    if subentry:
        flow |= {
            required("entry_type"): text,
            required("initiate_flow"): {required("user"): text, str: text},
        }
    else:
        flow[optional("initiate_flow")] = {required("user"): text}
    if title:
        flow[optional("title")] = title
    return probatio.All(probatio.Schema(flow), _described_fields)


def _problems(*, described: bool = True) -> dict[Any, Any]:
    optional = probatio.Optional
    issue = {
        probatio.Required("title"): text,
        optional("short_title"): text,
        probatio.Exclusive("description", "explanation"): text,
        probatio.Exclusive("fix_flow", "explanation"): _flow(),
    }
    return {
        optional("issues"): {
            str: probatio.All(probatio.Schema(issue), _described)
            if described
            else issue
        },
        optional("exceptions"): keyed({optional("message"): text}),
    }


def _described(issue: dict[str, Any]) -> dict[str, Any]:
    """Validate that an issue says what it is about."""
    if not {"description", "fix_flow"} & issue.keys():
        raise Violation("has no description", "Add one, or a fix_flow with its texts")
    return issue


@cache
def _auth_schema() -> Callable[[Any], Any]:
    flows = {probatio.Optional("mfa_setup"): {str: _flow(title=text)}}
    return probatio.Schema(flows | _problems())


@cache
def _onboarding_schema() -> Callable[[Any], Any]:
    return probatio.Schema(
        {
            probatio.Required("area"): _TEXTS,
            probatio.Required("dashboard"): {str: {"title": text}},
        }
    )


@cache
def _hardware_schema() -> Callable[[Any], Any]:
    return probatio.Schema({str: {probatio.Optional("options"): _flow()}})


_OWN_SCHEMAS: Final[Mapping[str, Callable[[], Callable[[Any], Any]]]] = {
    "auth": _auth_schema,
    "homeassistant_hardware": _hardware_schema,
    "onboarding": _onboarding_schema,
}


@cache
def _common_schema(
    *, helper: bool, with_vocabularies: bool, described: bool
) -> Callable[[Any], Any]:
    required, optional = probatio.Required, probatio.Optional

    def named(*more: str, described: bool = True) -> dict[Any, Any]:
        description = required if described else optional
        return {
            required("name"): text,
            description("description"): text,
            **{optional(key): text for key in more},
        }

    state = {
        optional("state"): _STATES,
        optional("state_attributes"): keyed(
            {optional("name"): fixed_text, optional("state"): _STATES}, translation_key
        ),
    }
    fields = keyed(named("example"), translation_key)
    # Only those of an action have to be described.
    condition_fields = keyed(named("example", described=False), translation_key)
    config = _flow(title=_titleless)
    return probatio.Schema(
        {
            optional("title"): text,
            optional("config"): probatio.All(config, _described_user_step)
            if helper
            else config,
            optional("config_subentries"): keyed(
                _flow(title=_titleless, subentry=True), slug_or_underscore
            ),
            optional("options"): _flow(),
            optional("preview_features"): keyed(
                {
                    required("name"): text,
                    required("description"): linked_text,
                    optional("enable_confirmation"): text,
                    optional("disable_confirmation"): text,
                },
                translation_key,
            ),
            optional("selector"): keyed(
                {
                    optional("choices"): _LABELS,
                    optional("options"): _LABELS,
                    optional("unit_of_measurement"): _LABELS,
                    optional("fields"): probatio.Any(
                        keyed(str), keyed(named(), translation_key)
                    ),
                },
                slug_or_underscore,
            ),
            optional("device_automation"): {
                optional(key): _TEXTS
                for key in (
                    "action_type",
                    "condition_type",
                    "trigger_type",
                    "trigger_subtype",
                    "extra_fields",
                    "extra_fields_descriptions",
                )
            },
            optional("system_health"): {optional("info"): _LABELS},
            optional("config_panel"): _panel,
            optional("application_credentials"): {optional("description"): text},
            optional("entity_component"): keyed(
                {optional("name"): text, **state}, slug_or_underscore
            ),
            optional("device"): keyed({optional("name"): text}, translation_key),
            optional("entity"): keyed(
                keyed(
                    {
                        optional("name"): text,
                        optional("unit_of_measurement"): fixed_text,
                        **state,
                    },
                    translation_key,
                )
            ),
            optional("services"): keyed(
                {
                    **named(),
                    optional("fields"): fields,
                    optional("sections"): keyed(
                        named(described=False), translation_key
                    ),
                },
                translation_key,
            ),
            optional("conditions"): keyed(
                {**named(), optional("fields"): condition_fields}, underscore_slug
            ),
            optional("triggers"): keyed(
                {**named(), optional("fields"): condition_fields}, underscore_slug
            ),
            optional("conversation"): {required("agent"): {required("done"): text}},
            optional("common"): keyed(text, slug),
            **_problems(described=described),
            **(_vocabularies() if with_vocabularies else {}),
        }
    )


def _vocabularies() -> dict[Any, Any]:
    """Return what only Home Assistant's own integration has: the texts of vocabularies."""
    name = {probatio.Required("name"): text}
    entry = name | {
        probatio.Required("description"): text,
        probatio.Optional("subcategory"): keyed(name),
    }
    return {
        probatio.Optional("integration_category"): keyed(entry),
        probatio.Optional("integration_connectivity"): keyed(entry),
    }


def _panel(content: Any) -> Any:
    """Validate the texts of a panel, which nest as the panel likes."""
    return probatio.Any(text, keyed(_panel, probatio.Any("_", translation_key)))(
        content
    )
