"""Compare what an installation keeps of a component before and after its adoption: ids, entries and devices.

Home Assistant stores them; whatever is another afterwards, its present users lose.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
import json
from pathlib import PurePosixPath
import re
from typing import Final, override

from script.codemods.formatting import formatted
from script.cut.names import Module, Package
from script.cut.place import Place
from script.integration.core import core
from script.integration.syntax import assigned, body, dotted, keyword, last_name, text
from script.integration.tree import Places, Tree

from .library.plain import literal

_HOME_ASSISTANT: Final = "homeassistant."
_LIBRARIES: Final = "companion/library/"
_DOMAIN: Final = "<domain>"

ENTITY: Final = "unique id of an entity"
ENTITY_ID: Final = "entity id"
FLOW: Final = "unique id of an entry"
DEVICE: Final = "identity of a device"
KEY: Final = "key of an entity description"
READ: Final = "key of an entry that is read"
WRITTEN: Final = "data of an entry"
VERSION: Final = "version of an entry"
PLATFORM: Final = "platform"
DOMAIN: Final = "domain"

# What of it users lose
_LOSSES: Final[Mapping[str, str]] = {
    ENTITY: "their entity gets a new entry in the registry, without its history, name and area",
    ENTITY_ID: "dashboards and automations name another entity",
    FLOW: "the entry is not found again, and can be added twice",
    DEVICE: "their device is a new one, without its name and area",
    KEY: "the entity with it is gone, or has another unique id",
    READ: "what they set is not used any more",
    WRITTEN: "an entry made before does not have what is read now",
    VERSION: "an entry of another version is migrated, or refused where it is newer",
    PLATFORM: "its entities are gone",
    DOMAIN: "entries, entities and devices stay with the old domain, and are set up anew by hand",
}
_MEND: Final = "make it what it was, or tell users what they lose"
_IN_CLASSES: Final = {
    "_attr_unique_id": ENTITY,
    "unique_id": ENTITY,
    "entity_id": ENTITY_ID,
    "VERSION": VERSION,
    "MINOR_VERSION": VERSION,
}
# What is no code
_SAID: Final = frozenset({READ, WRITTEN, PLATFORM, DOMAIN})
_EXPRESSIONS: Final = "expressions.py"
_IN_CALLS: Final = {"identifiers": DEVICE, "connections": DEVICE}


@dataclass(frozen=True)
class Trait:
    """One thing that an installation keeps.

    Attributes:
        kind: As one of the constants above.
        owner: The class or function that it is of, "" for none.
        code: What it is, with constants as their values.
    """

    kind: str
    owner: str
    code: str
    path: str
    line: int


def lost(before: Tree, after: Tree, domain: str) -> tuple[Place, ...]:
    """Return what is another after the adoption, each at its place in the files as they were."""
    was, now = traits(before, domain), traits(after, domain)
    as_core = _written(
        each.code
        for each in (*_left(was, now), *_left(now, was))
        if each.kind not in _SAID
    )
    was, now = (
        [
            each
            if each.kind in _SAID
            else replace(each, code=as_core.get(each.code, each.code))
            for each in found
        ]
        for found in (was, now)
    )
    gone = _left(was, now)
    come = _left(now, was)
    places = []
    # A key is one loss, wherever it was read.
    once = {(e.kind, e.code) if e.kind == READ else e: e for e in reversed(gone)}
    for trait in reversed(once.values()):
        instead = [
            each.code
            for each in come
            if (each.kind, each.owner) == (trait.kind, trait.owner)
        ]
        change = f"now {instead[0]}" if len(instead) == 1 else "not there any more"
        places.append(_place(trait, change))
    written = {each.code for each in was if each.kind in (READ, WRITTEN)}
    places += [
        Place(
            each.path,
            each.line,
            each.code,
            f"{each.kind} is new: an entry made before does not have it",
            "read it with a default",
        )
        for each in come
        if each.kind == READ and each.code not in written
    ]
    return tuple(places)


def _written(codes: Iterable[str]) -> dict[str, str]:
    """Return expressions as core's settings of ruff have them, which is no other value."""
    each_once = [*dict.fromkeys(codes)]
    lines = "".join(f"_{number} = {code}\n" for number, code in enumerate(each_once))
    if not lines:
        return {}
    tree = ast.parse(formatted({_EXPRESSIONS: lines.encode()})[_EXPRESSIONS])
    found = {
        target.id: ast.unparse(value)
        for node in tree.body
        for target, value in assigned(node)
        if isinstance(target, ast.Name)
    }
    return {
        code: found.get(f"_{number}", code) for number, code in enumerate(each_once)
    }


