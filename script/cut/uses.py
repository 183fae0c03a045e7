"""Find what a package defines, what uses it, and what nothing uses any more."""

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
import re
from typing import Final

from script.integration.core import core

from .bases import bases, names_of
from .fixtures import fixture_name
from .names import (
    Module,
    Package,
    bound,
    defined,
    is_test_path,
    unused_imports,
    used_names,
)
from .source import Source
from .sources import STEP, all_sources
from .words import IN_TEXT, Code, words as words_of

# What Home Assistant looks up in modules by name, whoever else uses it
_LOOKED_UP: Final = re.compile(
    r"CONFIG_SCHEMA|PLATFORM_SCHEMA(_BASE)?|PARALLEL_UPDATES|SCAN_INTERVAL|DOMAIN"
)
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
        path: Of its module.
        owner: The qualified name of the class that it is a member of.
        uses: What it uses: qualified names, and names of attributes after a dot.
        is_kept: Whether something else may use it.
    """

    name: str
    node: ast.stmt
    path: str
    owner: str | None
    uses: frozenset[str]
    is_kept: bool

    @cached_property
    def short(self) -> str:
        """Return the last part of the name."""
        return self.name.rpartition(".")[2]

    @cached_property
    def fixture(self) -> str | None:
        """Return the name by which tests are given it, None if it is no fixture."""
        return fixture_name(self.node)


def parts(package: Package, paths: Iterable[str]) -> dict[str, Part]:
    """Return the definitions of some modules by their qualified names."""
    return {
        part.name: part
        for path in paths
        for part in _parts_of(package, package.modules[path])
    }


def _parts_of(package: Package, module: Module) -> list[Part]:
    families: dict[ast.stmt, _Family] = {
        node: _Family.of(package, module, node)
        for node in module.definitions.values()
        if isinstance(node, ast.ClassDef)
    }
    # All else that they depend on is the text of the module.
    return module.source.known(
        f"parts of {module.path}",
        tuple(families.values()),
        lambda: [*_found_parts(module, families)],
    )


def _found_parts(
    module: Module, families: Mapping[ast.stmt, _Family]
) -> Iterator[Part]:
    loose = set(module.source.tree.body)
    for name, node in module.definitions.items():
        qualified = f"{module.name}.{name}"
        members = (
            dict(_members(node, families[node]))
            if isinstance(node, ast.ClassDef)
            else {}
        )
        loose.discard(node)
        is_kept = (
            name in core().called
            or bool(_LOOKED_UP.fullmatch(name))
            or _is_of_all_tests(node)
        )
        inside = {member for member, _ in members.values()}
        uses = _uses(module, node, inside)
        yield Part(qualified, node, module.path, None, uses, is_kept)
        for member, (statement, is_member_kept) in members.items():
            uses = _uses(module, statement)
            yield Part(
                f"{qualified}.{member}",
                statement,
                module.path,
                qualified,
                uses,
                is_member_kept,
            )
    for number, node in enumerate(loose):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            uses = _uses(module, node, set(module.definitions.values()))
            yield Part(f"{module.name}.<{number}>", node, module.path, None, uses, True)


def _is_of_all_tests(node: ast.stmt) -> bool:
    """Return whether something is a fixture that tests have without naming it."""
    return any(
        keyword.arg == "autouse" and ast.unparse(keyword.value) == "True"
        for decorator in getattr(node, "decorator_list", ())
        if isinstance(decorator, ast.Call)
        for keyword in decorator.keywords
    )


@dataclass(frozen=True)
class _Family:
    """What the base classes of a class make of its members.

    Attributes:
        is_data: Whether they are data.
        called: The names that the bases may use, None if any may.
    """

    is_data: bool
    called: frozenset[str] | None

    @classmethod
    def of(cls, package: Package, module: Module, node: ast.ClassDef) -> _Family:
        """Return that of a class."""
        above = _bases(package, module, node)
        return cls(
            any(map(_DATA.search, above)), called_by_bases(package, module, node)
        )


def _members(
    node: ast.ClassDef, family: _Family
) -> Iterator[tuple[str, tuple[ast.stmt, bool]]]:
    """Yield the methods and attributes of a class, and whether something else may use them."""
    methods_only = family.is_data or any(
        "dataclass" in ast.unparse(each) for each in node.decorator_list
    )
    called = family.called
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
    return _called_by(
        frozenset(
            base
            for base in _bases(package, module, node)
            if base not in _PLAIN_BASES and "." in base and not package.definition(base)
        )
    )


@cache
def _called_by(above: frozenset[str]) -> frozenset[str] | None:
    """Return the names that classes may use, None if any may."""
    names = [names_of(base) for base in above]
    return None if None in names else frozenset().union(*filter(None, names))


def _uses(
    module: Module, node: ast.AST, apart: Collection[ast.stmt] = ()
) -> frozenset[str]:
    """Return what code uses but for some statements inside of it."""
    # What it uses is the same in every package.
    return module.source.known(
        f"uses in {module.path}", node, lambda: frozenset(_used(module, node, apart))
    )


def _used(module: Module, node: ast.AST, apart: Collection[ast.stmt]) -> Iterator[str]:
    words = words_of(
        Code(
            module.source.code(node), is_test_path(module.path), frozenset(apart), node
        )
    )
    yield from words.others
    for whole in words.chains:
        first, dot, rest = whole.partition(".")
        if name := module.named(first):
            yield f"{name}{dot}{rest}"
    members = _members_around(module, node) if words.in_class else frozenset()
    for name in words.in_class:
        if name in members or not module.named(name):
            # A member of the class, where that is still being made
            yield f".{name}"


def _members_around(module: Module, node: ast.AST) -> Collection[str]:
    """Return the names of the members of the class that a definition is, or stands in."""
    owner = node if isinstance(node, ast.ClassDef) else module.source.parents.get(node)
    if not isinstance(owner, ast.ClassDef):
        return frozenset()
    return {name for each in owner.body for name in defined(each)}


def used_by_name(package: Package, found: Mapping[str, Part]) -> set[str]:
    """Return the names outside of classes by which something else is used, not as an attribute."""
    return {
        name
        for part in found.values()
        for use in part.uses
        if not use.startswith(".")
        and (name := package.resolved(use)) in found
        # A variable of a fixture may be called like the fixture.
        and name != part.name
        and not found[name].owner
    }


def used_elsewhere(
    package: Package, found: Mapping[str, Part], called: Collection[str]
) -> set[str]:
    """Return the names of what something else than the package uses."""
    kept = {name for name, part in found.items() if part.is_kept}
    kept |= found.keys() - _mentioned(package, found)
    # What nothing known uses is used by something else, and so is what that uses.
    return kept | (found.keys() - _reached(package, found, kept, called))


def unused(
    package: Package,
    before: Mapping[str, Part],
    kept: Collection[str],
    called: Collection[str],
    now: Mapping[str, Part],
) -> dict[str, Part]:
    """Return the definitions that were used before, and are not now.

    Args:
        package: The package as it is now.
        before: Those of the finished package.
        kept: Of these, what something else uses.
        called: Of these, what is used by its own name.
        now: Those that are left.
    """
    current = {name for name, part in now.items() if part.is_kept or name in kept}
    reached = _reached(package, now, current, called)
    return {
        name: part
        for name, part in now.items()
        if name not in reached and name in before
    }


def _mentioned(package: Package, found: Mapping[str, Part]) -> set[str]:
    """Return the names of what is used by anything but itself."""
    uses = {
        name: {
            use if use.startswith(".") else package.resolved(use) for use in part.uses
        }
        for name, part in found.items()
    }
    counts = Counter(chain.from_iterable(uses.values()))
    return {
        name
        for name, part in found.items()
        if any(counts[use] > (use in uses[name]) for use in (name, f".{part.short}"))
    }


def _reached(
    package: Package,
    found: Mapping[str, Part],
    roots: set[str],
    called: Collection[str],
) -> set[str]:
    """Return the names of what is used, starting from some.

    What is used by its own name is no attribute that is called the same, but a string may name it.
    """
    by_attribute: dict[str, list[str]] = {}
    members: dict[str, list[Part]] = {}
    for name, part in found.items():
        prefix = IN_TEXT if name in called else "."
        by_attribute.setdefault(prefix + part.short, []).append(name)
        if part.owner:
            members.setdefault(part.owner, []).append(part)
    reached: set[str] = set()
    used: set[str] = set()
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
        pending += [
            member.name
            for member in members.get(name, ())
            if member.name in roots or f".{member.short}" in used
        ]
        more = found[name].uses - used
        used |= more
        for use in more:
            if use.startswith("."):
                pending += by_attribute.get(use, ())
            else:
                pending += _prefixes(package.resolved(use), found)
    return reached


def _prefixes(name: str, found: Mapping[str, Part]) -> Iterator[str]:
    """Yield the definitions that a qualified name goes through."""
    while name:
        if name in found:
            yield name
        name = name.rpartition(".")[0]


def idle_imports(before: str, now: Source) -> Iterator[ast.alias]:
    """Yield the imported names that a module used before, and does not now."""
    used = used_names(before)
    for aliases in unused_imports(now).values():
        for alias in aliases:
            if bound(alias) in used:
                yield alias
