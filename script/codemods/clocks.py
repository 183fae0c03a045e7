"""Ask Home Assistant's clock for the time."""

import ast
from collections.abc import Iterator
from typing import Final

from script.rules.clocks import naive_now, utcnow, zone_now
from script.rules.rule import Rule

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, replaced
from .subject import Subject

_CLOCKS: Final[tuple[tuple[Rule, str], ...]] = (
    (naive_now, "dt_util.naive_now()"),
    (utcnow, "dt_util.utcnow()"),
    (zone_now, "dt_util.now({zone})"),
)
_IMPORT: Final = "from homeassistant.util import dt as dt_util"


@Codemod(
    name="clock",
    title="Ask Home Assistant's clock for the time",
    changes=pairs(
        (
            "from datetime import datetime\n\nSTART = datetime.now()",
            "from homeassistant.util import dt as dt_util\n\nSTART = dt_util.naive_now()",
        ),
        (
            "from datetime import UTC, datetime\n\nSTART = datetime.now(UTC)",
            "from homeassistant.util import dt as dt_util\n\nSTART = dt_util.utcnow()",
        ),
        (
            "import datetime\n\nSTART = datetime.datetime.now(tz=ZONE)",
            "from homeassistant.util import dt as dt_util\n\nSTART = dt_util.now(ZONE)",
        ),
    ),
    keeps=kept(
        "START = dt_util.naive_now()",
        "START = clock.now()",
        "from datetime import UTC, datetime\n\nEPOCH = datetime.fromtimestamp(0, UTC)",
    ),
)
def clock(subject: Subject) -> Iterator[Change]:
    """Yield where the time is asked of datetime."""
    for rule, code in _CLOCKS:
        for module, call in broken(subject, rule, ast.Call):
            if isinstance(call.func, ast.Attribute) and call.func.attr == "now":
                given = [*call.args, *(each.value for each in call.keywords)]
                source = subject.source(module)
                zone = source.code(given[0]) if given else ""
                yield replaced(
                    subject, module, call, code.format(zone=zone), imports=[_IMPORT]
                )
