"""Name modules as core does: an integration's own relatively in its code, and the test helpers as those of core."""

import ast
from collections.abc import Iterator, Mapping
import re
import sys
from typing import Final

from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.syntax import dotted

from .change import Change
from .codemod import Codemod, kept, pairs
from .subject import Subject

_HELPERS: Final = "pytest_homeassistant_custom_component"
_FROM: Final = re.compile(r"from\s+(?P<name>[\w.]+)")


@Codemod(
    name="own-modules",
    title="Import modules of the integration from beside the one that needs them",
    changes=pairs(
        (
            "from custom_components.example.const import DOMAIN\n\nNAMES = [DOMAIN]",
            "from .const import DOMAIN\n\nNAMES = [DOMAIN]",
        ),
        (
            "from homeassistant.components.example import const\n\nNAMES = [const.DOMAIN]",
            "from . import const\n\nNAMES = [const.DOMAIN]",
        ),
        (
            {
                "models/data.py": "from custom_components.example.const import DOMAIN\n\nNAMES = [DOMAIN]"
            },
            {"models/data.py": "from ..const import DOMAIN\n\nNAMES = [DOMAIN]"},
        ),
        (
            'import logging\n\n_LOGGER = logging.getLogger("custom_components.example")',
            'import logging\n\n_LOGGER = logging.getLogger("homeassistant.components.example")',
        ),
    ),
    keeps=kept(
        "from .const import DOMAIN\n\nNAMES = [DOMAIN]",
        "from custom_components.another import helper\n\nhelper()",
        'PLACE = "custom_components/example/data.json"',
    ),
)
def own_modules(subject: Subject) -> Iterator[Change]:
    """Yield the imports of own modules by their full names."""
    for module in subject.modules:
        yield from _strings(subject, module, _names(subject))
        for node in module.nodes:
            if isinstance(node, ast.ImportFrom) and not node.level:
                own = _within(node.module or "", *_names(subject), _name(subject))
                if own is not None:
                    path = subject.path(module).removeprefix(subject.places.integration)
                    yield _renamed(
                        subject, module, node, "." * (path.count("/") + 1) + own
                    )


@Codemod(
    name="test-modules",
    title="Import the integration and the helpers of tests as core's tests do",
    changes=pairs(
        (
            "from custom_components.example.const import DOMAIN\n\nNAMES = [DOMAIN]",
            "from homeassistant.components.example.const import DOMAIN\n\nNAMES = [DOMAIN]",
        ),
        (
            """
            from unittest.mock import patch

            from pytest_homeassistant_custom_component.common import MockConfigEntry

            ENTRY = MockConfigEntry()
            SETUP = patch("custom_components.example.async_setup_entry")
            """,
            """
            from unittest.mock import patch

            from tests.common import MockConfigEntry

            ENTRY = MockConfigEntry()
            SETUP = patch("homeassistant.components.example.async_setup_entry")
            """,
        ),
        (
            {
                "tests/const.py": "HOST = 'host'",
                "tests/test_init.py": "from tests.const import HOST\n\nHOSTS = [HOST]",
            },
            {
                "tests/const.py": "HOST = 'host'",
                "tests/test_init.py": "from .const import HOST\n\nHOSTS = [HOST]",
            },
        ),
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
                "tests/common.py": "def start(): ...",
                "tests/test_init.py": "from tests.common import start\n\nstart()",
            },
            {
                "tests/common.py": "def start(): ...",
                "tests/test_init.py": "from .common import start\n\nstart()",
            },
        ),
        file="tests/test_init.py",
    ),
    keeps=kept(
        "from tests.common import MockConfigEntry\n\nENTRY = MockConfigEntry()",
        {
            "tests/common.py": "from tests.common import MockConfigEntry\n\nENTRY = MockConfigEntry()",
            "tests/test_init.py": "from tests.common import MockConfigEntry\n\nENTRY = MockConfigEntry()",
        },
        "from homeassistant.components.example.const import DOMAIN\n\nNAMES = [DOMAIN]",
        file="tests/test_init.py",
    ),
)
def test_modules(subject: Subject) -> Iterator[Change]:
    """Yield imports and names of modules in tests."""
    name = _name(subject)
    names = {_HELPERS: "tests"} | dict.fromkeys(_names(subject), name)
    for module in subject.tests:
        yield from _strings(subject, module, names)
        yield from _attributes(subject, module, names)
        for node in module.nodes:
            match node:
                case ast.ImportFrom(level=0, module=str() as imported):
                    new = _own_test(subject, module, node) or _new(imported, names)
                    if new != imported:
                        yield _renamed(subject, module, node, new)
                case ast.Import(names=aliases):
                    for alias in aliases:
                        if alias.name == _HELPERS:
                            continue
                        if (new := _new(alias.name, names)) != alias.name:
                            start = subject.source(module).start(alias)
                            edit = Edit(start, start + len(alias.name), new)
                            yield Change(
                                subject.path(module), node.lineno, edits=(edit,)
                            )


