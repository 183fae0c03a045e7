"""Cut what is absent out of the modules of an integration and of its tests."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Final

from .absence import Absence
from .blocks import Removal
from .conditions import Conditions
from .elements import without_elements
from .entries import is_config_flow
from .gone import Gone, Mentions
from .names import Module, Package, defined
from .place import Place
from .places import places
from .source import Change, Draft, source
from .uses import idle_imports, parts, unused
from .values import Values
from .variables import attributes_read, without_idle, without_stores

type Drafts = Mapping[str, Draft]

_OTHER: Final = "homeassistant.config_entries.ConfigSubentryFlow"


def cut_code(
    modules: Mapping[str, str], absence: Absence
) -> tuple[dict[str, str], tuple[Place, ...]]:
    """Return modules without what is absent, and the places that are left to their author."""
    before = Package(modules)
    cutter = Cutter(before, absence)
    drafts = cutter.settled()
    return {path: draft.text for path, draft in drafts.items()}, tuple(
        sorted(set(cutter.places(drafts)))
    )


class Cutter:
    """Cuts the modules of an integration until nothing more loses its last use."""

    def __init__(self, before: Package, absence: Absence) -> None:
        """Take the finished modules."""
        self._before = before
        self._absence = absence
        self._parts = parts(before)
        self._root = min((module.name for module in before.modules.values()), key=len)
        self._read = attributes_read(before)
        self._gone = Gone.of(absence)
        self._gone = replace(
            self._gone,
            missing=frozenset(f"{self._root}.{name}" for name in absence.modules),
        )

    def settled(self) -> Drafts:
        """Return the modules when nothing changes any more."""
        drafts: Drafts = {
            path: Draft.of(module.text)
            for path, module in self._before.modules.items()
            if self._gone.kind_of(module.name) is None
        }
        while True:
            package = self._package(drafts)
            self._lose(package)
            changed: Drafts = {
                path: draft.changed(self._changes(package, package.modules[path]))
                for path, draft in drafts.items()
            }
            if _texts(changed) == _texts(drafts):
                changed = self._without_unused(package, drafts)
            if _texts(changed) == _texts(drafts):
                return drafts
            drafts = changed

    def _lose(self, package: Package) -> None:
        """Take for missing what is defined no more."""
        lost = {
            name
            for name, part in self._parts.items()
            if part.owner is None and not package.definition(name)
        }
        self._gone = replace(self._gone, missing=self._gone.missing | lost)

    def _changes(self, package: Package, module: Module) -> Iterator[Change]:
        """Yield the edits of a module without what is gone by name or by condition."""
        removal = Removal(module.source)
        self._remove_definitions(package, module, removal)
        values = Values(package, module, self._absence, {})
        yield from Conditions(values, removal).changes()
        if self._gone.pattern.search(module.text):
            mentions = Mentions(module, self._gone, removal)
            self._gone = replace(
                self._gone, unused=self._gone.unused | mentions.emptied
            )
            yield from mentions.changes()
        yield from removal.changes()

    def _remove_definitions(
        self, package: Package, module: Module, removal: Removal
    ) -> None:
        """Remove what a module itself or its config flow defines."""
        if not any(name in module.text for name in self._absence.definitions):
            return
        for node in module.source.tree.body:
            if isinstance(node, ast.ClassDef) and (
                is_config_flow(package, module, node)
            ):
                for member in node.body:
                    if self._absence.definitions.intersection(defined(member)):
                        removal.add(member)
            elif self._absence.definitions.intersection(defined(node)):
                removal.add(node)

    def _without_unused(self, package: Package, drafts: Drafts) -> Drafts:
        """Return the modules without what was used before, and is not now."""
        gone = unused(self._parts, parts(package)).values()
        dead = self._read - attributes_read(package)
        result = {}
        for path, draft in drafts.items():
            module, before = package.modules[path], self._before.modules[path].text
            removal = Removal(module.source)
            for part in gone:
                if part.module is module:
                    removal.add(part.node)
            changes: list[Change] = []
            if draft.text != before or dead:
                changes += _without_imports(before, draft.text)
                changes += without_idle(before, removal)
                without_stores(package, module, dead, removal)
            result[path] = draft.changed([*changes, *removal.changes()])
        return {
            path: draft
            for path, draft in result.items()
            if not self._is_empty(path, draft)
        }

    def _is_empty(self, path: str, draft: Draft) -> bool:
        """Return whether a module has lost all that it had."""
        return (
            PurePosixPath(path).name != "__init__.py"
            and bool(self._before.modules[path].definitions)
            and all(
                isinstance(node, ast.Expr | ast.Import | ast.ImportFrom)
                for node in draft.source.tree.body
            )
        )

    def _package(self, drafts: Drafts) -> Package:
        return Package(_texts(drafts), self._before)

    def places(self, drafts: Drafts) -> Iterator[Place]:
        """Yield what is left over."""
        package = self._package(drafts)
        for path, draft in drafts.items():
            yield from places(
                package, package.modules[path], draft, self._gone, self._absence
            )


def _texts(drafts: Drafts) -> dict[str, str]:
    return {path: draft.text for path, draft in drafts.items()}


def _without_imports(before: str, now: str) -> Iterator[Change]:
    here = source(now)
    removal = Removal(here)
    idle = set(idle_imports(before, now))
    for node in {here.parents[alias] for alias in idle}:
        assert isinstance(node, ast.Import | ast.ImportFrom)
        if idle.issuperset(node.names):
            removal.add(node)
        else:
            yield without_elements(here, node, idle)
    yield from removal.changes()
