"""What is logged."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import blocks, dotted, last_name, text

from .forms import SECRETS

LOGGERS: Final = ("LOGGER", "_LOGGER")
LEVELS: Final = {"debug", "info", "warning", "error", "critical", "exception"}
LOUD: Final = ("warning", "error", "critical", "exception")

# Exceptions that Home Assistant logs or shows by itself.
REPORTED: Final = {
    "homeassistant.exceptions.ConfigEntryAuthFailed",
    "homeassistant.exceptions.ConfigEntryError",
    "homeassistant.exceptions.ConfigEntryNotReady",
    "homeassistant.exceptions.HomeAssistantError",
    "homeassistant.exceptions.ServiceValidationError",
    "homeassistant.helpers.update_coordinator.UpdateFailed",
}


def _messages(
    integration: Integration,
) -> Iterator[tuple[Module, ast.Call, str, ast.expr]]:
    """Yield each call of a logger with its level and message."""
    for module in (*integration.modules, *integration.tests):
        for call in module.calls:
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=logger), attr=level),
                    args=[message, *_],
                ) if logger in LOGGERS and level in LEVELS:
                    yield module, call, level, message


def logger_period(integration: Integration) -> Iterator[Finding]:
    """Report messages that end with a period."""
    for module, call, _, message in _messages(integration):
        if (text(message) or "").endswith("."):
            yield module.finding(
                call,
                "home-assistant-logger-period",
                "A log message ends with a period, and none of Home Assistant's does",
                "Leave the period out",
            )


def logger_capital(integration: Integration) -> Iterator[Finding]:
    """Report messages for the user that start with a small letter."""
    for module, call, level, message in _messages(integration):
        if level != "debug" and (text(message) or "")[:1].islower():
            yield module.finding(
                call,
                "home-assistant-logger-capital",
                f"A log message of level {level} starts with a small letter",
                "Capitalize it, or log it as debug",
            )


def logger_format(integration: Integration) -> Iterator[Finding]:
    """Report messages that are put together although nobody may read them."""
    for module, call, _, message in _messages(integration):
        match message:
            case ast.JoinedStr():
                yield module.finding(
                    call,
                    "G004",
                    "A log message is an f-string, which is put together even when not logged",
                    'Pass the values as arguments: `_LOGGER.debug("Got %s", value)`',
                )


def logger_domain(integration: Integration) -> Iterator[Finding]:
    """Report messages that start with the integration, whose name the logger says already."""
    words = {integration.domain, str(integration.manifest.get("name", ""))} - {""}
    own = re.compile(
        "|".join(rf"\[?{re.escape(word)}\]?:" for word in words), re.IGNORECASE
    )
    for module, call, _, message in _messages(integration):
        if own.match(text(message) or ""):
            yield module.finding(
                call,
                "review-guide/domain-in-log-message",
                "A log message starts with the integration's name, which the logger's name says",
                "Leave it out",
            )


def secret_logged(integration: Integration) -> Iterator[Finding]:
    """Report secrets in the log, where they stay and from where they are pasted into issues."""
    for module, call, _, message in _messages(integration):
        parts = message.values if isinstance(message, ast.JoinedStr) else ()
        shown = (part.value for part in parts if isinstance(part, ast.FormattedValue))
        for value in (*shown, *call.args[1:]):
            if secret := _secret(module, value):
                yield module.finding(
                    call,
                    "review-guide/secret-in-log",
                    f"{secret} gets into the log",
                    "Leave it out",
                )


def _secret(module: Module, value: ast.expr) -> str | None:
    """Return the name of a secret that a value is, or is the data with."""
    match value:
        case ast.Name(id="user_input"):
            return "user_input"
        case ast.Attribute(attr="data") if last_name(value.value) in (
            "config_entry",
            "entry",
        ):
            return dotted(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            pass
        case ast.Subscript(slice=key):
            name = module.value(key) or last_name(key)
        case _:
            return None
    return name if name.lower().strip("_").removeprefix("conf_") in SECRETS else None


def log_and_raise(integration: Integration) -> Iterator[Finding]:
    """Report messages right before an exception that Home Assistant reports itself."""
    for module in integration.modules:
        for node in module.nodes:
            for block in blocks(node):
                yield from _logged_and_raised(module, block)


def _logged_and_raised(module: Module, block: list[ast.stmt]) -> Iterator[Finding]:
    """Report the messages of one block."""
    for index, statement in enumerate(block):
        match statement:
            case ast.Raise(
                exc=ast.Call(func=error) | (ast.Name() | ast.Attribute() as error)
            ):
                definition = module.definition(error)
            case _:
                continue
        if definition is None or definition.name not in REPORTED:
            continue
        logged = next(
            (each for each in reversed(block[:index]) if _is_loud(each)), None
        )
        if logged is not None:
            yield module.finding(
                logged,
                "home-assistant-log-and-raise",
                f"What is logged here is raised as {last_name(error)}, which Home Assistant reports",
                "Do not log it",
            )


def _is_loud(statement: ast.stmt) -> bool:
    """Return whether a statement logs what the user sees."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=logger, attr=level))):
            return level in LOUD and last_name(logger).lower().endswith("logger")
    return False


CHECKS: Final = (
    logger_period,
    logger_capital,
    logger_format,
    logger_domain,
    secret_logged,
    log_and_raise,
)
