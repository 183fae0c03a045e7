"""Follow names that review has changed."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
import io
from itertools import pairwise
import json
from pathlib import PurePosixPath
import re
from textwrap import dedent
import tokenize
from typing import Any, Final

_WORD: Final = re.compile(r"[A-Za-z_]\w*")
_TELLING: Final = re.compile(r"_|[a-z][A-Z]")
# A key of JSON or YAML, or one in a reference to a text
_KEY: Final = re.compile(r"(?<=\")\w+(?=\"\s*:)|(?<=::)\w+(?=::|%)|(?<!\S)\w+(?=:)")
_DATA: Final = (".json", ".yaml")
# What tests patch
_DOTTED: Final = re.compile(r"[A-Za-z_]\w*(\.\w+)+\Z")
_OF_A_STRING: Final = re.compile(r"^([rRbBuU]*)(\"\"\"|'''|\"|')(.*)\2$", re.DOTALL)


@dataclass(frozen=True)
class Renames:
    """What is called otherwise since a review.

    Attributes:
        names: Of Python, new by old.
        keys: Of translations, entities and other data, new by old.
        within: Whether the names are variables of one function, rather than attributes or what strings say.
        data: Words that are keys of data, which is what a string of that word says, and no name.
    """

    names: Mapping[str, str]
    keys: Mapping[str, str]
    within: bool = False
    data: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self.names or self.keys)


@dataclass(frozen=True)
class _Vocabulary:
    """The words of a text by what they are.

    Attributes:
        names: All names of Python.
        keys: All keys of data.
        defined: Those of both that are given there, rather than used alone.
    """

    names: frozenset[str]
    keys: frozenset[str]
    defined: frozenset[str]


def renames(pairs: Iterable[tuple[str, str, str]], *, within: bool = False) -> Renames:
    """Return what is called otherwise in texts after a review.

    A word that was given to something before, is not there any more, and stands in its place everywhere as one that
    was not there before has a new name. The variables of a function are nobody else's.

    Args:
        pairs: Path, text before and text after of each file.
        within: Whether the texts are one function, of which only the variables count.
    """
    pairs = list(pairs)
    before = _together(_vocabulary(path, text, within) for path, text, _ in pairs)
    after = _together(_vocabulary(path, text, within) for path, _, text in pairs)
    replaced: dict[str, set[str]] = defaultdict(set)
    for _, text, other in pairs:
        for old, new in _replaced(text, other):
            replaced[old].add(new)
    certain = {old: next(iter(new)) for old, new in replaced.items() if len(new) == 1}
    defined = {
        old: new
        for old, new in certain.items()
        if old in before.defined and new in after.defined
    }
    return Renames(
        _one_to_one(defined, before.names, after.names),
        {} if within else _one_to_one(defined, before.keys, after.keys),
        within,
    )


def _one_to_one(
    candidates: Mapping[str, str], before: frozenset[str], after: frozenset[str]
) -> dict[str, str]:
    chosen = {
        old: new
        for old, new in candidates.items()
        if old in before - after and new in after - before
    }
    values = list(chosen.values())
    return {old: new for old, new in chosen.items() if values.count(new) == 1}


def unambiguous(called: Renames, texts: Iterable[str]) -> Renames:
    """Return the renames to words that are not in other texts, where they may be something else."""
    taken = {word for text in texts for word in _WORD.findall(text)}
    names, keys = (
        {old: new for old, new in each.items() if new not in taken}
        for each in (called.names, called.keys)
    )
    return replace(called, names=names, keys=keys)


def data_keys(finished: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    """Return the words that are keys of data.

    Args:
        finished: The texts of an integration by their paths; the keys of its JSON and YAML count.
        after: Those of a step after a review; so does what its code still has as a string.
    """
    of_files = frozenset(
        key
        for path, text in finished.items()
        if PurePosixPath(path).suffix in _DATA
        for key in _KEY.findall(text)
    )
    left = _together(
        _vocabulary(path, text, within=False) for path, text in after.items()
    )
    return of_files | left.keys


def renamed(path: str, text: str, called: Renames) -> str:
    """Return a text with the new names."""
    if not called:
        return text
    if PurePosixPath(path).suffix == ".py":
        return _renamed_code(text, called)
    if PurePosixPath(path).suffix in _DATA:
        return _renamed_data(text, called.keys)
    return _renamed_prose(text, called)


def _together(vocabularies: Iterable[_Vocabulary]) -> _Vocabulary:
    every = list(vocabularies)
    return _Vocabulary(
        frozenset[str]().union(*(each.names for each in every)),
        frozenset[str]().union(*(each.keys for each in every)),
        frozenset[str]().union(*(each.defined for each in every)),
    )


def _vocabulary(path: str, text: str, within: bool) -> _Vocabulary:
    nothing = frozenset[str]()
    try:
        if PurePosixPath(path).suffix == ".py":
            return _of_code(ast.parse(dedent(text)), within)
        if PurePosixPath(path).suffix == ".json":
            keys = frozenset(_keys(json.loads(text or "{}")))
            return _Vocabulary(nothing, keys, keys)
    except ValueError, SyntaxError:
        pass
    return _Vocabulary(nothing, nothing, nothing)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _keys(each)


def _of_code(tree: ast.Module, within: bool) -> _Vocabulary:
    names, keys, defined = set(), set(), set()
    variables = {*_variables(tree)}
    given_by_name = {
        node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)
    }
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
                defined.add(node.name)
            case ast.arg(name) | ast.Name(name, ast.Store()):
                names.add(name)
                is_known_outside = node not in variables or (
                    isinstance(node, ast.arg) and name in given_by_name
                )
                if within or is_known_outside:
                    defined.add(name)
            case ast.Attribute(_, name, context):
                names.add(name)
                if isinstance(context, ast.Store):
                    defined.add(name)
            case ast.Name(name) | ast.keyword(str() as name):
                names.add(name)
            case ast.alias():
                names.update(node.name.split("."), [node.asname or node.name])
            case ast.Constant(str() as value) if value.isidentifier():
                keys.add(value)
        if isinstance(node, ast.keyword | ast.Assign | ast.AnnAssign):
            match node.value:
                case ast.Constant(str() as value) if value.isidentifier():
                    defined.add(value)
    return _Vocabulary(frozenset(names), frozenset(keys), frozenset(defined))


def _variables(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield what functions give to their own variables."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from (
                node
                for node in ast.walk(function)
                if isinstance(node, ast.arg)
                or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
            )


def _replaced(text: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield each word with that which stands in its place."""
    one, two = _WORD.findall(text), _WORD.findall(other)
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    for tag, start, stop, first, last in matcher.get_opcodes():
        if tag == "replace" and stop - start == last - first:
            yield from zip(one[start:stop], two[first:last], strict=True)


