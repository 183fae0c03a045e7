"""Read modules, and find what the names in them stand for."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from script.integration.finding import Finding

from .files import read_python, read_text
from .nodes import index
from .syntax import FUNCTIONS, Function, assigned, last_name, text


@dataclass(frozen=True)
class Definition:
    """What a name stands for.

    Attributes:
        name: The full name, as "homeassistant.const.CONF_HOST".
        module: The module that defines it, or None where its source is not read.
        node: The class, the function, or the value that it is assigned.
    """

    name: str
    module: Module | None = None
    node: ast.AST | None = None


@dataclass(frozen=True, eq=False)
class Module:
    """A module.

    Attributes:
        name: The full name, as "homeassistant.components.my_device.sensor".
        path: The file.
        sources: Where it is from, and what it imports.
    """

    name: str
    path: Path
    sources: Sources

    @property
    def part(self) -> str:
        """Return the part of its integration that it is, as "sensor"; "" for the integration."""
        return ".".join(self.name.split(".")[3:4])

    @property
    def package(self) -> str:
        """Return the package that relative imports start from."""
        if self.path.name == "__init__.py":
            return self.name
        return self.name.rpartition(".")[0]

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree."""
        return read_python(self.path)

    @property
    def nodes(self) -> Sequence[ast.AST]:
        """Return all nodes of the tree, signs such as Load() aside."""
        return index(self.tree).nodes

    @property
    def calls(self) -> tuple[ast.Call, ...]:
        """Return all calls."""
        return index(self.tree).of_kind(ast.Call)

    @property
    def classes(self) -> tuple[ast.ClassDef, ...]:
        """Return all classes."""
        return index(self.tree).of_kind(ast.ClassDef)

    @property
    def functions(self) -> tuple[Function, ...]:
        """Return all functions and methods."""
        return index(self.tree).of_kind(*FUNCTIONS)

    @property
    def parents(self) -> Mapping[ast.AST, ast.AST]:
        """Return the node that each node is in."""
        return index(self.tree).parents

    @cached_property
    def bindings(self) -> dict[str, ast.AST]:
        """Return what the module binds its names to: a definition, a value or an import."""
        bound: dict[str, ast.AST] = {}
        for node in _outer(self.tree):
            match node:
                case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                    bound[name] = node
                case ast.AsyncFunctionDef(name=name):
                    bound[name] = node
                case ast.TypeAlias(name=ast.Name(id=name), value=value):
                    bound[name] = value
                case ast.Import(names=names) | ast.ImportFrom(names=names):
                    bound |= {
                        alias.asname or alias.name.partition(".")[0]: node
                        for alias in names
                    }
                case _:
                    bound |= {
                        target.id: value
                        for target, value in assigned(node)
                        if isinstance(target, ast.Name)
                    }
        return bound

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what a node is in, from the inside out."""
        while (parent := self.parents.get(node)) is not None:
            yield parent
            node = parent

    def function_around(self, node: ast.AST) -> Function | None:
        """Return the function that a node is in."""
        return next(
            (each for each in self.around(node) if isinstance(each, FUNCTIONS)), None
        )

    def class_around(self, node: ast.AST) -> ast.ClassDef | None:
        """Return the class that a node is in."""
        return next(
            (each for each in self.around(node) if isinstance(each, ast.ClassDef)), None
        )

    def imported(self, node: ast.ImportFrom) -> str:
        """Return the full name of the module that an import is from."""
        if not node.level:
            return node.module or ""
        package = self.package.split(".")
        base = package[: len(package) - node.level + 1]
        return ".".join([*base, *filter(None, [node.module])])

    def definition(self, node: ast.AST | None) -> Definition | None:
        """Return what a name, or a chain of them, stands for at the top of this module."""
        match node:
            case ast.Subscript(value=value):
                return self.definition(value)
            case ast.Name(id=name):
                return self.member(name)
            case ast.Attribute(value=value, attr=name):
                if (owner := self.definition(value)) is None:
                    return None
                if isinstance(owner.node, ast.ClassDef):
                    return _class_member(owner, name)
                # The value of a member of an enum
                if name == "value" and text(owner.node) is not None:
                    return owner
                return self.sources.named(f"{owner.name}.{name}")
        return None

    def member(self, name: str) -> Definition | None:
        """Return what a name at the top of this module stands for."""
        match bound := self.bindings.get(name):
            case None:
                owners = (each for each in self.passed_on if name in each.bindings)
                return owner.member(name) if (owner := next(owners, None)) else None
            case ast.Import(names=names):
                alias = next(
                    each
                    for each in names
                    if name in (each.asname, each.name.partition(".")[0])
                )
                return self.sources.named(alias.name if alias.asname else name)
            case ast.ImportFrom(names=names):
                alias = next(each for each in names if name in (each.asname, each.name))
                return self.sources.named(f"{self.imported(bound)}.{alias.name}")
            case ast.Name() | ast.Attribute():
                return self.definition(bound) or Definition(
                    f"{self.name}.{name}", self, bound
                )
        return Definition(f"{self.name}.{name}", self, bound)

    @cached_property
    def passed_on(self) -> tuple[Module, ...]:
        """Return the modules that this one has all names of, by `import *`, near ones first."""
        found: list[Module] = []
        left = [self]
        while left:
            module = left.pop(0)
            others = (
                self.sources.module(module.imported(node))
                for node in _outer(module.tree)
                if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
            )
            left += (
                new := [each for each in others if each and each not in (self, *found)]
            )
            found += new
        return tuple(found)

    def value(self, node: ast.AST | None) -> str | None:
        """Return the string that a literal, a constant or an enum member stands for."""
        if (literal := text(node)) is not None:
            return literal
        definition = self.definition(node)
        return text(definition.node) if definition else None

    def ancestors(self, class_: ast.ClassDef) -> tuple[Definition, ...]:
        """Return the classes that a class derives from, near ones first, as far as they are known."""
        return tuple(
            dict.fromkeys(
                ancestor
                for base in class_.bases
                if (definition := self._base(class_, base))
                for ancestor in (definition, *_ancestors(definition))
            )
        )

    def _base(self, class_: ast.ClassDef, base: ast.expr) -> Definition:
        """Return what a class derives from, by its name alone where that is not known, or is taken by the class itself."""
        found = self.definition(base)
        return (
            found if found and found.node is not class_ else Definition(last_name(base))
        )

    def derives(self, class_: ast.ClassDef, *names: str) -> bool:
        """Return whether a class derives from one with such a full name."""
        return any(ancestor.name in names for ancestor in self.ancestors(class_))

    def found(self, node: ast.AST | None, message: str, mend: str = "") -> Finding:
        """Return a finding at a node of this module, or about all of it; its rule says the rest."""
        return Finding(
            path=self.path,
            line=getattr(node, "lineno", 0),
            check="",
            message=message,
            mend=mend,
        )

    def finding(
        self, node: ast.AST | None, check: str, message: str, mend: str
    ) -> Finding:
        """Return a finding at a node of this module, or about all of it."""
        line = getattr(node, "lineno", 0)
        return Finding(
            path=self.path, line=line, check=check, message=message, mend=mend
        )


@dataclass(frozen=True, eq=False)
class Sources:
    """The modules whose source is at hand, by their full names.

    Attributes:
        folders: The package that each folder is, the most special first.
    """

    folders: Mapping[str, Path]

    def module(self, name: str) -> Module | None:
        """Return a module by its full name, the same one each time."""
        if name not in self._modules:
            path = self._path(name)
            self._modules[name] = Module(name, path, self) if path else None
        return self._modules[name]

    def named(self, name: str) -> Definition:
        """Return what a full name stands for, through all modules that pass it on."""
        if (module := self.module(name)) is not None:
            return Definition(name, module, module.tree)
        owner, _, last = name.rpartition(".")
        if (module := self.module(owner)) is None:
            return Definition(name)
        return module.member(last) or Definition(name)

    def modules_in(self, package: str) -> tuple[Module, ...]:
        """Return the modules of one of the packages."""
        folder = self.folders[package]
        return tuple(
            module
            for path in sorted(folder.rglob("*.py"))
            if (module := self.module(_module_name(package, path.relative_to(folder))))
        )

    @cached_property
    def _modules(self) -> dict[str, Module | None]:
        return {}

    def _path(self, name: str) -> Path | None:
        for package, folder in self.folders.items():
            if name != package and not name.startswith(f"{package}."):
                continue
            stem = folder.joinpath(*name.removeprefix(package).split("."))
            for path in (stem.with_name(f"{stem.name}.py"), stem / "__init__.py"):
                if read_text(path) is not None:
                    return path
            return None
        return None


def _module_name(root: str, path: Path) -> str:
    """Return the full name of a module from its place in a folder."""
    parts = path.with_suffix("").parts
    return ".".join([root, *(parts[:-1] if parts[-1] == "__init__" else parts)])


def _outer(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements of a module, also those under `if` and `try`."""
    for child in ast.iter_child_nodes(node):
        yield child
        if isinstance(child, ast.If | ast.Try | ast.ExceptHandler):
            yield from _outer(child)


@cache
def _ancestors(definition: Definition) -> tuple[Definition, ...]:
    """Return the classes that a class derives from."""
    if definition.module is None or not isinstance(definition.node, ast.ClassDef):
        return ()
    return definition.module.ancestors(definition.node)


def _class_member(owner: Definition, name: str) -> Definition | None:
    """Return a member of a class."""
    assert isinstance(owner.node, ast.ClassDef)
    for statement in owner.node.body:
        for target, value in assigned(statement):
            if isinstance(target, ast.Name) and target.id == name:
                return Definition(f"{owner.name}.{name}", owner.module, value)
    return None
