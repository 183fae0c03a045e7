"""Rules for what is logged."""

import ast
from collections.abc import Iterator
import re
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import blocks, dotted, last_name, text

from .examples import examples
from .rule import Severity, rule
from .sources import guide, plugin
from .vocabulary import SECRETS

_LOGGERS: Final = ("LOGGER", "_LOGGER")
LEVELS: Final = {"debug", "info", "warning", "error", "critical", "exception"}
_LOUD: Final = ("warning", "error", "critical", "exception")

# Exceptions that Home Assistant logs or shows by itself.
_REPORTED: Final = {
    "homeassistant.exceptions.ConfigEntryAuthFailed",
    "homeassistant.exceptions.ConfigEntryError",
    "homeassistant.exceptions.ConfigEntryNotReady",
    "homeassistant.exceptions.HomeAssistantError",
    "homeassistant.exceptions.ServiceValidationError",
    "homeassistant.helpers.update_coordinator.UpdateFailed",
}


def messages(
    integration: Integration,
) -> Iterator[tuple[Module, ast.Call, str, ast.expr]]:
    """Yield each call of a logger with its level and message."""
    for module in (*integration.modules, *integration.tests):
        for call in module.calls:
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=logger), attr=level),
                    args=[message, *_],
                ) if logger in _LOGGERS and level in LEVELS:
                    yield module, call, level, message


@rule(
    code="home-assistant-logger-period",
    title="Log messages end without a period",
    severity=Severity.REFUSED,
    source=plugin("logger"),
    why="Home Assistant's log messages are short notes and not sentences, all in one form.",
    mend="Leave the period out",
    good=examples(
        '_LOGGER.debug("Connected to %s", host)',
        '_LOGGER.warning("Device is offline. Retrying")',
    ),
    bad=examples(
        '_LOGGER.debug("Connected to %s.", host)  # !',
        'LOGGER.error("The device is offline.")  # !',
    ),
)
def logger_period(integration: Integration) -> Iterator[Finding]:
    """Report messages that end with a period."""
    for module, call, _, message in messages(integration):
        if (text(message) or "").endswith("."):
            yield module.found(call, "A log message ends with a period")


@rule(
    code="home-assistant-logger-capital",
    title="Log messages start with a capital letter",
    severity=Severity.REFUSED,
    source=plugin("logger"),
    why="Users read what is logged above the debug level, and messages that start alike read better.",
    mend="Capitalize it, or log it as debug",
    good=examples(
        '_LOGGER.warning("Device is offline")',
        '_LOGGER.debug("raw answer: %s", answer)',
    ),
    bad=examples(
        '_LOGGER.warning("device is offline")  # !',
        '_LOGGER.exception("unexpected answer")  # !',
    ),
)
def logger_capital(integration: Integration) -> Iterator[Finding]:
    """Report messages for the user that start with a small letter."""
    for module, call, level, message in messages(integration):
        if level != "debug" and (text(message) or "")[:1].islower():
            yield module.found(
                call, f"A log message of level {level} starts with a small letter"
            )


@rule(
    code="G004",
    title="Log messages get their values as arguments",
    severity=Severity.REFUSED,
    source="ruff: G004, selected in core's pyproject.toml",
    why="An f-string is put together even when nobody logs at that level.",
    mend='Pass the values as arguments: `_LOGGER.debug("Got %s", value)`',
    good=examples(
        '_LOGGER.debug("Got %s", value)',
        'name = f"{host}:{port}"\n_LOGGER.debug("Connected to %s", name)',
    ),
    bad=examples(
        '_LOGGER.debug(f"Got {value}")  # !',
        '_LOGGER.warning(f"Device {name} is offline")  # !',
    ),
)
def logger_format(integration: Integration) -> Iterator[Finding]:
    """Report messages that are put together although nobody may read them."""
    for module, call, _, message in messages(integration):
        if isinstance(message, ast.JoinedStr):
            yield module.found(call, "A log message is an f-string")


@rule(
    code="review-guide/domain-in-log-message",
    title="Log messages do not name their integration",
    severity=Severity.ASKED,
    source=guide("logging"),
    why="The name of the logger, which stands before each message, says it already.",
    mend="Leave it out",
    good=examples(
        '_LOGGER.warning("Connection lost")',
        '_LOGGER.debug("Found example devices: %s", devices)',
    ),
    bad=examples(
        '_LOGGER.warning("Example: connection lost")  # !',
        '_LOGGER.debug("[example]: polling")  # !',
    ),
)
def logger_domain(integration: Integration) -> Iterator[Finding]:
    """Report messages that start with the integration, whose name the logger says already."""
    words = {integration.domain, str(integration.manifest.get("name", ""))} - {""}
    own = re.compile(
        "|".join(rf"\[?{re.escape(word)}\]?:" for word in words), re.IGNORECASE
    )
    for module, call, _, message in messages(integration):
        if own.match(text(message) or ""):
            yield module.found(call, "A log message starts with the integration's name")


@rule(
    code="review-guide/secret-in-log",
    title="No secret gets into the log",
    severity=Severity.ASKED,
    source=guide("logging"),
    why="Logs are kept, and pasted into issues for everybody to read.",
    mend="Leave it out",
    good=examples(
        '_LOGGER.debug("Connecting to %s", entry.data[CONF_HOST])',
        '_LOGGER.debug("Options: %s", entry.options)',
    ),
    bad=examples(
        '_LOGGER.debug("Connecting with %s", entry.data)  # !',
        '_LOGGER.debug("Token: %s", data[CONF_API_TOKEN])  # !',
        '_LOGGER.debug(f"Signing in with {password}")  # !',
    ),
)
def secret_logged(integration: Integration) -> Iterator[Finding]:
    """Report secrets in the log, where they stay and from where they are pasted into issues."""
    for module, call, _, message in messages(integration):
        parts = message.values if isinstance(message, ast.JoinedStr) else ()
        shown = (part.value for part in parts if isinstance(part, ast.FormattedValue))
        for value in (*shown, *call.args[1:]):
            if secret := _secret(module, value):
                yield module.found(call, f"{secret} gets into the log")


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


@rule(
    code="home-assistant-log-and-raise",
    title="What is raised is not logged as well",
    severity=Severity.REFUSED,
    source=plugin("log_and_raise"),
    why="Home Assistant reports these exceptions by itself, so that the same would be logged twice.",
    mend="Do not log it",
    good=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            raise ConfigEntryNotReady("The device does not answer")
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            _LOGGER.debug("Answer: %s", answer)
            raise ConfigEntryNotReady("The device does not answer")
        """,
    ),
    bad=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            _LOGGER.error("The device does not answer")  # !
            raise ConfigEntryNotReady("The device does not answer")
        """,
        """
        async def fetch() -> None:
            try:
                await client.fetch()
            except ExampleError as err:
                _LOGGER.warning("Update failed: %s", err)  # !
                raise UpdateFailed from err
        """,
    ),
)
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
        if definition is None or definition.name not in _REPORTED:
            continue
        logged = next(
            (each for each in reversed(block[:index]) if _is_loud(each)), None
        )
        if logged is not None:
            yield module.found(
                logged,
                f"What is logged here is raised as {last_name(error)}, which Home Assistant reports",
            )


def _is_loud(statement: ast.stmt) -> bool:
    """Return whether a statement logs what the user sees."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=logger, attr=level))):
            return level in _LOUD and last_name(logger).lower().endswith("logger")
    return False
