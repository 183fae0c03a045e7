"""Qualified names: what a name in a module stands for, whatever it was imported as."""

import ast
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import PurePosixPath
import re
from typing import Any, Final

from .source import Source, source

# The folder that holds a library's packages in its repository
_SOURCES: Final = "src"
_IDENTIFIER: Final = re.compile(r"[^\W\d]\w*")
_ANNOTATION: Final = re.compile(r"[\w.]+(\[.*\])?")

type Import = ast.Import | ast.ImportFrom
type Definition = (
    ast.FunctionDef
    | ast.AsyncFunctionDef
    | ast.ClassDef
    | ast.Assign
    | ast.AnnAssign
    | ast.TypeAlias
)


def module_name(path: str) -> str:
    """Return the dotted name of the module at a path."""
    parts = PurePosixPath(path).with_suffix("").parts
    if _SOURCES in parts:
        parts = parts[parts.index(_SOURCES) + 1 :]
    return ".".join(parts).removesuffix(".__init__")


def is_package(path: str) -> bool:
    """Return whether a module is that of a package."""
    return PurePosixPath(path).name == "__init__.py"


def is_test_path(path: str) -> bool:
    """Return whether a module is one of tests."""
    return "tests" in PurePosixPath(path).parts


def defined(statement: ast.AST) -> Iterator[str]:
    """Yield the names that a statement defines."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
        case (
            ast.AnnAssign(target=ast.Name(id=name))
            | ast.TypeAlias(name=ast.Name(id=name))
        ):
            yield name


def definitions(tree: ast.Module) -> Mapping[str, ast.stmt]:
    """Return what a module itself defines, also below conditions such as TYPE_CHECKING."""
    found: dict[str, ast.stmt] = {}
    pending = list(tree.body)
    while pending:
        match statement := pending.pop(0):
            case ast.If():
                pending += [*statement.body, *statement.orelse]
            case ast.Try():
                pending += statement.body
            case _:
                found |= dict.fromkeys(defined(statement), statement)
    return found


def imports(of: Source, package: str) -> Mapping[str, str]:
    """Return for each imported name what it stands for, in a module of a package."""
    found: dict[str, str] = {}
    for node in of.of_kind(ast.Import, ast.ImportFrom):
        match node:
            case ast.Import(names=aliases):
                for alias in aliases:
                    name = alias.name if alias.asname else alias.name.partition(".")[0]
                    found[alias.asname or name] = name
            case ast.ImportFrom(module=module, names=aliases, level=level):
                start = _relative(package, level, module)
                for alias in aliases:
                    found[alias.asname or alias.name] = f"{start}.{alias.name}"
    return found


@lru_cache(1024)
def used_names(text: str) -> frozenset[str]:
    """Return the names that a module's code uses, its imports and definitions aside."""
    found: set[str] = set()
    for node in source(text).of_kind(ast.Name, ast.Constant):
        match node:
            case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
                found.add(name)
            case ast.Constant(value=str() as value) if _ANNOTATION.fullmatch(value):
                found.update(_IDENTIFIER.findall(value))
    return frozenset(found)


def chain_of(node: ast.AST) -> str | None:
    """Return a name, or an attribute of one with all before it, as it is written."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            start = chain_of(value)
            return start and f"{start}.{name}"
    return None


def bound(alias: ast.alias) -> str:
    """Return the name that an import binds."""
    return (alias.asname or alias.name).partition(".")[0]


def unused_imports(of: Source) -> Mapping[Import, list[ast.alias]]:
    """Return the imports that a module's code does not use, by their statements."""

    def find() -> dict[Import, list[ast.alias]]:
        used = used_names(of.text)
        found: dict[Import, list[ast.alias]] = {}
        for node in of.of_kind(ast.Import, ast.ImportFrom):
            assert isinstance(node, ast.Import | ast.ImportFrom)
            if unused := [each for each in node.names if bound(each) not in used]:
                found[node] = unused
        return found

    return of.known("unused imports", None, find)


def _relative(package: str, level: int, module: str | None) -> str:
    """Return the qualified name of a module that is imported from a package."""
    if not level:
        return module or ""
    start = package.rsplit(".", level - 1)[0] if level > 1 else package
    return f"{start}.{module}" if module else start


