"""Import modules of tests from beside the one that needs them."""

import ast
from collections.abc import Iterator

from script.cut.source import Edit

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing
from .subject import Subject

_CONSTANTS = {"tests/constants.py": "HOST = 'host'"}


@Codemod(
    name="sibling-modules",
    title="Import modules of tests from beside the one that needs them",
    changes=pairs(
        (
            {**_CONSTANTS, "tests/test_init.py": "from constants import HOST\n\nHOSTS = [HOST]"},
            {**_CONSTANTS, "tests/test_init.py": "from .constants import HOST\n\nHOSTS = [HOST]"},
        ),
        (
            {**_CONSTANTS, "tests/test_init.py": "import constants\n\nHOSTS = [constants.HOST]"},
            {**_CONSTANTS, "tests/test_init.py": "from . import constants\n\nHOSTS = [constants.HOST]"},
        ),
        (
            {**_CONSTANTS, "tests/test_init.py": "import constants as c\n\nHOSTS = [c.HOST]"},
            {**_CONSTANTS, "tests/test_init.py": "from . import constants as c\n\nHOSTS = [c.HOST]"},
        ),
    ),
    keeps=kept(
        {"tests/test_init.py": "from constants import HOST\n\nHOSTS = [HOST]"},
        {**_CONSTANTS, "tests/more/test_init.py": "from constants import HOST\n\nHOSTS = [HOST]"},
        {"constants.py": "HOST = 'host'", "tests/test_init.py": "import constants\n\nHOSTS = [constants.HOST]"},
    ),
)  # fmt: skip
def sibling_modules(subject: Subject) -> Iterator[Change]:
    """Yield imports of modules by the name that they have where tests are no package."""
    for module in subject.tests:
        folder = subject.path(module).rpartition("/")[0]
        source = subject.source(module)
        for node in module.nodes:
            match node:
                case ast.ImportFrom(level=0, module=str() as name) if (
                    f"{folder}/{name}.py" in subject.tree
                ):
                    at = source.text.index(name, source.start(node) + len("from "))
                    yield change(subject, module, node, Edit(at, at, "."))
                case ast.Import(names=[ast.alias(name=name, asname=alias)]) if (
                    f"{folder}/{name}.py" in subject.tree
                ):
                    code = f"from . import {name}" + (f" as {alias}" if alias else "")
                    edit = replacing(source, node, code)
                    yield change(subject, module, node, edit)
