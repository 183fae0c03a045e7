"""Read the finished integration."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from script.integration.files import read_json, read_python, read_text
from script.integration.integration import Integration, domain_of
from script.integration.page import pictures
from script.integration.tree import Places, Tree, read

# What an integration can be cut without, each with what core says to that; a flow may be a package
_WANTED: Final = {
    (
        "config_flow.py",
        "config_flow/__init__.py",
    ): "core wants every new integration set up in the user interface",
    ("strings.json",): "core wants the texts of the config flow and of all else in it",
    (
        "quality_scale.yaml",
    ): "core wants the status of every rule in it, and those of Bronze met",
}
_PAGE_WANTED: Final = "core wants a documentation page, in a pull request of its own"


def integration_in(components: Path, domain: str | None) -> Integration:
    """Return the integration of a domain, or the only one, of which every file can be read.

    Raises UnreadableError.
    """
    integration = Integration(components / domain_of(domain, components))
    # Cutting does not say in which file something is wrong.
    for folder in (integration.path, integration.tests_path):
        for path in folder.rglob("*.py"):
            read_python(path)
    for path in integration.path.glob("*.json"):
        read_json(path)
    return integration


def lacks(integration: Integration, root: Path) -> Iterator[str]:
    """Yield a line for each thing that core wants and that is not there."""
    for names, wanted in _WANTED.items():
        paths = [integration.path / name for name in names]
        if not any(path.is_file() for path in paths):
            yield f"{paths[0].relative_to(root)}: not there; {wanted}"
    page = Places(integration.domain).page
    if not (root / page).is_file():
        yield f"{page}: not there; {_PAGE_WANTED}"


def tree_of(integration: Integration, root: Path) -> Tree:
    """Return the files of an integration with all that goes with it."""
    places = Places(integration.domain)
    requirements = integration.manifest.get("requirements", ())
    libraries = [
        f"companion/library/{each.partition('==')[0]}/" for each in requirements
    ]
    shown = [
        f"companion/home-assistant.io/source/{path}"
        for path in pictures(read_text(root / places.page) or "")
    ]
    return read(
        root,
        (
            *(places.integration, places.tests, places.page, *places.brands),
            *(*libraries, *shown),
        ),
    )
