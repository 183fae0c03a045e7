"""Find attributes that keep their first value, as all that set another one is gone."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from script.integration.nodes import walk

from .names import Module, Package, defined, is_test_path
from .uses import called_by_bases


@dataclass(frozen=True)
class _Store:
    """Where objects of a class get an attribute.

    Attributes:
        value: What it is set to, None where that is not known.
        is_first: Whether that is before anything else is done.
    """

    name: str
    value: ast.expr | None
    is_first: bool


def unset(package: Package, module: Module) -> Mapping[ast.ClassDef, dict[str, object]]:
    """Return by the classes of a module the values of attributes that nothing sets any more."""
    before = package.once(module.path)
    if before is None or is_test_path(module.path):
        return {}
    return {
        node: values
        for node in module.definitions.values()
        if isinstance(node, ast.ClassDef)
        and (old := before.definitions.get(node.name)) is not node
        and isinstance(old, ast.ClassDef)
        and len(now := _stores(module).get(node, []))
        != len(once := _stores(before).get(old, []))
        and (values := dict(_unset(package, module, node, now, once)))
    }


def _unset(
    package: Package,
    module: Module,
    node: ast.ClassDef,
    now: Sequence[_Store],
    before: Sequence[_Store],
) -> Iterator[tuple[str, object]]:
    called = called_by_bases(package, module, node)
    counts, sets = (Counter(each.name for each in part) for part in (before, now))
    for store in now:
        name, value = store.name, store.value
        is_only = store.is_first and sets[name] == 1 < counts[name]
        is_own = called is not None and name not in called
        if isinstance(value, ast.Constant) and is_only and is_own:
            if _sets(package, name) == _sets_in(node, name):
                yield name, value.value


def _stores(module: Module) -> Mapping[ast.AST, list[_Store]]:
    """Return by classes what they have in their bodies, and what their methods set of their own objects."""
    return module.source.known("stores", None, lambda: _found(module))


def _found(module: Module) -> Mapping[ast.AST, list[_Store]]:
    found: dict[ast.AST, list[_Store]] = defaultdict(list)
    parents = module.source.parents
    for kind in module.source.of_kind(ast.ClassDef):
        for member in kind.body:
            match member:
                case (
                    ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value)
                    | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
                ):
                    found[kind].append(_Store(name, value, is_first=True))
    for node in module.source.of_kind(ast.Attribute):
        match node:
            case ast.Attribute(ast.Name(id="self"), name, ast.Store()):
                outer: ast.AST = node
                while not isinstance(parents.get(outer), ast.ClassDef | None):
                    outer = parents[outer]
                is_first = getattr(outer, "name", None) == "__init__"
                store = _Store(name, _value(parents[node], node), is_first)
                found[parents.get(outer, outer)].append(store)
    return found


def _value(statement: ast.AST, target: ast.Attribute) -> ast.expr | None:
    match statement:
        case (
            ast.Assign(targets=[only], value=ast.expr() as value)
            | ast.AnnAssign(target=only, value=ast.expr() as value)
        ) if only is target:
            return value
    return None


def _sets(package: Package, name: str) -> int:
    """Return how often an attribute of any object is set."""
    return sum(
        _sets_in(module.source.tree, name)
        for path, module in package.modules.items()
        if not is_test_path(path) and name in module.text
    )


def _sets_in(node: ast.AST, name: str) -> int:
    return sum(
        (
            isinstance(each, ast.Attribute)
            and each.attr == name
            and isinstance(each.ctx, ast.Store | ast.Del)
        )
        or (
            isinstance(each, ast.ClassDef)
            and any(name in defined(member) for member in each.body)
        )
        for each in walk(node)
    )
