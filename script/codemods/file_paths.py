"""Find the files of tests where they stand in core's tree."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.source import Edit
from script.integration.modules import Module

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change
from .subject import Subject

_TESTS: Final = "tests/"


@Codemod(
    name="file-paths",
    title="Find the files of tests where they stand in core's tree",
    changes=pairs(
        (
            {
                "tests/test_init.py": 'STATUS = open("tests/data/status.json")',
                "tests/data/status.json": "{}",
            },
            {
                "tests/test_init.py": 'STATUS = open("tests/components/example/data/status.json")',
                "tests/data/status.json": "{}",
            },
        ),
        (
            {
                "tests/test_init.py": 'from pathlib import Path\n\nSTATUS = Path(__file__).parent.parent / "tests/data/status.json"',
                "tests/data/status.json": "{}",
            },
            {
                "tests/test_init.py": 'from pathlib import Path\n\nSTATUS = Path(__file__).parent.parent / "example/data/status.json"',
                "tests/data/status.json": "{}",
            },
        ),
        (
            {
                "tests/test_init.py": "def read(name): return open(f'tests/data/{name}')",
                "tests/data/status.json": "{}",
            },
            {
                "tests/test_init.py": "def read(name): return open(f'tests/components/example/data/{name}')",
                "tests/data/status.json": "{}",
            },
        ),
        (
            {
                "tests/test_init.py": 'DATA = "tests/data"',
                "tests/data/status.json": "{}",
            },
            {
                "tests/test_init.py": 'DATA = "tests/components/example/data"',
                "tests/data/status.json": "{}",
            },
        ),
    ),
    keeps=kept(
        {
            "tests/test_init.py": 'DATA = "tests/components/example/data"',
            "tests/data/status.json": "{}",
        },
        {"tests/test_init.py": 'DATA = "tests/data/status.json"'},
        {"tests/test_init.py": 'NAME = "tests"'},
    ),
)
def file_paths(subject: Subject) -> Iterator[Change]:
    """Yield names of files that are there, but for the folders that core has above them."""
    own = subject.places.tests
    for module in subject.tests:
        names = {each.id for each in module.nodes if isinstance(each, ast.Name)}
        # From the root of the tree, or from the folder above that of the tests
        folder = f"{subject.domain}/" if "__file__" in names else own
        for node in module.nodes:
            match node:
                case ast.Constant(value=str() as value) if value.startswith(_TESTS):
                    inner = value.removeprefix(_TESTS)
                    path = f"{own}{inner}"
                    if inner and any(
                        each == path or each.startswith(f"{path.rstrip('/')}/")
                        for each in subject.tree
                    ):
                        yield from _replaced(subject, module, node, folder)


def _replaced(
    subject: Subject, module: Module, node: ast.expr, folder: str
) -> Iterator[Change]:
    """Yield the change of the start of a text, which may be a part of one that is put together."""
    source = subject.source(module)
    if (at := source.code(node).find(_TESTS)) >= 0:
        start = source.start(node) + at
        edit = Edit(start, start + len(_TESTS), folder)
        yield change(subject, module, node, edit)
