"""Small integrations, written for a test."""

from collections.abc import Mapping
import json
from pathlib import Path
from textwrap import dedent
from typing import Final, NamedTuple

PAGE: Final = "companion/home-assistant.io/source/_integrations/pump.markdown"
TESTS: Final = "tests/components/pump"
LIBRARY: Final = "companion/library/pump-client"
_INTEGRATION: Final = "homeassistant/components/pump"

type Files = Mapping[str, str]


def empty(root: Path, manifest: Mapping[str, object] | None = None) -> Path:
    """Write an integration of a manifest and an empty `__init__.py`, and return its folder."""
    folder = root / _INTEGRATION
    folder.mkdir(parents=True)
    content = {"domain": "pump", "name": "Pump", **(manifest or {})}
    (folder / "manifest.json").write_text(json.dumps(content, indent=2))
    (folder / "__init__.py").touch()
    return folder


def small(root: Path, files: Files) -> Path:
    """Write an integration of a few files, and return its folder."""
    folder = empty(root, json.loads(files.get("manifest.json", "{}")))
    for name, content in files.items():
        if name == "manifest.json":
            continue
        path = (root if "/" in name else folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(content).lstrip("\n"))
    return folder


class Case(NamedTuple):
    """A rule.

    Attributes:
        place: The first place that proves it, as "file:line".
        proven: Files that prove it.
        nearly: Files that do not, though they look like it.
    """

    rule: str
    place: str
    proven: Files
    nearly: Files


def page(text: str) -> Files:
    """Return a documentation page."""
    return {PAGE: f"---\ntitle: Pump\n---\n\n{text}\n"}


def section(rule: str, title: str, proven: str = "It says a few words here.") -> Case:
    """Return a rule that a section of the page proves."""
    return Case(
        rule,
        "pump.markdown:5",
        page(f"## {title}\n\n{proven}"),
        page(f"## {title}\n\nSoon."),
    )


def sensor(body: str) -> Files:
    """Return a platform with one entity class."""
    lines = "\n    ".join(dedent(body).strip().splitlines())
    return {
        "sensor.py": "from homeassistant.components.sensor import SensorEntity\n\n\n"
        f"class Level(SensorEntity):\n    {lines}\n"
    }


def flow(body: str) -> Files:
    """Return a config flow."""
    lines = "\n    ".join(dedent(body).strip().splitlines())
    return {
        "config_flow.py": "from homeassistant.config_entries import ConfigFlow\n\n\n"
        f'class PumpFlow(ConfigFlow, domain="pump"):\n    {lines}\n'
    }


def step(name: str, line: str) -> Files:
    """Return a config flow of one step with one line."""
    return flow(f"async def async_step_{name}(self, info):\n    {line}")


def setup(line: str) -> Files:
    """Return a setup of one line."""
    return {"__init__.py": f"async def async_setup_entry(hass, entry):\n    {line}\n"}


def library(code: str) -> Files:
    """Return a library of one module."""
    return {
        "manifest.json": '{"requirements": ["pump-client==1.0.0"]}',
        f"{LIBRARY}/pyproject.toml": '[project]\nname = "pump-client"\n',
        f"{LIBRARY}/pump_client/__init__.py": code,
    }
