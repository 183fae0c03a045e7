"""The finished integration, as far as it can be cut."""

from pathlib import Path

from script.integration.files import read_json, read_python, read_text
from script.integration.integration import Integration
from script.integration.page import pictures
from script.integration.tree import Places, Tree, read

from . import SubmitError

_NEEDED = ("manifest.json", "quality_scale.yaml", "strings.json", "config_flow.py")


def integration_in(components: Path, domain: str | None) -> Integration:
    """Return the integration of a domain, or the only one, of which every file can be read.

    Raises SubmitError or UnreadableError.
    """
    here = sorted(path.parent.name for path in components.glob("*/manifest.json"))
    if domain is None and len(here) == 1:
        domain = here[0]
    if domain not in here:
        what = f"{domain}: no such integration" if domain else "which one?"
        raise SubmitError(f"{what} Name one of {', '.join(here) or 'none'}")
    integration = Integration(components / domain)
    for name in _NEEDED:
        if not (integration.path / name).is_file():
            raise SubmitError(f"{integration.path / name}: not there; core wants one")
    # Cutting does not say in which file something is wrong.
    for folder in (integration.path, integration.tests_path):
        for path in folder.rglob("*.py"):
            read_python(path)
    for path in integration.path.glob("*.json"):
        read_json(path)
    return integration


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