def _place(trait: Trait, change: str) -> Place:
    return Place(
        trait.path,
        trait.line,
        trait.code,
        f"{trait.kind} is {change}: {_LOSSES[trait.kind]}",
        _MEND,
    )


def _left(some: list[Trait], others: list[Trait]) -> list[Trait]:
    """Return those of some that others do not have, whatever class they are in."""
    rest = Counter((each.kind, each.code) for each in others)
    # What is a set of keys is there however often it is named.
    found = []
    for trait in some:
        key = (trait.kind, trait.code)
        if rest[key] or (trait.kind in (READ, KEY) and key in rest):
            rest[key] -= 1
        else:
            found.append(trait)
    return found


def traits(tree: Tree, domain: str) -> list[Trait]:
    """Return what an installation keeps of an integration."""
    path = f"{Places(domain).integration}manifest.json"
    own = _domain(tree.get(path, b""))
    package = _package(tree, domain, own)
    found = [Trait(DOMAIN, "", own, path, 1)]
    for path, module in package.modules.items():
        stem = path.removeprefix(Places(domain).integration).partition("/")[0]
        name = PurePosixPath(stem).stem
        if name in core().platforms:
            found.append(Trait(PLATFORM, "", name, path, 1))
        reader = _Reader(module, own)
        found += dict.fromkeys(reader.traits())
    return [*{(e.kind, e.code) if e.kind == PLATFORM else e: e for e in found}.values()]


def _domain(manifest: bytes) -> str:
    try:
        content = json.loads(manifest)
    except ValueError:
        return ""
    return str(content.get("domain", "")) if isinstance(content, dict) else ""


def _package(tree: Tree, domain: str, own: str) -> Package:
    """Return the modules of an integration and of its library, those that cannot be read aside.

    Modules are named as in core, by which the integration's own are known.
    """
    texts: dict[str, str] = {}
    for path, content in tree.items():
        is_own = path.startswith(Places(domain).integration) or (
            path.startswith(_LIBRARIES) and "/src/" in path
        )
        if is_own and path.endswith(".py"):
            try:
                text_ = content.decode()
                ast.parse(text_)
            except SyntaxError, ValueError, RecursionError:
                continue
            texts[path] = re.sub(
                rf"\bcustom_components\.{re.escape(own)}\b",
                f"homeassistant.components.{domain}",
                text_,
            )
    return Package(texts)


