"""Copy this tree, for what must not touch it."""

from pathlib import Path
import shutil

from script import ROOT


def copy_tree(target: Path, root: Path = ROOT) -> None:
    """Copy what the model and the judges are into an empty folder."""
    unwanted = shutil.ignore_patterns("__pycache__", "translations")
    for folder in (
        "companion",
        "homeassistant",
        "script",
        "tests/components",
        "tests/proof",
        "tests/test_util",
        "tests/translation_check",
    ):
        # The tool that is named like that is wanted.
        ignore = (
            shutil.ignore_patterns("__pycache__") if folder == "script" else unwanted
        )
        shutil.copytree(root / folder, target / folder, ignore=ignore)
    if (root / "series").exists():
        shutil.copytree(root / "series", target / "series")
    for file in (
        *root.glob("tests/*.py"),
        root / "pyproject.toml",
        root / "requirements_test.txt",
    ):
        shutil.copy(file, target / file.relative_to(root))
