"""Copy a function into a module of its own, with the definitions and imports that it uses."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from script.cut.names import Module, Package, bound

# Dots in the name of a module right in an integration
_TOP: Final = 3


@dataclass(frozen=True)
class OwnCode:
    """A function with all that it uses.

    Attributes:
        text: The module that holds it.
        copied: The statements in it, with the modules that they come from.
    """

    text: str
    copied: tuple[tuple[Module, ast.stmt], ...]


def own_code(package: Package, path: str, name: str, title: str) -> OwnCode | None:
    """Return a function with all that it uses, None where some of that cannot be copied.

    Functions and constants are copied, wherever they are defined. Classes stay where they are, as a copy
    would be another class, and are imported from there.

    Args:
        package: The modules of the integration.
        path: The module of the function.
        name: The function.
        title: The docstring of the new module.
    """
    module = package.modules[path]
    copies = _Copies(package)
    if not copies.with_definition(module, name):
        return None
    text = "\n\n".join(
        [
            f'"""{title}"""',
            "\n".join(sorted(set(copies.imports.values()))),
            *(_code(of, statement) for of, statement in copies.statements),
        ]
    )
    return OwnCode(f"{text}\n", tuple(copies.statements))


class _Copies:
    """What is copied, in an order in which each statement has before it what it uses."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names: dict[str, str] = {}
        self.imports: dict[str, str] = {}
        self.statements: list[tuple[Module, ast.stmt]] = []

    def with_definition(self, module: Module, name: str) -> bool:
        """Copy what a module defines under a name, and return whether that can be done."""
        statement = module.definitions[name]
        if name in self._names or name in self.imports:
            code = _code(module, statement)
            return self._names.get(name) == code
        if statement not in module.source.tree.body or not _is_copied(statement):
            return False
        self._names[name] = _code(module, statement)
        if not all(self._with_name(module, each) for each in _used(statement)):
            return False
        self.statements.append((module, statement))
        return True

    def _with_name(self, module: Module, name: str) -> bool:
        """Have a name that a module's code uses, and return whether that can be done."""
        if isinstance(module.definitions.get(name), ast.ClassDef):
            return self._with_import(name, _import(module.name, name, name))
        if name in module.definitions:
            return self.with_definition(module, name)
        if name not in module.imports:
            return True
        meant = module.imports[name]
        found = self._package.definition(self._package.resolved(meant))
        if found is None:
            return self._with_import(name, _imported(module, name))
        owner, statement = found
        last = meant.rpartition(".")[2]
        if isinstance(statement, ast.ClassDef):
            return self._with_import(name, _import(owner.name, statement.name, name))
        is_own = last == name and name in owner.definitions
        return is_own and self.with_definition(owner, name)

    def _with_import(self, name: str, line: str) -> bool:
        if not line or name in self._names:
            return False
        return self.imports.setdefault(name, line) == line


def _is_copied(statement: ast.stmt) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name()]) | ast.AnnAssign(value=ast.expr()):
            return True
    return isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.TypeAlias)


def _used(statement: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement uses, each once."""
    yield from dict.fromkeys(
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


def _imported(module: Module, name: str) -> str:
    """Return the import that binds a name in a module, as a line, "" where it means something else elsewhere."""
    for node in module.source.of_kind(ast.Import, ast.ImportFrom):
        assert isinstance(node, ast.Import | ast.ImportFrom)
        is_inner = getattr(node, "level", 0) and module.name.count(".") > _TOP
        for alias in node.names:
            if bound(alias) == name and not is_inner:
                return ast.unparse(type(node)(**{**vars(node), "names": [alias]}))
    return ""


def _import(module: str, name: str, called: str) -> str:
    """Return the import of what a module of the integration defines, "" where that imports the new one itself."""
    inner = module.split(".", _TOP)[_TOP:]
    alias = "" if name == called else f" as {called}"
    return f"from .{inner[0]} import {name}{alias}" if inner else ""


def _code(module: Module, statement: ast.stmt) -> str:
    source = module.source
    start, end = source.whole_lines(statement, statement)
    return "".join(source.lines[start:end]).rstrip()
