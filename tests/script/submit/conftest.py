"""The series of the model, and a stand-in for a checkout of core."""

from pathlib import Path
import subprocess
import sys

import pytest

from script import COMPONENTS, ROOT
from script.scaffold import MODEL
from script.submit.series import Step, series
from script.submit.source import integration_in, tree_of

if not (COMPONENTS / MODEL).is_dir():
    collect_ignore_glob = ["test_*.py"]

# Core's own tools as far as they matter here: they write what follows from the integrations.
_HASSFEST = """\
import pathlib

found = sorted(path.parent.name for path in pathlib.Path().glob("homeassistant/components/*/manifest.json"))
pathlib.Path("CODEOWNERS").write_text("".join(f"/homeassistant/components/{each}/ @owner\\n" for each in found))
"""
_REQUIREMENTS = """\
import json, pathlib

manifests = pathlib.Path().glob("homeassistant/components/*/manifest.json")
listed = sorted({each for path in manifests for each in json.loads(path.read_text())["requirements"]})
pathlib.Path("requirements_all.txt").write_text("".join(f"{each}\\n" for each in listed))
"""
_PYTEST = """\
import pathlib

pathlib.Path("left-behind").write_text("")
"""
CORE = {
    "homeassistant/__init__.py": "",
    "homeassistant/const.py": "",
    "homeassistant/components/abode/manifest.json": '{"requirements": ["abode==1"]}\n',
    "script/__init__.py": "",
    "script/hassfest/__init__.py": "",
    "script/hassfest/__main__.py": _HASSFEST,
    "script/gen_requirements_all.py": _REQUIREMENTS,
    "pytest.py": _PYTEST,
    "CODEOWNERS": "/homeassistant/components/abode/ @owner\n",
    "requirements_all.txt": "abode==1\n",
    ".strict-typing": "# By hand\nhomeassistant.core\nhomeassistant.components.abode.*\nhomeassistant.components.zoom.*\n",
    ".gitignore": ".venv\n__pycache__\n",
}


@pytest.fixture(scope="session")
def steps() -> list[Step]:
    """Return the series of the model, not formatted."""
    return series(tree_of(integration_in(COMPONENTS, MODEL), ROOT), MODEL)


def git(folder: Path, *arguments: str) -> str:
    """Return what git prints."""
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com")
    return subprocess.run(
        ["git", *identity, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def commit(folder: Path, message: str) -> None:
    """Commit everything there."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", f"--message={message}")


@pytest.fixture
def core(tmp_path: Path) -> Path:
    """Return a clean repository with what makes a checkout of core, and an environment."""
    root = tmp_path / "core"
    for name, text in CORE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    git(tmp_path, "init", "--quiet", "--initial-branch=dev", str(root))
    git(root, "config", "user.name", "Somebody")
    git(root, "config", "user.email", "somebody@example.com")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message=Core")
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    return root
