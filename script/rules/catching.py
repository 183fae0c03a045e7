"""Rules for what is caught."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import inner, last_name

from .examples import examples
from .rule import Severity, rule
from .sources import guide

_BROAD: Final = {"BaseException", "Exception"}

# Errors that Home Assistant acts on, with those that catch them as well
_ACTED_ON: Final = {
    "ConfigEntryAuthFailed": {"HomeAssistantError", "IntegrationError"},
    "ConfigEntryError": {"HomeAssistantError", "IntegrationError"},
    "ConfigEntryNotReady": {"HomeAssistantError", "IntegrationError"},
}


def _caught(handler: ast.ExceptHandler) -> set[str]:
    """Return the last names of what a handler catches, "BaseException" where it says nothing."""
    match handler.type:
        case None:
            return {"BaseException"}
        case ast.Tuple(elts=elements):
            return {last_name(each) for each in elements}
        case caught:
            return {last_name(caught)}


def _tries(module: Module) -> Iterator[ast.Try]:
    return (node for node in module.nodes if isinstance(node, ast.Try))


@rule(
    code="review-guide/swallowed-setup-error",
    title="What Home Assistant acts on gets through to it",
    severity=Severity.ASKED,
    source=guide("config entries"),
    why="An error that is caught again asks for no new credentials, and is not tried again.",
    mend="Raise it outside of the try, or catch it before and raise it again",
    good=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            try:
                await connect(entry)
            except ExampleAuthError as err:
                raise ConfigEntryAuthFailed from err
            except Exception as err:
                raise ConfigEntryNotReady from err
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            try:
                if not await connect(entry):
                    raise ConfigEntryAuthFailed
            except ConfigEntryAuthFailed:
                raise
            except Exception as err:
                raise ConfigEntryNotReady from err
        """,
    ),
    bad=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            try:
                if not await connect(entry):
                    raise ConfigEntryAuthFailed
            except Exception as err:  # !
                raise ConfigEntryNotReady from err
        """,
        """
        async def fetch(client: ExampleClient) -> None:
            try:
                try:
                    await client.fetch()
                except ExampleAuthError as err:
                    raise ConfigEntryAuthFailed from err
            except Exception as err:  # !
                raise UpdateFailed from err
        """,
    ),
)
def swallowed_again(integration: Integration) -> Iterator[Finding]:
    """Report handlers that catch what the same try raises for Home Assistant."""
    for module in integration.modules:
        for node in _tries(module):
            raised = {
                last_name(each.exc)
                for statement in node.body
                for each in (statement, *inner(statement))
                if isinstance(each, ast.Raise)
            } & _ACTED_ON.keys()
            for name in sorted(raised):
                if handler := _swallower(node.handlers, name):
                    yield module.found(
                        handler, f"The {name} that is raised above is caught here"
                    )


def _swallower(
    handlers: list[ast.ExceptHandler], name: str
) -> ast.ExceptHandler | None:
    """Return the handler that catches all and with it an error, unless another one does so before."""
    for handler in handlers:
        caught = _caught(handler)
        if caught & ({name} | _ACTED_ON[name]):
            return None
        if caught & _BROAD:
            again = any(
                isinstance(each, ast.Raise)
                and (each.exc is None or last_name(each.exc) in (handler.name, name))
                for statement in handler.body
                for each in (statement, *inner(statement))
            )
            return None if again else handler
    return None
