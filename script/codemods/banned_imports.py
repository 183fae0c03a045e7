"""Do without modules that core's settings of ruff ban."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.integration.modules import Module
from script.integration.syntax import dotted

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing, without
from .subject import Subject

_FUTURE: Final = "__future__"
_TIMEOUT: Final = "async_timeout"


@Codemod(
    name="future-annotations",
    title="Evaluate annotations as Python 3.14 does",
    changes=pairs(
        (
            '"""Example."""\n\nfrom __future__ import annotations\n\nHOST: str = "host"',
            '"""Example."""\n\nHOST: str = "host"',
        ),
        (
            "from __future__ import annotations\n\nimport os\n\nHERE = os.getcwd()",
            "import os\n\nHERE = os.getcwd()",
        ),
        (
            {
                "tests/test_init.py": "from __future__ import annotations\n\nHOST: str = 'host'"
            },
            {"tests/test_init.py": 'HOST: str = "host"'},
        ),
    ),
    keeps=kept(
        '"""Example."""\n\nHOST: str = "host"',
        "import os\n\nHERE = os.getcwd()",
        "from typing import Any\n\nHOST: Any = None",
    ),
)
def future_annotations(subject: Subject) -> Iterator[Change]:
    """Yield what asks for annotations as strings, or for other things that Python has long had."""
    for module in (*subject.modules, *subject.tests):
        for node in module.tree.body:
            if isinstance(node, ast.ImportFrom) and node.module == _FUTURE:
                edit = without(subject.source(module), [node])
                yield change(subject, module, node, edit)


@Codemod(
    name="timeouts",
    title="Set timeouts with asyncio",
    changes=pairs(
        (
            "import async_timeout\n\n\nasync def read() -> None:\n    async with async_timeout.timeout(10):\n        await fetch()",
            "import asyncio\n\n\nasync def read() -> None:\n    async with asyncio.timeout(10):\n        await fetch()",
        ),
        (
            "from async_timeout import timeout\n\n\nasync def read() -> None:\n    async with timeout(10):\n        await fetch()",
            "from asyncio import timeout\n\n\nasync def read() -> None:\n    async with timeout(10):\n        await fetch()",
        ),
        (
            "import async_timeout as at\n\n\nasync def read() -> None:\n    async with at.timeout(10):\n        await fetch()",
            "import asyncio\n\n\nasync def read() -> None:\n    async with asyncio.timeout(10):\n        await fetch()",
        ),
    ),
    keeps=kept(
        "import asyncio\n\n\nasync def read() -> None:\n    async with asyncio.timeout(10):\n        await fetch()",
        "import async_timeout  # !\n\nTIMEOUT = async_timeout.Timeout",
        "from library import timeout\n\ntimeout(10)",
    ),
)
def timeouts(subject: Subject) -> Iterator[Change | Place]:
    """Yield timeouts of the library that was there before asyncio's."""
    for module in (*subject.modules, *subject.tests):
        source = subject.source(module)
        for node in module.nodes:
            match node:
                case ast.ImportFrom(
                    module="async_timeout", names=[ast.alias(name="timeout")]
                ):
                    edit = replacing(
                        source, node, source.code(node).replace(_TIMEOUT, "asyncio", 1)
                    )
                    yield change(subject, module, node, edit)
                case ast.Import(names=[ast.alias(name="async_timeout") as alias]):
                    yield _named(subject, module, node, alias.asname or alias.name)


def _named(
    subject: Subject, module: Module, node: ast.Import, name: str
) -> Change | Place:
    source = subject.source(module)
    uses = [
        each for each in module.nodes if isinstance(each, ast.Name) and each.id == name
    ]
    if any(dotted(module.parents[each]) != f"{name}.timeout" for each in uses):
        return subject.place(
            module,
            node,
            "core does without async_timeout, of which more than timeout is used here",
            "write it with asyncio.timeout",
        )
    edits = [replacing(source, each, "asyncio") for each in uses]
    return change(
        subject, module, node, replacing(source, node, "import asyncio"), *edits
    )
