"""Move parts of a component into a package of their own, which the component imports."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Final

from script.codemods.change import with_imports
from script.cut.names import Module, Package, defined, is_package
from script.cut.source import Edit
from script.integration.tree import Places, Tree

from .imports import edited, gone, import_line, without_unused
from .parts import Parts, is_import, references

_INIT: Final = "__init__"
_CLIENT: Final = "client"


@dataclass(frozen=True)
class Move:
    """Parts of a component on their way into a package.

    Attributes:
        name: Of the package.
        folder: Where the package stands, below the repository.
    """

    package: Package
    parts: Parts
    domain: str
    name: str
    folder: str

    @cached_property
    def stems(self) -> Mapping[str, str]:
        """Return the names of the package's modules, by the paths of those that they come from."""
        whole = {
            path: self._inside(path)
            for path in sorted(self.parts.whole)
            if not self._is_front(path)
        }
        seeds = [path for path in self.parts.seeds if path in whole]
        if len(seeds) == 1 and _CLIENT not in whole.values():
            whole[seeds[0]] = _CLIENT
        for path in self.parts.single:
            stem = PurePosixPath(path).stem
            named = _CLIENT if stem == _INIT or path in self.parts.seeds else stem
            while named in whole.values():
                named += "_parts"
            whole[path] = named
        return whole

    def _inside(self, path: str) -> str:
        parts = PurePosixPath(path.removeprefix(self._common)).with_suffix("").parts
        return "_".join(part for part in parts if part != _INIT)

    def _is_front(self, path: str) -> bool:
        """Return whether a module is that of the folder that holds all of them."""
        return path == f"{self._common}{_INIT}.py"

    @cached_property
    def _common(self) -> str:
        """Return the innermost folder that all modules are in that go as a whole."""
        folders = {PurePosixPath(path).parent.as_posix() for path in self.parts.whole}
        if len(folders) == 1:
            return f"{next(iter(folders))}/"
        return Places(self.domain).integration

    @cached_property
    def moved(self) -> Mapping[str, frozenset[str]]:
        """Return the names that go from modules of which not all goes, by path."""
        return {
            path: frozenset(name for name in names if not self._is_copied(path, name))
            for path, names in self.parts.single.items()
        }

    def _is_copied(self, path: str, name: str) -> bool:
        """Return whether a constant stays, as the rest of the component has a use for it."""
        module = self.package.modules[path]
        statement = module.definitions[name]
        if not isinstance(statement, ast.Assign | ast.AnnAssign):
            return False
        full = f"{module.name}.{name}"
        return is_logger(statement) or any(
            used == full or used.startswith(f"{full}.")
            for other in self.package.modules.values()
            if other.path not in self.parts.whole
            for part in other.source.tree.body
            if not is_import(part) and not self._is_part(other, part)
            for _, used in references(other, part)
        )

    def _is_part(self, module: Module, statement: ast.stmt) -> bool:
        return bool(
            {*defined(statement)} & self.parts.single.get(module.path, frozenset())
        )

    def target(self, full: str) -> str | None:
        """Return the new full name of what is moved, None for what stays."""
        owner, _, name = full.rpartition(".")
        if (
            module := self.package.by_name.get(full)
        ) and module.path in self.parts.whole:
            if module.path not in self.stems:
                return self.name
            return f"{self.name}.{self.stems[module.path]}"
        module = self.package.by_name.get(owner)
        if module and (
            module.path in self.parts.whole
            or name in self.moved.get(module.path, frozenset())
        ):
            start = self.target(owner) or f"{self.name}.{self.stems[module.path]}"
            return f"{start}.{name}"
        return None

    @cached_property
    def exports(self) -> Mapping[str, str]:
        """Return the public names of the package, with the modules that they are in."""
        return {
            name: self.stems[module.path]
            for module, statement in self.parts.statements(self.package)
            if module.path in self.stems
            for name in defined(statement)
            if not name.startswith("_")
            and (module.path in self.parts.whole or name in self.moved[module.path])
            and (
                not isinstance(statement, ast.Assign | ast.AnnAssign)
                or f"{module.name}.{name}" in self._imported
            )
        }

    @cached_property
    def _imported(self) -> frozenset[str]:
        """Return the full names that modules import that do not go as a whole."""
        return frozenset(
            self.package.resolved(name)
            for module in self.package.modules.values()
            if module.path not in self.parts.whole
            for name in module.imports.values()
        )


