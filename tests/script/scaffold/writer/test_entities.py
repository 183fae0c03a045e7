"""Test choosing entities from the fields of a state."""

import pytest

from script.scaffold import ScaffoldError
from script.scaffold.writer.naming import human
from script.scaffold.writer.plan import Entity

from .conftest import CLIENT, Planned


def by_key(entities: tuple[Entity, ...]) -> dict[str, Entity]:
    """Return entities by their keys."""
    return {each.key: each for each in entities}


def test_named(plan: Planned) -> None:
    """Test that the author's fields and units are taken, and no others."""
    found = by_key(plan(entities=("temperature:°C", "get_reading().mode")).entities)
    assert [*found] == ["temperature", "mode"]
    temperature = found["temperature"]
    assert (temperature.device_class, temperature.unit, temperature.name) == (
        "temperature",
        "UnitOfTemperature.CELSIUS",
        None,
    )
    assert found["mode"].enum == ("acme_meter", ("eco", "full"))


def test_without_unit(plan: Planned) -> None:
    """Test that what nothing tells the unit of is a plain number, and named as such."""
    found = plan(entities=("temperature",))
    assert found.entities[0].device_class is None
    assert found.entities[0].unit is None
    assert found.unsure == ("get_reading().temperature",)


def test_unit_of_another_kind(plan: Planned) -> None:
    """Test that a unit counts for more than a name that speaks of something else."""
    (found,) = plan(entities=("temperature:%",)).entities
    assert (found.device_class, found.unit) == (None, "UnitOfRatio.PERCENTAGE")


def test_set(plan: Planned) -> None:
    """Test that what can be set is a switch or, with a range, a number, and what acts is a button."""
    found = by_key(plan(entities=("boost", "limit:W:0..100", "identify()")).entities)
    assert {key: each.platform for key, each in found.items()} == {
        "boost": "switch",
        "limit": "number",
        "identify": "button",
    }
    assert found["limit"].limits == (0, 100)
    assert found["identify"].device_class == "identify"
    assert found["boost"].setter
    assert found["boost"].setter.name == "set_boost"


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"power": "W"}, {"power": None}),
        ({"power_total": "W"}, {"power_total": None}),
        ({"heater_power": "W"}, {"heater_power": "Heater power"}),
        (
            {"power": "W", "power_total": "W"},
            {"power": None, "power_total": "Power total"},
        ),
        (
            {"energy_today": "kWh", "energy_total": "kWh"},
            {"energy_today": "Energy today", "energy_total": None},
        ),
    ],
)
def test_names(
    plan: Planned, fields: dict[str, str], names: dict[str, str | None]
) -> None:
    """Test that Home Assistant names what its device class tells, and the field the rest."""
    readings = "\n".join(f"    {name}: float" for name in fields)
    client = (
        f'\n\n@dataclass\nclass Measured:\n    """More."""\n\n{readings}\n'
        + CLIENT.replace("-> Reading", "-> Measured")
    )
    found = plan(
        client, entities=tuple(f"{name}:{unit}" for name, unit in fields.items())
    )
    assert {each.key: each.name for each in found.entities} == names


def test_labels(plan: Planned) -> None:
    """Test that an author's names count, and are the keys, too."""
    found = by_key(
        plan(
            entities=("Total power=power_w", "Full speed=boost", "Blink=identify()")
        ).entities
    )
    assert {key: each.name for key, each in found.items()} == {
        "total_power": "Total power",
        "full_speed": "Full speed",
        "blink": "Blink",
    }


def test_no_label(plan: Planned) -> None:
    """Test that a name without letters is refused."""
    with pytest.raises(ScaffoldError, match="is no name"):
        plan(entities=("!=power_w",))


def test_buttons(plan: Planned) -> None:
    """Test that there can be more than one button."""
    client = CLIENT + "\n    async def restart(self) -> None:\n        pass\n"
    found = by_key(plan(client, entities=("identify()", "restart()")).entities)
    assert [*found] == ["identify", "restart"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("local_rest_api", "Local REST API"),
        ("wifi_signal", "Wi-Fi signal"),
        ("turned_on", "Turned on"),
        ("led", "LED"),
    ],
)
def test_spelling(name: str, text: str) -> None:
    """Test that words are spelled as in Home Assistant's own texts."""
    assert human(name) == text
