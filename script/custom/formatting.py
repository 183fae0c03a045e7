"""Format modules, with their imports in order."""

from collections.abc import Mapping
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory

from script import ROOT
from script.integration.tree import Tree

from . import CustomError


def formatted(tree: Tree, *, unused: bool = False) -> Tree:
    """Return files with the modules among them formatted.

    With `unused`, imports that nothing uses are left out.
    """
    modules = {path: each for path, each in tree.items() if path.endswith(".py")}
    return {**tree, **_formatted(modules, unused=unused)}


def _formatted(modules: Mapping[str, bytes], *, unused: bool) -> dict[str, bytes]:
    if not modules:
        return {}
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, content in modules.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        rules = "I,F401" if unused else "I"
        # An integration's own folder sorts as core's, not as a library.
        own = 'lint.isort.known-first-party=["homeassistant", "custom_components"]'
        _ruff("check", "--fix", "--select", rules, "--config", own, str(folder))
        _ruff("format", str(folder))
        return {path: (folder / path).read_bytes() for path in modules}


def _ruff(command: str, *arguments: str) -> None:
    result = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", command, "--quiet", "--no-cache"),
            *("--config", str(ROOT / "pyproject.toml"), *arguments),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise CustomError(f"ruff {command}: {result.stdout}{result.stderr}".strip())
