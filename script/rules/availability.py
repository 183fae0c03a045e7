"""Rules for a device or service that does not answer."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.names import COORDINATOR, COORDINATOR_ENTITIES
from script.integration.syntax import assigned, dotted, inner, last_name, text

from .examples import examples
from .logs import LEVELS
from .rule import Severity, rule
from .sources import documentation, quality_scale

_NOT_READY: Final = {"ConfigEntryNotReady", "UpdateFailed"}
_CONNECTION: Final = ("clienterror", "connect", "oserror", "timeout", "unreachable")

# Methods in which an entity hears of an update
_HEARS: Final = ("_handle_coordinator_update", "available")


@rule(
    code="review-guide/own-unavailable-flag",
    title="The coordinator logs that the device does not answer",
    severity=Severity.ASKED,
    source=quality_scale("log-when-unavailable"),
    why="It logs once when an update fails and once when one succeeds again.",
    mend="Remove the flag and what it logs",
    good=(
        *examples(
            """
            class ExampleCoordinator(DataUpdateCoordinator[None]):
                async def _async_update_data(self) -> None:
                    if not self._started:
                        await self.client.start()
                        self._started = True
            """,
            file="coordinator.py",
        ),
        *examples(
            """
            class ExampleSensor(SensorEntity):
                async def async_update(self) -> None:
                    if not self._logged:
                        _LOGGER.info("No answer")
                        self._logged = True
            """,
            file="sensor.py",
        ),
    ),
    bad=(
        *examples(
            """
            class ExampleSensor(CoordinatorEntity, SensorEntity):
                @callback
                def _handle_coordinator_update(self) -> None:
                    if not self.coordinator.last_update_success:
                        if not self._logged:  # !
                            _LOGGER.info("No answer")
                            self._logged = True
                    else:
                        self._logged = False
            """,
            file="sensor.py",
        ),
        *examples(
            """
            class ExampleCoordinator(DataUpdateCoordinator[None]):
                async def _async_update_data(self) -> None:
                    try:
                        await self.client.fetch()
                    except ExampleError as err:
                        if not self._unavailable_logged:  # !
                            _LOGGER.warning("No answer")
                            self._unavailable_logged = True
                        raise UpdateFailed from err
                    self._unavailable_logged = False
            """,
            file="coordinator.py",
        ),
    ),
)
def own_flag(integration: Integration) -> Iterator[Finding]:
    """Report flags that keep coordinators and their entities from logging twice, which they would not."""
    for module in integration.modules:
        for class_ in module.classes:
            if not module.derives(class_, COORDINATOR, *COORDINATOR_ENTITIES):
                continue
            taken_back = {
                dotted(target)
                for node in ast.walk(class_)
                for target, value in assigned(node)
                if isinstance(value, ast.Constant) and value.value is False
            }
            for node in ast.walk(class_):
                match node:
                    case ast.If(
                        test=ast.UnaryOp(op=ast.Not(), operand=ast.Attribute() as flag)
                    ) if (
                        dotted(flag) in taken_back
                        and _logs_once(node, dotted(flag))
                        and _is_about_updates(module, node)
                    ):
                        yield module.found(
                            node, f"{dotted(flag)} says whether no answer was logged"
                        )


def _logs_once(node: ast.If, flag: str) -> bool:
    """Return whether all that a block does is to log and to remember it."""
    rest = [
        statement
        for statement in node.body
        if not isinstance(statement, ast.Assign | ast.AnnAssign)
    ]
    sets = any(
        dotted(target) == flag
        for statement in node.body
        for target, _ in assigned(statement)
    )
    return sets and bool(rest) and all(_is_log(each) for each in rest)


def _is_about_updates(module: Module, node: ast.If) -> bool:
    """Return whether a statement stands where an update failed, or where an entity hears of it."""
    function = module.function_around(node)
    return (function is not None and function.name in _HEARS) or any(
        isinstance(each, ast.ExceptHandler) and "UpdateFailed" in _raised(each)
        for each in module.around(node)
    )


def _raised(handler: ast.ExceptHandler) -> set[str]:
    """Return the last names of what a handler raises."""
    return {
        last_name(node.exc)
        for statement in handler.body
        for node in (statement, *inner(statement))
        if isinstance(node, ast.Raise)
    }


def _is_log(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=logger, attr=level))):
            return level in LEVELS and "logger" in last_name(logger).lower()
    return False


@rule(
    code="review-guide/issue-for-connection",
    title="A device that does not answer is no repair issue",
    severity=Severity.ASKED,
    source=documentation("repairs"),
    why="Issues are for what the user can mend in Home Assistant; that it does not answer shows in the entry and its entities.",
    mend="Raise UpdateFailed or ConfigEntryNotReady alone",
    good=examples(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            if entry.runtime_data.firmware < (1, 5):
                ir.async_create_issue(hass, DOMAIN, "old_firmware")
        """,
        """
        async def fetch(hass: HomeAssistant, client: ExampleClient) -> None:
            try:
                await client.fetch()
            except ExampleConnectionError as err:
                raise UpdateFailed from err
            except ExampleVersionError as err:
                ir.async_create_issue(hass, DOMAIN, "old_firmware")
                raise UpdateFailed from err
        """,
    ),
    bad=examples(
        """
        async def fetch(hass: HomeAssistant, client: ExampleClient) -> None:
            try:
                await client.fetch()
            except ExampleConnectionError as err:
                ir.async_create_issue(hass, DOMAIN, "no_answer")  # !
                raise UpdateFailed from err
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            try:
                await connect(entry)
            except (TimeoutError, ExampleError) as err:
                ir.async_create_issue(hass, DOMAIN, "no_answer")  # !
                raise ConfigEntryNotReady from err
        """,
        """
        async def fetch(hass: HomeAssistant, client: ExampleClient) -> None:
            try:
                await client.fetch()
            except ExampleError as err:
                ir.async_create_issue(hass, DOMAIN, "cannot_connect")  # !
                raise UpdateFailed from err
        """,
    ),
)
def issue_for_connection(integration: Integration) -> Iterator[Finding]:
    """Report issues that are made where an update fails for now."""
    for module in integration.modules:
        for handler in module.nodes:
            if not isinstance(handler, ast.ExceptHandler):
                continue
            if not _raised(handler) & _NOT_READY:
                continue
            caught = _is_connection(handler.type)
            for statement in handler.body:
                match statement:
                    case ast.Expr(value=ast.Call(func=func, args=args) as call) if (
                        last_name(func) == "async_create_issue"
                        and (caught or any(map(_names_connection, args)))
                    ):
                        yield module.found(
                            call, "An issue is made of a device that does not answer"
                        )


def _is_connection(caught: ast.expr | None) -> bool:
    """Return whether what is caught is about a connection."""
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(map(_names_connection, names))


def _names_connection(node: ast.AST | None) -> bool:
    """Return whether a name or a text is about a connection."""
    name = (text(node) or last_name(node)).lower()
    return any(word in name for word in _CONNECTION)
