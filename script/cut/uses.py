"""Find what a package defines, what uses it, and what nothing uses any more."""

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
import re
from typing import Final

from script.integration.core import core

from .bases import bases, names_of
from .names import Module, Package, defined, is_test_path, used_names
from .source import Source
from .sources import STEP, all_sources

# What Home Assistant looks up in modules by name, whoever else uses it
_LOOKED_UP: Final = re.compile(
    r"CONFIG_SCHEMA|PLATFORM_SCHEMA(_BASE)?|PARALLEL_UPDATES|SCAN_INTERVAL|DOMAIN"
)
_IDENTIFIER: Final = re.compile(r"[^\W\d]\w*")
# What a use begins with that is only a string
_IN_TEXT: Final = ".="
# Steps that other flows start with
_STARTED: Final = frozenset({"init"})
# Classes of Python itself that call nothing by name
_PLAIN_BASES: Final = frozenset(
    {"abc.ABC", "typing.Generic", "typing.Protocol", "Exception", "object"}
)
# Classes whose members are data
_DATA: Final = re.compile(r"(^|\.)(\w*Enum|\w*Flag|TypedDict|NamedTuple|\w*Model)$")


@dataclass(frozen=True)
class Part:
    """A definition of a module or class.

    Attributes:
        name: The qualified name.
        node: What defines it.
        owner: The qualified name of the class that it is a member of.
        uses: What it uses: qualified names, and names of attributes after a dot.
        is_kept: Whether something else may use it.
    """

    name: str
    node: ast.stmt
    module: Module
    owner: str | None
    uses: frozenset[str]
    is_kept: bool

    @property
    def is_fixture(self) -> bool:
        """Return whether it is a fixture of tests."""
        return any(
            "fixture" in ast.unparse(each)
            for each in getattr(self.node, "decorator_list", ())
        )


def parts(package: Package, paths: Iterable[str]) -> dict[str, Part]:
    """Return the definitions of some modules by their qualified names."""
    return {
        part.name: part
        for path in paths
        for part in _parts_of(package, package.modules[path])
    }


def _parts_of(package: Package, module: Module) -> Iterator[Part]:
    loose = set(module.source.tree.body)
    for name, node in module.definitions.items():
        qualified = f"{module.name}.{name}"
        members = (
            dict(_members(package, module, node))
            if isinstance(node, ast.ClassDef)
            else {}
        )
        loose.discard(node)
        is_kept = name in core().called or bool(_LOOKED_UP.fullmatch(name))
        inside = {member for member, _ in members.values()}
        yield Part(qualified, node, module, None, _uses(module, node, inside), is_kept)
        for member, (statement, is_member_kept) in members.items():
            uses = _uses(module, statement)
            yield Part(
                f"{qualified}.{member}",
                statement,
                module,
                qualified,
                uses,
                is_member_kept,
            )
    for number, node in enumerate(loose):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            uses = _uses(module, node, set(module.definitions.values()))
            yield Part(f"{module.name}.<{number}>", node, module, None, uses, True)


def _members(
    package: Package, module: Module, node: ast.ClassDef
) -> Iterator[tuple[str, tuple[ast.stmt, bool]]]:
    """Yield the methods and attributes of a class, and whether something else may use them."""
    above = _bases(package, module, node)
    methods_only = any(_DATA.search(base) for base in above) or any(
        "dataclass" in ast.unparse(each) for each in node.decorator_list
    )
    called = called_by_bases(package, module, node)
    for statement in node.body:
        if methods_only and isinstance(statement, ast.Assign | ast.AnnAssign):
            continue
        for name in defined(statement):
            is_kept = (
                called is None
                or name in called
                or (name.startswith("__") and name.endswith("__"))
                # Home Assistant may read it of the object.
                or (
                    bool(called)
                    and isinstance(statement, ast.Assign | ast.AnnAssign)
                    and not name.startswith("_")
                )
                or name.removeprefix(STEP) in _STARTED | all_sources()
                or any(
                    isinstance(each, ast.Name) and each.id == "override"
                    for each in getattr(statement, "decorator_list", ())
                )
            )
            yield name, (statement, is_kept)


def _bases(package: Package, module: Module, node: ast.ClassDef) -> set[str]:
    return {
        *bases(package, module, node),
        *(base.id for base in node.bases if isinstance(base, ast.Name)),
    }


def called_by_bases(
    package: Package, module: Module, node: ast.ClassDef
) -> frozenset[str] | None:
    """Return the names that base classes of a class may use, None if any may."""
    called: set[str] = set()
    for base in _bases(package, module, node):
        if base in _PLAIN_BASES or package.definition(base) or "." not in base:
            continue
        if (names := names_of(base)) is None:
            return None
        called |= names
    return frozenset(called)


def _uses(
    module: Module, node: ast.AST, apart: Collection[ast.stmt] = ()
) -> frozenset[str]:
    """Return what code uses but for some statements inside of it."""
    # What it uses is the same in every package.
    return module.source.known(
        f"uses in {module.path}", node, lambda: frozenset(_used(module, node, apart))
    )