def _renamed_code(text: str, called: Renames) -> str:
    lines = text.splitlines(keepends=True)
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except tokenize.TokenError, SyntaxError:
        return text
    attributes = {
        token.start
        for dot, token in pairwise(tokens)
        if called.within and dot.string == "."
    }
    # From the end, so that positions stay right
    for token in reversed(tokens):
        if token.start in attributes:
            continue
        new = _renamed_token(token, called)
        if new == token.string:
            continue
        (row, column), (last, end) = token.start, token.end
        tail = lines[last - 1][end:]
        lines[row - 1 : last] = [f"{lines[row - 1][:column]}{new}{tail}"]
    return "".join(lines)


def _renamed_token(token: tokenize.TokenInfo, called: Renames) -> str:
    if token.type == tokenize.NAME:
        return called.names.get(token.string, token.string)
    if token.type == tokenize.COMMENT:
        return _renamed_prose(token.string, called)
    if token.type == tokenize.STRING and (parts := _OF_A_STRING.match(token.string)):
        prefix, quote, content = parts.groups()
        if _DOTTED.match(content):
            new = ".".join(called.names.get(name, name) for name in content.split("."))
        elif content.isidentifier() and (called.within or content in called.data):
            new = called.keys.get(content, content)
        else:
            new = called.keys.get(content) or _renamed_prose(content, called)
        return f"{prefix}{quote}{new}{quote}"
    return token.string


def _renamed_data(text: str, keys: Mapping[str, str]) -> str:
    """Return data with the new keys, also where they are referred to."""

    def new(match: re.Match[str]) -> str:
        return keys.get(match[0], match[0])

    return _KEY.sub(new, text)


def _renamed_prose(text: str, called: Renames) -> str:
    """Return text with those new names that cannot be words of a language."""
    telling = {
        old: new
        for old, new in {**called.keys, **called.names}.items()
        if _TELLING.search(old)
    }
    return _WORD.sub(lambda match: telling.get(match[0], match[0]), text)
