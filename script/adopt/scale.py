"""Write quality_scale.yaml so that it claims what is proven, and nothing else."""

from collections.abc import Mapping
from pathlib import Path
import re
from typing import Final

from script.integration.contribution import contribution
from script.integration.files import UnreadableError, forget, read_text
from script.integration.json_file import dump
from script.quality_scale.judge import judge, tier
from script.quality_scale.layout import EMPTY, ENTRY, with_rules
from script.rules.scale.table import RULES
from script.rules.scale.tier_rule import Tier, Verdict

_TIER: Final = "quality_scale"


def write_scale(integration: Path) -> None:
    """Write the file of an integration in a tree: exempt and done where that is proven, else to do.

    The manifest then claims the tier that this leads to.
    """
    forget()
    case = contribution(integration)
    text = read_text(case.scale) or EMPTY
    try:
        known = case.rules if text != EMPTY else {}
        text = _with_missing(integration, text, known)
    except UnreadableError:
        text = _with_missing(integration, EMPTY, {})
    _put(case.scale, text)
    # A claim may rest on another, so those that fell are looked at once more.
    for _ in range(2):
        wanted = {
            verdict.rule.code: status
            for verdict in judge(contribution(integration))
            if (status := proven(verdict)) != verdict.status
        }
        text = _with_statuses(text, wanted)
        _put(case.scale, text)
    _lower_tier(integration)


def _lower_tier(integration: Path) -> None:
    """Have the manifest of an integration claim no higher tier than is proven."""
    case = contribution(integration)
    reached = tier(judge(case))
    name = reached.name.lower() if reached else None
    claimed = str(case.manifest.get(_TIER, "")).upper()
    if claimed in Tier.__members__ and Tier[claimed] > (reached or 0):
        manifest = {**case.manifest, _TIER: name}
        kept = {key: each for key, each in manifest.items() if each is not None}
        _put(integration / "manifest.json", dump(kept).decode())


def proven(verdict: Verdict) -> str:
    """Return the status that the evidence allows."""
    if verdict.status == "exempt":
        return "todo" if verdict.gaps else "exempt"
    is_proven = verdict.evidence and not (
        verdict.gaps or verdict.advice or verdict.pending or verdict.blanks
    )
    return "done" if is_proven else "todo"


def _with_missing(integration: Path, text: str, known: Mapping[str, str]) -> str:
    case = contribution(integration)
    reasons = {rule.code: rule.reason(case) for rule in RULES if rule.code not in known}
    return with_rules(text, reasons, f"{case.scale}")


def _with_statuses(text: str, wanted: Mapping[str, str]) -> str:
    """Return a file with other statuses of some rules, whose comments were about the old ones."""

    def entry(found: re.Match[str]) -> str:
        status = wanted.get(found["rule"])
        return f"{found['indent']}{found['rule']}: {status}" if status else found[0]

    return ENTRY.sub(entry, text)


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
    forget()
