"""Rules for asking what time it is."""

import ast
from collections.abc import Iterator
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import is_none

from .examples import examples
from .rule import Severity, rule
from .sources import plugin

# How UTC is named, and how it is made
_UTC: Final = ("datetime.UTC", "datetime.timezone.utc")
_ZONES: Final = ("ZoneInfo('UTC')", "zoneinfo.ZoneInfo('UTC')")


def _clocks(integration: Integration) -> Iterator[tuple[Module, ast.Call, str]]:
    """Yield each call of datetime.now, with "naive", "utc" or "zone" for its time zone."""
    for module in (*integration.modules, *integration.tests):
        for call in module.calls:
            match call:
                case ast.Call(
                    func=ast.Attribute(value=owner, attr="now"), args=[], keywords=[]
                ):
                    zone: ast.expr | None = None
                case ast.Call(
                    func=ast.Attribute(value=owner, attr="now"),
                    args=[zone],
                    keywords=[],
                ):
                    pass
                case ast.Call(
                    func=ast.Attribute(value=owner, attr="now"),
                    args=[],
                    keywords=[ast.keyword(arg="tz", value=zone)],
                ):
                    pass
                case _:
                    continue
            definition = module.definition(owner)
            if definition and definition.name == "datetime.datetime":
                yield module, call, _zone(module, zone)


def _zone(module: Module, zone: ast.expr | None) -> str:
    """Return what kind of a time zone this is."""
    if zone is None or is_none(zone):
        return "naive"
    definition = module.definition(zone)
    if (definition and definition.name in _UTC) or ast.unparse(zone) in _ZONES:
        return "utc"
    return "zone"


def _asked(integration: Integration, kind: str) -> Iterator[Finding]:
    for module, call, zone in _clocks(integration):
        if zone == kind:
            yield module.found(call, "The time is asked of datetime")


@rule(
    code="home-assistant-enforce-naive-now",
    title="The time without a zone is asked of Home Assistant",
    severity=Severity.REFUSED,
    source=plugin("enforce_utcnow"),
    why="Home Assistant's clock is the one that tests can set, and its name says what it gives.",
    mend="Ask dt_util.naive_now()",
    good=examples(
        "START = dt_util.naive_now()",
        "START = clock.now()",
    ),
    bad=examples(
        "from datetime import datetime\n\nSTART = datetime.now()  # !",
        "import datetime\n\nSTART = datetime.datetime.now(tz=None)  # !",
    ),
)
def naive_now(integration: Integration) -> Iterator[Finding]:
    """Report the time without a zone asked of datetime."""
    return _asked(integration, "naive")


@rule(
    code="home-assistant-enforce-utcnow",
    title="The time in UTC is asked of Home Assistant",
    severity=Severity.REFUSED,
    source=plugin("enforce_utcnow"),
    why="`dt_util.utcnow()` is quicker, and the one that tests can set.",
    mend="Ask dt_util.utcnow()",
    good=examples(
        "START = dt_util.utcnow()",
        "from datetime import UTC, datetime\n\nEPOCH = datetime.fromtimestamp(0, UTC)",
    ),
    bad=examples(
        "from datetime import UTC, datetime\n\nSTART = datetime.now(UTC)  # !",
        'from datetime import datetime\nfrom zoneinfo import ZoneInfo\n\nSTART = datetime.now(tz=ZoneInfo("UTC"))  # !',
    ),
)
def utcnow(integration: Integration) -> Iterator[Finding]:
    """Report the time in UTC asked of datetime."""
    return _asked(integration, "utc")


@rule(
    code="home-assistant-enforce-now",
    title="The time in another zone is asked of Home Assistant",
    severity=Severity.REFUSED,
    source=plugin("enforce_utcnow"),
    why="Home Assistant's clock is the one that tests can set.",
    mend="Ask dt_util.now(time_zone)",
    good=examples("START = dt_util.now(ZONE)", "START = dt_util.now()"),
    bad=examples(
        "from datetime import datetime\n\nSTART = datetime.now(tz=ZONE)  # !",
        "from datetime import datetime\n\nSTART = datetime.now(await zone())  # !",
    ),
)
def zone_now(integration: Integration) -> Iterator[Finding]:
    """Report the time in some zone asked of datetime."""
    return _asked(integration, "zone")
