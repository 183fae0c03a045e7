"""Write the text of a pull request: the template with what is known for sure filled in."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
import re
from typing import Any, Final

import yaml

from script.integration.keys import mapping_at
from script.integration.tree import Places
from script.rules.scale.table import RULES
from script.rules.scale.tier_rule import Tier

from .check import Verdict
from .companions import companions
from .judges import COMMENTS, FORMAT, TESTS
from .patches import Patch
from .series import Kind, Step

# Headings and boxes as core has them. A checkout brings core's own template.
TEMPLATE: Final = Path(__file__).parent / "pull_request_template.md"

_BOX: Final = "- [ ] "
_SECTION: Final = "## "
# Core wants these gone where they are not filled in, and no step breaks anything or closes an issue.
_LEFT_OUT: Final = "## Breaking change"
_EMPTY: Final = re.compile(r"- .*\bfixes #\s*$")
_ADDED_TEST: Final = re.compile(rb"^\+(?:async )?def test_", re.MULTILINE)


class Box(StrEnum):
    """A box that the tool can tick, by the beginning of its line."""

    TESTS_PASS = "Local tests pass."
    NO_COMMENTS = "There is no commented out code"
    FORMATTED = "The code has been formatted using Ruff"
    TESTS_ADDED = "Tests have been added"
    DERIVED = "The [manifest file][manifest-docs]"
    REQUIREMENTS = "New or updated dependencies have been added"


_REASON: Final = """\
<!-- Core's AI policy leaves the reason to you: replace the paragraph below by your own words. -->

**To be written by you:** why core should merge "{title}": {what}.

"""
_OF_KIND: Final[Mapping[Kind, str]] = {
    Kind.INTEGRATION: "which product this is for, who makes it and where it is sold, how Home "
    "Assistant reaches it, where the source of its library is, and how you tried it",
    Kind.FEATURE: "what its users could not do before, why it works this way, and how you tried it",
    Kind.QUALITY: "what it improves for those who maintain the integration, and how you verified it",
}
_TIER: Final = """\
This raises the integration {change} on the quality scale. The rules that it meets for this: {done}.

{exempt}
"""
_CHECKLIST: Final = """\
<!--
  What is ticked was verified by a run of the judges on exactly these files. The rest, and above all
  that you understand the code, is yours to tick once it is true. Take this comment out then.
-->

"""


def verified(verdict: Verdict, patch: Patch) -> set[Box]:
    """Return the boxes that hold by what the judges said of a step."""
    if verdict.is_partial:
        return set()
    held = {
        Box.TESTS_PASS: TESTS not in verdict.failed,
        Box.NO_COMMENTS: COMMENTS not in verdict.failed,
        Box.FORMATTED: FORMAT not in verdict.failed,
        Box.TESTS_ADDED: TESTS not in verdict.failed
        and bool(_ADDED_TEST.search(patch.content)),
    }
    return {box for box, holds in held.items() if holds}


def pull_request(
    template: str, step: Step, before: Step | None, ticked: Collection[Box]
) -> str:
    """Return the text of the pull request for a step.

    Args:
        template: Core's, or TEMPLATE. Its lines stay, but for what core wants to be taken out.
        step: The step.
        before: The step before it, if there is one.
        ticked: What is verified.
    """
    notes = {
        "## Type of change": _reason(step) + _raised(step, before),
        "- This PR is related": _links(step, before),
        f"{_BOX}I understand the code": _CHECKLIST,
    }
    starts = tuple(f"{_BOX}{each}" for each in (step.change.kind, *ticked))
    lines = [f"<!-- Title: {step.title} -->\n"]
    for line in _asked(template.splitlines(keepends=True)):
        if start := next(filter(line.startswith, notes), None):
            lines.append(notes.pop(start))
        lines.append(line.replace("[ ]", "[x]", 1) if line.startswith(starts) else line)
    # What a template of other headings has no place for
    return "".join([*lines, *notes.values()])


def _asked(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a template that a step has something to say to."""
    is_left_out = False
    for line in lines:
        if line.startswith(_SECTION):
            is_left_out = line.startswith(_LEFT_OUT)
        if not is_left_out and not _EMPTY.match(line):
            yield line


def _reason(step: Step) -> str:
    return _REASON.format(title=step.title, what=_OF_KIND[step.change.kind])


def _raised(step: Step, before: Step | None) -> str:
    """Return what to say of a step that reaches a higher tier, with the rules that it meets."""
    old, new = (_tier(each) for each in (before, step))
    if new <= old:
        return ""
    statuses = _statuses(step)
    names = [rule.code for rule in RULES if old < rule.tier <= new]
    done = ", ".join(f"`{name}`" for name in names if statuses.get(name) == "done")
    exempt = "".join(
        f"- `{name}` does not apply: {status['comment']}\n"
        for name in names
        if isinstance(status := statuses.get(name), dict) and "comment" in status
    )
    start = f"from {_name(old)} " if old else ""
    return _TIER.format(change=f"{start}to {_name(new)}", done=done, exempt=exempt)


def _tier(step: Step | None) -> int:
    """Return the tier that a step claims, 0 for none."""
    claimed = step.manifest.get("quality_scale") if step else None
    return next((tier for tier in Tier if _name(tier).lower() == claimed), 0)


def _name(tier: int) -> str:
    return Tier(tier).name.capitalize()


def _statuses(step: Step) -> dict[str, Any]:
    """Return what quality_scale.yaml says of each rule."""
    path = f"{Places(step.domain).integration}quality_scale.yaml"
    content = yaml.safe_load(step.tree.get(path, b"{}"))
    statuses: dict[str, Any] = mapping_at(content, "rules")
    return statuses


def _links(step: Step, before: Step | None) -> str:
    lines = "".join(f"  - {line}\n" for line in _besides(step, before))
    return (
        f"<!--\n  Open these first, link them here, and take this comment out:\n{lines}-->\n\n"
        if lines
        else ""
    )


def _besides(step: Step, before: Step | None) -> Iterator[str]:
    """Yield what goes to other repositories with a step."""
    for each in companions(step, before):
        yield f"{each.repository}, branch {each.branch} ({each.name}): {', '.join(each.paths)}"
    if step.change.kind is Kind.INTEGRATION:
        for requirement in step.manifest.get("requirements", ()):
            yield f"the source of {requirement}, and its release there"
