"""Rules for polling: how often, and that the page says so."""

import ast
from collections.abc import Iterator, Mapping
from datetime import timedelta
import re
from typing import Final

from script.integration.fact import Fact, fact, fact_in, gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import assigned, keyword, last_name, methods
from script.rules.entities.kinds import own_family
from script.rules.examples import MARK, PROOF, Example, example
from script.rules.flow import fields

from .page import found_section, section
from .tier_rule import Tier, TierRule

# The rule has no number. Hardly any device is made to be asked more often than this.
_LEAST_SECONDS: Final = 5
# In which an interval may be said, and how a single one of each reads
_UNITS: Final[Mapping[float, str]] = {
    1: r"second",
    60: r"minute",
    3600: r"hour",
    86400: r"\bdai?l?y",
}
# Where an interval of the user's is kept
_CHOSEN: Final = {"CONF_SCAN_INTERVAL", "options"}
# The section "Updates" lists the entities of that platform.
_UPDATES: Final = r"^(?!updates$).*(\bupdat|\bpoll)"


def _coordinator(interval: str, mark: str = "") -> str:
    return f"""\
class ExampleCoordinator(DataUpdateCoordinator[None]):
    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        super().__init__(hass, _LOGGER, config_entry=entry, update_interval={interval}){mark}
"""


def _said(interval: str, text: str) -> Example:
    return Example(
        {
            "coordinator.py": _coordinator(interval),
            "page.markdown": f"## Data updates\n\n{text}\n",
        }
    )


def intervals_of(integration: Integration) -> Iterator[tuple[Module, ast.expr]]:
    """Yield how often the integration polls."""
    for module in integration.modules:
        for call in module.calls:
            value = keyword(call, "update_interval")
            if value is not None and not (
                isinstance(value, ast.Constant) and value.value is None
            ):
                yield module, value
    for module in integration.platforms():
        if isinstance(bound := module.bindings.get("SCAN_INTERVAL"), ast.expr):
            yield module, bound


def polled_every(integration: Integration) -> Iterator[float]:
    """Yield the seconds between two polls, where they are written down."""
    for module, node in intervals_of(integration):
        if (seconds := _seconds(module, node)) is not None:
            yield seconds


def _seconds(module: Module, node: ast.AST | None) -> float | None:
    """Return the seconds that a timedelta has."""
    if isinstance(node, ast.Name | ast.Attribute):
        definition = module.definition(node)
        if definition is None or definition.module is None:
            return None
        module, node = definition.module, definition.node
    if not isinstance(node, ast.Call) or last_name(node.func) != "timedelta":
        return None
    parts = {
        each.arg: _number(module, each.value) for each in node.keywords if each.arg
    }
    if None in parts.values() or node.args:
        return None
    return timedelta(
        **{name: part for name, part in parts.items() if part is not None}
    ).total_seconds()


def _number(module: Module, node: ast.AST | None) -> float | None:
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.Name():
            definition = module.definition(node)
            if (
                definition
                and definition.module
                and not isinstance(definition.node, ast.Name)
            ):
                return _number(definition.module, definition.node)
    return None


def intervals(integration: Integration) -> Iterator[Fact]:
    """Yield where it is set how often to poll."""
    for module, node in intervals_of(integration):
        yield fact(module, "an interval is set", node)
    for module, call in integration.calls("async_track_time_interval"):
        yield fact(module, "an interval is set", call)
    for module in integration.modules:
        for statement in module.nodes:
            for target, value in assigned(statement):
                if (
                    isinstance(target, ast.Attribute)
                    and target.attr in ("update_interval", "_update_interval")
                    and not isinstance(value, ast.Constant)
                ):
                    yield fact(module, "an interval is set", target)


def polls(integration: Integration) -> Iterator[Fact]:
    """Yield that it polls."""
    iot_class = str(integration.manifest.get("iot_class"))
    # Of one that acts on demand, it says that nothing is pushed.
    if "polling" in iot_class and (integration.coordinators or _updating(integration)):
        yield fact_in(
            integration.path / "manifest.json",
            f"iot_class {iot_class} means that it polls",
            "iot_class",
        )
    for module, node in intervals_of(integration):
        yield fact(module, "it polls", node)