def is_logger(statement: ast.stmt) -> bool:
    """Return whether this is the logger of a module."""
    match statement:
        case (
            ast.Assign(value=ast.Call(func=func))
            | ast.AnnAssign(value=ast.Call(func=func))
        ):
            return ast.unparse(func).endswith("getLogger")
    return False


def moved(tree: Tree, move: Move) -> Tree:
    """Return the files with the parts in their package; its __init__.py aside."""
    package, parts = move.package, move.parts
    result = dict(tree)
    needed = _imported_of_others(move)
    for path, module in package.modules.items():
        if path in parts.whole:
            del result[path]
            if path in move.stems:
                result[_path(move, path)] = _within(move, module).encode()
            continue
        text = _outside(move, module, needed.get(module.name, frozenset()))
        if text != module.text:
            result[path] = text.encode()
    for path in parts.single:
        result[_path(move, path)] = _gathered(move, package.modules[path]).encode()
    return result


def _path(move: Move, path: str) -> str:
    return f"{move.folder}{move.stems[path]}.py"


def _within(move: Move, module: Module) -> str:
    """Return a module as it is in the package."""
    edits = [
        edit for node in _imports(module) for edit in _relative(move, module, node)
    ]
    return edited(module.text, edits)


def _gathered(move: Move, module: Module) -> str:
    """Return a module of the package that holds parts of another one."""
    source = module.source
    names = move.parts.single[module.path]
    statements = [
        statement
        for statement in dict.fromkeys(module.definitions.values())
        if names & {*defined(statement)}
    ]
    imports = "".join(
        f"{edited(source.code(node), _shifted(source.start(node), _relative(move, module, node)))}\n"
        for node in _imports(module)
        if source.parents[node] is source.tree
    )
    pieces = []
    for statement in statements:
        start, end = source.whole_lines(statement, statement)
        pieces.append("".join(source.lines[start:end]))
    constants = all(isinstance(each, ast.Assign | ast.AnnAssign) for each in statements)
    title = "Constants" if constants else "Parts"
    # What is defined under a condition stands on its own here.
    body = "\n".join(_dedented(each) for each in pieces)
    return f'"""{title} of the client."""\n\n{imports}\n{body}'


def _dedented(text: str) -> str:
    width = len(text) - len(text.lstrip(" "))
    if not width:
        return text
    return "".join(line[width:] for line in text.splitlines(keepends=True))


def _shifted(by: int, edits: Iterable[Edit]) -> list[Edit]:
    return [Edit(each.start - by, each.end - by, each.text) for each in edits]


