"""Set the statuses in quality_scale.yaml to what the code still proves, and the tier to what they reach."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
import re
from tempfile import TemporaryDirectory
from typing import Final

from script.integration.contribution import contribution
from script.integration.core import TIERS, core
from script.integration.tree import Places, Tree, write
from script.quality_scale.layout import ENTRY
from script.rules.scale.table import EXEMPT, GIVEN, LEFT_OUT, RULES

_STATUS: Final = re.compile(r"(?:\A|\bstatus:)[ \t]*['\"]?(\w+)")


def statuses(text: str) -> dict[str, str]:
    """Return the status of each rule in a file."""
    return {
        entry["rule"]: status[1]
        for entry in ENTRY.finditer(text)
        if (status := _STATUS.search(entry["rest"]))
    }


def with_statuses(
    text: str, exempt: Mapping[str, str | None], done: Collection[str] = ()
) -> str:
    """Return a file with rules exempt for a reason, or to do for want of one, and with others done."""

    def changed(entry: re.Match[str]) -> str:
        rule, indent = entry["rule"], entry["indent"]
        if rule in done:
            return f"{indent}{rule}: done"
        if rule not in exempt:
            return entry[0]
        start = f"{indent}{rule}:"
        if (reason := exempt[rule]) is None:
            return f"{start} todo"
        return f"{start}\n{indent * 2}status: exempt\n{indent * 2}comment: {reason}"

    return ENTRY.sub(changed, text)


def tier(text: str, claimed: str | None) -> str | None:
    """Return the highest tier that no rule in a file keeps it from, and not above what is claimed."""
    if claimed not in TIERS:
        return claimed
    tiers = core().rules
    todo = {tiers.get(rule) for rule, each in statuses(text).items() if each == "todo"}
    reached = None
    for each in TIERS[: TIERS.index(claimed) + 1]:
        if each in todo:
            break
        reached = each
    return reached


def reasons(
    before: Tree,
    after: Tree,
    domain: str,
    about: Collection[str],
    *,
    for_good: bool = False,
) -> dict[str, str | None]:
    """Return the rules that are not done any more, with the reason of an exemption that holds.

    Args:
        before: The finished integration.
        after: The integration without features.
        domain: Of the integration.
        about: The rules that are about those features, and none that is left.
        for_good: Whether the features never come.
    """
    text = before[f"{Places(domain).integration}quality_scale.yaml"].decode()
    done = {rule for rule, status in statuses(text).items() if status == "done"}
    known = EXEMPT | GIVEN
    shown = frozenset(done & known.keys())
    applied = _applying(_files(before, domain), domain, shown)
    applies = _applying(_files(after, domain), domain, applied)
    if for_good:
        known |= LEFT_OUT
    return {
        rule: None if rule in applies else known.get(rule)
        for rule in done & {*about, *(applied - applies)}
    }


def _files(tree: Tree, domain: str) -> frozenset[tuple[str, bytes]]:
    """Return the files of an integration alone, in a form that a cache can hold."""
    folder = Places(domain).integration
    return frozenset(
        (path, each) for path, each in tree.items() if path.startswith(folder)
    )


@lru_cache(maxsize=64)
def _applying(
    files: frozenset[tuple[str, bytes]], domain: str, rules: frozenset[str]
) -> frozenset[str]:
    """Return the rules against whose exemption something in the code speaks."""
    with TemporaryDirectory(prefix="scale-") as folder:
        write(Path(folder), dict(files))
        case = contribution(Path(folder) / Places(domain).integration)
        return frozenset(
            rule.code
            for rule in RULES
            if rule.code in rules and any(rule.against(case))
        )
