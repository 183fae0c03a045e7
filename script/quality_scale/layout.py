"""Add rules to quality_scale.yaml, which keeps its layout, comments and statuses."""

from collections.abc import Mapping
import re
from typing import Final

from script.integration.files import UnreadableError, parsed_yaml
from script.integration.keys import mapping_at
from script.rules.scale.table import RULES
from script.rules.scale.tier_rule import TierRule

# A rule with its status, and what is indented below it
ENTRY: Final = re.compile(
    r"^(?P<indent> +)(?P<rule>[a-z-]+):(?P<rest>.*(?:\n(?:(?P=indent) +.*|[ ]*(?=\n(?P=indent) )))*)$",
    re.MULTILINE,
)
EMPTY: Final = "rules:\n"


def with_rules(text: str, reasons: Mapping[str, str], name: str) -> str:
    """Return a file with more rules: exempt for a reason, or to do where it is empty.

    `name` says in an error which file it is.

    Raises:
        UnreadableError: The rules do not stand one below the other.
    """
    known = mapping_at(parsed_yaml(text, name), "rules").keys()
    if known - {each["rule"] for each in ENTRY.finditer(text)}:
        raise UnreadableError(
            f"{name}: the rules do not stand one below the other; "
            f"add by hand: {', '.join(reasons)}"
        )
    for rule in RULES:
        if rule.code in reasons:
            text = _with_rule(text, rule, reasons[rule.code])
    return text


def _with_rule(text: str, rule: TierRule, reason: str) -> str:
    """Return a file with a rule among those of its tier."""
    entries = {each["rule"]: each for each in ENTRY.finditer(text)}
    indent = next((each["indent"] for each in entries.values()), "  ")
    entry = f"{indent}{rule.code}: todo"
    if reason:
        entry = (
            f"{indent}{rule.code}:\n"
            f"{indent * 2}status: exempt\n{indent * 2}comment: {reason}"
        )
    peers = [each.code for each in RULES if each.tier is rule.tier]
    place = peers.index(rule.code)
    for name in reversed(peers[:place]):
        if name in entries:
            end = entries[name].end()
            return f"{text[:end]}\n{entry}{text[end:]}"
    for name in peers[place:]:
        if name in entries:
            start = entries[name].start()
            return f"{text[:start]}{entry}\n{text[start:]}"
    heading = f"{indent}# {rule.tier.name.capitalize()}"
    gap = "\n\n" if entries else "\n"
    return f"{text.rstrip()}{gap}{heading}\n{entry}\n"
