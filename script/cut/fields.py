"""Take out fields of data classes that were read before a cut, and are only given after it."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set as AbstractSet
from functools import partial
import re
from typing import Final

from .bases import bases, names_of
from .blocks import Removal, is_docstring
from .effects import is_pure
from .elements import without_elements
from .names import Module, Package, is_test_path
from .source import Change

# Reads all fields of an object, whatever they are called
_READS_ALL: Final = re.compile(r"\b(asdict|astuple|fields|vars)\(|__dict__")
# Makes a class one of data
_MAKES_DATA: Final = re.compile(r"\bdataclass\b|^frozen_or_thawed=")

# Their names by the qualified names of the classes whose objects have them
type Fields = Mapping[str, frozenset[str]]


def without_fields(
    before: Package, module: Module, dead: AbstractSet[str], removal: Removal
) -> Iterator[Change]:
    """Yield the edits of a module without the fields that nothing reads any more.

    Args:
        before: The finished package.
        module: The module as it is now.
        dead: The attributes that were read, and are not any more.
        removal: What goes in it.
    """
    known = before.known("fields", None, partial(_fields, before))
    wanted = dead & frozenset[str]().union(*known.values())
    if not wanted:
        return
    for name, node in module.definitions.items():
        if isinstance(node, ast.ClassDef):
            fields = known.get(f"{module.name}.{name}", frozenset()) & dead
            for member in node.body:
                if _field(member) in fields:
                    removal.add(member)
    calls = module.source.known("calls by keywords", None, partial(_calls, module))
    for call in dict.fromkeys(each for name in wanted for each in calls.get(name, ())):
        given = _class_of(before, module, call, known)
        gone = [each for each in call.keywords if each.arg in given & dead]
        if gone:
            yield without_elements(module.source, call, gone)


def without_given(
    before: Package, package: Package, module: Module
) -> Iterator[Change]:
    """Yield the edits of a module of tests that gives nothing for fields that are gone.

    Args:
        before: The finished package.
        package: The package as it is now.
        module: The module as it is now.
    """
    known = before.known("fields", None, partial(_fields, before))
    lost = package.known("lost fields", None, partial(_lost, package, known))
    for call in module.source.of_kind(ast.Call) if lost else ():
        if isinstance(call, ast.Call):
            fields = _class_of(before, module, call, lost)
            if gone := [each for each in call.keywords if each.arg in fields]:
                yield without_elements(module.source, call, gone)


def _lost(package: Package, known: Fields) -> Fields:
    """Return the fields that classes do not have any more."""
    found = {}
    for name, fields in known.items():
        match package.definition(name):
            case module, ast.ClassDef() as node:
                found[name] = fields - _names(package, module, node)
    return {name: fields for name, fields in found.items() if fields}


def _calls(module: Module) -> Mapping[str | None, list[ast.Call]]:
    """Return the calls of a module by the keywords that they give."""
    found: dict[str | None, list[ast.Call]] = defaultdict(list)
    for call in module.source.of_kind(ast.Call):
        for each in call.keywords:
            found[each.arg].append(call)
    return found


def _fields(package: Package) -> Fields:
    """Return the fields that can go if nothing reads them: they are always given by their names."""
    modules = [
        module for path, module in package.modules.items() if not is_test_path(path)
    ]
    if any(_READS_ALL.search(module.text) for module in modules):
        return {}
    found = {
        f"{module.name}.{name}": frozenset(_of_class(package, module, node))
        for module in modules
        for name, node in module.definitions.items()
        if isinstance(node, ast.ClassDef)
    }
    fixed = {name for module in modules for name in _fixed(package, module, found)}
    tests = [each for path, each in package.modules.items() if is_test_path(path)]
    fixed |= {
        name for module in tests for name in _fixed_by_tests(package, module, found)
    }
    return {name: fields - fixed for name, fields in found.items()}


def _of_class(package: Package, module: Module, node: ast.ClassDef) -> Iterator[str]:
    """Yield the fields of a data class, those of the classes above included."""
    marks = (*node.decorator_list, *node.keywords)
    if not any(_MAKES_DATA.search(ast.unparse(each)) for each in marks):
        return
    above = [*bases(package, module, node)]
    homes = [each for each in above if not package.definition(each)]
    names = [names_of(each) for each in homes]
    if None in names or len(above) < len(node.bases):
        return
    has_more = bool(node.bases) or sum(not is_docstring(each) for each in node.body) > 1
    if has_more:
        own = _names(package, module, node)
        yield from own.difference(*(each for each in names if each))


def _names(package: Package, module: Module, node: ast.ClassDef) -> frozenset[str]:
    """Return what a class of the package, and those of the package above it, say the types of."""
    above = (package.definition(each) for each in bases(package, module, node))
    return frozenset(
        name
        for each in (node, *(found[1] for found in above if found))
        if isinstance(each, ast.ClassDef)
        for member in each.body
        if (name := _field(member))
    )


def _field(member: ast.stmt) -> str | None:
    match member:
        case ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return None


def _class_of(
    package: Package, module: Module, call: ast.Call, fields: Fields
) -> frozenset[str]:
    """Return the fields of the class that a call makes an object of."""
    name = module.qualified(call.func)
    return fields.get(package.resolved(name), frozenset()) if name else frozenset()


def _fixed(package: Package, module: Module, fields: Fields) -> Iterator[str]:
    """Yield the fields that have to stay: they are given in another way, or it does something to make them."""
    for node in module.source.of_kind(ast.Call, ast.MatchClass):
        match node:
            case ast.MatchClass(kwd_attrs=names):
                yield from names
            case ast.Call(args=args, keywords=keywords):
                own = _class_of(package, module, node, fields)
                if args or any(each.arg is None for each in keywords):
                    yield from own
                for each in keywords:
                    is_fixed = each.arg not in own or len(keywords) == 1
                    if each.arg and (is_fixed or not _is_pure(package, module, each)):
                        yield each.arg


def _fixed_by_tests(package: Package, module: Module, fields: Fields) -> Iterator[str]:
    """Yield the fields that tests give in another way than by their names beside others."""
    for call in module.source.of_kind(ast.Call):
        match call:
            case ast.Call(args=args, keywords=keywords) if (
                args or len(keywords) == 1 or any(not each.arg for each in keywords)
            ):
                yield from _class_of(package, module, call, fields)


def _is_pure(package: Package, module: Module, argument: ast.keyword) -> bool:
    value = argument.value
    return isinstance(value, ast.Lambda) or is_pure(package, module, value)
