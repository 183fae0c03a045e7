"""Install the requirements of Home Assistant's own components, as Home Assistant itself would."""

from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
import json
from pathlib import Path
import runpy
import subprocess
import sys
from typing import Any

from packaging.requirements import Requirement

from script.headers import with_headers
from script.integration.core import installed_package

# The page stays at "Loading…" unless the recorder answers and every service can be described,
# which takes all components that make entities.
COMPONENTS = ("config", "frontend", "recorder", "zeroconf")


def provide() -> list[str]:
    """Install what is missing, and return what could not be installed.

    Without that, Home Assistant runs, but its page may not.
    """
    if not (missing := [*filter(is_missing, needed(installed_package()))]):
        return []
    print(
        f"Home Assistant: installing {len(missing)} of its components' requirements …",
        flush=True,
    )
    if install(missing):
        return []
    return [requirement for requirement in missing if not install([requirement])]


def needed(package: Path) -> set[str]:
    """Return the requirements of all components that the page needs, from core's manifests."""
    platforms = runpy.run_path(str(package / "generated" / "entity_platforms.py"))
    return {
        requirement
        for manifest in manifests(
            package / "components", [*COMPONENTS, *platforms["EntityPlatforms"]]
        )
        for requirement in manifest.get("requirements", [])
    }


def manifests(components: Path, domains: Iterable[str]) -> list[Mapping[str, Any]]:
    """Return the manifests of domains and of all that they depend on."""
    found: dict[str, Mapping[str, Any]] = {}
    wanted = list(domains)
    while wanted:
        if (domain := wanted.pop()) not in found:
            text = (components / domain / "manifest.json").read_text()
            found[domain] = json.loads(text)
            wanted += found[domain].get("dependencies", [])
    return [*found.values()]


def is_missing(requirement: str) -> bool:
    """Return whether a requirement, such as "zeroconf==0.152.0", is not satisfied here."""
    wanted = Requirement(requirement)
    try:
        return version(wanted.name) not in wanted.specifier
    except PackageNotFoundError:
        return True


def install(requirements: Iterable[str]) -> bool:
    """Install requirements within the limits that core sets, and return whether that worked.

    uv tells how far it is, since some take minutes to build.
    """
    command = (
        *(sys.executable, "-m", "uv", "pip", "install", "--python", sys.executable),
        *("--constraints", str(installed_package() / "package_constraints.txt")),
    )
    result = subprocess.run(
        [*command, *requirements],
        env=with_headers(),
        check=False,
    )
    return result.returncode == 0
