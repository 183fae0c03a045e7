"""Points about pull requests in general, and about those that add an integration."""

from typing import Final

from script.review.sheet.looks import code, entities, licences, manifest, running
from script.review.sheet.looks.common import nowhere, shows
from script.review.sheet.looks.flows import (
    fields,
    is_step,
    options,
    platforms,
    precedence,
    prefilled,
)
from script.review.sheet.point import Point, Request
from script.rules.entities.kinds import entities as entity_classes
from script.rules.scale.coordinators import coordinators
from script.rules.scale.discovery import discoveries, found_addresses, has_step
from script.rules.scale.library import requirements
from script.rules.scale.polling import polls
from script.rules.scale.updating import authentication

_NEW: Final = Request.INTEGRATION
_NO_LIBRARY: Final = "It requires no library"
_NOTHING_FOUND: Final = "Nothing is discovered"
_NO_COORDINATOR: Final = "There is no coordinator"

NEW: Final = (
    Point("1", "The author has signed the contributor licence agreement"),
    Point("1", "All checks of core's CI pass"),
    Point("1", "The pull request does one thing"),
    Point("1", "The one type of change that is ticked is the right one"),
    Point("1", "No other open pull request has to be merged first"),
    Point("1", "The description says why, and for which product"),
    Point("1", "Nothing of the template is left to fill in"),
    Point("1.1", "It is not a newcomer's large pull request"),
    Point("1.1", "The author answers while it is a draft"),
    Point("1.1", "A person stands behind it, who has tried it"),
    Point(
        "2.1",
        "One platform of entities",
        platforms,
        rules=("review-guide/one-platform",),
        of=_NEW,
    ),
    Point(
        "2.1",
        "No diagnostics",
        nowhere(
            "diagnostics",
            lambda node: (
                getattr(node, "name", "") == "async_get_config_entry_diagnostics"
            ),
        ),
        of=_NEW,
    ),
    Point(
        "2.1",
        "No reconfiguration",
        nowhere("reconfiguration", is_step("reconfigure")),
        of=_NEW,
    ),
    Point("2.1", "No options, unless it cannot do without", options, of=_NEW),
    Point("2.1", "Only as many entities as it takes to be of use", of=_NEW),
    Point("2.2", "The domain is the name of the folder", manifest.domain),
    Point("2.2", "The integration type is one of core's", manifest.integration_type),
    Point("2.2", "The author is a code owner", manifest.codeowners),
    Point("2.2", "The documentation is its page", manifest.documentation),
    Point("2.2", "The IoT class is how it gets its data", manifest.iot_class),
    Point("2.2", "The quality scale is set", manifest.quality_scale),
    Point(
        "2.2",
        "The required library is on PyPI, with an sdist",
        manifest.pinned,
        about=requirements,
        without=_NO_LIBRARY,
    ),
    Point(
        "2.2",
        "The source of the library is open to all",
        licences.sources,
        about=requirements,
        without=_NO_LIBRARY,
    ),
    Point(
        "2.2",
        "The licence of the library goes with core's",
        licences.compatible,
        about=requirements,
        without=_NO_LIBRARY,
    ),
    Point(
        "2.2",
        "The metadata of the library name its licence",
        licences.declared,
        about=requirements,
        without=_NO_LIBRARY,
    ),
    Point(
        "2.2",
        "The licence that is named is the one whose text is there",
        licences.matching,
        about=requirements,
        without=_NO_LIBRARY,
    ),
    Point(
        "2.2",
        "The licences of all that the library needs go with core's",
        licences.needed,
        about=requirements,
        without=_NO_LIBRARY,
    ),
    Point(
        "2.2",
        "Somebody looks after the library, and did so before",
        about=requirements,
        without=_NO_LIBRARY,
    ),
    Point("2.2", "There is no version in the manifest", manifest.no_version),
    Point("2.3", "There is a quality_scale.yaml", manifest.scale_file),
    Point("2.3", "Each rule of Bronze is done or exempt", manifest.bronze),
    Point("2.3", "The reasons of exemptions hold", manifest.exemptions),
    Point("2.3", "What is said to be done is done", manifest.claims),
    Point(
        "2.4",
        "The flow tries the connection, and shows what failed",
        scale=("test-before-configure",),
        rules=("home-assistant-missing-test-before-configure",),
    ),
    Point("2.4", "The same thing is added once", scale=("unique-config-entry",)),
    Point(
        "2.4",
        "The user is not asked for a name",
        fields,
        rules=("home-assistant-config-flow-name-field",),
    ),
    Point(
        "2.4",
        "The user is not asked how often to poll",
        fields,
        rules=("home-assistant-config-flow-polling-field",),
    ),
    Point(
        "2.4",
        "Reconfiguration shows the present values",
        prefilled,
        rules=("review-guide/reconfigure-not-prefilled",),
        about=has_step("reconfigure"),
        without="There is no reconfiguration",
    ),
    Point(
        "2.5",
        "Discovery matches these devices only",
        shows(manifest.announced),
        about=manifest.announced,
        without=_NOTHING_FOUND,
        is_human=True,
    ),
    Point(
        "2.5",
        "A user's flow goes before one of a discovery",
        precedence,
        rules=("review-guide/raise-on-progress",),
        about=discoveries,
        without=_NOTHING_FOUND,
    ),
    Point(
        "2.5",
        "DHCP finds the device where mDNS does not",
        shows(manifest.dhcp),
        about=manifest.zeroconf,
        without="It does not use mDNS",
    ),
    Point(
        "2.5",
        "Known devices are found at a new address",
        shows(manifest.registered_devices),
        about=found_addresses,
        without="No address is discovered",
    ),
    Point(
        "2.5",
        "The flow has a step for all that the manifest announces",
        manifest.steps_of_discovery,
        about=manifest.announced,
        without=_NOTHING_FOUND,
    ),
    Point(
        "2.6",
        "A coordinator polls",
        running.polled_by_coordinator,
        about=polls,
        without="It does not poll",
    ),
    Point(
        "2.6",
        "What is done once is not in what is done with each poll",
        running.once,
        about=running.updates,
        without=_NO_COORDINATOR,
    ),
    Point(
        "2.6",
        "Refused credentials are told apart from failed updates",
        running.refused,
        rules=("review-guide/auth-error",),
        about=authentication,
        without="It does not authenticate",
    ),
    Point("2.6", "Data of an entry is in its runtime_data", scale=("runtime-data",)),
    Point(
        "2.6",
        "The coordinator says what its data is",
        running.typed,
        about=coordinators,
        without=_NO_COORDINATOR,
    ),
    Point(
        "2.6",
        "The interval is right for the device or service",
        running.interval,
        about=polls,
        without="It does not poll",
    ),
    Point(
        "2.7",
        "Entities are named after their device",
        scale=("has-entity-name",),
    ),
    Point(
        "2.7",
        "Unique ids never change",
        scale=("entity-unique-id",),
        rules=(
            "home-assistant-entity-unique-id-static",
            "home-assistant-unique-id-ip-based",
            "review-guide/unique-id-source",
        ),
    ),
    Point(
        "2.7",
        "MAC addresses are normalized",
        entities.raw_macs,
        about=entities.macs,
        without="It uses no MAC address",
    ),
    Point(
        "2.7",
        "Entities are made of descriptions",
        entities.descriptions,
        about=entity_classes,
        without="There are no entities",
    ),
    Point(
        "2.7",
        "Platforms say how many requests run at once",
        scale=("parallel-updates",),
    ),
    Point(
        "2.7",
        "Categories of entities are right",
        scale=("entity-category",),
        is_human=True,
    ),
    Point(
        "2.7",
        "Entities for debugging are disabled by default",
        entities.disabled,
        about=entities.diagnostic,
        without="No entity is diagnostic",
        scale=("entity-disabled-by-default",),
    ),
    Point(
        "2.8",
        "Texts that users see are in strings.json",
        code.raised_texts,
        scale=("entity-translations",),
        rules=(
            "home-assistant-config-flow-field-not-translated",
            "home-assistant-options-flow-field-not-translated",
            "home-assistant-subentry-flow-field-not-translated",
            "home-assistant-exception-translation-key-missing",
            "review-guide/flow-string-missing",
        ),
    ),
    Point("2.8", "Texts are in sentence case", code.sentence_case),
    Point(
        "2.8",
        "Texts that core has are referred to",
        code.common_texts,
        rules=("review-guide/common-string",),
    ),
    Point("2.8", "What is not to be translated is marked"),
    Point(
        "2.8",
        "Log messages do not name the integration",
        shows(code.log_calls),
        rules=("review-guide/domain-in-log-message",),
        about=code.log_calls,
        without="It logs nothing",
    ),
)
