"""Judge an integration by rules."""

from collections.abc import Iterable
from dataclasses import replace

from script.integration.finding import Finding
from script.integration.integration import Integration

from .disabled import is_disabled
from .rule import Rule


def judge(integration: Integration, rules: Iterable[Rule]) -> list[Finding]:
    """Return what breaks the rules, in the order of files and lines, each thing once.

    What the code disables by a comment, as core's own does, is left out.
    """
    found = [
        (rule, finding)
        for rule in rules
        for finding in dict.fromkeys(rule.findings(integration))
        if not is_disabled(finding)
    ]
    return sorted(_merged(found))


def _merged(found: Iterable[tuple[Rule, Finding]]) -> list[Finding]:
    """Return findings, those about the same thing at the same place as one that names all their rules."""
    things: dict[object, Finding] = {}
    for rule, finding in found:
        thing = (finding.path, finding.line, rule.about) if rule.about else finding
        if (first := things.get(thing)) is None:
            things[thing] = finding
        elif rule.code not in (first.check, *first.also):
            things[thing] = replace(
                first,
                also=(*first.also, rule.code),
                advice=first.advice and finding.advice,
            )
    return list(things.values())
