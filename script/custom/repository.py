"""What a repository of a custom component holds beside it."""

from pathlib import Path
from typing import Final

from script.features.strings import Json, dump

from .manifest import Release

FILES: Final = Path(__file__).parent / "files"

# The oldest Home Assistant that the tests are run on
OLDEST: Final = "2026.8.0"


def files(manifest: Json, release: Release) -> dict[str, bytes]:
    """Return the files at the top of the repository, by name."""
    return {
        "README.md": _readme(manifest, release).encode(),
        "hacs.json": dump({"homeassistant": OLDEST, "name": manifest["name"]}),
        "pyproject.toml": (FILES / "pyproject.toml").read_bytes(),
        "requirements_test.txt": _requirements(manifest).encode(),
    }


def _readme(manifest: Json, release: Release) -> str:
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

## Removal

Delete its entries under **Settings** > **Devices & services**, then remove it in HACS, or the folder that you copied.

## Tests

```sh
pip install -r requirements_test.txt
pytest
```
"""


def _requirements(manifest: Json) -> str:
    lines = [
        "# Its version says which Home Assistant it brings",
        "pytest-homeassistant-custom-component",
        *manifest.get("requirements", []),
    ]
    return "\n".join(lines) + "\n"
