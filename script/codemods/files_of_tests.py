"""Find modules and files of tests where they stand in core."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.syntax import last_name

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing
from .subject import Subject

# How much deeper the tests of an integration stand in core
_DEEPER: Final = 2


@Codemod(
    name="files-of-tests",
    title="Find modules and files of tests where they stand in core",
    changes=pairs(
        (
            {
                "tests/constants.py": "HOST = 'host'",
                "tests/test_init.py": "from constants import HOST\n\nHOSTS = [HOST]",
            },
            {
                "tests/constants.py": "HOST = 'host'",
                "tests/test_init.py": "from .constants import HOST\n\nHOSTS = [HOST]",
            },
        ),
        (
            {
                "tests/data/a.json": "{}",
                "tests/test_init.py": 'DATA = open("tests/data/a.json")',
            },
            {
                "tests/data/a.json": "{}",
                "tests/test_init.py": 'DATA = open("tests/components/example/data/a.json")',
            },
        ),
        (
            {
                "tests/data/a.json": "{}",
                "tests/test_init.py": "def read(name): return open(f'tests/data/{name}')",
            },
            {
                "tests/data/a.json": "{}",
                "tests/test_init.py": "def read(name): return open(f'tests/components/example/data/{name}')",
            },
        ),
        (
            'from pathlib import Path\n\nROOT = Path(__file__).resolve().parent.parent\nTOP = Path(__file__).parents[1]',
            'from pathlib import Path\n\nROOT = Path(__file__).resolve().parent.parent.parent.parent\n'
            "TOP = Path(__file__).parents[3]",
        ),
        file="tests/test_init.py",
    ),
    keeps=kept(
        "from constants import HOST\n\nHOSTS = [HOST]",
        'DATA = open("tests/data/a.json")',
        "from pathlib import Path\n\nHERE = Path(__file__).parent\nTHERE = Path(__file__).parents[3]",
        file="tests/test_init.py",
    ),
)  # fmt: skip
def files_of_tests(subject: Subject) -> Iterator[Change]:
    """Yield where tests name a module or a file by its place in another tree."""
    for module in subject.tests:
        folder = subject.path(module).rpartition("/")[0]
        yield from _climbing(subject, module)
        for node in module.nodes:
            match node:
                case ast.ImportFrom(level=0, module=str() as name) if _is_beside(
                    subject, folder, name
                ):
                    source = subject.source(module)
                    at = source.text.index(name, source.start(node))
                    yield change(subject, module, node, Edit(at, at, "."))
                case ast.Import(names=[ast.alias(name=name, asname=alias)]) if (
                    _is_beside(subject, folder, name)
                ):
                    code = f"from . import {name}" + (f" as {alias}" if alias else "")
                    edit = replacing(subject.source(module), node, code)
                    yield change(subject, module, node, edit)
                case ast.Constant(value=str() as value):
                    yield from _path(subject, module, node, value)


def _is_beside(subject: Subject, folder: str, name: str) -> bool:
    """Return whether a module is one beside it, and none that is installed as well."""
    return "." not in name and f"{folder}/{name}.py" in subject.tree


def _path(
    subject: Subject, module: Module, node: ast.Constant, value: str
) -> Iterator[Change]:
    """Yield the change of a path that began at the top of the other tree."""
    folders = {
        "tests/": subject.places.tests,
        f"custom_components/{subject.domain}/": subject.places.integration,
    }
    source = subject.source(module)
    for old, new in folders.items():
        rest = value.removeprefix("./").removeprefix(old)
        if not value.removeprefix("./").startswith(old) or value.startswith(new):
            continue
        code = source.code(node)
        at = code.find(old)
        if at >= 0 and _is_there(subject, f"{new}{rest}"):
            start = source.start(node) + at
            yield change(subject, module, node, Edit(start, start + len(old), new))


def _is_there(subject: Subject, path: str) -> bool:
    """Return whether there is a file, or a folder as far as it is named."""
    folder = path.rpartition("/")[0]
    return path in subject.tree or (
        not path.rpartition("/")[2].count(".")
        and any(each.startswith(f"{folder}/") for each in subject.tree)
        and folder.count("/") > 2
    )


def _climbing(subject: Subject, module: Module) -> Iterator[Change]:
    """Yield where a path climbs from a module out of the folder of the tests."""
    source = subject.source(module)
    inside = subject.path(module).removeprefix(subject.places.tests).count("/")
    outside = range(inside + 2, inside + 2 + _DEEPER)
    for node in module.nodes:
        match node:
            case ast.Subscript(
                value=ast.Attribute(value=start, attr="parents"),
                slice=ast.Constant(value=int() as count) as index,
            ) if _is_file(start) and count + 1 in outside:
                edit = replacing(source, index, str(count + _DEEPER))
                yield change(subject, module, node, edit)
            case ast.Attribute(attr="parent"):
                above = module.parents.get(node)
                if isinstance(above, ast.Attribute) and above.attr == "parent":
                    continue
                count, start = _parents(node)
                if _is_file(start) and count in outside:
                    end = source.end(node)
                    yield change(
                        subject, module, node, Edit(end, end, ".parent" * _DEEPER)
                    )


def _parents(node: ast.expr) -> tuple[int, ast.expr]:
    count = 0
    while isinstance(node, ast.Attribute) and node.attr == "parent":
        node, count = node.value, count + 1
    return count, node


def _is_file(node: ast.expr) -> bool:
    """Return whether this is the path of the module."""
    match node:
        case ast.Call(
            func=ast.Attribute(value=value, attr="resolve" | "absolute"), args=[]
        ):
            return _is_file(value)
        case ast.Call(func=func, args=[ast.Name("__file__")]):
            return last_name(func) == "Path"
    return False
