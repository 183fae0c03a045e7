"""Rules for what coordinators are given, and what they keep."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.nodes import walk
from script.integration.syntax import (
    assigned,
    defaults,
    dotted,
    is_none,
    last_name,
    methods,
)

from .examples import examples
from .rule import Severity, rule
from .sources import threads

# What a coordinator has of its entry as long as it lives
_OF_ENTRY: Final = {"data", "options", "entry_id", "unique_id", "title"}


@rule(
    code="review-guide/default-argument-of-coordinator",
    title="A coordinator is not given what is the default",
    severity=Severity.ASKED,
    source=threads(130958),
    why="Who reads it looks for the reason why it is said.",
    mend="Leave it out",
    good=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(
                    hass, _LOGGER, config_entry=entry, name=DOMAIN, always_update=False
                )
        """,
        # It says that nothing polls.
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(
                    hass, _LOGGER, config_entry=entry, name=DOMAIN, update_interval=None
                )
        """,
        file="coordinator.py",
    ),
    bad=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(
                    hass,
                    _LOGGER,
                    config_entry=entry,
                    name=DOMAIN,
                    always_update=True,  # !
                )
        """,
        """
        COORDINATOR = DataUpdateCoordinator(hass, _LOGGER, name=DOMAIN, always_update=True)  # !
        """,
        file="coordinator.py",
    ),
)
def default_argument(integration: Integration) -> Iterator[Finding]:
    """Report arguments that are what DataUpdateCoordinator takes without them."""
    home = integration.module("homeassistant.helpers.update_coordinator")
    base = home and home.bindings.get("DataUpdateCoordinator")
    if not isinstance(base, ast.ClassDef):
        return
    known = {
        name: value.value
        for name, value in defaults(methods(base)["__init__"]).items()
        if isinstance(value, ast.Constant) and not is_none(value)
    }
    for module, call in _made(integration, base):
        for given in call.keywords:
            if (
                given.arg in known
                and isinstance(given.value, ast.Constant)
                and given.value.value is known[given.arg]
            ):
                yield module.found(
                    given,
                    f"{given.arg}={ast.unparse(given.value)} is the default",
                )


def _made(
    integration: Integration, base: ast.ClassDef
) -> Iterator[tuple[Module, ast.Call]]:
    """Yield the calls that reach the __init__ of Home Assistant's coordinator."""
    for module in integration.modules:
        for call in module.calls:
            if last_name(call.func) == base.name:
                yield module, call
    for module, class_ in integration.coordinators:
        above = (each.node for each in module.ancestors(class_))
        nearest = next(
            (
                each
                for each in above
                if isinstance(each, ast.ClassDef) and "__init__" in methods(each)
            ),
            None,
        )
        init = methods(class_).get("__init__")
        if nearest is base and init:
            yield from (
                (module, call)
                for call in walk(init)
                if isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and call.func.attr == "__init__"
                and last_name(call.func.value) == "super"
            )


@rule(
    code="review-guide/kept-entry-data",
    title="A coordinator reads its entry where it needs it",
    severity=Severity.ADVICE,
    source=threads(130958),
    why="It has the entry, and a copy of what is in it only adds another name for the same.",
    mend="Use self.config_entry instead",
    good=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)
                self.client = ExampleClient(entry.data[CONF_HOST])
        """,
        """
        class ExampleClient:
            def __init__(self, entry: ConfigEntry) -> None:
                self.host = entry.data[CONF_HOST]
        """,
        file="coordinator.py",
    ),
    bad=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)
                self.host: str = entry.data[CONF_HOST]  # !
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, config_entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, config_entry=config_entry, name=DOMAIN)
                self._id = config_entry.entry_id  # !
        """,
        file="coordinator.py",
    ),
)
def kept_entry_data(integration: Integration) -> Iterator[Finding]:
    """Report attributes of coordinators that only repeat what is in the entry."""
    for module, class_ in integration.coordinators:
        if (init := methods(class_).get("__init__")) is None:
            continue
        for node in walk(init):
            for target, value in assigned(node):
                kept = value.value if isinstance(value, ast.Subscript) else value
                if (
                    isinstance(kept, ast.Attribute)
                    and kept.attr in _OF_ENTRY
                    and isinstance(kept.value, ast.Name)
                    and kept.value.id in ("entry", "config_entry")
                    and dotted(target).startswith("self.")
                ):
                    yield module.found(
                        node, f"{dotted(target)} repeats {ast.unparse(value)}"
                    )


