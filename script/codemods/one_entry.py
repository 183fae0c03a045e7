"""Give an entry the data that is kept for its whole domain as if there were one entry alone."""

import ast
from collections.abc import Iterator

from script.integration.modules import Module
from script.integration.syntax import last_name, parameters

from .change import Change
from .editing import change, replacing, without
from .entry_type import alias_of, with_alias
from .kept_data import Uses, uses_in
from .subject import Subject


def only_entrys(subject: Subject, uses: Uses) -> Iterator[Change]:
    """Yield what moves data that each entry sets up anew, and that is asked for where the entry is known."""
    made = [
        (module, statement)
        for module, statement in uses.room
        if isinstance(statement, ast.Assign) and _is_of_setup(module, statement)
    ]
    in_tests = uses_in(subject, subject.tests)
    if (
        len(made) != 1
        or len(uses.room) != 1
        or in_tests.shared
        or in_tests.other
        or not all(isinstance(node, ast.Subscript) for _, node in uses.shared)
    ):
        return
    [(home, room)] = made
    assert isinstance(room, ast.Assign)
    places = [*uses.shared, (home, room.targets[0])]
    entries = [_entry_at(module, node) for module, node in places]
    if None in entries:
        return
    for (module, node), entry in zip(places, entries, strict=True):
        code = f"{entry}.runtime_data"
        yield change(
            subject, module, node, replacing(subject.source(module), node, code)
        )
    for module, statement in uses.emptied:
        yield change(
            subject, module, statement, without(subject.source(module), [statement])
        )
    if alias_of(subject) is None:
        yield from with_alias(subject, home, room.value)


def _is_of_setup(module: Module, statement: ast.stmt) -> bool:
    """Return whether the setup of an entry does this in any case."""
    owner = module.parents[statement]
    return isinstance(owner, ast.AsyncFunctionDef) and owner.name == "async_setup_entry"


def _entry_at(module: Module, node: ast.AST) -> str | None:
    """Return the name that the entry has at a node."""
    function = module.function_around(node)
    # It has none any more once it is removed.
    while function is not None and function.name != "async_remove_entry":
        for parameter in parameters(function):
            if last_name(parameter.annotation).endswith("ConfigEntry"):
                return parameter.arg
        function = module.function_around(function)
    return None
