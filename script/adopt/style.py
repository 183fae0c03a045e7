"""Lay modules out as core does, with what ruff can mend without a doubt."""

import ast
from pathlib import Path
import subprocess
import sys

from script import ROOT
from script.integration.tree import Tree, write

from . import AdoptError


def styled(tree: Tree, folder: Path) -> Tree:
    """Return files with the modules among them in core's style, but for those that are no Python.

    Args:
        tree: The files.
        folder: To work in.
    """
    modules = {
        path: each
        for path, each in tree.items()
        if path.endswith(".py") and is_python(each)
    }
    if not modules:
        return tree
    write(folder, modules)
    # What it cannot mend, the judges say.
    _ruff("check", "--fix", "--exit-zero", str(folder))
    _ruff("format", str(folder))
    return {**tree, **{path: (folder / path).read_bytes() for path in modules}}


def is_python(content: bytes) -> bool:
    """Return whether this Python can read a module."""
    try:
        ast.parse(content)
    except SyntaxError, ValueError, RecursionError, MemoryError:
        return False
    return True


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
        raise AdoptError(f"ruff {command}: {(result.stdout + result.stderr).strip()}")
