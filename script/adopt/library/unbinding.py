"""Free the parts that are a client from Home Assistant, or name the lines that bind them."""

import ast
from dataclasses import dataclass, field
from typing import Final

from script.codemods.change import with_imports
from script.cut.names import Module, Package
from script.cut.place import Place
from script.cut.source import Edit
from script.integration.tree import Tree

from .carriers import Carrier, Loosened, carriers, loosened
from .imports import edited, without_unused
from .parts import Parts, binds, references
from .plain import beside_module, calls_whole, mend, plain
from .talking import SESSIONS

_FILE: Final = "__file__"
_DATETIME: Final = "datetime"
_BASE: Final = "homeassistant.exceptions.HomeAssistantError"


@dataclass
class Freed:
    """What became of the parts.

    Attributes:
        tree: The files, with what is plain rewritten.
        rewritten: The lines that were.
        binding: The lines that still bind them.
        changed: What users of them have to know.
    """

    tree: Tree
    rewritten: list[tuple[str, int]] = field(default_factory=list)
    binding: list[Place] = field(default_factory=list)
    changed: list[Place] = field(default_factory=list)


def freed(tree: Tree, package: Package, parts: Parts, domain: str) -> Freed:
    """Return the files with the parts freed from Home Assistant, as far as that is plain."""
    result = Freed(tree)
    edits: dict[str, list[Edit]] = {}
    imports: dict[str, list[str]] = {}
    for module, statement in parts.statements(package):
        passed: set[ast.AST] = set()
        taking = [*carriers(module, statement)]
        for carrier in taking:
            loose = loosened(carrier, package)
            for node in loose.binding:
                result.binding.append(
                    place(
                        module,
                        node,
                        "the client needs Home Assistant itself",
                        mend("homeassistant.core.HomeAssistant"),
                    )
                )
            passed |= _passed(module, carrier, loose)
            for path, each in loose.edits.items():
                edits.setdefault(path, []).extend(each)
            for path, lines in loose.imports.items():
                imports.setdefault(path, []).extend(lines)
        result.binding += [
            place(module, node, "reads a file beside it", "move the file along")
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and node.id == _FILE
        ]
        for node, name in references(module, statement):
            # A session comes from the caller once nothing else needs Home Assistant.
            if taking and SESSIONS.get(name):
                continue
            if node in passed or not binds(name, domain):
                continue
            parent = module.source.parents[node]
            if not (instead := plain(name, node, parent)):
                result.binding.append(
                    place(module, node, f"the client uses {name}", mend(name))
                )
                continue
            if module.imports.get(_DATETIME) == _DATETIME:
                instead = beside_module(instead)
            if name == _BASE and isinstance(parent, ast.ClassDef):
                result.changed.append(
                    place(
                        module,
                        parent,
                        f"{parent.name} was a HomeAssistantError, and is one of the library's own now",
                        "raise HomeAssistantError from it where an action or an entity lets it through",
                    )
                )
            target = parent if calls_whole(name) else node
            edits.setdefault(module.path, []).append(
                Edit(
                    module.source.start(target),
                    module.source.end(target),
                    instead.code,
                )
            )
            imports.setdefault(module.path, []).extend(instead.imports)
    if not result.binding:
        result.tree = _edited(tree, package, edits, imports)
        result.rewritten = [
            (path, package.modules[path].source.line_at(edit.start) + 1)
            for path, each in sorted(edits.items())
            for edit in sorted({*each})
        ]
    return result


def place(module: Module, node: ast.AST, why: str, do: str) -> Place:
    """Return a place at a node of a module."""
    line = getattr(node, "lineno", 1)
    return Place(module.path, line, module.source.lines[line - 1].strip(), why, do)


def _passed(module: Module, carrier: Carrier, loose: Loosened) -> set[ast.AST]:
    """Return the names that need no look of their own, as they go or are named with it."""
    gone = {*ast.walk(carrier.parameter)}
    for edit in loose.edits.get(module.path, ()):
        gone |= {
            node
            for node in module.source.of_kind(ast.Name, ast.Attribute)
            if edit.start <= module.source.start(node)
            and module.source.end(node) <= edit.end
        }
    return gone


def _edited(
    tree: Tree,
    package: Package,
    edits: dict[str, list[Edit]],
    imports: dict[str, list[str]],
) -> Tree:
    result = dict(tree)
    for path in edits.keys() | imports.keys():
        module = package.modules[path]
        text = edited(module.text, edits.get(path, ()))
        text = with_imports(text, imports.get(path, ()))
        result[path] = without_unused(module.text, text).encode()
    return result
