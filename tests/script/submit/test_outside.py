"""Test what goes to core outside the two folders."""

from dataclasses import replace
from itertools import pairwise
import json
import re
from typing import Any

import pytest

from script.integration.core import installed_package
from script.integration.json_file import dump
from script.submit.output import lists_by_hand
from script.submit.outside import _TABLES, _value, by_hand, literal, outside
from script.submit.series import Step

PACKAGE = installed_package()
GENERATED = PACKAGE / "generated"


@pytest.mark.parametrize(("module", "constant"), [row[:2] for row in _TABLES])
def test_core_spells_it_so(module: str, constant: str) -> None:
    """Test that every table of core is written as core has it, to the byte."""
    spelled, value = _value((GENERATED / f"{module}.py").read_text(), constant)
    assert literal(value) == spelled


def with_manifest(step: Step, **keys: Any) -> Step:
    """Return a step with other keys in its manifest."""
    path = f"homeassistant/components/{step.domain}/manifest.json"
    return replace(step, tree={**step.tree, path: dump({**step.manifest, **keys})})


@pytest.mark.parametrize(
    "domain",
    ["abode", "airobot", "acaia", "axis", "dsmr_reader", "hp_printer", "zwave_js"],
)
def test_listed_as_core_lists_its_own(steps: list[Step], domain: str) -> None:
    """Test that an integration that core has comes out as core's own tool has entered it."""
    manifest = json.loads(
        (PACKAGE / "components" / domain / "manifest.json").read_text()
    )
    path = f"homeassistant/components/{domain}"
    scale = steps[0].tree["homeassistant/components/my_device/quality_scale.yaml"]
    step = replace(
        steps[0],
        domain=domain,
        tree={
            f"{path}/manifest.json": dump(manifest),
            f"{path}/quality_scale.yaml": scale,
        },
    )
    listed = outside(PACKAGE, step)
    for name in ("integrations.json", "config_flows.py"):
        text = listed[f"homeassistant/generated/{name}"]
        assert text == (GENERATED / name).read_text()


def lines(step: Step, before: Step | None = None) -> str:
    """Return what is to be written by hand for a step."""
    return by_hand(outside(PACKAGE, before), outside(PACKAGE, step))


def test_new_integration(steps: list[Step]) -> None:
    """Test that a new integration is entered between its neighbours in each of the lists."""
    text = lines(steps[0])
    for path in (
        "CODEOWNERS",
        "requirements_all.txt",
        "config_flows.py",
        "integrations.json",
    ):
        assert path in text
    assert (
        "\n+/tests/components/my_device/ @my-company\n /homeassistant/components/my_pv/"
        in text
    )
    assert '         "mutesync",\n+        "my_device",\n         "my_pv",\n' in text
    assert "+# homeassistant.components.my_device\n+my-device-client==1.0.0\n" in text
    assert '+    "my_device": {\n+      "name": "My Device",\n' in text
    assert "zeroconf" not in text
    assert "strict-typing" not in text
    assert not [line for line in text.splitlines() if line.startswith("-")]


def test_names_only_what_follows(steps: list[Step]) -> None:
    """Test that a file is named where its block follows, and nowhere else."""
    for before, step in zip([None, *steps], steps, strict=False):
        if listed := lines(step, before):
            text = lists_by_hand(listed).decode()
            named = re.findall(r"`([^` ]*\.\w+|CODEOWNERS|\.strict-typing)`", text)
            assert named == re.findall(
                r"^`([^`]+)`, written by .*:\n\n```diff$", text, re.MULTILINE
            )


def test_later_steps(steps: list[Step]) -> None:
    """Test that a step has what it adds itself, and most of them nothing."""
    named = {step.change.slug: lines(step, before) for before, step in pairwise(steps)}
    assert {slug for slug, text in named.items() if text} == {
        "zeroconf-discovery",
        "strict-typing",
    }
    assert (
        '+    "_my-device._tcp.local.": [\n+        {\n+            "domain": "my_device",\n'
        in named["zeroconf-discovery"]
    )
    assert "+homeassistant.components.my_device.*\n" in named["strict-typing"]
    assert (
        "+[mypy-homeassistant.components.my_device.*]\n+check_untyped_defs = true\n"
        in named["strict-typing"]
    )


@pytest.mark.parametrize(
    ("key", "entries", "added"),
    [
        (
            "dhcp",
            [{"hostname": "mine-*", "macaddress": "001122*"}],
            '+        "domain": "my_device",\n+        "hostname": "mine-*",\n',
        ),
        ("bluetooth", [{"local_name": "Mine"}], '+        "local_name": "Mine",\n'),
        (
            "usb",
            [{"vid": "10C4", "pid": "EA60"}],
            '+        "pid": "EA60",\n+        "vid": "10C4",\n',
        ),
        (
            "ssdp",
            [{"st": "urn:mine"}],
            '+    "my_device": [\n+        {\n+            "st": "urn:mine",\n',
        ),
        ("mqtt", ["mine/#"], '+    "my_device": [\n+        "mine/#",\n+    ],\n'),
        (
            "zeroconf",
            ["_ipp._tcp.local."],
            '+        {\n+            "domain": "my_device",\n+        },\n',
        ),
    ],
)
def test_every_kind_of_discovery(
    steps: list[Step], key: str, entries: list[Any], added: str
) -> None:
    """Test that what a manifest declares is entered, alone or among others."""
    step = with_manifest(steps[0], **{key: entries})
    text = lines(step, steps[0])
    assert text.startswith(f"`homeassistant/generated/{key}.py`")
    assert added in text
