"""The strings that the results of flows show."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import probatio

from homeassistant.components.repairs.issue_handler import RepairsFlowManager
from homeassistant.config_entries import (
    SOURCE_REAUTH,
    ConfigEntriesFlowManager,
    ConfigSubentryFlowManager,
    OptionsFlowManager,
)
from homeassistant.const import CONF_NAME
from homeassistant.data_entry_flow import (
    FlowHandler,
    FlowManager,
    FlowResultType,
    section,
)
from homeassistant.helpers import issue_registry as ir

from .check import Shown

type Flow = FlowHandler[Any, Any, Any]
type Manager = FlowManager[Any, Any, Any]
type Result = Mapping[str, Any]


class Place(NamedTuple):
    """Where a flow's strings are, and the placeholders that they have besides a result's."""

    domain: str
    prefix: str
    placeholders: frozenset[str] = frozenset()


class _Strings(NamedTuple):
    """Keys as Shown has them, but below the prefix of the flow."""

    scope: tuple[str, ...]
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


def place_of(manager: Manager, flow: Flow) -> Place | None:
    """Return where a flow's strings are, None for a flow that no integration has."""
    entries = flow.hass.config_entries
    match manager:
        case ConfigEntriesFlowManager():
            return Place(flow.handler, "config")
        case OptionsFlowManager():
            return Place(entries.async_get_known_entry(flow.handler).domain, "options")
        case ConfigSubentryFlowManager():
            entry_id, subentry_type = flow.handler
            domain = entries.async_get_known_entry(entry_id).domain
            return Place(domain, f"config_subentries.{subentry_type}")
        case RepairsFlowManager():
            issues = ir.async_get(flow.hass).issues
            issue = issues[flow.handler, flow.context["issue_id"]]
            return Place(
                issue.domain,
                f"issues.{issue.translation_key}.fix_flow",
                frozenset(issue.translation_placeholders or ()),
            )
    return None


def shown_by_flow(place: Place, flow: Flow, result: Result) -> Iterator[Shown]:
    """Yield what a result shows, and the title of the flow's card."""
    if strings_of := _STRINGS_OF.get(result["type"]):
        scope, required, optional = (
            tuple(f"{place.prefix}.{key}" for key in keys)
            for keys in strings_of(result)
        )
        given = frozenset(result.get("description_placeholders") or ())
        # Core adds the entry's name to each form of a reauth flow.
        added = {CONF_NAME} if flow.source == SOURCE_REAUTH else set()
        yield Shown(
            domain=result.get("translation_domain", place.domain),
            scope=scope,
            required=required,
            optional=optional,
            placeholders=given | place.placeholders,
            spare=place.placeholders | added,
        )
    # Without placeholders, the card shows the integration's name.
    if given := frozenset(flow.context.get("title_placeholders") or ()):
        title = (f"{place.prefix}.flow_title",)
        yield Shown(
            domain=place.domain,
            scope=title,
            optional=title,
            placeholders=given,
            # The card shows the name where there is no title.
            spare=frozenset({CONF_NAME}),
        )


def _of_step(result: Result, *required: str) -> _Strings:
    step = f"step.{result['step_id']}"
    names = ("title", "description", "submit", "sections", "menu_option_descriptions")
    optional = tuple(f"{step}.{name}" for name in names)
    return _Strings((step, "error", *required), required, optional)


def _of_form(result: Result) -> _Strings:
    fields = _of_fields(f"step.{result['step_id']}", result["data_schema"])
    errors = (result["errors"] or {}).values()
    return _of_step(result, *fields, *(f"error.{error}" for error in errors))


def _of_fields(step: str, schema: probatio.Schema | None) -> Iterator[str]:
    for name, kind in (schema.schema if schema else {}).items():
        if isinstance(kind, section):
            yield f"{step}.sections.{name}.name"
            yield from _of_fields(f"{step}.sections.{name}", kind.schema)
        else:
            yield f"{step}.data.{name}"
            yield f"{step}.data_description.{name}"


def _of_menu(result: Result) -> _Strings:
    options = result["menu_options"]
    # A mapping brings its labels along.
    names = () if isinstance(options, Mapping) else options
    menu = f"step.{result['step_id']}.menu_options"
    return _of_step(result, *(f"{menu}.{name}" for name in names))


def _of_progress(result: Result) -> _Strings:
    return _of_step(result, f"progress.{result['progress_action']}")


def _of_entry(result: Result) -> _Strings:
    if description := result.get("description"):
        key = (f"create_entry.{description}",)
        return _Strings(key, required=key)
    # The frontend has words of its own.
    key = ("create_entry.default",)
    return _Strings(key, optional=key)


def _of_abort(result: Result) -> _Strings:
    key = (f"abort.{result['reason']}",)
    return _Strings(key, required=key)


# The other types lead on to the next step.
_STRINGS_OF: Mapping[FlowResultType, Callable[[Result], _Strings]] = {
    FlowResultType.ABORT: _of_abort,
    FlowResultType.CREATE_ENTRY: _of_entry,
    FlowResultType.EXTERNAL_STEP: _of_step,
    FlowResultType.FORM: _of_form,
    FlowResultType.MENU: _of_menu,
    FlowResultType.SHOW_PROGRESS: _of_progress,
}
