"""Find the definitions of a step that nothing uses any more."""

import ast
from collections.abc import Iterable, Iterator, Mapping

from .modules import Module
from .names import Key, read_as
from .regions import is_called
from .syntax import DEFINITIONS, Definition


def left_over(
    step: Iterable[Module], finished: Iterable[Module]
) -> Iterator[tuple[Module, Definition]]:
    """Yield the definitions of a step that nothing uses any more, each with its module."""
    step, finished = [*step], [*finished]
    used_now, used_before = _users(step), _users(finished)
    # What nothing but tests used may stay without them.
    own_now, own_before = (
        _users(each for each in modules if not each.path.startswith("tests/"))
        for modules in (step, finished)
    )
    for module in step:
        is_test = module.path.startswith("tests/")
        lost = (used_now, used_before) if is_test else (own_now, own_before)
        for node in ast.walk(module.tree):
            if not isinstance(node, DEFINITIONS) or is_called(node):
                continue
            keys = module.names.given.get(node, ())
            here = [user for key in keys for user in _all_users(key, used_now)]
            now, before = (
                sum(1 for key in keys for _ in _all_users(key, users)) for users in lost
            )
            # Its own uses of itself are the same before and after.
            if before > now and set(here) <= {*ast.walk(node)}:
                yield module, node


def _users(modules: Iterable[Module]) -> dict[Key, list[ast.AST]]:
    users: dict[Key, list[ast.AST]] = {}
    for module in modules:
        for node, keys in module.names.used.items():
            for key in keys:
                users.setdefault(key, []).append(node)
    return users


def _all_users(key: Key, users: Mapping[Key, list[ast.AST]]) -> Iterator[ast.AST]:
    for each in read_as(key):
        yield from users.get(each, ())
