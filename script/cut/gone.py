"""Tell what is gone, by name."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
import re
from typing import Final

from .absence import Absence
from .lists import names_platform
from .names import Module, is_test_path
from .naming import DOTTED
from .positions import (
    SOURCE_PREFIX,
    inherits_property,
    is_other_version,
    is_step,
    lacks_member,
    passes_on,
    starts_flow,
)
from .sources import STEP

# What Home Assistant has for a source by name
_OF_SOURCE: Final = ("_get_{}_entry", "async_start_{}", "start_{}_flow")


class Kind(Enum):
    """How a name is gone."""

    # Home Assistant has it, so that code may still name it.
    UNUSED = "unused"
    # Code that names it is wrong.
    MISSING = "missing"


@dataclass(frozen=True)
class Gone:
    """All that is gone, by name.

    Attributes:
        unused: Qualified names that nothing needs any more, with all below them.
        missing: Qualified names that nothing defines any more, with all below them.
        methods: Methods of any object.
        members: Qualified names of members that classes do not have any more.
        fixtures: Fixtures of tests.
        strings: Texts of tests, whole or, ending with a dot, their beginning.
        steps: Steps of flows.
        empty: Mappings of a config entry that have nothing in them.
        versions: The only version of entries by the names of its parts, where none is migrated.
    """

    unused: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()
    fixtures: frozenset[str] = frozenset()
    strings: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    versions: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, absence: Absence) -> Gone:
        """Return what is gone of Home Assistant."""
        methods = {
            pattern.format(source)
            for source in absence.sources
            for pattern in _OF_SOURCE
        }
        names = {f"{SOURCE_PREFIX}{source.upper()}" for source in absence.sources}
        for name in absence.names:
            *_, owner, last = f".{name}".split(".")
            is_method = owner[:1].isupper() and not last.isupper()
            (methods if is_method else names).add(last if is_method else name)
        return cls(unused=frozenset(names), methods=frozenset(methods))

    @cached_property
    def identifiers(self) -> frozenset[str]:
        """Return the identifiers of which a part of a module that names any of it has one."""
        qualified = self.unused | self.missing | self.members
        names = {name.rpartition(".")[2] for name in qualified}
        strings = {text.removesuffix(".") for text in self.strings} | self.strings
        steps = {f"{STEP}{step}" for step in self.steps} | self.steps
        texts = self.methods | strings | steps | self.empty
        return texts.union(names, self.versions, {DOTTED})

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return what a text has that names any of it."""
        texts = self.identifiers - {DOTTED} | self.fixtures
        return re.compile("|".join(map(re.escape, sorted(texts))) or r"(?!)")

    def kind(self, module: Module, node: ast.AST) -> Kind | None:
        """Return how a name or an attribute is gone, None if it is not."""
        if isinstance(node, ast.Attribute) and node.attr in self.methods:
            # Without its own, an object has the property of the class above.
            return Kind.UNUSED if inherits_property(module, node) else Kind.MISSING
        if isinstance(node, ast.Attribute) and lacks_member(module, node, self.members):
            return Kind.MISSING
        if isinstance(node, ast.Name | ast.Attribute) and (
            name := module.qualified(node)
        ):
            kind = self.kind_of(name)
            # A flow that is started has no step to begin with.
            is_start = kind is Kind.UNUSED and starts_flow(module.source, node)
            return Kind.MISSING if is_start else kind
        return None

    def is_text(self, module: Module, node: ast.AST) -> bool:
        """Return whether a part of a test is about what is gone, though not by a name of code."""
        match node:
            case ast.Constant(value=str() as text) as node:
                if text in self.strings or f"{text.partition('.')[0]}." in self.strings:
                    return (
                        "." in text
                        or text in self.strings
                        or names_platform(module.source, node)
                    )
                if text in self.steps:
                    return is_step(module.source, node)
                return "." in text and self.kind_of(text) is Kind.MISSING
            case ast.Attribute(attr=name) if name.startswith(STEP):
                # A test calls it by itself.
                is_gone = name.removeprefix(STEP) in self.steps
                return is_gone and is_test_path(module.path)
            case ast.Attribute(attr=name, value=ast.Attribute(attr="config_entries")):
                return name in self.empty
            case ast.keyword(value=ast.Constant() | ast.Dict(keys=[])):
                return False
            case ast.keyword(arg=str() as name):
                return name in self.empty and not passes_on(module.source, node)
            case ast.Call(
                func=ast.Name(id=name) | ast.Attribute(attr=name), keywords=arguments
            ):
                return "entry" in name.lower() and any(
                    is_other_version(argument, self.versions) for argument in arguments
                )
        return False

    def kind_of(self, name: str) -> Kind | None:
        """Return how a qualified name is gone, None if it is not."""
        while name:
            if name in self.missing:
                return Kind.MISSING
            if name in self.unused:
                return Kind.UNUSED
            name = name.rpartition(".")[0]
        return None