def _used(module: Module, node: ast.AST, apart: Collection[ast.stmt]) -> Iterator[str]:
    is_test = is_test_path(module.path)
    owner = node if isinstance(node, ast.ClassDef) else module.source.parents.get(node)
    members = {
        name
        for each in (owner.body if isinstance(owner, ast.ClassDef) else ())
        for name in defined(each)
    }
    for outer in _in_class_scope(node):
        for child in ast.walk(outer):
            if isinstance(child, ast.Name) and (
                child.id in members or not module.dotted(child)
            ):
                # A member of the class, where that is still being made
                yield f".{child.id}"
    pending: list[ast.AST] = [node]
    while pending:
        child = pending.pop()
        if child in apart and child is not node:
            continue
        match child:
            case ast.Name(ctx=ast.Load()) | ast.Attribute():
                if name := module.dotted(child):
                    yield name
                if isinstance(child, ast.Attribute):
                    yield f".{child.attr}"
            case ast.arg(arg=name) if is_test:
                # A fixture
                yield f".{name}"
            case ast.Constant(value=str() as text):
                yield from _named_by(text)
        pending += ast.iter_child_nodes(child)


def _in_class_scope(node: ast.AST) -> list[ast.AST]:
    """Return the parts of a definition that see the other members of its class by name."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [*node.decorator_list, node.args]
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return [value]
        case ast.ClassDef(body=body):
            return [each for each in body if isinstance(each, ast.Expr | ast.If)]
    return []


def _named_by(text: str) -> Iterator[str]:
    """Yield what a string names: an attribute, a step, or a type that is defined below."""
    name = text.partition("[")[0] if text.endswith("]") else text
    if _IDENTIFIER.fullmatch(name):
        yield f".{name}"
        yield f".{STEP}{name}"
        yield f"{_IN_TEXT}{name}"


def used_by_name(found: Mapping[str, Part]) -> set[str]:
    """Return the names outside of classes by which something is used, not as an attribute."""
    return {
        name
        for part in found.values()
        for use in part.uses
        if not use.startswith(".")
        and (name := part.module.resolved(use)) in found
        and not found[name].owner
    }


def used_elsewhere(found: Mapping[str, Part], called: Collection[str]) -> set[str]:
    """Return the names of what something else than the package uses."""
    kept = {name for name, part in found.items() if part.is_kept}
    kept |= found.keys() - _mentioned(found)
    # What nothing known uses is used by something else, and so is what that uses.
    return kept | (found.keys() - _reached(found, kept, called))


def unused(
    before: Mapping[str, Part],
    kept: Collection[str],
    called: Collection[str],
    now: Mapping[str, Part],
) -> dict[str, Part]:
    """Return the definitions that were used before, and are not now.

    Args:
        before: Those of the finished package.
        kept: Of these, what something else uses.
        called: Of these, what is used by its own name.
        now: Those of the package as it is now.
    """
    current = {name for name, part in now.items() if part.is_kept or name in kept}
    reached = _reached(now, current, called)
    return {
        name: part
        for name, part in now.items()
        if name not in reached and name in before
    }


def _mentioned(found: Mapping[str, Part]) -> set[str]:
    """Return the names of what is used by anything but itself."""
    uses = {
        name: {
            use if use.startswith(".") else part.module.resolved(use)
            for use in part.uses
        }
        for name, part in found.items()
    }
    counts = Counter(chain.from_iterable(uses.values()))
    return {
        name
        for name in found
        if any(
            counts[use] > (use in uses[name])
            for use in (name, f".{name.rpartition('.')[2]}")
        )
    }


def _reached(
    found: Mapping[str, Part], roots: set[str], called: Collection[str]
) -> set[str]:
    """Return the names of what is used, starting from some.

    What is used by its own name is no attribute that is called the same, but a string may name it.
    """
    by_attribute: dict[str, list[str]] = {}
    for name in found:
        prefix = _IN_TEXT if name in called else "."
        by_attribute.setdefault(f"{prefix}{name.rpartition('.')[2]}", []).append(name)
    members: dict[str, list[str]] = {}
    for name, part in found.items():
        if part.owner:
            members.setdefault(part.owner, []).append(name)
    reached: set[str] = set()
    attributes: set[str] = set()
    # What a qualified name goes through
    through: dict[str, list[str]] = {}
    pending = [name for name in roots if not found[name].owner]
    while pending:
        name = pending.pop()
        if name in reached:
            continue
        owner = found[name].owner
        if owner and owner not in reached:
            # It may be reached later, together with its class.
            continue
        reached.add(name)
        for member in members.get(name, ()):
            short = f".{member.rpartition('.')[2]}"
            if member in roots or short in attributes:
                pending.append(member)
        for use in found[name].uses:
            if use.startswith("."):
                attributes.add(use)
                pending += by_attribute.get(use, ())
            else:
                if use not in through:
                    resolved = found[name].module.resolved(use)
                    through[use] = list(_prefixes(resolved, found))
                pending += through[use]
    return reached


def _prefixes(name: str, found: Mapping[str, Part]) -> Iterator[str]:
    """Yield the definitions that a qualified name goes through."""
    while name:
        if name in found:
            yield name
        name = name.rpartition(".")[0]


def idle_imports(before: str, now: Source) -> Iterator[ast.alias]:
    """Yield the imported names that a module used before, and does not now."""
    idle = used_names(before) - used_names(now.text)
    for node in now.of_kind(ast.Import, ast.ImportFrom):
        assert isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names:
            if (alias.asname or alias.name).partition(".")[0] in idle:
                yield alias
