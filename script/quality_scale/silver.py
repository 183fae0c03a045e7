"""The rules of the tier Silver."""

from typing import Final

from . import actions, docs, entities, package, setup, tested, updating
from .evidence import (
    actions as found_actions,
    docs as found_docs,
    entities as found_entities,
    flow as found_flow,
    package as found_package,
    setup as found_setup,
)
from .rule import Rule, Tier, never

SILVER: Final = (
    Rule(
        "action-exceptions",
        Tier.SILVER,
        "every action can raise an error for the user",
        done=actions.action_exceptions,
        evidence=found_actions.failing_actions,
        against=found_actions.acts,
        proofs=actions.action_proofs,
    ),
    Rule(
        "config-entry-unloading",
        Tier.SILVER,
        "async_unload_entry unloads the platforms",
        done=setup.config_entry_unloading,
        evidence=found_setup.unloading,
        against=never,
        proofs=setup.unload_proofs,
    ),
    Rule(
        "docs-configuration-parameters",
        Tier.SILVER,
        "the page explains every option",
        done=docs.configuration_parameters,
        evidence=found_docs.configuration_parameters,
        against=found_flow.options,
    ),
    Rule(
        "docs-installation-parameters",
        Tier.SILVER,
        "the page explains every field",
        done=docs.installation_parameters,
        evidence=found_docs.installation_parameters,
        against=found_docs.fields,
    ),
    Rule(
        "entity-unavailable",
        Tier.SILVER,
        "every entity class follows its coordinator, or sets available",
        done=setup.entity_unavailable,
        evidence=found_setup.unavailable,
        against=found_setup.coordinators,
        proofs=setup.unavailable_proofs,
    ),
    Rule(
        "integration-owner",
        Tier.SILVER,
        "the manifest has codeowners",
        done=package.integration_owner,
        evidence=found_package.owner,
        against=never,
    ),
    Rule(
        "log-when-unavailable",
        Tier.SILVER,
        "UpdateFailed is raised, and logged once by the coordinator",
        done=setup.log_when_unavailable,
        evidence=found_setup.loss,
        against=found_setup.coordinators,
    ),
    Rule(
        "parallel-updates",
        Tier.SILVER,
        "every platform sets PARALLEL_UPDATES",
        done=entities.parallel_updates,
        evidence=found_entities.parallel_updates,
        against=found_entities.platforms,
    ),
    Rule(
        "reauthentication-flow",
        Tier.SILVER,
        "refused credentials start a flow for the same account",
        done=updating.reauthentication_flow,
        evidence=found_flow.step("reauth"),
        against=found_flow.authentication,
        proofs=updating.reauthentication_proofs,
    ),
    Rule(
        "test-coverage",
        Tier.SILVER,
        "tests run every platform, and more than 95 % of every module",
        done=tested.has_tests,
        evidence=found_flow.platform_tests,
        against=never,
        run=tested.covered,
    ),
)
