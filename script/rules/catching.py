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
from .sources import guide, threads

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
    code="review-guide/only-broad-exception",
    title="A flow catches the library's own errors before all others",
    severity=Severity.ASKED,
    source=threads(159140),
    why="A device that is off and a mistake in the code need another answer; the second one belongs into the log.",
    mend="Catch the errors of the library that are expected first, as cannot_connect and invalid_auth",
    good=examples(
        """
        async def validate(client: ExampleClient) -> dict[str, str]:
            try:
                await client.connect()
            except ExampleConnectionError:
                return {"base": "cannot_connect"}
            except Exception:
                _LOGGER.exception("Unexpected exception")
                return {"base": "unknown"}
            return {}
        """,
        """
        async def close(client: ExampleClient) -> None:
            try:
                await client.close()
            except Exception:
                _LOGGER.debug("It was closed already")
        """,
        file="config_flow.py",
    ),
    bad=examples(
        """
        async def validate(client: ExampleClient) -> dict[str, str]:
            try:
                await client.connect()
            except Exception:  # !
                return {"base": "cannot_connect"}
            return {}
        """,
        """
        class ExampleFlow(ConfigFlow, domain=DOMAIN):
            async def async_step_user(self, user_input: Any = None) -> Any:
                errors = {}
                try:
                    await self.client.connect()
                except Exception:  # !
                    errors["base"] = "cannot_connect"
                return self.async_show_form(step_id="user", errors=errors)
        """,
        file="config_flow.py",
    ),
)
def only_broad(integration: Integration) -> Iterator[Finding]:
    """Report flows that answer every exception as if the device did not answer."""
    for module in integration.parts("config_flow"):
        for node in _tries(module):
            match node.handlers:
                case [handler] if _caught(handler) & _BROAD and _is_expected(handler):
                    yield module.found(
                        handler,
                        "All exceptions are answered as if the device or service did not answer",
                    )


def _is_expected(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler gives the error of something that is expected."""
    return any(
        isinstance(node, ast.Constant)
        and node.value in ("cannot_connect", "invalid_auth")
        for statement in handler.body
        for node in ast.walk(statement)
    )


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