def _imports(module: Module) -> list[ast.Import | ast.ImportFrom]:
    return [
        node
        for node in module.source.of_kind(ast.Import, ast.ImportFrom)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def _owner(module: Module, node: ast.ImportFrom) -> str:
    """Return the full name of the module that an import is from."""
    parts = module.name.split(".")
    if not is_package(module.path):
        parts = parts[:-1]
    if not node.level:
        return node.module or ""
    base = parts[: len(parts) - node.level + 1]
    return ".".join([*base, *filter(None, [node.module])])


def _relative(
    move: Move, module: Module, node: ast.Import | ast.ImportFrom
) -> Iterator[Edit]:
    """Yield the edit that an import of the component's needs in the package."""
    if not isinstance(node, ast.ImportFrom):
        return
    owner = _owner(module, node)
    if not (owner in move.package.by_name or _is_own(move, owner)):
        return
    lines: dict[str, list[ast.alias]] = {}
    for each in node.names:
        full = move.package.resolved(f"{owner}.{each.name}")
        if (where := _home(move, full)) is None:
            # Without a use in the package, or it would not be one
            continue
        lines.setdefault(where[0], []).append(ast.alias(where[1], _as(each, where[1])))
    code = "; ".join(
        f"from .{stem} import {', '.join(map(ast.unparse, names))}"
        for stem, names in lines.items()
    ).replace("; ", f"\n{module.source.indent(node)}")
    source = module.source
    if code:
        yield Edit(source.start(node), source.end(node), code)
    else:
        yield gone(source, node)


def _as(alias: ast.alias, name: str) -> str | None:
    wanted = alias.asname or alias.name
    return None if wanted == name else wanted


def _is_own(move: Move, name: str) -> bool:
    own = f"homeassistant.components.{move.domain}"
    return name == own or name.startswith(f"{own}.")


def _home(move: Move, full: str) -> tuple[str, str] | None:
    """Return the module of the package that something is in there, and its name, "" for the package."""
    module = move.package.by_name.get(full)
    if module and module.path in move.stems and module.path in move.parts.whole:
        return "", move.stems[module.path]
    owner, _, name = full.rpartition(".")
    module = move.package.by_name.get(owner)
    if module is None or module.path not in move.stems:
        return None
    if module.path in move.parts.whole or name in move.parts.single[module.path]:
        return move.stems[module.path], name
    return None


def _outside(move: Move, module: Module, needed: frozenset[str]) -> str:
    """Return a module of the component or its tests, which imports from the package."""
    source = module.source
    edits: list[Edit] = []
    for node in _imports(module):
        edits += _absolute(move, module, node)
    wanted = [*_own_needs(move, module, needed)]
    for name in move.moved.get(module.path, ()):
        statement = module.definitions[name]
        edits.append(source.without_lines(*source.whole_lines(statement, statement)))
    for constant in source.of_kind(ast.Constant):
        match constant:
            case ast.Constant(value=str() as value) if new := _text(move, value):
                code = source.code(constant).replace(value, new)
                edits.append(Edit(source.start(constant), source.end(constant), code))
    if not edits:
        return module.text
    text = with_imports(edited(module.text, edits), wanted)
    return without_unused(module.text, text, needed)


def _own_needs(move: Move, module: Module, needed: frozenset[str]) -> Iterator[str]:
    """Yield the imports of what a module had itself, and still uses."""
    gone_names = move.moved.get(module.path, frozenset())
    if not gone_names:
        return
    used = {
        name
        for statement in module.source.tree.body
        if not is_import(statement) and not gone_names & {*defined(statement)}
        for node in ast.walk(statement)
        for name in (getattr(node, "id", None),)
        if name in gone_names
    }
    for name in sorted(used):
        yield _line(move, f"{move.name}.{move.stems[module.path]}.{name}", name)


def _line(move: Move, target: str, name: str) -> str:
    owner, _, last = target.rpartition(".")
    where = move.name if last in move.exports else owner
    return f"from {where} import {last}" + ("" if last == name else f" as {name}")


def _absolute(
    move: Move, module: Module, node: ast.Import | ast.ImportFrom
) -> Iterator[Edit]:
    """Yield the edit that an import of what is moved needs in the component."""
    source = module.source
    if isinstance(node, ast.Import):
        for each in node.names:
            if (target := move.target(each.name)) and each.asname:
                yield Edit(
                    source.start(node),
                    source.end(node),
                    f"import {target} as {each.asname}",
                )
        return
    owner = _owner(module, node)
    lines: list[str] = []
    kept: list[ast.alias] = []
    for each in node.names:
        full = f"{owner}.{each.name}"
        target = move.target(full) or move.target(move.package.resolved(full))
        if target:
            lines.append(_line(move, target, each.asname or each.name))
        else:
            kept.append(each)
    if not lines:
        return
    if kept:
        lines.append(import_line(node, kept))
    indent = source.indent(node)
    yield Edit(
        source.start(node), source.end(node), f"\n{indent}".join(dict.fromkeys(lines))
    )


def _text(move: Move, text: str) -> str | None:
    """Return a dotted name in a string, such as one to patch, with what is moved in it."""
    if not _is_own(move, text.rpartition(".")[0]) or " " in text:
        return None
    name, rest = text, ""
    while name:
        if target := move.target(name):
            return f"{target}{rest}"
        name, _, last = name.rpartition(".")
        rest = f".{last}{rest}"
    return None


def _imported_of_others(move: Move) -> dict[str, frozenset[str]]:
    """Return the names that modules import from another of the component, by the name of that."""
    found: dict[str, set[str]] = {}
    for module in move.package.modules.values():
        for node in _imports(module):
            if isinstance(node, ast.ImportFrom):
                owner = _owner(module, node)
                found.setdefault(owner, set()).update(
                    each.name
                    for each in node.names
                    if not (
                        move.target(f"{owner}.{each.name}")
                        or move.target(move.package.resolved(f"{owner}.{each.name}"))
                    )
                )
    return {name: frozenset(names) for name, names in found.items()}
