"""The features that an integration has, each with what is not there without it."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
import json
import re
from typing import Any, Final

from script.integration import strict_typing
from script.integration.core import Core, core
from script.integration.strict_typing import is_strictly_typed
from script.integration.tree import Places, Tree

from .table import DISCOVERY, KINDS, LABELS, OPTIONS, PLATFORM, STRICT_TYPING, Kind

_DEFINED: Final = re.compile(
    r"^ *(?:async )?def (\w+)|^(?:    | +self\.)(\w+)(?:: [^=\n]+)? = ", re.MULTILINE
)
# Classes of Home Assistant whose flow keeps all that the user enters in the options
_KEEPS_IN_OPTIONS: Final = "SchemaConfigFlowHandler"


@dataclass(frozen=True, kw_only=True)
class Feature:
    """A feature of an integration.

    Attributes:
        kind: Which of KINDS.
        name: What it is called among the features of its integration ("switch", "reauth").
        label: What people call it, in a title.
        parts: What its kind consists of, here.
        modules: Its own modules.
        empty: Mappings of a config entry that have nothing in them without it.
    """

    kind: str
    name: str
    label: str
    parts: Kind
    modules: frozenset[str]
    empty: frozenset[str]

    @property
    def slug(self) -> str:
        """Return what its branch is called."""
        return self.parts.slug.replace("_", "-")

    def title(self, name: str) -> str:
        """Return the title of the pull request that adds it to an integration of this name."""
        return self.parts.title.format(label=self.label, name=name)


@dataclass(frozen=True)
class Source:
    """The files of an integration alone, as far as they show its features."""

    files: Mapping[str, str]

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return the manifest."""
        loaded: dict[str, Any] = json.loads(self.files.get("manifest.json", "{}"))
        return loaded

    @cached_property
    def code(self) -> dict[str, str]:
        """Return the modules by their dotted names, "" being the integration itself."""
        return {
            module_name(path): text
            for path, text in self.files.items()
            if path.endswith(".py")
        }

    @cached_property
    def definitions(self) -> frozenset[str]:
        """Return the names of the functions, the methods and the attributes of classes."""
        return frozenset(
            match[1] or match[2]
            for text in self.code.values()
            for match in _DEFINED.finditer(text)
        )

    def below(self, module: str) -> Iterator[str]:
        """Yield a module, and those in it if it is a package."""
        return (
            name
            for name in self.code
            if name == module or name.startswith(f"{module}.")
        )


def source(tree: Tree, domain: str) -> Source:
    """Return the files of an integration alone."""
    folder = Places(domain).integration
    return Source(
        {
            path.removeprefix(folder): content.decode()
            for path, content in tree.items()
            if path.startswith(folder) and path.endswith((".py", ".json", ".yaml"))
        }
    )


def module_name(path: str) -> str:
    """Return the dotted name of a module in a folder, "" for that of the folder."""
    return (
        path.removesuffix(".py").replace("/", ".").removesuffix("__init__").rstrip(".")
    )


def parts_of(kind: str, installed: Core) -> tuple[str, ...]:
    """Return the parts of Home Assistant for which there is a feature of a kind."""
    several = {PLATFORM: installed.platforms, DISCOVERY: installed.discoveries}
    return tuple(sorted(several.get(kind, (kind,))))


def found(tree: Tree, domain: str) -> tuple[Feature, ...]:
    """Return the features of an integration, in the order in which reviewers expect them."""
    return _found(tuple(source(tree, domain).files.items()))


# A series asks for those of the finished integration at each of its steps.
@lru_cache(maxsize=4)
def _found(files: tuple[tuple[str, str], ...]) -> tuple[Feature, ...]:
    read, installed = Source(dict(files)), core()
    return tuple(
        _feature(name, part, kind, read)
        for name, template in KINDS.items()
        for part in parts_of(name, installed)
        if _shows(kind := with_part(template, part), name, read)
    )


def with_part(kind: Kind, part: str) -> Kind:
    """Return a kind for one platform or one kind of discovery."""

    def filled(value: Any) -> Any:
        match value:
            case str():
                return value.replace("{part}", part).replace("{PART}", part.upper())
            case tuple():
                return tuple(filled(each) for each in value)
        return value

    return replace(
        kind, **{each.name: filled(getattr(kind, each.name)) for each in fields(kind)}
    )


def _shows(kind: Kind, name: str, read: Source) -> bool:
    """Return whether an integration has a feature."""
    if name == STRICT_TYPING:
        return is_strictly_typed(read.files.get(strict_typing.FILE, ""))
    return bool(
        any(each for module in kind.modules for each in read.below(module))
        or any(_has_content(read.files.get(file)) for file in kind.files)
        or any(key in read.manifest for key in kind.manifest)
        or not read.definitions.isdisjoint((*kind.definitions, *kind.members))
    )


def _has_content(text: str | None) -> bool:
    return any(
        line.strip() and not line.startswith("#") for line in (text or "").splitlines()
    )


def _feature(name: str, part: str, kind: Kind, read: Source) -> Feature:
    empty = frozenset(kind.empty)
    if name == OPTIONS and not _only_options_flow_sets_options(read):
        empty = frozenset()
    return Feature(
        kind=name,
        name=part,
        label=LABELS.get(part, part.replace("_", " ")),
        parts=kind,
        modules=frozenset(
            each for module in kind.modules for each in read.below(module)
        ),
        empty=empty,
    )


def _only_options_flow_sets_options(read: Source) -> bool:
    """Return whether entries have no options until somebody has gone through an options flow."""
    return not any(map(_gives_options, read.code.values()))


@lru_cache(maxsize=2048)
def _gives_options(text: str) -> bool:
    return _KEEPS_IN_OPTIONS in text or (
        "options=" in text and any(_sets_options(ast.parse(text)))
    )


def _sets_options(node: ast.AST) -> Iterator[ast.Call]:
    """Yield what gives options to a new entry."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.ClassDef(bases=bases) if any(
                "OptionsFlow" in ast.unparse(base) for base in bases
            ):
                continue
            case ast.AsyncFunctionDef(name="async_migrate_entry"):
                continue
            case ast.Call(func=ast.Attribute(attr=name), keywords=keywords) if (
                name.startswith(("async_create_entry", "async_update"))
                and any(each.arg == "options" for each in keywords)
            ):
                yield child
        yield from _sets_options(child)
