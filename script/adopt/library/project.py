"""Write what a library needs around its modules: its project, README, licence and tests."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import packages_distributions, version
import re
import sys
from typing import Any, Final

from packaging.utils import canonicalize_name

from script.cut.source import source
from script.integration.syntax import FUNCTIONS, methods
from script.integration.tree import Tree

VERSION: Final = "0.1.0"
_PIN: Final = re.compile(
    r"(?P<name>[A-Za-z0-9._-]+)(?P<extra>\[.*\])?==(?P<version>.+)"
)


@dataclass(frozen=True)
class Licensing:
    """The licence of a component.

    Attributes:
        name: As SPDX has it, "" where it is not known.
        text: None where there is none.
    """

    name: str = ""
    text: bytes | None = None


@dataclass(frozen=True)
class Project:
    """A library that was a part of a component.

    Attributes:
        name: Of the distribution.
        package: What is imported.
        title: Of what it is a client.
        owner: On GitHub.
        exports: The public names, with the modules that they are in.
    """

    name: str
    package: str
    title: str
    owner: str
    exports: Mapping[str, str]
    licensing: Licensing

    @property
    def folder(self) -> str:
        """Return where it stands, below the repository."""
        return f"companion/library/{self.name}/"

    @property
    def sources(self) -> str:
        """Return the folder of its package."""
        return f"{self.folder}src/{self.package}/"

    @property
    def requirement(self) -> str:
        """Return what a manifest requires."""
        return f"{self.name}=={VERSION}"


def files(project: Project, modules: Tree, requirements: Iterable[str]) -> Tree:
    """Return the files around the modules of a library, given what the component's manifest requires."""
    folder, sources = project.folder, project.sources
    dependencies = [*dependencies_of(modules, requirements)]
    result = {
        f"{folder}pyproject.toml": _pyproject(project, dependencies).encode(),
        f"{folder}README.md": _readme(project, modules).encode(),
        f"{folder}tests/test_{project.package}.py": _test(project).encode(),
        f"{sources}__init__.py": _front(project).encode(),
        f"{sources}py.typed": b"",
    }
    if project.licensing.text is not None:
        result[f"{folder}LICENSE"] = project.licensing.text
    return result


def dependencies_of(modules: Tree, requirements: Iterable[str]) -> Iterator[str]:
    """Yield what the modules of a library need, as its project says it."""
    required = {_normal(each): each for each in requirements}
    distributions = packages_distributions()
    for name in sorted(imported(modules)):
        offers = distributions.get(name, [])
        known = [each for each in (name, *offers) if _normal(each) in required]
        if known:
            match = _PIN.fullmatch(required[_normal(known[0])])
            yield (
                f"{match['name']}{match['extra'] or ''}>={match['version']}"
                if match
                else required[_normal(known[0])]
            )
        elif offers:
            yield f"{offers[0].lower()}>={version(offers[0])}"
        else:
            yield name


def imported(modules: Tree) -> set[str]:
    """Return the packages of others that modules import."""
    found: set[str] = set()
    for path, content in modules.items():
        for node in ast.walk(_parsed(content)) if path.endswith(".py") else ():
            match node:
                case ast.Import(names=names):
                    found |= {each.name.partition(".")[0] for each in names}
                case ast.ImportFrom(module=str() as name, level=0):
                    found.add(name.partition(".")[0])
    return found - sys.stdlib_module_names


def _parsed(content: bytes) -> ast.Module:
    """Return the tree of a module, an empty one where it cannot be read."""
    try:
        return ast.parse(content)
    except SyntaxError, ValueError, RecursionError:
        return ast.Module([], [])


def _normal(requirement: str) -> str:
    name = re.split(r"[\s\[<>=!~;@]", requirement.strip(), maxsplit=1)[0]
    return canonicalize_name(name)


