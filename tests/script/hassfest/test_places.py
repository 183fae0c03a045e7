"""Tests that a finding is where what it speaks of stands, or would have to."""

from pathlib import Path

import pytest

from script.hassfest.validate import validate
from script.rules.examples import Content, Example, write

MANIFEST = "manifest.json"
STRINGS = "strings.json"
ICONS = "icons.json"


@pytest.mark.parametrize(
    ("plugin", "files", "place", "message"),
    [
        pytest.param(
            "manifest",
            {MANIFEST: {"speed": 1}},
            (MANIFEST, '"speed": 1'),
            "speed: a key that core does not know here",
            id="key",
        ),
        pytest.param(
            "manifest",
            {MANIFEST: {"iot_class": None}},
            (MANIFEST, "{"),
            "iot_class: required but missing",
            id="missing key",
        ),
        pytest.param(
            "codeowners",
            {MANIFEST: {"codeowners": ["@example", "example"]}},
            (MANIFEST, '"codeowners": ["@example", "example"],'),
            "codeowners: 'example' is no GitHub handle",
            id="item of a list",
        ),
        pytest.param(
            "dhcp",
            {MANIFEST: {"dhcp": [{"hostname": "a"}, {"macaddress": "aa*", "ip": "b"}]}},
            (MANIFEST, '"macaddress": "aa*"'),
            "dhcp.1.macaddress: not in uppercase",
            id="deep below a list",
        ),
        pytest.param(
            "translations",
            {STRINGS: {"options": {"step": {"init": {"description": "Hi "}}}}},
            (STRINGS, '"description": "Hi "'),
            "options.step.init.description: starts or ends with a space",
            id="text",
        ),
        pytest.param(
            "icons",
            {ICONS: {"services": {"open": {}}}},
            (ICONS, '"open": {}'),
            "services.open.service: required but missing",
            id="missing icon",
        ),
        pytest.param(
            "services",
            {"services.yaml": "# One\n\nopen: now\n"},
            ("services.yaml", "open: now"),
            "open: not a mapping",
            id="YAML",
        ),
        pytest.param(
            "json",
            {STRINGS: '{\n  "b": {},\n  "a": {}\n}\n'},
            (STRINGS, '"b": {},'),
            "strings.json: prettier writes '\"a\": {},' here",
            id="layout",
        ),
        pytest.param(
            "zeroconf",
            {MANIFEST: {"homekit": {"models": ["Abode 2"]}}},
            (MANIFEST, '"models": ["Abode 2"]'),
            "homekit: the model 'Abode 2' overlaps with 'Abode' of abode",
            id="model of another",
        ),
        pytest.param(
            "dependencies",
            {MANIFEST: {"dependencies": ["http"], "after_dependencies": ["http"]}},
            (MANIFEST, '"after_dependencies": ["http"],'),
            "after_dependencies: http: also in dependencies",
            id="dependency twice",
        ),
    ],
)
def test_place(
    plugin: str,
    files: dict[str, Content],
    place: tuple[str, str],
    message: str,
    tmp_path: Path,
) -> None:
    """A finding names file and line, and its message the keys."""
    integration = write(tmp_path, Example(files))
    findings, errors = validate([integration.path], [plugin])
    assert not errors
    found = {each.message: each for each in findings}[message]
    assert found.path == integration.path / place[0]
    lines = ["", *found.path.read_text().splitlines()]
    assert lines[found.line].strip() == place[1]


def test_matchers_are_a_part_of_the_manifest(tmp_path: Path) -> None:
    """What is wrong with a matcher, core reports of the manifest."""
    shown = Example({MANIFEST: {"usb": [{"vid": "10c4"}]}})
    ((found,), _) = validate([write(tmp_path, shown).path], ["usb", "manifest"])
    assert (found.check, *found.also) == ("usb", "manifest")


@pytest.mark.parametrize(
    ("domain", "keys", "message"),
    [
        pytest.param("plant", {}, "this integration talks to nothing", id="IoT class"),
        pytest.param(
            "lorawan",
            {"dependencies": ["sensecap_lorawan"]},
            "sensecap_lorawan: depends on this integration itself",
            id="circle",
        ),
    ],
)
def test_domain(
    domain: str, keys: dict[str, object], message: str, tmp_path: Path
) -> None:
    """What counts for one integration of core alone is found there."""
    path = write(tmp_path, Example({MANIFEST: keys})).path
    findings, _ = validate([path.rename(path.with_name(domain))])
    assert [each for each in findings if message in each.message]
