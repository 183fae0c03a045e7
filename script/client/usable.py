"""Find the classes that an integration can be written around, whether they look like clients or not."""

import ast
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from .calls import calls_of
from .classes import Class, classes_in
from .clients import SERVANTS
from .exports import Export
from .parameters import NOT_ASKED, Parameter
from .purposes import only_reads
from .words import spoken

# More are no help to whoever chooses.
_MOST: Final = 5


def usable(exports: Iterable[Export]) -> tuple[str, ...]:
    """Return the names of the first classes that can be made of what a user enters, and have something to read."""
    names = (
        each.name
        for each in exports
        if each.is_class and is_usable(Class(each.definition))
    )
    return tuple(islice(dict.fromkeys(names), _MOST))


def is_usable(class_: Class) -> bool:
    """Return whether a class can be made of what a user enters, and has something to read."""
    return can_be_made(class_) and (
        class_.takes_any or any(each and _is_entered(each) for each in _taken(class_))
    )


def can_be_made(class_: Class) -> bool:
    """Return whether a class needs nothing that nobody knows, and has something to read."""
    if (
        class_.is_error
        or class_.is_enum
        or class_.is_abstract
        or _is_data(class_)
        or spoken(class_.name, SERVANTS)
    ):
        return False
    return None not in _taken(class_) and any(map(only_reads, calls_of(class_)))


def _taken(class_: Class) -> Iterator[Parameter | None]:
    """Yield what a class is made of, None for what nobody knows."""
    for each in class_.parameters:
        made = [
            one for one in classes_in(class_.module, each.annotation) if not one.is_enum
        ]
        if not made:
            is_known = each.role or each.can_be_typed or not each.is_required
            yield each if is_known else None
        elif each.is_required:
            yield from made[0].parameters if made[0].is_data else (None,)


def _is_data(class_: Class) -> bool:
    """Return whether a class holds what its annotations name, and awaits nothing."""
    methods = (method for _, _, method in class_.public_methods)
    return class_.is_model and not any(
        isinstance(each, ast.AsyncFunctionDef) for each in methods
    )


def _is_entered(parameter: Parameter) -> bool:
    """Return whether a user is asked for a parameter."""
    if parameter.role:
        return parameter.role not in NOT_ASKED
    return parameter.is_required and parameter.can_be_typed