def _updating(integration: Integration) -> bool:
    """Return whether entities fetch data themselves."""
    return any(
        {"async_update", "update"} & methods(each).keys()
        for home, class_ in integration.entities
        for module, each in own_family(home, class_)
        if module in integration.modules
    )


def _classed(integration: Integration) -> Iterator[Fact]:
    """Yield the IoT class."""
    if name := integration.manifest.get("iot_class"):
        yield fact_in(
            integration.path / "manifest.json", f"iot_class {name}", "iot_class"
        )


@TierRule(
    tier=Tier.BRONZE,
    code="appropriate-polling",
    title="the interval is set, and not by the user",
    why="Whoever knows the device knows how often its data changes; a user who chooses may overload it.",
    mend="Pass update_interval to the coordinator, as seldom as most users can bear",
    evidence=intervals,
    against=polls,
    exempt="The integration does not poll.",
    besides=_classed,
    good=(
        example(_coordinator("timedelta(seconds=30)", PROOF), "coordinator.py"),
        example("SCAN_INTERVAL = timedelta(minutes=5)  # ✔", "sensor.py"),
    ),
    bad=(
        example(_coordinator("None"), "coordinator.py"),
        example(_coordinator("timedelta(seconds=1)", MARK), "coordinator.py"),
        example(
            _coordinator("timedelta(seconds=entry.options[CONF_SCAN_INTERVAL])", MARK),
            "coordinator.py",
        ),
    ),
)
def appropriate_polling(integration: Integration) -> Iterator[Finding]:
    """Report polling without an interval, or with one that the user chooses."""
    yield from fields.polling_field.findings(integration)
    for module, node in intervals_of(integration):
        if any(
            isinstance(each, ast.Name | ast.Attribute) and last_name(each) in _CHOSEN
            for each in ast.walk(node)
        ):
            yield gap(
                module,
                "the user chooses how often it polls",
                "Set what suits most users; automations can ask for updates besides",
                node,
            )
        if (seconds := _seconds(module, node)) is not None and seconds < _LEAST_SECONDS:
            yield gap(
                module,
                f"it polls every {seconds:g} seconds",
                "Poll as seldom as most users can bear",
                node,
            )


@TierRule(
    tier=Tier.GOLD,
    code="docs-data-update",
    title="the page says how data is updated, and how often",
    why="Users wonder why a value is old, and need to know when the next one comes.",
    mend="Say whether it polls or is pushed to, and how often it polls",
    evidence=section(_UPDATES),
    against=polls,
    good=(
        _said("timedelta(seconds=30)", "The device is asked every 30 seconds."),
        _said("timedelta(minutes=1)", "The device is asked once a minute."),
        _said("None", "The device tells what has changed."),
    ),
    bad=(
        _said("timedelta(seconds=30)", "The device is asked every 10 seconds."),
        _said("timedelta(seconds=30)", "Soon."),
        _said("timedelta(minutes=1)", "The device is asked every 30 seconds."),
        example("## Examples\n\nThese are some of them.", "page.markdown"),
    ),
)
def data_update(integration: Integration) -> Iterator[Finding]:
    """Report a page that does not say how often the integration polls."""
    found = found_section(integration, _UPDATES, "Data updates")
    if isinstance(found, Finding):
        yield found
        return
    text = found.text.lower()
    said = {*re.findall(r"\d+(?:\.\d+)?", text)}
    for seconds in polled_every(integration):
        numbers = {f"{seconds / unit:g}" for unit in _UNITS if seconds >= unit}
        # Of one minute, people say "every minute".
        one = _UNITS.get(seconds)
        if not numbers & said and not (one and re.search(one, text)):
            yield gap(
                integration.page.path,
                f'"{found.title}" does not say that it polls every {seconds:g} seconds',
                "Say so",
            )
