"""Cut modules that use one another, until nothing more of them loses its last use."""

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from .blocks import Removal
from .docstrings import without_entries
from .elements import without_elements
from .fields import without_fields, without_given
from .gone import Gone
from .names import Module, Package, is_test_path
from .overrides import remove_idle_overrides
from .setup import remove_idle_setup
from .source import Change, Draft, source
from .sources import STEP
from .uses import Part, idle_imports, parts, unused, used_by_name, used_elsewhere
from .variables import attributes_read, without_idle, without_stores

type Drafts = Mapping[str, Draft]
# What is to change in a module, and what then stands for nothing
type Rules = Callable[[Package, Module, Gone], tuple[list[Change], frozenset[str]]]


@dataclass(frozen=True)
class _Finished:
    """What is known of finished modules.

    Attributes:
        before: The modules.
        parts: Their definitions.
        kept: Those of them that something else uses.
        called: Those that are used by their own names.
        read: The attributes that are read.
    """

    before: Package
    parts: dict[str, Part]
    kept: set[str]
    called: set[str]
    read: set[str]

    @classmethod
    def of(cls, before: Package, paths: list[str]) -> _Finished:
        """Return it for some of the modules."""
        old = parts(before, paths)
        called = used_by_name(before, old)
        read = attributes_read(before.modules[path] for path in paths)
        return cls(before, old, used_elsewhere(before, old, called), called, read)

    @cached_property
    def by_path(self) -> dict[str, list[Part]]:
        """Return the definitions by the paths of their modules."""
        found: dict[str, list[Part]] = {}
        for part in self.parts.values():
            found.setdefault(part.path, []).append(part)
        return found


def settled(
    before: Package, drafts: Drafts, paths: list[str], gone: Gone, rules: Rules
) -> tuple[Drafts, Gone]:
    """Return modules after all cuts, and what is gone by then.

    Args:
        before: All finished modules.
        drafts: Those that are left.
        paths: Which of the finished ones are to be cut.
        gone: What is gone at first.
        rules: Tell what goes for itself.
    """
    finished = before.known(
        "finished", tuple(paths), lambda: _Finished.of(before, paths)
    )
    while True:
        package = Package(texts(drafts), before)
        gone = _with_lost(gone, finished, package)
        here = [path for path in paths if path in drafts]
        changed, known = dict(drafts), gone
        for path in here:
            changes, emptied = rules(package, package.modules[path], gone)
            changed[path] = drafts[path].changed(changes)
            if not emptied <= gone.unused:
                gone = replace(gone, unused=gone.unused | emptied)
        if changed == drafts and gone == known:
            lost = unused(
                package,
                finished.parts,
                finished.kept,
                finished.called,
                parts(package, here),
            )
            for path, changes in _without_unused(
                before, package, here, lost.values(), finished.read
            ):
                changed[path] = drafts[path].changed(changes)
                if _is_emptied(path, before.modules[path], changed[path]):
                    del changed[path]
            if changed == drafts:
                return drafts, gone
        drafts = changed


def texts(drafts: Drafts) -> dict[str, str]:
    """Return the texts of modules."""
    return {path: draft.text for path, draft in drafts.items()}


def _with_lost(gone: Gone, finished: _Finished, package: Package) -> Gone:
    """Return what is gone with what nothing defines any more."""
    lost = [
        part
        for path, defined in finished.by_path.items()
        for part in _lost(finished.before.modules[path], package, defined)
    ]
    definitions = [part for part in lost if part.owner is None]
    members = [part for part in lost if part.owner]
    return replace(
        gone,
        missing=gone.missing.union(part.name for part in definitions),
        # Of classes that are still there
        members=gone.members.union(
            part.name
            for part in members
            if isinstance(part.node, ast.FunctionDef | ast.AsyncFunctionDef)
            and package.definition(part.owner)
        ),
        fixtures=gone.fixtures.union(
            part.fixture for part in definitions if part.fixture
        ),
        steps=gone.steps.union(
            part.short.removeprefix(STEP)
            for part in members
            if part.short.startswith(STEP)
        ),
    )


def _lost(before: Module, package: Package, defined: list[Part]) -> Iterable[Part]:
    """Return what a finished module defines, and the module that is left of it does not."""
    if not (module := package.modules.get(before.path)):
        return defined
    if module.text == before.text:
        return ()
    return module.source.known(
        f"lost from {module.path}",
        before.text,
        lambda: [
            part
            for part in defined
            if not (
                package.has_member(part.owner, part.name)
                if part.owner
                else package.definition(part.name)
            )
        ],
    )


def _without_unused(
    before: Package,
    package: Package,
    paths: list[str],
    gone: Collection[Part],
    read: set[str],
) -> Iterator[tuple[str, list[Change]]]:
    """Yield the edits of modules without what was used before, and is not now."""
    dead = read - attributes_read(package.modules[path] for path in paths)
    for path in paths:
        module, text = package.modules[path], before.modules[path].text
        removal = Removal(module)
        for part in gone:
            if part.path == path:
                removal.add(part.node)
        changes: list[Change] = []
        if is_test_path(path):
            changes += without_given(before, package, module)
        if module.text != text or dead:
            changes += _without_imports(text, removal)
            changes += without_idle(package, module, text, removal)
            changes += without_entries(source(text), module.source)
            remove_idle_setup(before.modules[path], module, removal)
            remove_idle_overrides(source(text), module.source, removal)
            if dead:
                without_stores(package, module, dead, removal)
                changes += without_fields(before, module, dead, removal)
        yield path, [*changes, *removal.changes()]


def _without_imports(before: str, removal: Removal) -> Iterator[Change]:
    here = removal.source
    idle = set(idle_imports(before, here))
    for node in {here.parents[alias] for alias in idle}:
        assert isinstance(node, ast.Import | ast.ImportFrom)
        if idle.issuperset(node.names):
            removal.add(node)
        else:
            yield without_elements(here, node, idle)


def _is_emptied(path: str, before: Module, draft: Draft) -> bool:
    """Return whether a module defined something, and does not any more."""
    return (
        draft.text != before.text
        and PurePosixPath(path).name != "__init__.py"
        and bool(before.definitions)
        and all(
            isinstance(node, ast.Expr | ast.Import | ast.ImportFrom)
            for node in draft.source.tree.body
        )
    )
