"""Validate with Probatio, which core has instead of Voluptuous, under its own name."""

import ast
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from script.cut.place import Place
from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS, dotted, parameters

from .change import Change
from .codemod import Codemod, kept, pairs
from .subject import Subject

_OLD: Final = "voluptuous"
_NEW: Final = "probatio"


@Codemod(
    name="probatio",
    title="Validate with Probatio instead of Voluptuous",
    changes=pairs(
        (
            'import voluptuous as vol\n\nSCHEMA = vol.Schema({vol.Required("host"): str})',
            'import probatio\n\nSCHEMA = probatio.Schema({probatio.Required("host"): str})',
        ),
        (
            'from voluptuous import Required, Schema\n\nSCHEMA = Schema({Required("host"): str})',
            'from probatio import Required, Schema\n\nSCHEMA = Schema({Required("host"): str})',
        ),
        (
            "import probatio as vol\n\nSCHEMA = vol.Schema({})",
            "import probatio\n\nSCHEMA = probatio.Schema({})",
        ),
        (
            "import voluptuous as vol\n\nSCHEMA = vol.Schema({})\n\n\ndef read(vol: Any) -> Any:\n    return vol.real",
            "import probatio\n\nSCHEMA = probatio.Schema({})\n\n\ndef read(vol: Any) -> Any:\n    return vol.real",
        ),
        (
            "import voluptuous\n\nSCHEMA = voluptuous.Schema({})",
            "import probatio\n\nSCHEMA = probatio.Schema({})",
        ),
    ),
    keeps=kept(
        "import probatio\n\nSCHEMA = probatio.Schema({})",
        "import voluptuous as vol  # !\n\nvol = 1",
        "import voluptuous as vol  # !\n\nPATTERN = vol.validators.DOMAIN_REGEX",
    ),
)
def probatio(subject: Subject) -> Iterator[Change | Place]:
    """Yield imports of the library that core has no longer, with what uses them."""
    for module in (*subject.modules, *subject.tests):
        for node in module.nodes:
            match node:
                case ast.Import(names=aliases):
                    for alias in aliases:
                        bound = alias.asname or alias.name
                        if alias.name == _OLD or (alias.name == _NEW and bound != _NEW):
                            yield _module(subject, module, node, alias, bound)
                case ast.ImportFrom(level=0, module=str() as name) if (
                    name.partition(".")[0] == _OLD
                ):
                    yield _from(subject, module, node, name)


def _module(
    subject: Subject, module: Module, node: ast.Import, alias: ast.alias, bound: str
) -> Change | Place:
    """Return the change of an import with all uses of the name, or why it stays."""
    uses = [
        each
        for each in module.nodes
        if isinstance(each, ast.Name)
        and each.id == bound
        and not _is_other(module, each)
    ]
    hidden = any(isinstance(each.ctx, ast.Store) for each in uses)
    chains = [_chain(module, each) for each in uses]
    lacking = [
        name for each in chains if (name := each.partition(".")[2]) and not _has(name)
    ]
    if hidden or lacking:
        what = (
            f"Probatio has no {lacking[0]}"
            if lacking
            else f"{bound} is something else, too"
        )
        return subject.place(
            module, node, what, "write it with what Probatio has, and import that"
        )
    source = subject.source(module)
    names = [*uses, alias]
    return Change(
        subject.path(module),
        node.lineno,
        edits=tuple(Edit(source.start(each), source.end(each), _NEW) for each in names),
    )


def _is_other(module: Module, node: ast.Name) -> bool:
    """Return whether a name is that of a function's own variable."""
    return any(
        isinstance(around, FUNCTIONS)
        and (
            any(each.arg == node.id for each in parameters(around))
            or any(
                isinstance(each, ast.Name)
                and each.id == node.id
                and isinstance(each.ctx, ast.Store)
                for each in ast.walk(around)
            )
        )
        for around in module.around(node)
    )


def _chain(module: Module, node: ast.expr) -> str:
    """Return a name with all attributes that are asked of it."""
    while isinstance(parent := module.parents.get(node), ast.Attribute):
        node = parent
    return dotted(node)


def _from(
    subject: Subject, module: Module, node: ast.ImportFrom, name: str
) -> Change | Place:
    inner = name.removeprefix(_OLD).removeprefix(".")
    for alias in node.names:
        if not _has(".".join(filter(None, (inner, alias.name)))):
            return subject.place(
                module,
                node,
                f"Probatio has no {alias.name} there",
                "write it with what Probatio has, and import that",
            )
    source = subject.source(module)
    start = source.text.index(name, source.start(node))
    return Change(
        subject.path(module),
        node.lineno,
        edits=(Edit(start, start + len(_OLD), _NEW),),
    )


def _has(name: str) -> bool:
    """Return whether the installed library has something by a dotted name."""
    found = import_module(_NEW)
    for part in name.split("."):
        if not hasattr(found, part):
            try:
                found = import_module(f"{found.__name__}.{part}")
            except AttributeError, ImportError:
                return False
        else:
            found = getattr(found, part)
    return True
