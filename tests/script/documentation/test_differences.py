"""Test holding a page against the code, and completing it."""

from pathlib import Path
import sys

import pytest
import yaml

from script.documentation.__main__ import main
from script.documentation.differences import differences, heading
from script.documentation.front_matter import next_release, with_front_matter
from script.integration.contribution import contribution
from script.integration.files import forget
from script.integration.tree import Places
from script.scaffold import MODEL

from tests.edits import edit, replaced

PLACES = Places(MODEL)
PAGE = PLACES.page
STRINGS = f"{PLACES.integration}strings.json"
SENSOR = f"{PLACES.integration}sensor.py"
SWITCH = f"{PLACES.integration}switch.py"
MANIFEST = f"{PLACES.integration}manifest.json"
DIFFERENCES = [
    pytest.param(
        PAGE,
        "title: My Device",
        "title: Your Device",
        "[front-matter] title is Your Device, and the code says My Device",
        id="title",
    ),
    pytest.param(
        PAGE,
        "ha_release: 2026.12",
        "ha_release: 2026.10",
        "[front-matter] ha_release is 2026.1, and the code says 2026.12",
        id="release",
    ),
    pytest.param(
        MANIFEST,
        '"local_polling"',
        '"local_push"',
        "[front-matter] ha_iot_class is Local Polling, and the code says Local Push",
        id="iot class",
    ),
    pytest.param(
        PAGE,
        "ha_zeroconf: true\n",
        "",
        "[front-matter] ha_zeroconf is missing, and the code says True",
        id="discovery",
    ),
    pytest.param(
        PAGE,
        "ha_zeroconf: true\n",
        "ha_zeroconf: true\nha_dhcp: true\n",
        "[front-matter] ha_dhcp is True, and the code says missing",
        id="no discovery",
    ),
    pytest.param(
        PAGE,
        "  - switch\n",
        "",
        "[front-matter] ha_platforms is ['diagnostics', 'sensor'], and the code says",
        id="platforms",
    ),
    pytest.param(
        PAGE,
        "ha_category:\n  - Energy\n  - Sensor\n  - Switch\n",
        "",
        "[front-matter] no ha_category",
        id="category",
    ),
    pytest.param(
        PAGE,
        "- **Power**\n",
        "- **Current**\n",
        '[entities] no sensor is named "Current"',
        id="no such entity",
    ),
    pytest.param(
        PAGE,
        "- **Power**\n",
        "- **Current**\n",
        '[entities] does not list the sensor "Power" below "Sensors"',
        id="entity",
    ),
    pytest.param(
        PAGE,
        "### Switches",
        "### Numbers",
        '[entities] no number is named "Relay"',
        id="no such platform",
    ),
    pytest.param(
        SENSOR,
        "UnitOfPower.WATT",
        "UnitOfPower.KILO_WATT",
        '[entities] "Power" is in kW, and that is not said',
        id="unit",
    ),
    pytest.param(
        SENSOR,
        "        entity_registry_enabled_default=False,\n",
        "",
        '[entities] "Signal strength" is not disabled by default',
        id="enabled",
    ),
    pytest.param(
        PAGE,
        "Diagnostic entity, disabled",
        "Disabled",
        '[entities] "Signal strength" is a diagnostic entity, and that is not said',
        id="diagnostic",
    ),
    pytest.param(
        STRINGS,
        '"name": "Relay"',
        '"name": "Relay", "state": {"stuck": "Stuck"}',
        '[entities] "Relay" can be "Stuck", and that is not said',
        id="state",
    ),
    pytest.param(
        STRINGS,
        '"allow_control": "Allow control"',
        '"allow_control": "Allow switching"',
        '[fields] does not explain the field "Allow switching" (options.step.init.data.allow_control)',
        id="field",
    ),
    pytest.param(
        STRINGS,
        '"allow_control": "Allow control"',
        '"allow_control": "Allow switching"',
        '[fields] explains "Allow control", which no form has',
        id="no such field",
    ),
    pytest.param(
        PAGE,
        "{% include integrations/option_flow.md %}",
        "## Options",
        "[fields] does not say where the options are",
        id="options",
    ),
    pytest.param(
        STRINGS,
        '"unknown": "[%key:common::config_flow::error::unknown%]"',
        '"unknown": "[%key:common::config_flow::error::unknown%]", "too_old": "The firmware is too old."',
        '[messages] does not explain the message "The firmware is too old" (config.error.too_old)',
        id="message",
    ),
    pytest.param(
        STRINGS,
        "An error occurred while communicating with the device: {error}",
        "The device said {error} and hung up",
        '[messages] quotes "An error occurred while communicating with the device", which nothing shows',
        id="no such message",
    ),
    pytest.param(
        STRINGS,
        '"invalid_auth": "[%key:common::config_flow::error::invalid_auth%]",',
        "",
        '[messages] explains "Invalid authentication", which nothing shows',
        id="no such common message",
    ),
    pytest.param(
        PAGE,
        "Nothing that behaves like the device answered at this host within 10 seconds.\n\n"
        "1. Make sure the device is on and connected to your network.\n"
        "2. Check in your router that the IP address is still that of the device. To keep it from changing, reserve it there.\n"
        "3. Make sure a firewall lets Home Assistant reach the device.\n",
        "",
        '[messages] does not say what "Failed to connect" means',
        id="no remedy",
    ),
    pytest.param(
        PAGE,
        "## Known limitations\n",
        "The action `my_device.blink` lets it blink.\n\n## Known limitations\n",
        "[actions] mentions my_device.blink, which there is not",
        id="no such action",
    ),
    pytest.param(
        PAGE,
        "## Known limitations\n",
        "## More\n",
        '[docs-known-limitations] no section "Known limitations"',
        id="rule",
    ),
    pytest.param(
        PAGE,
        "30 seconds",
        "a minute",
        '[docs-data-update] "Data updates" does not say that it polls every 30 seconds',
        id="interval",
    ),
]


