"""Test that every package of script/ imports from lower floors only, and that its tests stand where it does."""

import ast
from collections.abc import Iterator
from pathlib import Path
import re
from typing import Final

import pytest

from script import ROOT

# From the ground up. A package imports from those on lower floors; CONTRIBUTING.md says what each is for.
FLOORS: Final = (
    ("ending",),
    ("script", "arguments", "changing", "forking", "headers", "junit", "merge"),
    ("copying", "integration"),
    (
        "brands",
        "client",
        "features",
        "overlay",
        "simulator",
        "translations",
    ),
    ("gates", "rules"),
    ("hassfest", "linting"),
    ("quality_scale",),
    ("cut", "documentation", "review"),
    ("codemods",),
    ("custom", "reconcile", "scaffold"),
    ("benchmark", "development", "mutation", "pictures", "submit"),
    ("adopt",),
)
FLOOR_OF: Final = {
    package: floor for floor, packages in enumerate(FLOORS) for package in packages
}


def imported(path: Path, root: Path) -> Iterator[tuple[int, str]]:
    """Yield the packages of script/ that a module imports from, each with the line."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                modules = [alias.name.split(".") for alias in names]
            case ast.ImportFrom(module=module, names=names, level=level):
                base = [*package[: len(package) - level + 1]] if level else []
                start = [*base, *(module.split(".") if module else [])]
                modules = [[*start, alias.name] for alias in names]
            case _:
                continue
        for parts in modules:
            if parts[0] == "script":
                is_package = len(parts) > 1 and (
                    (root / "script" / parts[1]).is_dir()
                    or (root / "script" / f"{parts[1]}.py").is_file()
                )
                yield node.lineno, parts[1] if is_package else "script"


def package_of(path: Path, root: Path) -> str:
    """Return the package right below script/ that a module is in, or the module itself."""
    first = path.relative_to(root / "script").parts[0].removesuffix(".py")
    return "script" if first == "__init__" else first


def climbing(root: Path) -> list[str]:
    """Return the imports that do not lead down, and the packages that are on no floor."""
    found = []
    for path in sorted((root / "script").rglob("*.py")):
        own = package_of(path, root)
        if own not in FLOOR_OF:
            found.append(f"{own}: on no floor; give it one in {Path(__file__).name}")
            continue
        found += [
            f"{path.relative_to(root)}:{line}: imports {other}, which is not below {own}"
            for line, other in imported(path, root)
            if other != own and FLOOR_OF.get(other, len(FLOORS)) >= FLOOR_OF[own]
        ]
    return found


def test_floors_as_described() -> None:
    """Test that CONTRIBUTING.md has each package on the floor that it stands on."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    described = {
        package: int(number) - 1
        for number, packages in re.findall(r"^\| (\d+) \| ([^|]+)", text, re.MULTILINE)
        for package in re.findall(r"`([a-z_]+)`", packages)
    }
    here = {path.parent.name for path in (ROOT / "script").glob("*/__init__.py")}
    assert here <= described.keys()
    assert described == {each: FLOOR_OF[each] for each in described}


def test_no_import_climbs() -> None:
    """Test the imports of script/ as it stands."""
    assert climbing(ROOT) == []


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param(
            "integration/new.py",
            "from script.review.__main__ import main",
            "script/integration/new.py:1: imports review, which is not below integration",
            id="up",
        ),
        pytest.param(
            "hassfest/new.py",
            "def late():\n    import script.review.__main__",
            "script/hassfest/new.py:2: imports review, which is not below hassfest",
            id="sideways, and late",
        ),
        pytest.param(
            "review/new.py",
            "from script import submit",
            "script/review/new.py:1: imports submit, which is not below review",
            id="by the name of the package",
        ),
        pytest.param(
            "review/new.py",
            "from ..submit.check import check",
            "script/review/new.py:1: imports submit, which is not below review",
            id="relative",
        ),
        pytest.param(
            "unknown/new.py", "", "unknown: on no floor; give it one in", id="no floor"
        ),
    ],
)
def test_climbing(tmp_path: Path, path: str, text: str, expected: str) -> None:
    """Test that an import that does not lead down is noticed, and one that does is not."""
    for name in ("integration", "review", "submit", "hassfest"):
        (tmp_path / "script" / name).mkdir(parents=True)
    sound = tmp_path / "script" / "submit" / "check.py"
    sound.write_text("from script.review.__main__ import main\nfrom script import ROOT")
    module = tmp_path / "script" / path
    module.parent.mkdir(exist_ok=True)
    module.write_text(text)
    [found] = climbing(tmp_path)
    assert found.startswith(expected)


def test_tests_mirror_the_tools() -> None:
    """Test that the tests of a package of script/ stand in a folder of the same name."""
    tests = ROOT / "tests" / "script"
    folders = {path.parent.name for path in tests.glob("*/__init__.py")}
    assert folders <= {
        path.parent.name for path in (ROOT / "script").glob("*/__init__.py")
    }
    modules = {path.stem.removeprefix("test_") for path in tests.glob("test_*.py")}
    alone = {path.stem for path in (ROOT / "script").glob("*.py")}
    # Of no one module: a clone as a whole, the scripts of the shell, the tree itself, and what people read first.
    assert modules - alone == {"clone", "environment", "floors", "readme"}
