"""Install a client library into this environment."""

from pathlib import Path
import subprocess
import sys

from script.integration.core import installed_package

from . import ClientError


def install(requirement: str) -> None:
    """Install a library as Home Assistant would, held to the versions that go with it.

    Raises ClientError if that fails.
    """
    constraints = installed_package() / "package_constraints.txt"
    result = subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "install", "--quiet"),
            *("--python", sys.executable),
            *("--constraint", str(constraints), requirement),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        lines = [line.strip() for line in result.stderr.splitlines() if line.strip()]
        raise ClientError(f"{requirement}: cannot be installed: {' '.join(lines)}")


def pin(requirement: str, file: Path, reason: str) -> bool:
    """Have the tests require a library, and return whether they did not before."""
    text = file.read_text(encoding="utf-8")
    if requirement in text.splitlines():
        return False
    file.write_text(f"{text.rstrip()}\n\n# {reason}\n{requirement}\n", encoding="utf-8")
    return True
