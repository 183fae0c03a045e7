"""The comments of exemptions that hold for any integration of which the code shows them."""

import re
from typing import Final

from script.integration.contribution import Contribution
from script.integration.files import read_yaml
from script.integration.keys import at

from .evidence import entities, package
from .rule import Evidence, Rule

# Where nothing in the code speaks against the exemption, it holds.
SHOWN: Final[dict[str, str]] = {
    "action-exceptions": "The integration does not provide any actions.",
    "action-setup": "The integration does not register any custom actions.",
    "appropriate-polling": "The integration does not poll.",
    "docs-actions": "The integration does not register any custom actions.",
    "docs-conditions": "The integration does not provide any conditions.",
    "docs-configuration-parameters": "The integration has no options.",
    "docs-triggers": "The integration does not provide any triggers.",
    "entity-event-setup": "Entities do not subscribe to events.",
    "exception-translations": "The integration raises no exceptions for the user.",
    "icon-translations": "All entities have the icon of their device class.",
    "repair-issues": "The integration has no repairable issues.",
}

# These are about the device or service, and hold once its owner has left the feature out.
DECIDED: Final[dict[str, str]] = {
    "discovery": "The device cannot be discovered.",
    "discovery-update-info": "The device cannot be discovered.",
    "reauthentication-flow": "The integration does not require authentication.",
}

# What else the code has to show, where the absence of a thing would say too little.
_BESIDES: Final[dict[str, Evidence]] = {
    "appropriate-polling": package.iot_class,
    "icon-translations": entities.icons_of_device_classes,
}

_DENIES: Final = re.compile(r"\b(no|none|not|nothing)\b|n't\b", re.IGNORECASE)


def denied(contribution: Contribution, rule: Rule) -> str:
    """Return why a rule is exempt that is done by its status, and by its comment and the code is not there, or ""."""
    comment = at(read_yaml(contribution.scale), "rules", rule.name, "comment")
    if (
        rule.name in SHOWN
        and contribution.rules.get(rule.name) == "done"
        and _DENIES.search(str(comment or ""))
        and not any(rule.against(contribution))
    ):
        return SHOWN[rule.name]
    return ""


def reason(contribution: Contribution, rule: Rule) -> str:
    """Return why a rule is exempt, or "" where the code does not show that it is."""
    besides = _BESIDES.get(rule.name)
    if (
        rule.name not in SHOWN
        or any(rule.evidence(contribution))
        or any(rule.against(contribution))
        or (besides and not any(besides(contribution)))
    ):
        return ""
    return SHOWN[rule.name]
