"""Write modules as core's ruff settings want them: safe fixes, imports in order, and layout."""

import ast
from collections.abc import Collection, Iterator
from difflib import SequenceMatcher
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory
from typing import Final

from script import ROOT
from script.cut.names import bound, unused_imports
from script.integration.files import UnreadableError
from script.integration.tree import Tree, write

from .change import Content
from .codemod import Codemod, kept, pairs
from .subject import Subject

# Code in comments, which only its author knows the use of
_LEFT: Final = "ERA001"
_UNUSED: Final = "F401"
_PACKAGE: Final = "module_of_package.py"


@Codemod(
    name="style",
    title="Write Python as core's settings of ruff have it",
    changes=pairs(
        ("HOST = 'host'", 'HOST = "host"'),
        (
            "from typing import Optional\n\nHOST: Optional[str] = None",
            "HOST: str | None = None",
        ),
        (
            "import sys\nimport os\n\nHERE = [os, sys]",
            "import os\nimport sys\n\nHERE = [os, sys]",
        ),
        (
            "from typing import List\n\nHOSTS: List[str] = []",
            "HOSTS: list[str] = []",
        ),
    ),
    keeps=kept(
        'HOST = "host"',
        "HOST: str | None = None",
        "import os\nimport sys\n\nHERE = [os, sys]",
    ),
)
def style(subject: Subject) -> Iterator[Content]:
    """Yield the modules that ruff writes otherwise."""
    modules = {
        path: subject.text(path).encode()
        for path in subject.tree
        if path.endswith(".py") and path not in subject.unreadable
    }
    passing = {*_passing_on(subject)}
    for path, content in formatted(modules, keep=passing).items():
        if content == subject.tree[path]:
            continue
        old, new = modules[path].splitlines(), content.splitlines()
        places = [
            start + 1
            for tag, start, *_ in SequenceMatcher(a=old, b=new).get_opcodes()
            if tag != "equal"
        ]
        yield Content(path, places[0] if places else 1, content=content)


def _passing_on(subject: Subject) -> Iterator[str]:
    """Yield the modules that import something only for others to have it from there."""
    everything = (*subject.modules, *subject.tests)
    wanted = {
        f"{module.imported(node)}.{alias.name}"
        for module in everything
        for node in module.nodes
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    } | {
        node.value
        for module in everything
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for module in everything:
        unused = unused_imports(subject.source(module))
        if any(
            f"{module.name}.{bound(alias)}" in wanted
            for aliases in unused.values()
            for alias in aliases
        ):
            yield subject.path(module)


def formatted(modules: Tree, *rules: str, keep: Collection[str] = ()) -> Tree:
    """Return modules as ruff writes them, with the fixes of some rules or of all that core has.

    Imports that nothing uses go, but for those of the modules to keep them in.
    """
    if not modules:
        return modules
    with TemporaryDirectory() as name:
        folder = Path(name)
        # In the module of a package, ruff takes what nothing uses for something to be passed on.
        files = {path: path.replace("__init__.py", _PACKAGE) for path in modules}
        write(folder, {files[path]: content for path, content in modules.items()})
        chosen = ("--select", ",".join(rules)) if rules else ("--ignore", _LEFT)
        # An integration's own folder sorts as core's, not as a library.
        own = 'lint.isort.known-first-party=["homeassistant", "custom_components"]'
        _fix(*chosen, "--ignore", _UNUSED, "--config", own, str(folder))
        going = [str(folder / files[path]) for path in modules if path not in keep]
        if going and (not rules or _UNUSED in rules):
            _fix("--select", _UNUSED, *going)
        _ruff("format", str(folder))
        return {path: (folder / file).read_bytes() for path, file in files.items()}


def _fix(*arguments: str) -> None:
    _ruff("check", "--fix", "--exit-zero", *arguments)


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
        raise UnreadableError(f"ruff {command}: {result.stdout}{result.stderr}".strip())
