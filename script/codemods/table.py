"""Apply all codemods to an integration, in their order, until nothing changes any more."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from script.cut.place import Place
from script.integration.tree import Tree

from .abort_texts import abort_texts
from .actions import action_icons, action_texts
from .banned_imports import future_annotations, timeouts
from .change import Changed
from .clocks import clock
from .codemod import Codemod
from .component_imports import domain_names, root_imports
from .coordinator_entry import coordinator_entry
from .dead_code import unused_constants, unused_fixture_files
from .decorators import callbacks, frozen_descriptions
from .device_info import device_info
from .entity_attributes import (
    constant_properties,
    entity_constructors,
    inherited_attributes,
)
from .entry_type import entry_alias, entry_type
from .entry_versions import entry_versions
from .file_paths import file_paths
from .fixture_files import fixture_files
from .fixture_marks import fixture_marks
from .fixture_types import fixture_types
from .fixtures import custom_fixture, registry_fixtures
from .flow_results import flow_result_types, numbered_results
from .flow_types import flow_types
from .formatting import style
from .json_layout import json_layout
from .known_constants import known_constants
from .leftovers import empty_setups, version_guards
from .log_messages import log_arguments, log_style
from .logged_errors import logged_errors
from .manifest import categories, integration_type, manifest, requirements
from .migrations import migrations
from .mocked_results import mocked_results
from .module_names import own_modules, test_modules
from .moved_imports import moved_imports
from .moved_names import moved_names
from .needless_code import calls_without_effect, connection_classes, default_arguments
from .options_flows import options_flows
from .overrides import override
from .passed_on import passed_on
from .platforms import platforms
from .probatio_names import probatio
from .reloading import reloading
from .renamed_members import renamed_members
from .results import results
from .runtime_data import runtime_data
from .secret_keys import secret_keys
from .sentence_case import sentence_case
from .strings import common_texts, needless_texts, strings
from .subject import Subject
from .translation_keys import translation_keys
from .types import types

# Later ones build upon earlier ones.
CODEMODS: Final[Sequence[Codemod]] = (
    manifest,
    requirements,
    integration_type,
    categories,
    strings,
    action_texts,
    action_icons,
    common_texts,
    needless_texts,
    abort_texts,
    translation_keys,
    sentence_case,
    own_modules,
    custom_fixture,
    test_modules,
    file_paths,
    fixture_files,
    registry_fixtures,
    flow_result_types,
    numbered_results,
    clock,
    probatio,
    future_annotations,
    moved_names,
    moved_imports,
    passed_on,
    renamed_members,
    root_imports,
    domain_names,
    timeouts,
    migrations,
    entry_versions,
    version_guards,
    empty_setups,
    options_flows,
    flow_types,
    results,
    mocked_results,
    runtime_data,
    coordinator_entry,
    reloading,
    secret_keys,
    known_constants,
    platforms,
    callbacks,
    frozen_descriptions,
    default_arguments,
    connection_classes,
    calls_without_effect,
    entity_constructors,
    constant_properties,
    inherited_attributes,
    device_info,
    logged_errors,
    fixture_marks,
    types,
    fixture_types,
    entry_alias,
    entry_type,
    unused_constants,
    unused_fixture_files,
    override,
    log_arguments,
    log_style,
    json_layout,
    style,
)

# Each codemod changes nothing the second time, so that few rounds are enough.
_ROUNDS: Final = 8


@dataclass(frozen=True)
class Applied:
    """What all codemods made of a tree.

    Attributes:
        tree: The files as they are now.
        by_codemod: How many places each codemod changed, by its name; those that changed none are not there.
        left: What is left to the author, at its place in the files as they are now.
        lost: What those who use the integration now will miss, at its place in the files as they were.
        doubted: What of that which is left is changed when asked for.
    """

    tree: Tree
    by_codemod: Mapping[str, int]
    left: tuple[Place, ...]
    lost: tuple[Place, ...]
    doubted: frozenset[Place] = frozenset()


def apply_all(tree: Tree, domain: str, *, uncertain: bool = False) -> Applied:
    """Return what all codemods make of a tree."""
    counts: Counter[str] = Counter()
    lost: dict[Place, None] = {}
    for _ in range(_ROUNDS):
        rounds = [*_round(tree, domain, uncertain=uncertain)]
        for codemod, change in rounds:
            counts[codemod.name] += len(change.places_changed)
            lost |= dict.fromkeys(change.lost)
        tree = rounds[-1][1].tree
        # Nothing moved, so what is left is where the last round says.
        if not any(change.places_changed for _, change in rounds):
            break
    left = dict.fromkeys(place for _, change in rounds for place in change.left)
    wrong = Subject(tree, domain).wrong_files()
    doubted = frozenset(place for _, change in rounds for place in change.doubted)
    return Applied(tree, +counts, (*wrong, *left), tuple(lost), doubted)


def _round(
    tree: Tree, domain: str, *, uncertain: bool
) -> list[tuple[Codemod, Changed]]:
    """Return what each codemod makes of what the one before it made."""
    done = []
    subject = Subject(tree, domain)
    for codemod in CODEMODS:
        change = _change(codemod, subject, uncertain=uncertain)
        if change.places_changed:
            subject = Subject(change.tree, domain)
        done.append((codemod, change))
    return done


def _change(codemod: Codemod, subject: Subject, *, uncertain: bool) -> Changed:
    """Return what a codemod makes of a tree, or a place that says that it failed."""
    try:
        return codemod.change(subject, uncertain=uncertain)
    # One that fails on code that nobody has tried it on must not cost all the others.
    except Exception as err:  # noqa: BLE001
        why = f"{codemod.name} failed ({type(err).__name__}: {' '.join(str(err).split())[:200]})"
        path = f"{subject.places.integration}manifest.json"
        return Changed(
            subject.tree,
            left=(Place(path, 1, codemod.name, why, "report this fault of the tool"),),
        )
