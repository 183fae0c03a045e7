"""Test cutting a whole page that its author wrote in words of their own."""

from difflib import ndiff
from pathlib import Path

import pytest

from script.cut.page import cut_page

from .pump import FEATURES, files

PAGE = (Path(__file__).parent / "own_words.markdown").read_text(encoding="utf-8")


# For each feature how the lines begin that the page loses, and the lines that it has instead
@pytest.mark.parametrize(
    ("gone", "lost", "instead"),
    [
        (
            "binary_sensor",
            [
                "  - Binary sensor",
                "  - binary_sensor",
                "* Learn of a flooded cellar",
                "The pump has five",
                "| Moisture |",
            ],
            ["The pump has four entities:"],
        ),
        (
            "number",
            [
                "  - Number",
                "  - number",
                "* Leave enough for the birds",
                "The pump has five",
                "| Fill level |",
            ],
            ["The pump has four entities:"],
        ),
        (
            "switch",
            [
                "  - Switch",
                "  - switch",
                "* Water at night",
                "The pump has five",
                "| Motor |",
                "### Water the lawn",
                "Starts the pump before you get up",
                "```yaml",
                "actions:",
                "  - action: switch.turn_on",
                "    target:",
                "      entity_id: switch.garden_motor",
                "```",
                "Every 20 seconds the pump is asked. After the motor",
            ],
            ["The pump has four entities:", "Every 20 seconds the pump is asked."],
        ),
        (
            "dhcp zeroconf",
            [
                "ha_dhcp:",
                "ha_zeroconf:",
                "The pump must be in your Wi-Fi. Usually",
                "Zeroconf. Otherwise",
                '  description: "What the display shows',
            ],
            [
                "The pump must be in your Wi-Fi. Otherwise write down the host that the display shows.",
                '  description: "What the display shows below **Network**."',
            ],
        ),
        (
            "options",
            [
                "* Spare the neighbors",
                "{% include integrations/option_flow.md",
                "{% configuration_basic %}",
                "Night mode:",
                '  description: "Pumps at half speed',
                "{% endconfiguration_basic %}",
            ],
            [],
        ),
        (
            "reconfigure",
            [
                "Nothing is lost",
                "1. Open the entry",
                "2. Behind the three dots",
                "3. Type the new address",
                "2. If the address",
            ],
            ["Nothing is lost when the pump gets another address."],
        ),
        (
            "reauth",
            [
                '{% details "Home Assistant wants a password again',
                "**Symptom:** A card says",
                "Somebody has changed",
                "- Select **Reconfigure**",
                "{% enddetails %}",
            ],
            [],
        ),
        (
            "diagnostics",
            ["  - diagnostics", "Still stuck?"],
            ["Still stuck? Open an issue."],
        ),
        (
            "actions",
            ["## Custom actions", "### Rinse the filter", "Call `pump.rinse`"],
            [],
        ),
        (
            "repairs",
            [
                '{% details "A repair issue',
                "Update the pump with",
                "{% enddetails %}",
            ],
            [],
        ),
    ],
)
def test_own_words(gone: str, lost: list[str], instead: list[str]) -> None:
    """A page in any words loses what belongs to a feature, and nothing else."""
    names = gone.split()
    text, _ = cut_page(
        files(PAGE, FEATURES),
        files(PAGE, {*FEATURES} - {*names}),
        "pump",
        [FEATURES[name] for name in names],
    )
    assert text is not None
    lines = [*ndiff(PAGE.splitlines(), text.splitlines())]
    removed = [line[2:] for line in lines if line.startswith("- ") and line[2:]]
    assert sorted(
        line[: len(begins)]
        for line, begins in zip(sorted(removed), sorted(lost), strict=True)
    ) == sorted(lost)
    assert [line[2:] for line in lines if line.startswith("+ ")] == instead


def test_left_to_the_author() -> None:
    """What names several features at once is named, with the line that it has in the cut page."""
    names = [name for name in FEATURES if name != "sensor"]
    text, places = cut_page(
        files(PAGE, FEATURES),
        files(PAGE, {"sensor"}),
        "pump",
        [FEATURES[name] for name in names],
    )
    assert text is not None
    lines = text.splitlines()
    assert [(lines[place.line - 1], place.why) for place in places] == [
        (
            "Garden pumps move water from a tank to where you need it. With this integration you read sensors, set",
            "may name what is gone",
        ),
        (
            "The pump must be in your Wi-Fi. Otherwise write down the host that the display shows.",
            "goes on from a sentence that is gone",
        ),
    ]
    assert not [line for line in lines if "witch" in line and "switches" not in line]
