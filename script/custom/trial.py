"""Run the tests of a custom component on this Home Assistant or on an older one."""

from collections.abc import Iterable
import os
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Final

from script import ROOT
from script.headers import with_headers
from script.junit import failures

from . import CustomError

_ENVIRONMENTS: Final = ROOT / ".cache" / "custom"
_LIBRARIES: Final = ROOT / "companion" / "library"
# The test helpers that are installed here need it, as this tree's own tests do.
_HERE: Final = "import runpy, sys, pytest; runpy.run_path(sys.argv.pop(1)); sys.exit(pytest.main())"


def run_here(folder: Path, requirements: Iterable[str]) -> bool:
    """Run the tests on the Home Assistant installed here, and return whether they passed."""
    sources = [str(each / "src") for each in _local(requirements) if each.is_dir()]
    search = os.pathsep.join(filter(None, [*sources, os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-c", _HERE, str(ROOT / "tests" / "bridge.py")]
    return _passed(command, folder, {"PYTHONPATH": search})


def run_on(release: str, folder: Path, requirements: Iterable[str]) -> bool:
    """Run the tests on a release of Home Assistant, such as "2026.8", in an environment of its own.

    Returns whether they passed. Raises CustomError where the environment cannot be made.
    """
    environment = _ENVIRONMENTS / release
    python = environment / "bin" / "python"
    print(f"Environment: Home Assistant {release} in {environment} …", flush=True)
    # Where this tree was moved or copied, it is the Python of another place.
    if not python.exists() or not python.samefile(sys.executable):
        _uv("venv", "--clear", "--python", sys.executable, str(environment))
    libraries = [
        str(local) if local.is_dir() else each
        for each, local in zip(requirements, _local(requirements), strict=True)
    ]
    _uv(
        *("pip", "install", "--python", str(python)),
        *(f"homeassistant=={release}.*", "pytest-homeassistant-custom-component"),
        *libraries,
        *(f"--reinstall-package={name}" for name in map(_package, requirements)),
    )
    return _passed([str(python), "-m", "pytest"], folder, {})


def _package(requirement: str) -> str:
    return requirement.partition("==")[0]


def _local(requirements: Iterable[str]) -> list[Path]:
    """Return where the libraries would be that are made here, and not yet in the package index."""
    return [_LIBRARIES / _package(each) for each in requirements]


def _passed(command: list[str], folder: Path, environment: dict[str, str]) -> bool:
    """Run the tests, and print those that fail, each with its assertion."""
    # Without a cache, nothing is left behind in what is published.
    settings = environment | {
        "PYTEST_ADDOPTS": "-q -p no:cacheprovider",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    print("Running its tests …", flush=True)
    with TemporaryDirectory() as results:
        path = Path(results, "results.xml")
        result = subprocess.run(
            [*command, f"--junitxml={path}"],
            cwd=folder,
            env=os.environ | settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        results_of_tests = path.read_text(encoding="utf-8") if path.exists() else ""
    said = result.stdout.strip()
    # The line of pytest with the numbers
    summary = said.rpartition("\n")[2]
    if result.returncode:
        failed = failures(results_of_tests)
        said = f"{failed}\n\n{summary}" if failed else said
    else:
        said = summary
    print(said, flush=True)
    return result.returncode == 0


def _uv(*arguments: str) -> None:
    result = subprocess.run(
        # This project's own settings would bring this project's Home Assistant.
        [sys.executable, "-m", "uv", "--no-config", "--quiet", *arguments],
        env=with_headers(),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        last = (result.stderr.strip().splitlines() or ["no word of it"])[-1].strip()
        raise CustomError(
            f"uv {arguments[0]}: {last}; mend the cause and run this again"
        )