class Module:
    """A module of a package, with what its names stand for."""

    def __init__(self, path: str, text: str, package: Package) -> None:
        """Take the module."""
        self.path = path
        self.text = text
        self.name = module_name(path)
        self.package = package

    @cached_property
    def source(self) -> Source:
        """Return the source, whose nodes stay the same as long as the module is there."""
        return source(self.text)

    @cached_property
    def definitions(self) -> Mapping[str, ast.stmt]:
        """Return what the module defines."""
        return self.source.known(
            "definitions", None, lambda: definitions(self.source.tree)
        )

    @cached_property
    def imports(self) -> Mapping[str, str]:
        """Return for each imported name what it stands for."""
        is_whole = is_package(self.path)
        package = self.name if is_whole else self.name.rpartition(".")[0]
        return self.source.known(
            "imports", package, lambda: imports(self.source, package)
        )

    def qualified(self, node: ast.AST | None) -> str | None:
        """Return what a dotted name stands for, None if it is none of a module."""
        name = self.dotted(node)
        return name and self.resolved(name)

    def dotted(self, node: ast.AST | None) -> str | None:
        """Return the same, but for what other modules import or rename."""
        match node:
            case ast.Name(id=name):
                return self.named(name)
            case ast.Attribute(value=value, attr=name):
                if start := self.dotted(value):
                    return f"{start}.{name}"
        return None

    def named(self, name: str) -> str | None:
        """Return the same for a name of the module itself."""
        if name in self.definitions:
            return f"{self.name}.{name}"
        if name in self.imports:
            return self.imports[name]
        before = self.package.once(self.path)
        return f"{self.name}.{name}" if before and name in before.definitions else None

    def resolved(self, name: str) -> str:
        """Return what a name is that may be imported or renamed."""
        return self.package.resolved(name)


class Package:
    """Modules that use one another."""

    def __init__(self, texts: Mapping[str, str], before: Package | None = None) -> None:
        """Take the texts of the modules by their paths, and what they were before."""
        self._before = before
        self._resolved: dict[str, str] = {}
        self._known: dict[tuple[str, object], Any] = {}
        self.modules = {path: Module(path, text, self) for path, text in texts.items()}
        self.by_name = {module.name: module for module in self.modules.values()}

    def known[T](self, kind: str, about: object, find: Callable[[], T]) -> T:
        """Return what is found out about the modules once."""
        if (key := (kind, about)) not in self._known:
            self._known[key] = find()
        found: T = self._known[key]
        return found

    def resolved(self, name: str) -> str:
        """Return the name under which something is defined that may be imported or renamed."""
        if name not in self._resolved:
            # A name that stands for itself is left as it is.
            self._resolved[name] = name
            start, _, last = name.rpartition(".")
            # What a package has under the name of a module of it is not that module.
            above = start if start in self.by_name else self.resolved(start)
            whole = f"{above}.{last}" if start else name
            origin = self._origin(whole)
            self._resolved[name] = self.resolved(origin) if origin else whole
        return self._resolved[name]

    def _origin(self, name: str) -> str | None:
        """Return what a name of a module stands for, if it is only another name."""
        start, _, last = name.rpartition(".")
        if not (module := self.by_name.get(start)):
            return None
        if statement := module.definitions.get(last):
            match statement:
                case (
                    ast.Assign(value=ast.Attribute() | ast.Name() as value)
                    | ast.AnnAssign(value=ast.Attribute() | ast.Name() as value)
                ):
                    return module.qualified(value)
            return None
        if last not in module.imports and (before := self.once(module.path)):
            # Others may still have it from here.
            return before.imports.get(last)
        return module.imports.get(last)

    def once(self, path: str) -> Module | None:
        """Return a module as it was before."""
        return self._before.modules.get(path) if self._before else None

    def definition(self, name: str | None) -> tuple[Module, ast.stmt] | None:
        """Return the module and the statement that define a qualified name, if one does."""
        start, _, last = (name or "").rpartition(".")
        module = self.by_name.get(start)
        if module and (statement := module.definitions.get(last)):
            return module, statement
        return None

    def has_member(self, owner: str, name: str) -> bool:
        """Return whether a class has a member of its own, by their qualified names."""
        match self.definition(owner):
            case (module, ast.ClassDef(body=body) as node):
                members = module.source.known(
                    "members",
                    node,
                    lambda: frozenset(chain.from_iterable(map(defined, body))),
                )
                return name.rpartition(".")[2] in members
        return False