class _Reader:
    """Reads the traits off a module."""

    def __init__(self, module: Module, domain: str) -> None:
        """Take the module, and the domain that stands in what it says."""
        self._module = module
        self._domain = domain

    def traits(self) -> Iterator[Trait]:
        """Yield them."""
        for node in self._module.source.tree.body:
            owner = getattr(node, "name", "")
            yield from self._of(node, owner if isinstance(owner, str) else "")

    def _of(self, top: ast.stmt, owner: str) -> Iterator[Trait]:
        is_class = isinstance(top, ast.ClassDef)
        for node in ast.walk(top):
            for target, value in assigned(node):
                name = (dotted(target) or "").removeprefix("self.")
                if is_class and name in _IN_CLASSES:
                    yield self._trait(_IN_CLASSES[name], owner, value)
            match node:
                case ast.FunctionDef(name=name) if is_class and name in _IN_CLASSES:
                    for each in self._returned(node):
                        yield self._trait(_IN_CLASSES[name], owner, each)
                case ast.Call():
                    yield from self._call(node, owner)
                case ast.Dict(keys=keys, values=values):
                    for key, each in zip(keys, values, strict=True):
                        if (kind := _IN_CALLS.get(self._text(key) or "")) is not None:
                            yield self._trait(kind, owner, each)
                case ast.Subscript(value=held, slice=part) if _is_entry(held):
                    yield from self._key(owner, part)

    @staticmethod
    def _returned(function: ast.FunctionDef) -> Iterator[ast.expr]:
        for statement in body(function):
            for node in ast.walk(statement):
                if isinstance(node, ast.Return) and node.value is not None:
                    yield node.value

    def _call(self, call: ast.Call, owner: str) -> Iterator[Trait]:
        name = last_name(call.func)
        if name == "async_set_unique_id" and call.args:
            yield self._trait(FLOW, owner, call.args[0])
        elif name == "async_create_entry":
            for part in ("data", "options"):
                match keyword(call, part):
                    case ast.Dict(keys=keys):
                        for key in filter(None, keys):
                            if (said := self._text(key)) is not None:
                                yield self._at(WRITTEN, owner, said, key)
        elif name.endswith("Description") and (named := keyword(call, "key")):
            yield self._trait(KEY, name, named)
        elif name in ("get", "pop") and isinstance(call.func, ast.Attribute):
            if _is_entry(call.func.value) and call.args:
                yield from self._key(owner, call.args[0])
        for part, kind in _IN_CALLS.items():
            if (said_of := keyword(call, part)) is not None:
                yield self._trait(kind, owner, said_of)

    def _key(self, owner: str, key: ast.expr) -> Iterator[Trait]:
        if (said := self._text(key)) is not None:
            yield self._at(READ, owner, said, key)

    def _text(self, node: ast.AST | None) -> str | None:
        if node is None:
            return None
        plain = _Plain(self._module, self._domain).visit(deepcopy(node))
        return text(plain)

    def _trait(self, kind: str, owner: str, value: ast.expr) -> Trait:
        plain = _Plain(self._module, self._domain).visit(deepcopy(value))
        return self._at(kind, owner, ast.unparse(plain), value)

    def _at(self, kind: str, owner: str, code: str, node: ast.expr) -> Trait:
        return Trait(kind, owner, code, self._module.path, node.lineno)


def _is_entry(node: ast.expr) -> bool:
    """Return whether this is what an entry holds."""
    match node:
        case ast.Attribute(value=owner, attr="data" | "options"):
            return last_name(owner).endswith("entry")
    return False


class _Plain(ast.NodeTransformer):
    """Writes constants as their values, and where data of an entry is kept in one way."""

    def __init__(self, module: Module, domain: str) -> None:
        self._module = module
        self._domain = domain

    @override
    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._constant(node) or node

    @override
    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        if found := self._constant(node):
            return found
        self.generic_visit(node)
        return node

    @override
    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if node.value == self._domain:
            return ast.Constant(_DOMAIN)
        return node

    @override
    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        match node:
            case ast.Subscript(
                value=ast.Subscript(value=ast.Attribute(attr="data") as store),
                slice=ast.Attribute(value=entry, attr="entry_id"),
            ) if last_name(store.value).endswith("hass"):
                return ast.Attribute(entry, "runtime_data", ast.Load())
            case ast.Subscript(value=inner, slice=ast.Constant(value=str() as name)):
                owner = self.visit(inner)
                if isinstance(owner, ast.Attribute) and owner.attr == "runtime_data":
                    return ast.Attribute(owner, name, ast.Load())
        self.generic_visit(node)
        return node

    @override
    def visit_Await(self, node: ast.Await) -> ast.expr:
        visited: ast.expr = self.visit(node.value)
        return visited

    def _constant(self, node: ast.expr) -> ast.expr | None:
        """Return the value of a constant, of the integration or of Home Assistant."""
        name = self._module.qualified(node)
        if not name:
            return None
        if found := self._module.package.definition(name):
            _, statement = found
            match statement:
                case (
                    ast.Assign(value=ast.Constant() as value)
                    | ast.AnnAssign(value=ast.Constant() as value)
                ):
                    return self.visit_Constant(value)
            return None
        if name.startswith(_HOME_ASSISTANT) and (code := literal(name)):
            return ast.parse(code, mode="eval").body
        return None
