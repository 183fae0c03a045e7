"""Find what of an integration still says of its device what its model says of another."""

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import eq
from pathlib import PurePath
from typing import Any, Final

from script.integration.core import core
from script.integration.json_file import load
from script.integration.keys import mapping_at
from script.integration.syntax import keyword, last_name
from script.integration.tree import Places, Tree

from .stages import Stage


@dataclass(frozen=True, order=True)
class Trace:
    """Something that stands as the model has it.

    Attributes:
        keys: Below which it stands, in a JSON file.
        what: What says something of a device.
        why: Why it may not be true of another.
    """

    stage: Stage
    path: str
    keys: tuple[str, ...]
    what: str
    why: str


# What is compared: the place, and what stands there in a form that spacing and comments do not change
type Compared = Iterator[tuple[str, tuple[str, ...], object]]
type Read = Callable[[Tree, Places], Compared]


def traces(tree: Tree, originals: Iterable[Tree], domain: str) -> list[Trace]:
    """Return what of an integration stands as in that which it has most in common with."""
    every = [_common(tree, original, Places(domain)) for original in originals]
    return max(every, key=len, default=[])


def _common(tree: Tree, original: Tree, places: Places) -> list[Trace]:
    return [
        Trace(fact.stage, path, keys, fact.what.format(".".join(keys)), fact.why)
        for fact in _FACTS
        for path, keys in _equal(
            {place[:2]: place[2] for place in fact.read(tree, places)},
            {place[:2]: place[2] for place in fact.read(original, places)},
            fact.is_same,
        )
    ]


def _equal[K](
    own: Mapping[K, object],
    others: Mapping[K, object],
    is_same: Callable[[object, object], bool],
) -> Iterator[K]:
    return (
        key
        for key, value in own.items()
        if key in others and is_same(value, others[key])
    )


def _library(tree: Tree, places: Places) -> Compared:
    """Yield what the library says to a device and understands of it: texts that it passes on, and fields."""
    modules = {
        path: ast.parse(content)
        for path, content in tree.items()
        if path.startswith("companion/library/")
        and "/src/" in path
        and path.endswith(".py")
    }
    if modules:
        folder = f"{min(modules).partition('/src/')[0]}/src/"
        yield (
            folder,
            (),
            frozenset(word for each in modules.values() for word in _spoken(each)),
        )


def _spoken(module: ast.Module) -> Iterator[str]:
    """Yield the texts that are passed to calls, but for what people read of errors, and the fields of classes."""
    told = {
        id(each)
        for node in ast.walk(module)
        if isinstance(node, ast.Raise) and node.exc
        for each in ast.walk(node.exc)
    }
    for node in ast.walk(module):
        match node:
            case ast.Call(args=arguments) if id(node) not in told:
                yield from (
                    each.value
                    for each in arguments
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                )
            case ast.ClassDef(body=body):
                yield from (
                    each.target.id
                    for each in body
                    if isinstance(each, ast.AnnAssign)
                    and isinstance(each.target, ast.Name)
                )


def _mostly(own: object, others: object) -> bool:
    """Return whether one of two sets has most of the other."""
    match own, others:
        case frozenset(), frozenset():
            return 2 * len(own & others) > len(others)
    return False


def _project(tree: Tree, places: Places) -> Compared:
    """Yield the addresses of the library's project."""
    for path, content in tree.items():
        if path.startswith("companion/library/") and path.endswith("/pyproject.toml"):
            lines = content.decode().partition("[project.urls]")[2].partition("\n[")[0]
            yield path, (), lines.strip()


def _discovered(tree: Tree, places: Places) -> Compared:
    """Yield what devices are discovered by."""
    path = f"{places.integration}manifest.json"
    for kind, matchers in load(tree[path]).items():
        if kind in core().discoveries:
            yield path, (kind,), matchers