def reported(tree: Path) -> str:
    """Return what is reported of the page, a line each."""
    found = differences(contribution(tree / PLACES.integration))
    return "\n".join(str(finding) for finding in found)


def test_picture_is_not_there(tree: Path) -> None:
    """Test that a picture is reported that the page shows and nobody has taken."""
    (tree / PLACES.pictures / "add.png").unlink()
    assert (
        "shows images/integrations/my_device/add.png, which is not there"
        in reported(tree)
    )


def run(tree: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """Run the command for a tree, and return its exit code."""
    forget()
    path = str(tree / PLACES.integration)
    monkeypatch.setattr(sys, "argv", ["script.documentation", path, *arguments])
    return main()


@pytest.mark.parametrize(("file", "old", "new", "message"), DIFFERENCES)
def test_difference(tree: Path, file: str, old: str, new: str, message: str) -> None:
    """Test that what only one of the two says is reported."""
    edit(tree / file, (old, new))
    assert message in reported(tree)


def test_new_entity_field_and_message_are_added(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that the code's facts are added to a page, and its prose stays."""
    before = (tree / PAGE).read_text()
    edit(tree / PAGE, ("- **Power**\n", "- **Powr**\n"))
    edit(tree / PAGE, ("API token:\n  description:", "API tokn:\n  description:"))
    edit(
        tree / STRINGS,
        ('"cannot_connect"', '"too_old": "The firmware is too old.", "cannot_connect"'),
    )

    assert run(tree, monkeypatch, "--write") == 1

    after = (tree / PAGE).read_text()
    assert "- **Power**\n  - **Description**: Power, in W.\n" in after
    assert "API token:\n  description: \"The API token, as the device's app" in after
    assert (
        '{% details "The firmware is too old" %}\n\n'
        "**Symptom:** A form shows the message **The firmware is too old**.\n" in after
    )
    before = replaced(
        before,
        ("- **Power**\n", "- **Powr**\n"),
        ("API token:\n", "API tokn:\n"),
    )
    assert set(before.splitlines()) <= set(after.splitlines())
    # What is wrong, and what no code can tell, is left to the author.
    left = capsys.readouterr().out
    for each in ('no sensor is named "Powr"', 'explains "API tokn"'):
        assert each in left
    assert after.count("✎ Say why it happens, and what a user can do") == 1
    assert left.count(": Say why it happens, and what a user can do\n") == 1


def test_front_matter_is_corrected(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that what the code decides is written, and the rest of the page stays."""
    page = (tree / PAGE).read_text()
    edit(
        tree / PAGE,
        ("ha_release: 2026.12", "ha_release: 2026.1\nrelated:\n  - url: /\n"),
    )
    edit(tree / PAGE, ("  - switch\n", ""))
    edit(tree / PAGE, ("ha_zeroconf: true\n", "ha_dhcp: true\n"))

    assert run(tree, monkeypatch, "--write") == 0

    written = (tree / PAGE).read_text()
    fronts = [yaml.safe_load(text.split("---\n")[1]) for text in (page, written)]
    assert fronts[1] == {
        **fronts[0],
        "ha_release": "2026.12",
        "related": [{"url": "/"}],
    }
    assert page.split("---\n", 2)[2] == written.split("---\n", 2)[2]
    assert capsys.readouterr().out.endswith("The pages say what the code says\n")


def test_page_is_begun(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a new page has all that the code can tell, and what it cannot is asked for."""
    (tree / PAGE).unlink()

    assert run(tree, monkeypatch) == 1
    assert not (tree / PAGE).exists()
    assert "no page" in capsys.readouterr().out
    assert run(tree, monkeypatch, "--write") == 0

    _, *blanks, told = capsys.readouterr().out.splitlines()[1:]
    assert [each.rpartition(": ")[2] for each in blanks] == [
        "Say what it is and who makes it, and link to their page",
        "List what users gain from it, in their words",
        "List the models that work with it",
        "Say in steps what a user does before, such as to find what the form asks for",
        "Say what it is",
        "Show one or two automations, in words and as YAML",
        "List what users may expect of it, and cannot have",
        "Say why it happens, and what a user can do",
    ]
    assert told == "The pages say what the code says, and 8 blanks are yours to write"
    parts = [
        line
        for line in (tree / PAGE).read_text().splitlines()
        if line.startswith(("#", "{% include"))
    ]
    assert parts == [
        "## Use cases",
        "## Supported devices",
        "## Prerequisites",
        "{% include integrations/config_flow.md %}",
        "### Changing the connection",
        "{% include integrations/option_flow.md %}",
        "## Supported functionality",
        "### Sensors",
        "### Switches",
        "## Actions",
        "## Examples",
        "## Data updates",
        "## Known limitations",
        "## Troubleshooting",
        "### Reporting an issue",
        "## Removing the integration",
        "{% include integrations/remove_device_service.md %}",
    ]
    first = (tree / PAGE).read_text()
    run(tree, monkeypatch, "--write")
    assert (tree / PAGE).read_text() == first


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("No front matter\n", "no front matter", id="no front matter"),
        pytest.param("---\n- [\n---\n", "front matter: ", id="no YAML"),
    ],
)
def test_unreadable_page(
    tree: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: str,
    message: str,
) -> None:
    """Test that a page that cannot be read ends the command with one line, and stays."""
    (tree / PAGE).write_text(content)

    assert run(tree, monkeypatch, "--write") == 2

    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert (tree / PAGE).read_text() == content


@pytest.mark.parametrize(
    ("installed", "release"),
    [("2026.11.0", "2026.12"), ("2026.12.3", "2027.1"), ("2027.9.0b1", "2027.10")],
)
def test_next_release(installed: str, release: str) -> None:
    """Test which release a new integration comes with."""
    assert next_release(installed) == release


def test_numbers_stay_texts() -> None:
    """Test that a release with a last zero is quoted, and a list replaced whole."""
    front = "title: A\nha_codeowners:\n  - '@a'\n  - '@b'\nha_domain: a\n"
    values = {"ha_release": "2027.10", "ha_codeowners": ["@c"]}
    assert with_front_matter(front, values) == (
        "title: A\nha_codeowners:\n  - '@c'\nha_domain: a\nha_release: '2027.10'\n"
    )


@pytest.mark.parametrize(
    ("platform", "title"),
    [
        ("binary_sensor", "Binary sensors"),
        ("switch", "Switches"),
        ("image_processing", "Image processings"),
        ("ai_task", "Ai tasks"),
    ],
)
def test_heading(platform: str, title: str) -> None:
    """Test the title of the section about a platform."""
    assert heading(platform) == title
