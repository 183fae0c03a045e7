"""The table of all rules."""

from collections.abc import Iterable
from types import ModuleType
from typing import Final

from . import (
    actions,
    availability,
    brand,
    catching,
    client,
    clocks,
    coordinators,
    domain_constants,
    exceptions,
    first_pr,
    imports,
    later,
    leftovers,
    logs,
    page,
    parameters,
    placement,
    reloading,
    runtime_data,
    setup,
    signatures,
    style,
    usages,
)
from .entities import (
    attributes,
    base_classes,
    coordinator_entities,
    descriptions,
    devices,
    lights,
    naming,
    platforms,
    registry_ids,
    sensors,
    texts as entity_texts,
    units,
)
from .flow import (
    discovery,
    errors,
    fields,
    identity,
    lookups,
    menus,
    needless,
    placeholders,
    secrets,
    steps,
    texts,
    unique_ids,
    updates,
)
from .manifest import iot_class, keys
from .rule import Rule, View
from .tests import (
    alike,
    annotations,
    determinism,
    direct_calls,
    fixture_files,
    fixtures,
    flow_recovery,
    flow_starts,
    flow_unique_id,
    mocks,
    names,
    patches,
    presence,
    registries,
    snapshots,
    unused_fixtures,
    waiting,
)
from .texts import case
from .validation import MODULES, rules_in

_MODULES: Final[tuple[ModuleType, ...]] = (
    imports,
    domain_constants,
    style,
    clocks,
    logs,
    exceptions,
    catching,
    availability,
    client,
    setup,
    signatures,
    runtime_data,
    reloading,
    coordinators,
    actions,
    placement,
    usages,
    parameters,
    leftovers,
    platforms,
    naming,
    entity_texts,
    registry_ids,
    descriptions,
    attributes,
    base_classes,
    coordinator_entities,
    units,
    sensors,
    devices,
    lights,
    steps,
    menus,
    fields,
    secrets,
    errors,
    unique_ids,
    lookups,
    identity,
    updates,
    discovery,
    texts,
    placeholders,
    needless,
    first_pr,
    later,
    alike,
    annotations,
    determinism,
    direct_calls,
    fixture_files,
    fixtures,
    flow_recovery,
    flow_starts,
    flow_unique_id,
    mocks,
    names,
    patches,
    presence,
    registries,
    snapshots,
    unused_fixtures,
    waiting,
    brand,
    page,
    iot_class,
    keys,
    case,
    *MODULES,
)

RULES: Final[tuple[Rule, ...]] = tuple(rules_in(_MODULES))


def rules_of(*views: View) -> tuple[Rule, ...]:
    """Return the rules that commands judge by."""
    return tuple(each for each in RULES if each.view in views)


def named(code: str, rules: Iterable[Rule] = RULES) -> Rule | None:
    """Return the rule with a code."""
    return next((each for each in rules if each.code == code), None)
