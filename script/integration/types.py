"""Tell which class an expression is of, as far as annotations and constructors say."""

import ast
from collections.abc import Iterator
from functools import cache

from .modules import Definition, Module
from .syntax import FUNCTIONS, Function, assigned, dotted, methods, parameters


def class_of(module: Module, node: ast.AST, depth: int = 4) -> Definition | None:
    """Return the class that an expression in a module is of, or None where that is not known."""
    if not depth:
        return None
    match node:
        case ast.Await(value=value):
            return class_of(module, value, depth)
        case ast.Call(func=func):
            return _result(module, func, depth)
        case ast.Name(id="self"):
            return class_around(module, node)
        case ast.Name(id=name):
            return _variable(module, node, name, depth)
        case ast.Attribute(value=owner, attr=name):
            if (class_ := class_of(module, owner, depth - 1)) is None:
                return None
            return _attribute(class_, name, depth)
    return None


def class_around(module: Module, node: ast.AST) -> Definition | None:
    """Return the class that a node stands in."""
    class_ = module.class_around(node)
    return (
        Definition(f"{module.name}.{class_.name}", module, class_) if class_ else None
    )


def family(class_: Definition) -> Iterator[tuple[Module, ast.ClassDef]]:
    """Yield a class and those that it derives from, near ones first, up to one whose source is not read."""
    if class_.module is None or not isinstance(class_.node, ast.ClassDef):
        return
    yield class_.module, class_.node
    for each in class_.module.ancestors(class_.node):
        if each.module is None or not isinstance(each.node, ast.ClassDef):
            return
        yield each.module, each.node


def method_of(
    class_: Definition, name: str, *, inherited: bool = False
) -> tuple[Module, ast.ClassDef, Function] | None:
    """Return the method that a class has by a name, or that it inherits by it, with its class."""
    for module, node in family(class_):
        if inherited and node is class_.node:
            continue
        if (method := methods(node).get(name)) is not None:
            return module, node, method
    return None


def annotated(module: Module, annotation: ast.AST | None) -> Definition | None:
    """Return the class that an annotation names, also one that may be None."""
    if isinstance(annotation, ast.BinOp):
        return annotated(module, annotation.left)
    definition = module.definition(annotation)
    if definition and (
        definition.module is None or isinstance(definition.node, ast.ClassDef)
    ):
        return definition
    return None


def _result(module: Module, func: ast.expr, depth: int) -> Definition | None:
    """Return the class of what a call gives."""
    definition = module.definition(func)
    if definition and isinstance(definition.node, ast.ClassDef):
        return definition
    if definition and definition.module and isinstance(definition.node, FUNCTIONS):
        return annotated(definition.module, definition.node.returns)
    if isinstance(func, ast.Attribute):
        owner = class_of(module, func.value, depth - 1)
        if owner and (found := method_of(owner, func.attr)):
            return annotated(found[0], found[2].returns)
    return None


def _variable(
    module: Module, node: ast.AST, name: str, depth: int
) -> Definition | None:
    """Return the class of a parameter, or of a name that is assigned in the same function."""
    if (function := module.function_around(node)) is None:
        bound = module.bindings.get(name)
        return (
            class_of(module, bound, depth - 1) if isinstance(bound, ast.Call) else None
        )
    for parameter in parameters(function):
        if parameter.arg == name:
            return annotated(module, parameter.annotation)
    value = _assignments(function).get(name)
    return class_of(module, value, depth - 1) if value else None


def _attribute(class_: Definition, name: str, depth: int) -> Definition | None:
    """Return the class of an attribute or a property."""
    for module, node in family(class_):
        annotations, values = _attributes(node)
        if name in annotations:
            return annotated(module, annotations[name])
        if name in values:
            return class_of(module, values[name], depth - 1)
        if method := methods(node).get(name):
            return annotated(module, method.returns)
    return None


@cache
def _assignments(function: Function) -> dict[str, ast.expr]:
    """Return what a function assigns first to each name."""
    found: dict[str, ast.expr] = {}
    for statement in ast.walk(function):
        for target, value in assigned(statement):
            found.setdefault(dotted(target), value)
    return found


@cache
def _attributes(
    class_: ast.ClassDef,
) -> tuple[dict[str, ast.expr], dict[str, ast.expr]]:
    """Return the types that a class gives to its attributes, and what its methods assign to them."""
    annotations: dict[str, ast.expr] = {}
    values: dict[str, ast.expr] = {}
    for node in ast.walk(class_):
        match node:
            case ast.AnnAssign(target=target, annotation=annotation):
                annotations.setdefault(dotted(target).removeprefix("self."), annotation)
            case ast.Assign(targets=[target], value=value):
                if (name := dotted(target)).startswith("self."):
                    values.setdefault(name.removeprefix("self."), value)
    return annotations, values