@rule(
    code="review-guide/data-by-hand",
    title="A coordinator leaves its data to Home Assistant",
    severity=Severity.ADVICE,
    source=threads(142875, 143373),
    why="DataUpdateCoordinator sets data to what the update returns, and nothing reads it before the first one.",
    mend="Only return it, and read coordinator.data",
    good=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            async def _async_update_data(self) -> int:
                return await self.client.power()
        """,
        # The device tells, and nobody asks it.
        """
        class ExampleCoordinator(DataUpdateCoordinator[dict[str, int]]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)
                self.data = {}
        """,
        # It keeps what came last for the next time.
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            async def _async_update_data(self) -> int:
                power = await self.client.power()
                self.highest = max(self.highest, power)
                return power
        """,
        file="coordinator.py",
    ),
    bad=examples(
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            async def _async_update_data(self) -> int:
                power = await self.client.power()
                self.power = power  # !
                return power
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[dict[str, int]]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, config_entry=entry, name=DOMAIN)
                self.data = {}  # !

            async def _async_update_data(self) -> dict[str, int]:
                return await self.client.fetch()
        """,
        file="coordinator.py",
    ),
)
def data_by_hand(integration: Integration) -> Iterator[Finding]:
    """Report data that a coordinator has before an update, or a second time after it."""
    for module, class_ in integration.coordinators:
        own = methods(class_)
        update = own.get("_async_update_data")
        used = [node for node in walk(class_) if dotted(node) == "self.data"]
        # What is read, or nobody fetches, has to be there from the start.
        if (init := own.get("__init__")) and update and len(used) == 1:
            for node in walk(init):
                for target, value in assigned(node):
                    if dotted(target) == "self.data" and _is_empty(value):
                        yield module.found(
                            node, "self.data is set before there are data"
                        )
        if update:
            returned = {
                node.value.id
                for node in walk(update)
                if isinstance(node, ast.Return) and isinstance(node.value, ast.Name)
            }
            for node in walk(update):
                for target, value in assigned(node):
                    if (
                        isinstance(value, ast.Name)
                        and value.id in returned
                        and not isinstance(node, ast.AugAssign)
                        and dotted(target).startswith("self.")
                    ):
                        yield module.found(
                            node,
                            f"{dotted(target)} keeps {value.id}, which self.data becomes",
                        )


def _is_empty(value: ast.expr) -> bool:
    """Return whether a value holds nothing."""
    match value:
        case ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Constant(value=None):
            return True
        case ast.Call(args=[], keywords=[]):
            return last_name(value) in ("dict", "list", "set")
    return False


@rule(
    code="review-guide/interval-as-timedelta",
    title="An interval is a timedelta from the start",
    severity=Severity.ADVICE,
    source=threads(7909),
    why="A number does not say of what, and each use has to know it.",
    mend="Make the constant a timedelta, and pass it as it is",
    good=examples(
        """
        SCAN_INTERVAL = timedelta(seconds=30)


        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, name=DOMAIN, update_interval=SCAN_INTERVAL)
        """,
        # The user chooses.
        """
        DEFAULT_INTERVAL = 30


        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                seconds = entry.options.get("interval", DEFAULT_INTERVAL)
                super().__init__(
                    hass, _LOGGER, name=DOMAIN, update_interval=timedelta(seconds=seconds)
                )
        """,
        file="coordinator.py",
    ),
    bad=examples(
        """
        SCAN_INTERVAL = 30


        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(
                    hass,
                    _LOGGER,
                    name=DOMAIN,
                    update_interval=timedelta(seconds=SCAN_INTERVAL),  # !
                )
        """,
        """
        MINUTES = 5
        COORDINATOR = DataUpdateCoordinator(
            hass,
            _LOGGER,
            name=DOMAIN,
            update_interval=timedelta(minutes=MINUTES),  # !
        )
        """,
        file="coordinator.py",
    ),
)
def interval(integration: Integration) -> Iterator[Finding]:
    """Report intervals of coordinators whose constant is a bare number."""
    for module in integration.modules:
        for call in module.calls:
            match call:
                case ast.Call(
                    args=[], keywords=[ast.keyword(value=ast.Name() as amount)]
                ) if last_name(call) == "timedelta":
                    use = module.parents[call]
                    found = module.definition(amount)
                    if (
                        isinstance(use, ast.keyword)
                        and use.arg == "update_interval"
                        and found
                        and isinstance(found.node, ast.Constant)
                    ):
                        yield module.found(
                            call, f"{amount.id} is a number, and not an interval"
                        )
