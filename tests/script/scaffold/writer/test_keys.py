"""Test reading what a library returns as a dictionary of known keys."""

from script.scaffold.models import Auth

from .conftest import Planned
from .test_writing import texts

# What is read by keys, or has something that is, or is had by it
KEYS = '''
from typing import NotRequired, TypedDict


class Phase(TypedDict):
    """A phase, which may be of no current."""

    current_a: float
    voltage_v: NotRequired[float]


@dataclass
class Box:
    """What has a phase."""

    phase: Phase
    humidity: float
    token: str


class Polled(TypedDict):
    """What is polled."""

    serial: str
    temperature_c: float
    phase: Phase
    spare: NotRequired[Phase]
    tone: NotRequired[Mode]
    box: Box


class Flat(TypedDict):
    """What has no class within."""

    serial: str
    power_w: float


class AcmeMeter:
    """Talk to a meter."""

    def __init__(self, host: str, session: aiohttp.ClientSession) -> None:
        """Initialize it."""

    async def get_polled(self) -> Polled:
        """Return what is polled."""

    async def get_flat(self) -> Flat:
        """Return what has no class within."""
'''


def test_keys(plan: Planned) -> None:
    """Test that a dictionary is read by keys, what it has by what that is, and only where it is there."""
    shown = (
        "temperature_c:°C",
        "phase.current_a:A",
        "phase.voltage_v:V",
        "spare.current_a:A",
        "tone",
        "box.humidity:%",
        "box.phase.current_a:A",
    )
    files = texts(plan(KEYS, auth=Auth.NONE, states=("get_polled()",), entities=shown))
    values = [
        line.partition("lambda data: ")[2]
        for line in files["sensor.py"].splitlines()
        if "value_fn=" in line
    ]
    assert values == [
        'data["temperature_c"],',
        'data["phase"]["current_a"],',
        'data["phase"].get("voltage_v"),',
        'data["spare"]["current_a"] if "spare" in data else None,',
        'data["tone"].name.lower() if "tone" in data else None,',
        'data["box"].humidity,',
        'data["box"].phase["current_a"],',
    ]
    assert 'serial = polled["serial"]' in files["entity.py"]
    assert (
        "polled.return_value = Polled(serial='SN-0001', " in files["tests/conftest.py"]
    )
    other = 'mock_client.get_polled.return_value["serial"] = "other"'
    assert other in files["tests/test_config_flow.py"]
    # The token in a class within would not be redacted.
    assert '"polled": entry' not in files["diagnostics.py"]


def test_keys_in_diagnostics(plan: Planned) -> None:
    """Test that a dictionary without classes within is shown whole."""
    files = texts(plan(KEYS, auth=Auth.NONE, states=("get_flat()",)))
    assert '"flat": entry.runtime_data.data,' in files["diagnostics.py"]
