"""Write what a repository of a custom component needs: README, HACS file, licence and workflows."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from script import ROOT
from script.documentation.inventory import Entity
from script.integration.json_file import Json, dump

from .manifest import Release

FILES: Final = Path(__file__).parent / "files"

# The oldest Home Assistant that the tests are run on
OLDEST: Final = "2026.8.0"


# Forms whose fields are explained, each with its heading
_FORMS: Final = (("Settings", "config", "user"), ("Options", "options", "init"))


def files(
    manifest: Json, texts: Json, release: Release, entities: Iterable[Entity]
) -> dict[str, bytes]:
    """Return the files at the top of the repository, by name."""
    return {
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
        "README.md": _readme(manifest, texts, release, entities).encode(),
        "hacs.json": dump({"homeassistant": OLDEST, "name": manifest["name"]}),
        "pyproject.toml": (FILES / "pyproject.toml").read_bytes(),
        "requirements_test.txt": _requirements(manifest).encode(),
    }


def _readme(
    manifest: Json, texts: Json, release: Release, entities: Iterable[Entity]
) -> str:
    name, domain = manifest["name"], manifest["domain"]
    return f"""\
# {name} for Home Assistant

Needs Home Assistant {OLDEST.rpartition(".")[0]} or later.

## Installation

With [HACS](https://hacs.xyz): open its menu, go to **Custom repositories**, add `{release.repository}` as an
integration, and download **{name}**. By hand: copy `custom_components/{domain}` into the folder `custom_components`
beside your `configuration.yaml`.

Then restart Home Assistant, go to **Settings** > **Devices & services**, select **Add integration** and choose
**{name}**.

{_fields(texts)}{_entities(entities)}## Removal

Delete its entries under **Settings** > **Devices & services**, then remove it in HACS, or the folder that you copied.

## Tests

```sh
pip install -r requirements_test.txt
pytest
```
"""


def _fields(texts: Json) -> str:
    """Return a section for each form, with what its fields are for."""
    sections = ""
    for heading, flow, step in _FORMS:
        form = texts.get(flow, {}).get("step", {}).get(step, {})
        help_texts = form.get("data_description", {})
        lines = [
            f"- **{label}**: {help_texts[key]}"
            if key in help_texts
            else f"- **{label}**"
            for key, label in form.get("data", {}).items()
        ]
        if lines:
            sections += "\n".join([f"## {heading}", "", *lines, "", ""])
    return sections


def _entities(entities: Iterable[Entity]) -> str:
    """Return a section with the entities of each platform."""
    by_platform = defaultdict[str, list[Entity]](list)
    for entity in entities:
        by_platform[entity.platform].append(entity)
    section = "## Entities\n\n" if by_platform else ""
    for platform, each in sorted(by_platform.items()):
        title = platform.replace("_", " ").capitalize()
        section += f"- **{title}**: {', '.join(map(_shown, each))}\n"
    return f"{section}\n" if section else ""


def _shown(entity: Entity) -> str:
    """Return the name of an entity, with its unit and whether it has to be enabled."""
    about = [*filter(None, [entity.unit]), *(["off by default"] * entity.disabled)]
    return f"{entity.name} ({', '.join(about)})" if about else entity.name


def _requirements(manifest: Json) -> str:
    lines = [
        "# Its version says which Home Assistant it brings",
        "pytest-homeassistant-custom-component",
        *manifest.get("requirements", []),
    ]
    return "\n".join(lines) + "\n"