def _name(subject: Subject) -> str:
    return f"homeassistant.components.{subject.domain}"


def _names(subject: Subject) -> dict[str, str]:
    return {f"custom_components.{subject.domain}": _name(subject)}


def _within(name: str, *packages: str) -> str | None:
    """Return what a module is called inside of one of some packages, "" for the package."""
    for package in packages:
        if name == package:
            return ""
        if name.startswith(f"{package}."):
            return name.removeprefix(f"{package}.")
    return None


def _new(name: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        if (inner := _within(name, old)) is not None:
            return f"{new}.{inner}" if inner else new
    return name


def _own_test(subject: Subject, module: Module, node: ast.ImportFrom) -> str | None:
    """Return the relative name of what tests import of their own by the name that it had in another tree."""
    inner = _within(node.module or "", "tests")
    if inner is None and _is_beside(subject, node.module or ""):
        inner = node.module
    if inner is None or _within(inner, f"components.{subject.domain}") is not None:
        return None
    package = f"tests.components.{subject.domain}"
    if inner:
        other = subject.integration.module(f"{package}.{inner}")
    else:
        other = subject.integration.module(f"{package}.{node.names[0].name}")
    if other is None or other not in subject.tests:
        return None
    # A module of core's tests may have the same name.
    if inner and not all(
        isinstance(other.bindings.get(alias.name), ast.AST)
        and not isinstance(other.bindings[alias.name], ast.Import | ast.ImportFrom)
        for alias in node.names
    ):
        return None
    depth = subject.path(module).removeprefix(subject.places.tests).count("/")
    return "." * (depth + 1) + inner


def _is_beside(subject: Subject, name: str) -> bool:
    """Return whether a module of the tests is imported as if their folder were a path of modules."""
    first = name.partition(".")[0]
    return (
        f"{subject.places.tests}{first}.py" in subject.tree
        and first not in sys.stdlib_module_names
    )


def _renamed(
    subject: Subject, module: Module, node: ast.ImportFrom, name: str
) -> Change:
    source = subject.source(module)
    start = source.start(node)
    found = _FROM.match(source.text, start)
    assert found
    return Change(
        subject.path(module),
        node.lineno,
        edits=(Edit(found.start("name"), found.end("name"), name),),
    )


def _strings(
    subject: Subject, module: Module, names: Mapping[str, str]
) -> Iterator[Change]:
    """Yield texts that name a module, as those that tests patch."""
    for node in module.nodes:
        match node:
            case ast.Constant(value=str() as value) if _new(value, names) != value:
                yield from _replaced(subject, module, node, names)


def _attributes(
    subject: Subject, module: Module, names: Mapping[str, str]
) -> Iterator[Change]:
    """Yield where code names a module by all of its name."""
    for node in module.nodes:
        if isinstance(node, ast.Attribute) and dotted(node) in names:
            yield from _replaced(subject, module, node, names)


def _replaced(
    subject: Subject, module: Module, node: ast.expr, names: Mapping[str, str]
) -> Iterator[Change]:
    source = subject.source(module)
    code = source.code(node)
    for old, new in names.items():
        if (at := code.find(old)) >= 0:
            start = source.start(node) + at
            edit = Edit(start, start + len(old), new)
            yield Change(subject.path(module), node.lineno, edits=(edit,))
            return
