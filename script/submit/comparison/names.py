"""Say which names each node of an integration uses and which it gives."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath
from typing import Final, override

from .conditions import is_entry_part
from .syntax import Function, bound_in, defined, last_name, members_of, parsed

# A name with what kind of name it is, as ("global", "…/const.py", "DOMAIN")
type Key = tuple[str, ...]

_STEPS_OF_FORMS: Final = ("menu_options", "next_step_id", "progress_action", "step_id")
_HERE: Final = ("homeassistant.components.", "tests.components.")


class Names(ast.NodeVisitor):
    """The names in a module, by the nodes that they stand at.

    Attributes:
        used: What is read there.
        named: What is mentioned there besides, as the name of an argument.
        given: What the statement defines.
    """

    def __init__(self, path: str, tree: ast.Module, paths: frozenset[str]) -> None:
        """Read a module.

        Args:
            path: Where it stands.
            tree: What it consists of.
            paths: Where modules stand that it may import from.
        """
        self.used: dict[ast.AST, list[Key]] = {}
        self.named: dict[ast.AST, list[Key]] = {}
        self.given: dict[ast.AST, list[Key]] = {}
        self._path = path
        self._paths = paths
        self._is_test = path.startswith("tests/")
        self._classes: list[ast.ClassDef] = []
        self._scopes: list[tuple[Function | ast.Lambda, frozenset[str]]] = []
        # Members that the body of a class itself can name, and none in the functions in it
        self._members: frozenset[str] = frozenset()
        self._imports: dict[str, tuple[str, str]] = {}
        self._constants: dict[str, ast.expr] = {}
        self._collect(tree)
        self.visit(tree)

    def _collect(self, tree: ast.Module) -> None:
        for node in ast.walk(tree):
            match node:
                case ast.ImportFrom(names=names):
                    for alias in names:
                        source = self._module(node), alias.name
                        self._imports[alias.asname or alias.name] = source
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._constants[name] = value
                case ast.Import(names=names):
                    for alias in names:
                        name = alias.asname or alias.name.partition(".")[0]
                        self._imports[name] = alias.name, ""

    def _module(self, node: ast.ImportFrom) -> str:
        """Return the full name of the module that something is imported from."""
        package = PurePosixPath(self._path).parent.parts
        base = package[: len(package) - node.level + 1] if node.level else ()
        return ".".join([*base, *filter(None, [node.module])])

    def _file(self, module: str) -> str | None:
        """Return where a module of the integration or its tests stands."""
        stem = module.replace(".", "/")
        return next(
            (
                path
                for path in (f"{stem}.py", f"{stem}/__init__.py")
                if path in self._paths
            ),
            None,
        )

    def imported(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield the names that come from other modules here, with where and as what."""
        for name, (module, original) in self._imports.items():
            if original and (path := self._file(module)):
                yield name, (path, original)

    def _add(self, to: dict[ast.AST, list[Key]], node: ast.AST, *keys: Key) -> None:
        to.setdefault(node, []).extend(keys)

    def _key(self, name: str) -> Key:
        """Return what a name stands for here."""
        if name in self._members:
            return "attribute", name
        for function, names in reversed(self._scopes):
            if name in names:
                return "local", self._path, str(function.lineno), name
        return "global", self._path, name

    @override
    def visit_Name(self, node: ast.Name) -> None:
        """Read a name."""
        key = self._key(node.id)
        if isinstance(node.ctx, ast.Load):
            self._add(self.used, node, key)
        self._add(self.named, node, key)
        if key[0] != "local":
            self._add(self.named, node, ("word", node.id))
            if node.id in self._imports:
                self._add(self.named, node, *_origin(*self._imports[node.id]))

    @override
    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Read an attribute."""
        name = node.attr
        if isinstance(node.ctx, ast.Load):
            self._add(self.used, node, ("attribute", name))
        self._add(self.named, node, ("attribute", name), ("word", name))
        function = self._scopes[-1][0] if self._scopes else None
        if isinstance(function, ast.Lambda):
            function = None
        for part in ("options", "subentries"):
            if is_entry_part(node, part, function):
                self._add(self.named, node, (part,))
        match node.value:
            case ast.Name("Platform"):
                self._add(self.named, node, ("platform", name.lower()))
                self._add(self.named, node, ("listed", name.lower()))
            case ast.Name(id=owner) if owner in self._imports and (
                path := self._file(".".join(filter(None, self._imports[owner])))
            ):
                self._add(self.used, node, ("global", path, name))
                self._add(self.named, node, ("global", path, name))
            case ast.Attribute(attr="config_entries") if name in (
                "options",
                "subentries",
            ):
                self._add(self.named, node, (name,))
            case ast.Attribute(attr="services"):
                self._add(self.named, node, ("actions",))
        self.generic_visit(node)

    @override
    def visit_Constant(self, node: ast.Constant) -> None:
        """Read a string, which may be the name of a method."""
        if self._is_test and isinstance(node.value, str):
            self._of_test(node, node.value)
        match node.value:
            case str() as text if text.isidentifier():
                self._add(self.used, node, ("string", text))
                self._add(self.named, node, ("string", text))
            # A type that is defined below
            case str() as text if (
                text.endswith("]") and (name := text.partition("[")[0]).isidentifier()
            ):
                self._add(self.used, node, self._key(name))
                self._add(self.named, node, self._key(name))

    def _of_test(self, node: ast.Constant, text: str) -> None:
        """Read what a test names by a string: a platform, an entity of it, or its module."""
        self._add(self.named, node, ("platform", text.partition(".")[0]))
        if text.startswith(_HERE):
            for part in text.split(".")[3:]:
                self._add(self.named, node, ("platform", part))

    @override
    def visit_keyword(self, node: ast.keyword) -> None:
        """Read an argument that is given by its name."""
        if node.arg:
            self._add(self.named, node, ("attribute", node.arg), ("word", node.arg))
        match node:
            # An entry of a test that has options, which nobody can set yet
            case ast.keyword(arg="options", value=ast.Dict(keys=[_, *_])) if (
                self._is_test
            ):
                self._add(self.named, node, ("options",))
            # An entry of a test that is of some version
            case ast.keyword(arg="version" | "minor_version", value=ast.Constant()) if (
                self._is_test
            ):
                self._add(self.named, node, ("migration",))
        if node.arg in _STEPS_OF_FORMS:
            for each in ast.walk(node.value):
                for step in self._steps(each):
                    self._add(self.used, each, ("attribute", step))
                    self._add(self.named, each, ("attribute", step))
        self.generic_visit(node)

    @override
    def visit_Compare(self, node: ast.Compare) -> None:
        """Read a comparison, in tests with the step that a flow is at."""
        match node:
            case ast.Compare(
                left=ast.Subscript(slice=ast.Constant("step_id")), comparators=[step]
            ) if self._is_test:
                for name in self._steps(step):
                    self._add(self.named, step, ("attribute", name))
        self.generic_visit(node)

    def _steps(self, node: ast.AST) -> Iterator[str]:
        """Yield the steps that an expression names by itself or by a constant."""
        value = node
        if isinstance(node, ast.Name):
            value = self._constants.get(node.id, node)
        for each in ast.walk(value) if value is not node else (value,):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                yield f"async_step_{each.value}"

    @override
    def visit_Import(self, node: ast.Import) -> None:
        """Read an import."""
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            self._add(self.given, alias, self._key(name))
            self._add(self.named, alias, *_origin(alias.name, ""))

    @override
    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """Read an import from a module."""
        module = self._module(node)
        for alias in node.names:
            self._add(self.given, alias, self._key(alias.asname or alias.name))
            self._add(self.named, alias, *_origin(module, alias.name))
            if path := self._file(f"{module}.{alias.name}"):
                self._add(self.used, alias, ("file", path))
                self._add(self.named, alias, ("file", path))
            elif path := self._file(module):
                self._add(self.used, alias, ("file", path))
                self._add(self.used, alias, ("global", path, alias.name))
                self._add(self.named, alias, ("global", path, alias.name))

    @override
    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Read a function."""
        self._function(node)

    @override
    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """Read a coroutine."""
        self._function(node)

    def _function(self, node: Function) -> None:
        self._add(self.given, node, *self._member(node, node.name))
        self._add(self.named, node, ("word", node.name))
        for decorator in node.decorator_list:
            self.visit(decorator)
            if "fixture" in ast.unparse(decorator):
                name = node.name
                self._add(self.given, node, ("fixture", name))
        for each in (
            *node.type_params,
            *node.args.defaults,
            *filter(None, node.args.kw_defaults),
        ):
            self.visit(each)
        members, self._members = self._members, frozenset()
        self._scopes.append((node, bound_in(node)))
        for argument in ast.walk(node.args):
            if isinstance(argument, ast.arg):
                self._add(self.given, argument, self._key(argument.arg))
                self._add(self.given, argument, ("parameter", node.name, argument.arg))
                if self._is_test:
                    self._add(self.used, argument, ("fixture", argument.arg))
                    self._add(self.named, argument, ("fixture", argument.arg))
                if argument.annotation:
                    self.visit(argument.annotation)
        if node.returns:
            self.visit(node.returns)
        for statement in node.body:
            self.visit(statement)
        self._scopes.pop()
        self._members = members

    @override
    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Read a function without a name."""
        names = frozenset(
            each.arg for each in ast.walk(node.args) if isinstance(each, ast.arg)
        )
        for each in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(each)
        self._scopes.append((node, names))
        self.visit(node.body)
        self._scopes.pop()

    @override
    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Read a class, whose members are known by their names alone."""
        self._add(self.given, node, *self._member(node, node.name))
        for each in (
            *node.decorator_list,
            *node.type_params,
            *node.bases,
            *node.keywords,
        ):
            self.visit(each)
        self._classes.append(node)
        members, self._members = self._members, frozenset(members_of(node))
        for statement in node.body:
            self.visit(statement)
        self._members = members
        self._classes.pop()

    def _member(self, node: ast.AST, name: str) -> Iterator[Key]:
        """Return what a definition gives: a member of a class, or a name."""
        if self._classes and node in self._classes[-1].body:
            yield "attribute", name
        else:
            yield self._key(name)

    @override
    def visit_Call(self, node: ast.Call) -> None:
        """Read a call."""
        name = last_name(node.func)
        if name == "usefixtures":
            for each in node.args:
                if isinstance(each, ast.Constant):
                    self._add(self.used, each, ("fixture", str(each.value)))
                    self._add(self.named, each, ("fixture", str(each.value)))
        for keyword in node.keywords:
            if keyword.arg:
                self._add(self.named, keyword, ("parameter", name, keyword.arg))
        self.generic_visit(node)

    @override
    def visit_Assign(self, node: ast.Assign) -> None:
        """Read an assignment."""
        self._assignment(node)

    @override
    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Read an assignment with a type."""
        self._assignment(node)

    @override
    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Read an assignment that changes a value."""
        self._assignment(node)

    @override
    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        """Read a name that a condition binds."""
        self._add(self.given, node.target, self._key(node.target.id))
        self.generic_visit(node)

    @override
    def visit_TypeAlias(self, node: ast.TypeAlias) -> None:
        """Read the definition of a type."""
        self._assignment(node)

    def _assignment(
        self, node: ast.Assign | ast.AnnAssign | ast.AugAssign | ast.TypeAlias
    ) -> None:
        for target in defined(node):
            match target:
                case ast.Name(id=name):
                    self._add(self.given, node, *self._member(node, name))
                    self._add(self.given, target, *self._member(node, name))
                    if "PLATFORM" in name and not isinstance(node, ast.TypeAlias):
                        self._platforms(node.value)
                case ast.Attribute(attr=name):
                    self._add(self.given, node, ("attribute", name))
        self.generic_visit(node)

    def _platforms(self, value: ast.expr | None) -> None:
        """Read a list of platforms that are given as strings."""
        for each in ast.walk(value or ast.Constant(None)):
            if isinstance(each, ast.Constant) and isinstance(each.value, str):
                self._add(self.named, each, ("platform", each.value))
                self._add(self.named, each, ("listed", each.value))


def read_as(key: Key) -> tuple[Key, ...]:
    """Return how something can be read: a method by its name in a string, too."""
    return (key, ("string", key[1])) if key[0] == "attribute" else (key,)


def _origin(module: str, name: str) -> Iterator[Key]:
    """Yield what an imported name is, wherever it comes from."""
    if name:
        yield "word", name
    parts = module.split(".")
    # Of a platform's own tests there are helpers for those of others.
    if parts[0] in ("homeassistant", "tests") and parts[1:2] == ["components"]:
        yield from (("platform", part) for part in parts[2:3])
    for part in (*parts[1:], name) if parts[0] == "homeassistant" else ():
        yield "from", part


@cache
def names_of(path: str, source: bytes, paths: frozenset[str]) -> Names:
    """Return the names in a module, read once."""
    return Names(path, parsed(source), paths)