def _pyproject(project: Project, dependencies: list[str]) -> str:
    listed = ", ".join(f'"{each}"' for each in dict.fromkeys(dependencies))
    licence = (
        f'license = "{project.licensing.name}"\n' if project.licensing.name else ""
    )
    if project.licensing.text is not None:
        licence += 'license-files = ["LICENSE"]\n'
    home = f"https://github.com/{project.owner}/{project.name}"
    return f"""\
[build-system]
requires = ["hatchling==1.33.0"]
build-backend = "hatchling.build"

[project]
name = "{project.name}"
version = "{VERSION}"
description = {_quoted(f"Client for {project.title}")}
readme = "README.md"
{licence}requires-python = ">=3.14"
authors = [{{ name = {_quoted(project.owner)} }}]
classifiers = ["Programming Language :: Python :: 3", "Topic :: Home Automation", "Typing :: Typed"]
dependencies = [{listed}]

[project.urls]
Repository = "{home}"
Issues = "{home}/issues"

[dependency-groups]
dev = ["mypy>=2", "pytest>=9", "pytest-asyncio>=1.3", "pytest-cov>=7", "ruff>=0.16"]

[tool.hatch.build.targets.wheel]
packages = ["src/{project.package}"]

[tool.pytest.ini_options]
testpaths = ["tests"]
asyncio_mode = "auto"

[tool.mypy]
files = ["src", "tests"]
strict = true
"""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{" ".join(escaped.split())}"'


def _front(project: Project) -> str:
    by_module: dict[str, list[str]] = {}
    for name, module in project.exports.items():
        by_module.setdefault(module, []).append(name)
    lines = "".join(
        f"from .{module} import {', '.join(sorted(names))}\n"
        for module, names in sorted(by_module.items())
    )
    listed = ", ".join(f'"{name}"' for name in sorted(project.exports))
    return f'"""Client for {project.title.replace(chr(34), "")}."""\n\n{lines}\n__all__ = [{listed}]\n'


def _test(project: Project) -> str:
    return f'''\
"""Test that what the integration imports is there."""

import pytest

import {project.package}


@pytest.mark.parametrize("name", {project.package}.__all__)
def test_export(name: str) -> None:
    """Test that a public name is there, and that a class or function is of this library."""
    value = getattr({project.package}, name)
    if callable(value):
        assert value.__module__.startswith("{project.package}.")
'''


def _readme(project: Project, modules: Tree) -> str:
    classes = [*_classes(project, modules)]
    errors = [each for each in classes if _is_error(each)]
    others = [each for each in classes if each not in errors]
    sections = [
        f"# {project.name}\n\nPython client for {project.title}, begun as a part of its Home Assistant integration.",
        f"```console\npip install {project.name}\n```",
        _table("Use", "class", "is for", others),
        _table("Errors", "error", "when", errors),
        "## Development\n\n```console\nuv run ruff check && uv run ruff format --check\n"
        "uv run mypy --strict\nuv run pytest --cov\n```\n\n"
        "A release is a tag `v<version>` on GitHub, from which a workflow tests it, builds it and publishes it on PyPI.",
    ]
    if project.licensing.name:
        sections.append(f"## License\n\n[{project.licensing.name}](LICENSE)")
    return "\n\n".join(filter(None, sections)) + "\n"


def _table(heading: str, first: str, second: str, classes: list[ast.ClassDef]) -> str:
    rows = [f"| {_called(each)} | {_about(each)} |" for each in classes]
    if not rows:
        return ""
    return "\n".join(
        [f"## {heading}", "", f"| {first} | {second} |", "| --- | --- |", *rows]
    )


def _classes(project: Project, modules: Tree) -> Iterator[ast.ClassDef]:
    for content in modules.values():
        for node in source(content.decode()).tree.body:
            if isinstance(node, ast.ClassDef) and node.name in project.exports:
                yield node


def _is_error(node: ast.ClassDef) -> bool:
    return any(
        ast.unparse(base).endswith(("Error", "Exception")) for base in node.bases
    )


def _called(node: ast.ClassDef) -> str:
    maker = methods(node).get("__init__")
    if not isinstance(maker, FUNCTIONS) or _is_error(node):
        return f"`{node.name}`"
    names = [each.arg for each in maker.args.args[1:] + maker.args.kwonlyargs]
    return f"`{node.name}({', '.join(names)})`"


def _about(node: ast.ClassDef) -> str:
    return (ast.get_docstring(node) or "").partition("\n")[0].replace("|", "\\|")


def without_own(requirements: Iterable[str], gone: Iterable[str]) -> list[Any]:
    """Return what a manifest still requires without what only the library needs."""
    normal = {_normal(each) for each in gone}
    return [each for each in requirements if _normal(str(each)) not in normal]
