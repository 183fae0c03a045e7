"""Find the calls that a client offers, itself or through others that it has or returns."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from script.integration.modules import Module
from script.integration.syntax import Function, assigned, dotted, inner, last_name

from .classes import Class, attributes_of, results
from .parameters import Parameter, parameters_of, unquoted
from .words import words

# Verbs of methods that may return what they update
_UPDATES: Final = frozenset({"update", "refresh", "poll", "sync", "reload"})
_DEEPEST: Final = 2
_SEVERAL: Final = frozenset(
    {"list", "List", "tuple", "Tuple", "set", "Sequence", "Iterable", "AsyncIterator"}
)
_LISTS: Final = frozenset({"list", "List", "tuple", "Tuple", "Sequence"})
# What may say nothing of what is in it
_UNTOLD: Final = frozenset({"list", "List", "Sequence"})
MAPPINGS: Final = frozenset({"dict", "Dict", "Mapping"})


@dataclass(frozen=True, eq=False)
class Call:
    """A method of a client, or of what another method of it returns.

    Attributes:
        path: The names that lead to it from the client.
        code: How it is called, without arguments.
        method: Its definition, and the module that has it.
        models: The classes of the library that it returns.
    """

    path: tuple[str, ...]
    code: str
    method: Function
    module: Module
    models: tuple[Class, ...]

    @property
    def name(self) -> str:
        """Return the name of the method."""
        return self.path[-1]

    @property
    def is_async(self) -> bool:
        """Return whether it is to be awaited."""
        return isinstance(self.method, ast.AsyncFunctionDef)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return what it takes."""
        return parameters_of(self.method)

    @property
    def required(self) -> tuple[Parameter, ...]:
        """Return what it cannot be called without."""
        return tuple(each for each in self.parameters if each.is_required)

    @property
    def is_optional(self) -> bool:
        """Return whether it may return None instead of something."""
        annotation = unquoted(self.method.returns)
        nodes = [*ast.walk(annotation)] if annotation else []
        return not isinstance(annotation, ast.Constant) and any(
            (isinstance(node, ast.Constant) and node.value is None)
            or (isinstance(node, ast.Name) and node.id == "Optional")
            for node in nodes
            if not isinstance(annotation, ast.Subscript)
            or last_name(annotation) == "Optional"
        )

    @property
    def is_several(self) -> bool:
        """Return whether it returns several things, or any of several."""
        match without_none(unquoted(self.method.returns)):
            case ast.BinOp():
                return True
            case ast.Subscript(value=value):
                own = {each.name for each in self.models}
                return last_name(value) in _SEVERAL or bool(
                    own and last_name(value) not in own
                )
            case annotation:
                return last_name(annotation) in _SEVERAL

    @property
    def several(self) -> tuple[str, Class | None] | None:
        """Return in what it returns several things of one class of the library, and that class.

        That is a "list", a "dict" by names, or the "values" of one by something else; a list of dictionaries, or of
        what is not told, is of no class.
        """
        return several_of(self.models, self.method.returns)

    @property
    def model(self) -> Class | None:
        """Return the class of what it returns, or of each of several, None if that is none of the library's."""
        if self.several:
            return self.several[1]
        said = last_name(unquoted(self.method.returns))
        return next(
            (each for each in self.models if said in {each.name, ""}), None
        ) or next(iter(self.models), None)

    @property
    def is_updating(self) -> bool:
        """Return whether it may change what the client has, rather than return what there is."""
        if self.method.returns is not None:
            return self.returns in {"None", "bool"}
        told = [
            node.value
            for node in inner(self.method)
            if isinstance(node, ast.Return)
            and node.value is not None
            and not isinstance(node.value, ast.Constant)
        ]
        said = next((each for each in words(self.name) if each != "async"), "")
        return not told or (
            said in _UPDATES
            and any(
                dotted(target).startswith("self.")
                for node in inner(self.method)
                for target, _ in assigned(node)
            )
        )

    @property
    def returns(self) -> str:
        """Return the last name of what it is said to return."""
        return returned_name(self.method)


def returned_name(method: Function) -> str:
    """Return the last name of what a method is said to return, "" if nothing is said."""
    match unquoted(method.returns):
        case ast.Constant(value=None):
            return "None"
        case ast.BinOp(left=left):
            return last_name(left)
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inside):
            return last_name(inside)
        case annotation:
            return last_name(annotation)


def several_of(
    models: Iterable[Class], annotation: ast.expr | None
) -> tuple[str, Class | None] | None:
    """Return in what a type has several things of one of these classes, as `Call.several`."""
    bare = without_none(unquoted(annotation))
    if (found := _items(bare)) is None:
        is_untold = not isinstance(bare, ast.Subscript) and last_name(bare) in _UNTOLD
        return ("list", None) if is_untold else None
    kind, name = found
    model = next((each for each in models if each.name == name), None)
    is_untold = kind == "list" and name in {"Any", *MAPPINGS}
    return (kind, model) if model or is_untold else None


def _items(annotation: ast.expr | None) -> tuple[str, str] | None:
    """Return what a type of several things is, and the last name of what each is."""
    match annotation:
        case ast.Subscript(value=value, slice=ast.Tuple(elts=[first, second])):
            if last_name(value) in MAPPINGS:
                kind = "dict" if last_name(first) == "str" else "values"
                return kind, last_name(unquoted(second))
            is_endless = isinstance(second, ast.Constant) and second.value is ...
            if last_name(value) in _LISTS and is_endless:
                return "list", last_name(unquoted(first))
        case ast.Subscript(value=value, slice=item) if last_name(value) in _LISTS:
            return "list", last_name(unquoted(item))
    return None


def without_none(annotation: ast.expr | None) -> ast.expr | None:
    """Return an annotation without the None that may be there instead."""
    match annotation:
        case ast.BinOp(left=left, right=ast.Constant(value=None)):
            return without_none(left)
        case ast.BinOp(left=ast.Constant(value=None), right=right):
            return without_none(right)
        case ast.Subscript(value=ast.Name(id="Optional"), slice=inside):
            return without_none(inside)
    return annotation


def may_be_none(annotation: ast.expr | None) -> bool:
    """Return whether a type is one or None."""
    whole = unquoted(annotation)
    return without_none(whole) is not whole


def calls_of(
    client: Class, path: tuple[str, ...] = (), start: str = ""
) -> Iterator[Call]:
    """Yield the public methods of a client, and of the clients that it has or returns."""
    for name, module, method in client.public_methods:
        models = results(module, method)
        yield Call((*path, name), f"{start}{name}()", method, module, models)
        if len(path) + 1 < _DEEPEST and not any(
            each.is_required for each in parameters_of(method)
        ):
            for model in models:
                if returned_name(method) in {model.name, ""} and _is_client(model):
                    yield from calls_of(model, (*path, name), f"{start}{name}().")
    if len(path) + 1 < _DEEPEST:
        for name, part in attributes_of(client).items():
            yield from calls_of(part, (*path, name), f"{start}{name}.")


def _is_client(class_: Class) -> bool:
    """Return whether a class is there for what it does rather than for what it holds."""
    return (
        any(
            isinstance(method, ast.AsyncFunctionDef)
            for _, _, method in class_.public_methods
        )
        and not class_.is_error
    )
