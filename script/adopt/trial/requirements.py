"""Find what an integration requires and is not installed, and install it for its trial alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distributions, version
import json
from pathlib import Path
import subprocess
import sys
import sysconfig
import tomllib
from typing import Any, Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from script.headers import with_headers
from script.integration.core import core

from .process import one_line

_PARTS: Final = ("dependencies", "after_dependencies")


def missing(
    manifest: Mapping[str, Any],
    used: Iterable[str],
    local: Mapping[str, Iterable[str]],
) -> list[tuple[str, str]]:
    """Return the requirements that are not met, each with the manifest that has it.

    Args:
        manifest: Of the integration; those of what it depends on are core's.
        used: The integrations of core that its code imports.
        local: The distributions of the libraries in its tree, each with what it requires itself.
    """
    here = {canonicalize_name(name): (name, own) for name, own in local.items()}
    required: dict[tuple[str, str], None] = {}
    for requirement, owner in _required(
        {**manifest, _PARTS[-1]: [*(manifest.get(_PARTS[-1]) or ()), *used]}
    ):
        if (library := here.get(canonicalize_name(_name(requirement)))) is None:
            required[requirement, owner] = None
        else:
            name, own = library
            required |= dict.fromkeys((each, name) for each in own)
    return [each for each in required if not _is_met(each[0])]


def of_project(text: str) -> list[str]:
    """Return what a project requires, as its pyproject.toml says."""
    try:
        required = tomllib.loads(text).get("project", {}).get("dependencies", [])
    except tomllib.TOMLDecodeError:
        return []
    return [str(each) for each in required]


def _required(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    waiting, seen = [manifest], {str(manifest.get("domain"))}
    while waiting:
        current = waiting.pop(0)
        for requirement in current.get("requirements") or ():
            yield str(requirement), str(current.get("domain"))
        # What core's own only use where it is there, they can do without.
        parts = _PARTS if current is manifest else _PARTS[:1]
        for domain in (each for part in parts for each in current.get(part) or ()):
            path = core().components / str(domain) / "manifest.json"
            if domain not in seen and path.is_file():
                seen.add(domain)
                waiting.append(json.loads(path.read_text(encoding="utf-8")))


def _is_met(requirement: str) -> bool:
    try:
        wanted = Requirement(requirement)
        return wanted.specifier.contains(version(wanted.name), prereleases=True)
    except InvalidRequirement, PackageNotFoundError:
        return False


def _name(requirement: str) -> str:
    try:
        return Requirement(requirement).name
    except InvalidRequirement:
        return requirement


def install(
    requirements: Sequence[str], environment: Path
) -> tuple[Path, Mapping[str, str]]:
    """Install requirements into an environment that has all of this one's, too.

    Returns its Python, and those that could not be installed with why.
    """
    python = environment / "bin" / "python"
    if not python.exists():
        if trouble := _uv("venv", "--python", sys.executable, str(environment)):
            return Path(sys.executable), dict.fromkeys(requirements, trouble)
    version_folder = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = environment / "lib" / version_folder / "site-packages"
    (packages / "trial.pth").write_text(
        f"{sysconfig.get_path('purelib')}\n", encoding="utf-8"
    )
    installed = environment / "installed.txt"
    installed.write_text(
        "".join(f"{each.name}=={each.version}\n" for each in distributions()),
        encoding="utf-8",
    )
    command = ("pip", "install", "--python", str(python), "--override", str(installed))
    if not _uv(*command, *requirements):
        return python, {}
    # One that cannot be installed is no reason to go without the others.
    return python, {
        each: trouble for each in requirements if (trouble := _uv(*command, each))
    }


def _uv(*arguments: str) -> str:
    """Run uv, and return why it failed, "" if it did not."""
    result = subprocess.run(
        [sys.executable, "-m", "uv", "--no-config", "--quiet", *arguments],
        env=with_headers(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if not result.returncode:
        return ""
    lines = result.stderr.strip().splitlines() or ["no word of why"]
    return f"uv {arguments[0]} {arguments[-1]}: {one_line(lines[-1])}"
