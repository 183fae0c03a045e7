"""Small integrations, written for a test."""

from collections.abc import Mapping
import json
from pathlib import Path
from textwrap import dedent
from typing import Final

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


def flow(body: str) -> Files:
    """Return a config flow."""
    lines = "\n    ".join(dedent(body).strip().splitlines())
    return {
        "config_flow.py": "from homeassistant.config_entries import ConfigFlow\n\n\n"
        f'class PumpFlow(ConfigFlow, domain="pump"):\n    {lines}\n'
    }
