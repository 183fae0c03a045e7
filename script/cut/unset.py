"""Find attributes that keep their first value, as all that set another one is gone."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
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
    if is_test_path(module.path):
        return {}
    return {
        node: values
        for node in module.definitions.values()
        if isinstance(node, ast.ClassDef)
        and (old := package.once(module.path).get(node.name)) is not node
        and isinstance(old, ast.ClassDef)
        and (values := dict(_unset(package, module, node, old)))
    }


def _unset(
    package: Package, module: Module, node: ast.ClassDef, old: ast.ClassDef
) -> Iterator[tuple[str, object]]:
    now, before = [*_stores(module, node)], [*_stores(module, old)]
    if len(now) == len(before):
        return
    called = called_by_bases(package, module, node)
    counts, sets = (Counter(each.name for each in part) for part in (before, now))
    for store in now:
        name, value = store.name, store.value
        is_only = store.is_first and sets[name] == 1 < counts[name]
        is_own = called is not None and name not in called
        if isinstance(value, ast.Constant) and is_only and is_own:
            if _sets(package, name) == _sets_in(node, name):
                yield name, value.value


def _stores(module: Module, node: ast.ClassDef) -> list[_Store]:
    return module.source.known("stores of", node, lambda: [*_found(node)])


def _found(node: ast.ClassDef) -> Iterator[_Store]:
    """Yield all stores of a class: in its body, and of its own objects in its methods."""
    for member in node.body:
        match member:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as first)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as first)
            ):
                yield _Store(name, first, is_first=True)
            case ast.FunctionDef(name=function) | ast.AsyncFunctionDef(name=function):
                for child in walk(member):
                    match child:
                        case ast.Attribute(
                            value=ast.Name(id="self"), attr=name, ctx=ast.Store()
                        ):
                            value = _value(member, child)
                            yield _Store(name, value, function == "__init__")


def _value(function: ast.AST, target: ast.Attribute) -> ast.expr | None:
    for child in walk(function):
        match child:
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
