"""Cut modules that use one another, until nothing more of them loses its last use."""

import ast
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from .blocks import Removal
from .docstrings import without_entries
from .elements import without_elements
from .gone import Gone
from .names import Module, Package
from .overrides import remove_idle_overrides
from .setup import remove_idle_setup
from .source import Change, Draft, source
from .sources import STEP
from .uses import Part, idle_imports, parts, unused, used_by_name, used_elsewhere
from .variables import attributes_read, without_idle, without_stores

type Drafts = Mapping[str, Draft]
# What is to change in a module, and what then stands for nothing
type Rules = Callable[[Package, Module, Gone], tuple[list[Change], frozenset[str]]]


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
    old, kept, called, read = before.known(
        "parts", tuple(paths), lambda: _finished(before, paths)
    )
    while True:
        package = Package(texts(drafts), before)
        gone = _with_lost(gone, old, before, package)
        here = [path for path in paths if path in drafts]
        changed, known = dict(drafts), gone
        for path in here:
            changes, emptied = rules(package, package.modules[path], gone)
            changed[path] = drafts[path].changed(changes)
            if not emptied <= gone.unused:
                gone = replace(gone, unused=gone.unused | emptied)
        if changed == drafts and gone == known:
            lost = unused(package, old, kept, called, parts(package, here))
            for path, changes in _without_unused(
                before, package, here, lost.values(), read
            ):
                changed[path] = drafts[path].changed(changes)
                if _is_emptied(path, before.modules[path], changed[path]):
                    del changed[path]
            if changed == drafts:
                return drafts, gone
        drafts = changed


def _finished(
    before: Package, paths: list[str]
) -> tuple[dict[str, Part], set[str], set[str], set[str]]:
    """Return the definitions of finished modules, those used elsewhere or by name, and the attributes that are read."""
    old = parts(before, paths)
    called = used_by_name(before, old)
    read = attributes_read(before.modules[path] for path in paths)
    return old, used_elsewhere(before, old, called), called, read


def texts(drafts: Drafts) -> dict[str, str]:
    """Return the texts of modules."""
    return {path: draft.text for path, draft in drafts.items()}


def _with_lost(
    gone: Gone, old: Mapping[str, Part], before: Package, package: Package
) -> Gone:
    """Return what is gone with what nothing defines any more."""
    changed = {
        path
        for path, module in before.modules.items()
        if path not in package.modules or package.modules[path].text != module.text
    }
    defined = [part for part in old.values() if part.path in changed]
    lost = {
        part.name
        for part in defined
        if part.owner is None and not package.definition(part.name)
    }
    members = {
        part.name.rpartition(".")[2]
        for part in defined
        if part.owner
        and STEP in part.name
        and not package.has_member(part.owner, part.name)
    }
    return replace(
        gone,
        missing=gone.missing | lost,
        members=gone.members | _lost_methods(defined, package),
        fixtures=gone.fixtures
        | {name.rpartition(".")[2] for name in lost if old[name].is_fixture},
        steps=gone.steps
        | {name.removeprefix(STEP) for name in members if name.startswith(STEP)},
    )


def _lost_methods(old: Iterable[Part], package: Package) -> set[str]:
    """Return the methods that classes have lost which are still there."""
    return {
        part.name
        for part in old
        if part.owner
        and isinstance(part.node, ast.FunctionDef | ast.AsyncFunctionDef)
        and package.definition(part.owner)
        and not package.has_member(part.owner, part.name)
    }


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
        removal = Removal(module.source)
        for part in gone:
            if part.path == path:
                removal.add(part.node)
        changes: list[Change] = []
        if module.text != text or dead:
            changes += _without_imports(text, removal)
            changes += without_idle(package, module, text, removal)
            changes += without_entries(source(text), module.source)
            remove_idle_setup(before.modules[path], module, removal)
            remove_idle_overrides(source(text), module.source, removal)
            if dead:
                without_stores(package, module, dead, removal)
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