def _platforms(tree: Tree, places: Places) -> Compared:
    """Yield the modules of platforms."""
    for path, content in tree.items():
        module = PurePath(path)
        if (
            str(module.parent) == places.integration.rstrip("/")
            and module.suffix == ".py"
            and module.stem in core().platforms
        ):
            yield path, (), _parsed(content)


def _maker(tree: Tree, places: Places) -> Compared:
    """Yield the maker of the device."""
    for path, content in tree.items():
        if path.startswith(places.integration) and path.endswith(".py"):
            for node in ast.walk(ast.parse(content)):
                if isinstance(node, ast.Call) and last_name(node.func) == "DeviceInfo":
                    maker = keyword(node, "manufacturer")
                    if isinstance(maker, ast.Constant):
                        yield path, (), maker.value


def _texts(tree: Tree, places: Places) -> Compared:
    """Yield the texts about entities and options, which all others of a flow are not about."""
    path = f"{places.integration}strings.json"
    strings = load(tree[path])
    for part in ("entity", "options", "services"):
        for keys, text in _leaves(mapping_at(strings, part), (part,)):
            # A reference names a text of Home Assistant's.
            if not text.startswith("[%key:"):
                yield path, keys, text


def _leaves(
    content: Mapping[str, Any], above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))
        elif isinstance(value, str):
            yield (*above, key), value


def _icons(tree: Tree, places: Places) -> Compared:
    """Yield the icons of entities."""
    path = f"{places.integration}icons.json"
    if path in tree:
        for keys, icon in _leaves(load(tree[path]), ()):
            yield path, keys, icon


def _answers(tree: Tree, places: Places) -> Compared:
    """Yield what the tests have the library answer."""
    path = f"{places.tests}conftest.py"
    if path in tree:
        yield path, (), _parsed(tree[path])


def _drawing(tree: Tree, places: Places) -> Compared:
    """Yield what the brand images are drawn from."""
    path = f"{places.brands[1]}icon.svg"
    if path in tree:
        yield path, (), tree[path]


def _parsed(content: bytes) -> frozenset[str]:
    """Return what a module says, in whichever order, as formatting sorts what has other names."""
    tree = ast.parse(content)
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(names=names):
                names.sort(key=lambda each: each.name)
            case ast.List(elts=elements) if all(
                isinstance(each, ast.Constant) for each in elements
            ):
                elements.sort(key=ast.dump)
    return frozenset(ast.dump(each) for each in tree.body)


@dataclass(frozen=True)
class _Fact:
    """A kind of thing that says something of a device.

    Attributes:
        is_same: Whether it says of one device what it says of another.
    """

    stage: Stage
    read: Read
    what: str
    why: str
    is_same: Callable[[object, object], bool] = eq


_FACTS: Final = (
    _Fact(
        Stage.LIBRARY,
        _library,
        "the library",
        "it speaks the API of the model's simulated device",
        _mostly,
    ),
    _Fact(
        Stage.LIBRARY,
        _project,
        "the addresses of its project",
        "they are made of your handle, and nothing may be there",
    ),
    _Fact(
        Stage.FLOW,
        _discovered,
        "what {} discovers",
        "it is made of the domain, and your device may announce itself otherwise",
    ),
    _Fact(
        Stage.ENTITIES,
        _platforms,
        "the entities",
        "they are those of the model's device",
    ),
    _Fact(
        Stage.ENTITIES,
        _maker,
        "the manufacturer",
        "it is the name of the integration, not of who makes the device",
    ),
    _Fact(
        Stage.ENTITIES,
        _texts,
        "the text of {}",
        "it is about what the model's device has",
    ),
    _Fact(
        Stage.ENTITIES,
        _icons,
        "the icon of {}",
        "it shows what the model's device has",
    ),
    _Fact(
        Stage.TESTS,
        _answers,
        "the answers in the tests",
        "they are those of the model's device",
    ),
    _Fact(Stage.PAGE, _drawing, "the icon", "it is drawn for no one in particular"),
)
