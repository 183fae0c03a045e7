"""Find what nothing uses any more once some definitions are gone."""

import ast
from collections.abc import Collection, Iterator, Mapping

from script.cut.names import Module, bound, defined
from script.cut.source import Edit, Source

from .change import Change, Content, Step
from .editing import replacing, without

type Statements = Collection[ast.stmt]


def without_unused(
    modules: Collection[Module],
    gone: Mapping[Module, Statements],
    maybe: Mapping[Module, Statements],
) -> Iterator[Step]:
    """Yield what takes definitions away.

    Args:
        modules: All of an integration and its tests.
        gone: The definitions that go.
        maybe: Those that go as well where nothing else uses them.
    """
    going = _going(modules, gone, maybe)
    names = {
        f"{module.name}.{name}"
        for module, statements in going.items()
        for statement in statements
        for name in defined(statement)
    }
    for module in modules:
        statements = going.get(module, [])
        edits = [
            without(module.source, group)
            for group in _groups(module.source.tree.body, statements)
        ]
        if statements and _is_empty(module, statements):
            yield Content(module.path, 1, content=None)
            continue
        inside = {node for each in statements for node in ast.walk(each)}
        edits += _imports(module, names, inside)
        if edits:
            line = min((each.lineno for each in statements), default=1)
            yield Change(module.path, line, edits=tuple(sorted(edits)))


def _going(
    modules: Collection[Module],
    gone: Mapping[Module, Statements],
    maybe: Mapping[Module, Statements],
) -> Mapping[Module, list[ast.stmt]]:
    """Return the definitions that go, by their modules."""
    going = {
        module: {*gone.get(module, ()), *maybe.get(module, ())} for module in modules
    }
    while True:
        used = {name for module in modules for name in _used(module, going[module])}
        stays = [
            (module, statement)
            for module, statements in maybe.items()
            for statement in statements
            if statement in going[module]
            and statement not in gone.get(module, ())
            and used.intersection(defined(statement))
        ]
        if not stays:
            break
        for module, statement in stays:
            going[module].remove(statement)
    return {
        module: sorted(statements, key=lambda each: each.lineno)
        for module, statements in going.items()
        if statements
    }


def _used(module: Module, going: Statements) -> Iterator[str]:
    """Yield the names that the rest of a module uses, also as attributes and in strings."""
    for statement in module.source.tree.body:
        if statement in going:
            continue
        for node in ast.walk(statement):
            match node:
                case ast.Name(id=name, ctx=ast.Load() | ast.Del()):
                    yield name
                case ast.Attribute(attr=name):
                    yield name
                case ast.Constant(value=str() as text):
                    yield text.rpartition(".")[2]


def _groups(body: list[ast.stmt], statements: Statements) -> Iterator[list[ast.stmt]]:
    """Yield those of some statements that follow one another."""
    group: list[ast.stmt] = []
    for statement in body:
        if statement in statements:
            group.append(statement)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_empty(module: Module, statements: Statements) -> bool:
    """Return whether a module has nothing but imports and logging beside some statements."""
    return not module.path.endswith("__init__.py") and all(
        statement in statements
        or isinstance(statement, ast.Import | ast.ImportFrom)
        or (
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
        )
        for statement in module.source.tree.body
    )


def _imports(
    module: Module, names: Collection[str], inside: Collection[ast.AST]
) -> Iterator[Edit]:
    """Yield the edits that import some qualified names no more, but for imports inside of what goes."""
    source: Source = module.source
    for node in source.of_kind(ast.ImportFrom):
        if node in inside:
            continue
        kept = [
            alias for alias in node.names if module.imports[bound(alias)] not in names
        ]
        if not kept:
            yield without(source, [node])
        elif len(kept) < len(node.names):
            code = ast.unparse(ast.ImportFrom(node.module, kept, node.level))
            yield replacing(source, node, code)
