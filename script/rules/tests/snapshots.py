"""Rules for snapshots."""

from collections.abc import Iterator
import re

from script.integration.fact import gap
from script.integration.files import read_text
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import last_name
from script.rules.examples import Example, example
from script.rules.rule import Severity, rule
from script.rules.sources import guide

_SENSOR = "class ExampleSensor(SensorEntity): ...\n"
_SNAPSHOT_TEST = """
async def test_sensors(
    hass: HomeAssistant,
    entity_registry: er.EntityRegistry,
    snapshot: SnapshotAssertion,
    entry: MockConfigEntry,
) -> None:
    await snapshot_platform(hass, entity_registry, snapshot, entry.entry_id)
"""
_STATE_TEST = """
async def test_power(hass: HomeAssistant) -> None:
    assert hass.states.get("sensor.example_power").state == "42"
"""


def _sensor(test: str) -> Example:
    return Example({"sensor.py": _SENSOR, "tests/test_sensor.py": test.lstrip("\n")})


def _recorded(name: str) -> Example:
    return Example(
        {
            "tests/test_init.py": "async def test_device(snapshot: SnapshotAssertion) -> None: ...\n",
            "tests/snapshots/test_init.ambr": f"# serializer version: 1\n# name: {name}\n  'on'\n# ---\n",
        }
    )


@rule(
    code="review-guide/snapshot-platform",
    title="The entities of a platform are compared with a snapshot",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="A snapshot holds all attributes of all entities, so that no change goes unseen.",
    mend="Call snapshot_platform in one test",
    good=(
        _sensor(_SNAPSHOT_TEST),
        example("def value_of(data: Any) -> int: ...", "sensor.py"),
    ),
    bad=(
        _sensor(_STATE_TEST),
        _sensor(
            """
            async def test_sensors(hass: HomeAssistant, snapshot: SnapshotAssertion) -> None:
                assert hass.states.get("sensor.example") == snapshot
            """.replace("\n            ", "\n")
        ),
    ),
)
def platform(integration: Integration) -> Iterator[Finding]:
    """Report platforms whose entities are not compared with a snapshot."""
    for each in integration.platforms():
        for module in integration.tests:
            if (
                each.name.endswith(f".{each.part}")
                and module.part == f"test_{each.part}"
                and not any(
                    last_name(call.func) == "snapshot_platform" for call in module.calls
                )
            ):
                yield module.found(
                    None,
                    f"The entities of {each.part} are not compared with a snapshot as a whole",
                )


@rule(
    code="review-guide/orphan-snapshot",
    title="Each snapshot has its test",
    severity=Severity.ASKED,
    source=guide("tests"),
    why="A snapshot that no test compares with is never wrong, and stays for ever.",
    mend="Remove the snapshot: pytest --snapshot-update",
    good=(_recorded("test_device"), _recorded("test_device[offline].1")),
    bad=(_recorded("test_gone"), _recorded("test_gone[offline]")),
)
def orphan(integration: Integration) -> Iterator[Finding]:
    """Report snapshots that no test compares with any more."""
    # Core keeps them in a folder of another name than syrupy does by itself
    for path in sorted(
        path
        for folder in ("snapshots", "__snapshots__")
        for path in integration.tests_path.glob(f"{folder}/*.ambr")
    ):
        known = {
            test.name
            for module in integration.tests
            if module.part == path.stem
            for test in module.functions
        }
        for number, line in enumerate((read_text(path) or "").splitlines(), 1):
            match = re.match(r"# name: (?:\w+\.)?(test_\w+)", line)
            if match and match[1] not in known:
                yield gap(
                    path, f"There is no {match[1]} in {path.stem}.py", line=number
                )
