"""Read names, calls, classes and functions off a syntax tree."""

import ast
from collections.abc import Iterator

from .nodes import walk

type Function = ast.FunctionDef | ast.AsyncFunctionDef

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def last_name(node: ast.AST | None) -> str:
    """Return the last part of what is named, called or subscripted: "Schema" for `a.Schema({})`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=named) | ast.Subscript(value=named) | ast.Await(value=named):
            return last_name(named)
    return ""


def dotted(node: ast.AST | None) -> str:
    """Return a chain of names, as "self.hass.data", or "" if it is anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            return f"{start}.{name}" if (start := dotted(value)) else ""
    return ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """Return what a call passes for a keyword."""
    return next((each.value for each in call.keywords if each.arg == name), None)


def argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    """Return what a call passes for a parameter, in whichever way."""
    if len(call.args) > position:
        return call.args[position]
    return keyword(call, name)


def text(node: ast.AST | None) -> str | None:
    """Return the value of a string literal."""
    match node:
        case ast.Constant(value=str() as value):
            return value
    return None


def is_none(node: ast.AST | None) -> bool:
    """Return whether this is the literal None."""
    return isinstance(node, ast.Constant) and node.value is None


def parameters(function: Function) -> list[ast.arg]:
    """Return the parameters that have a name of their own."""
    arguments = function.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def defaults(function: Function) -> dict[str, ast.expr]:
    """Return what parameters are where a call leaves them out."""
    arguments = function.args
    last = [*arguments.posonlyargs, *arguments.args]
    last = last[len(last) - len(arguments.defaults) :]
    pairs = (
        *zip(last, arguments.defaults, strict=True),
        *zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True),
    )
    return {each.arg: value for each, value in pairs if value is not None}


def decorators(node: Function | ast.ClassDef) -> set[str]:
    """Return the last names of the decorators."""
    return {last_name(decorator) for decorator in node.decorator_list}


def body(function: Function) -> list[ast.stmt]:
    """Return the statements of a function without its docstring."""
    match function.body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
    return function.body


def assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each target of an assignment with the value."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield target, value
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.AugAssign(target=target, value=value)
        ):
            yield target, value


def attributes(class_: ast.ClassDef) -> dict[str, ast.expr]:
    """Return the values that the body of a class assigns to names."""
    return {
        target.id: value
        for statement in class_.body
        for target, value in assigned(statement)
        if isinstance(target, ast.Name)
    }


def methods(class_: ast.ClassDef) -> dict[str, Function]:
    """Return the methods in the body of a class."""
    return {node.name: node for node in class_.body if isinstance(node, FUNCTIONS)}


def is_self(node: ast.AST, name: str) -> bool:
    """Return whether this is the attribute `self.name`."""
    return dotted(node) == f"self.{name}"


def inner(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is in a function or statement, without what is in functions within it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, (*FUNCTIONS, ast.Lambda, ast.ClassDef)):
            yield from inner(child)


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the lists of statements right in a statement."""
    for field in ("body", "orelse", "finalbody"):
        if isinstance(statements := getattr(node, field, None), list):
            yield statements
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        yield part.body


def called(node: ast.AST) -> set[str]:
    """Return the last names of all calls in a node."""
    return {last_name(call.func) for call in walk(node) if isinstance(call, ast.Call)}
