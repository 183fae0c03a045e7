"""Cut what is absent out of the modules of an integration and of its tests."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePosixPath
import re
from typing import Final

from .absence import Absence
from .blocks import Removal
from .callbacks import without_idle_callbacks
from .conditions import Conditions
from .entries import is_config_flow, other_flows
from .gone import Gone
from .mentions import Mentions
from .names import Module, Package, defined, is_test_path
from .place import Place
from .places import places
from .settle import Drafts, settled, texts
from .source import Change, Draft
from .testing import Tests, has_tests
from .values import Values
from .written import written

# What migrates entries of other versions
_MIGRATION: Final = "async_migrate_entry"


def cut_code(
    modules: Mapping[str, str], absence: Absence
) -> tuple[dict[str, str], tuple[Place, ...]]:
    """Return modules without what is absent, and the places that are left to their author.

    What only tests use is not used.

    Args:
        modules: The text of each module by its path; those below a folder "tests" are tests.
        absence: What is absent.
    """
    before = _finished(tuple(modules.items()))
    paths = [path for path in modules if not is_test_path(path)]
    absence = replace(absence, empty=absence.empty - written(before, paths))
    drafts, gone = _cut_integration(before, paths, absence)
    tests = [path for path in modules if is_test_path(path)]
    drafts, gone_of_tests = _cut_tests(before, tests, drafts, gone, absence)
    package = Package(texts(drafts), before)
    found = {
        place
        for path, draft in drafts.items()
        for place in places(
            before.modules[path],
            package,
            package.modules[path],
            draft,
            gone_of_tests if path in tests else gone,
            absence,
        )
    }
    return texts(drafts), tuple(sorted(found))


@lru_cache(2)
def _finished(modules: tuple[tuple[str, str], ...]) -> Package:
    """Return modules that several cuts begin with."""
    return Package(dict(modules))


def _cut_integration(
    before: Package, paths: list[str], absence: Absence
) -> tuple[Drafts, Gone]:
    root = min((before.modules[path].name for path in paths), key=len)
    missing = frozenset(f"{root}.{name}" for name in absence.modules)
    gone = replace(Gone.of(absence), missing=missing)
    drafts = {
        path: Draft.of(module.text)
        for path, module in before.modules.items()
        if path in paths and gone.kind_of(module.name) is None
    }

    def rules(
        package: Package, module: Module, gone: Gone
    ) -> tuple[list[Change], frozenset[str]]:
        removal = Removal(module)
        _remove_definitions(package, module, absence, removal)
        conditions = Conditions(Values(package, module, absence), removal)
        changes = [*conditions.changes()]
        aside = other_flows(package, module)
        mentions = Mentions(module, gone, removal, aside)
        changes += mentions.changes()
        changes += without_idle_callbacks(module, removal)
        return [*changes, *removal.changes()], frozenset(mentions.emptied)

    return settled(before, drafts, paths, gone, rules)


def _remove_definitions(
    package: Package, module: Module, absence: Absence, removal: Removal
) -> None:
    """Remove what a module itself, its config flow or any of its classes defines."""
    names = absence.definitions | absence.members
    if not module.source.has_any(names):
        return
    for node in module.source.tree.body:
        if not isinstance(node, ast.ClassDef):
            members, gone = [node], absence.definitions
        elif is_config_flow(package, module, node):
            members, gone = node.body, absence.definitions
        else:
            members, gone = node.body, absence.members
        for member in members:
            if gone.intersection(defined(member)):
                removal.add(member)


def _versions(before: Package, paths: Iterable[str]) -> Mapping[str, int]:
    """Return the version of the entries that the config flow makes, by the names of its parts."""
    found = {"version": 1, "minor_version": 1}
    for module in (before.modules[path] for path in paths):
        for node in module.source.tree.body:
            if isinstance(node, ast.ClassDef) and is_config_flow(before, module, node):
                for member in node.body:
                    match member:
                        case (
                            ast.Assign(
                                targets=[ast.Name(id=name)],
                                value=ast.Constant(value=int() as version),
                            )
                            | ast.AnnAssign(
                                target=ast.Name(id=name),
                                value=ast.Constant(value=int() as version),
                            )
                        ) if name.lower() in found:
                            found[name.lower()] = version
    return found


def _lost_members(gone: Gone, code: Drafts) -> Iterator[str]:
    """Yield the members of classes that are gone, and that nothing else is called."""
    code_texts = [draft.text for draft in code.values()]
    for member in gone.members:
        name = member.rpartition(".")[2]
        word = re.compile(rf"\b{name}\b")
        if not any(name in text and word.search(text) for text in code_texts):
            yield name


def _cut_tests(
    before: Package, paths: list[str], code: Drafts, gone: Gone, absence: Absence
) -> tuple[Drafts, Gone]:
    lost = {*_lost_members(gone, code)}
    gone = replace(
        gone,
        unused=gone.unused | absence.test_names,
        methods=gone.methods | absence.members | lost,
        strings=absence.test_strings | lost,
        empty=absence.empty,
        versions=_versions(before, code) if _MIGRATION in absence.definitions else {},
    )
    names = {
        f"test_{PurePosixPath(path).stem}.py"
        for path in before.modules.keys() - code.keys()
        if path not in paths
    }
    drafts: Drafts = dict(code) | {
        path: Draft.of(before.modules[path].text)
        for path in paths
        if PurePosixPath(path).name not in names
    }

    def rules(
        _package: Package, module: Module, gone: Gone
    ) -> tuple[list[Change], frozenset[str]]:
        if not gone.pattern.search(module.text):
            return [], frozenset()
        removal = Removal(module)
        tests = Tests(module, gone, removal)
        mentions = Mentions(module, gone, removal, tests.inside)
        changes = [*tests.changes(), *mentions.changes(), *removal.changes()]
        return changes, frozenset(mentions.emptied)

    drafts, gone = settled(before, drafts, paths, gone, rules)
    return {
        path: draft
        for path, draft in drafts.items()
        if path not in paths
        or has_tests(draft.source)
        or not has_tests(before.modules[path].source)
    }, gone
