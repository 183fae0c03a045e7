"""Cut words out of modules that use one another, until nothing more loses its last use."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

import libcst as cst

from . import uses
from .code import without
from .definitions import without_definitions, without_imports
from .docstrings import without_entries
from .parameters import without_idle_parameters
from .words import Words

_STEP: Final = "async_step_"

type Modules = Mapping[str, str]
type Groups = Mapping[str, Modules]


def settled(
    before: Groups, now: Groups, words: Words, are_tests: Mapping[str, bool]
) -> tuple[Groups, Words]:
    """Return modules without what has the words, and the words with the names that went.

    Each group is for itself: what only tests use is no longer used.
    """
    while True:
        found = words, now
        now = {
            group: _without_orphans(
                before[group], _without(modules, words, tests=are_tests[group])
            )
            for group, modules in now.items()
        }
        lost = _lost(_merged(before), _merged(now))
        words = replace(words, parts=words.parts | lost)
        if found == (words, now):
            return now, words


def union[T](sets: Iterable[Iterable[T]]) -> frozenset[T]:
    """Return what is in any of the sets."""
    return frozenset(member for each in sets for member in each)


def _merged(groups: Groups) -> Modules:
    return {path: text for modules in groups.values() for path, text in modules.items()}


@lru_cache(256)
def _parse(text: str) -> ast.Module:
    return ast.parse(text)


def _trees(modules: Modules) -> list[ast.Module]:
    return [_parse(text) for text in modules.values()]


@lru_cache(256)
def _module(text: str) -> cst.Module:
    return cst.parse_module(text)


@lru_cache(256)
def _uses(text: str) -> frozenset[str]:
    return uses.uses(_parse(text))


def words_of(modules: Modules) -> frozenset[str]:
    """Return the names that modules use, and the keys that their constants stand for."""
    return uses.with_keys(union(map(_uses, modules.values())))


def _without(modules: Modules, words: Words, *, tests: bool) -> Modules:
    """Return modules without what has the words."""
    return {
        path: _without_words(text, words.present_in(text), tests=tests)
        for path, text in modules.items()
    }


@lru_cache(256)
def _without_words(text: str, words: Words, *, tests: bool) -> str:
    """Return a module without what has the words."""
    # Most modules have none, and need not be parsed.
    if not words:
        return text
    if tests and words.statements:
        statements = Words(statements=words.statements)
        rest = without(_module(text), statements, tests=True)
        text = without_idle_parameters(
            rest,
            uses.parameters_in_use(_parse(text)),
            uses.parameters_in_use(_parse(rest.code)),
        ).code
    code = without(_module(text), words, tests=tests).code
    return without_entries(code, words.parts | words.values)


def _without_orphans(before: Modules, modules: Modules) -> Modules:
    """Return modules without what lost its last use."""
    orphans = union(map(_uses, before.values())) - union(map(_uses, modules.values()))
    return {
        path: _without_names(text, orphans, _uses(before[path]))
        for path, text in modules.items()
    }


def _without_names(
    text: str, orphans: frozenset[str], used_before: frozenset[str]
) -> str:
    """Return a module without orphaned definitions, and without imports that it used before."""
    tree = _parse(text)
    if gone := orphans & uses.definitions(tree):
        text = without_definitions(_module(text), gone).code
        tree = _parse(text)
    if idle := uses.imports(tree) & used_before - _uses(text):
        text = without_imports(_module(text), idle).code
    return text


def _lost(before: Modules, now: Modules) -> frozenset[str]:
    """Return the names that nothing defines any more, and those of steps."""
    trees_before, trees = _trees(before), _trees(now)
    names = union(map(uses.top_level, trees_before)) - union(map(uses.top_level, trees))
    methods = union(map(uses.definitions, trees_before)) - union(
        map(uses.definitions, trees)
    )
    steps = {name.removeprefix(_STEP) for name in methods if name.startswith(_STEP)}
    return frozenset(name for name in names if not name.startswith("test_")) | steps
