"""Record what Home Assistant shows a user while a test runs."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
import inspect
from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import DISCOVERY_SOURCES
from homeassistant.core import ServiceRegistry
from homeassistant.data_entry_flow import FlowManager, FlowResultType
from homeassistant.exceptions import HomeAssistantError, IntegrationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.update_coordinator import UpdateFailed

from .check import Shown, Untranslated, integration_named
from .flows import Flow, Manager, place_of, shown_by_flow


@contextmanager
def recording(domain: str) -> Generator[list[Shown | Untranslated]]:
    """Record what is shown meanwhile; an untranslated error counts against `domain`."""
    shown: list[Shown | Untranslated] = []
    flows_seen: set[str] = set()
    handle_step = FlowManager._async_handle_step  # noqa: SLF001
    create_issue = ir.IssueRegistry.async_get_or_create
    register_action = ServiceRegistry.async_register
    call_action = ServiceRegistry.async_call
    create_error = HomeAssistantError.__init__

    async def record_step(self: Manager, flow: Flow, *args: Any) -> Any:
        # The step may remove the entry or the issue that tells the place.
        place = place_of(self, flow)
        result = await handle_step(self, flow, *args)
        # No user ever sees a discovery that ends at once.
        unseen = flow.flow_id not in flows_seen and flow.source in DISCOVERY_SOURCES
        flows_seen.add(flow.flow_id)
        if place and not (unseen and result["type"] is FlowResultType.ABORT):
            shown.extend(shown_by_flow(place, flow, result))
        return result

    def record_issue(
        self: ir.IssueRegistry, *args: Any, **kwargs: Any
    ) -> ir.IssueEntry:
        issue = create_issue(self, *args, **kwargs)
        shown.append(_shown_by_issue(issue))
        return issue

    def record_action(
        self: ServiceRegistry, domain: str, action: str, *args: Any, **kwargs: Any
    ) -> None:
        register_action(self, domain, action, *args, **kwargs)
        # Core has actions that get their names at run time.
        if not integration_named(domain).installed:
            placeholders = kwargs.get("description_placeholders")
            shown.append(_shown_by_action(domain, action, placeholders))

    async def record_call(self: ServiceRegistry, *args: Any, **kwargs: Any) -> Any:
        try:
            return await call_action(self, *args, **kwargs)
        except HomeAssistantError as err:
            if err.translation_key is None:
                shown.append(Untranslated(domain, repr(err)))
            raise

    def record_error(self: HomeAssistantError, *args: object, **kwargs: Any) -> None:
        create_error(self, *args, **kwargs)
        if self.translation_key is not None:
            shown.append(_shown_by_error(self))
        # An error of another kind is only seen when it leaves an action.
        elif isinstance(self, IntegrationError | UpdateFailed) and _made_by(domain):
            shown.append(Untranslated(domain, repr(self)))

    with (
        patch.object(FlowManager, "_async_handle_step", record_step),
        patch.object(ir.IssueRegistry, "async_get_or_create", record_issue),
        patch.object(ServiceRegistry, "async_register", record_action),
        patch.object(ServiceRegistry, "async_call", record_call),
        patch.object(HomeAssistantError, "__init__", record_error),
    ):
        yield shown


def _shown_by_issue(issue: ir.IssueEntry) -> Shown:
    scope = f"issues.{issue.translation_key}"
    # Instead of a description, one that can be fixed has a flow, and some have a dialog.
    dialogs = ir.FRONTEND_HANDLED_ISSUES.get(issue.domain, ())
    described = not issue.is_fixable and issue.translation_key not in dialogs
    names = ("title", "description") if described else ("title",)
    return Shown(
        domain=issue.domain,
        scope=(scope,),
        required=tuple(f"{scope}.{name}" for name in names),
        placeholders=frozenset(issue.translation_placeholders or ()),
    )


def _shown_by_action(
    domain: str, action: str, placeholders: Mapping[str, str] | None
) -> Shown:
    scope = f"services.{action}"
    return Shown(
        domain=domain,
        scope=(scope,),
        required=(f"{scope}.name", f"{scope}.description"),
        optional=(scope,),
        placeholders=frozenset(placeholders or ()),
    )


def _shown_by_error(error: HomeAssistantError) -> Shown:
    key = (f"exceptions.{error.translation_key}.message",)
    return Shown(
        domain=str(error.translation_domain),
        scope=key,
        required=key,
        placeholders=frozenset(error.translation_placeholders or ()),
    )


def _made_by(domain: str) -> bool:
    constructors = {"_made_by", "record_error", "__init__"}
    frame = inspect.currentframe()
    while frame and frame.f_code.co_name in constructors:
        frame = frame.f_back
    maker = frame.f_globals["__name__"] if frame else ""
    return f"{maker}.".startswith(f"homeassistant.components.{domain}.")
