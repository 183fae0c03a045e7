"""Say what the judges find, each kind once."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from script.hassfest.validate import validate
from script.integration.blanks import Blank
from script.integration.contribution import contribution
from script.integration.files import UnreadableError, forget
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.quality_scale.judge import judge as verdicts_on
from script.quality_scale.report import left
from script.rules.judge import judge
from script.rules.reviewed import rules_of
from script.rules.rule import Severity, View
from script.rules.scale.tier_rule import Tier
from script.rules.table import named

from .points import Fact, Point, Said, Section, begun, of_kind, short

# What has a section of its own
_TOLD: Final = frozenset({"review-guide/no-tests"})


def findings(integration: Integration) -> list[Finding]:
    """Return what hassfest and review find."""
    found, errors = validate([integration.path])
    if errors:
        raise UnreadableError(errors[0])
    forget()
    return [*found, *judge(integration, rules_of(View.REVIEW))]


def judged(
    integration: Integration, found: Iterable[Finding], root: Path
) -> Iterator[Said]:
    """Yield a point for each kind of finding, those of the integration's code and of its tests apart."""
    kinds: dict[tuple[Section, str], list[Finding]] = {}
    advice: list[Finding] = []
    for each in found:
        if each.check in _TOLD:
            continue
        if each.advice:
            advice.append(each)
        else:
            kinds.setdefault((_section(each, root), each.check), []).append(each)
    for (section, code), group in sorted(
        kinds.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1])
    ):
        yield _of(section, code, group, integration.domain, root)
    if advice:
        codes = {each.check for each in advice}
        yield Fact(
            section=Section.QUALITY,
            text=f"Advice, which reviewers may or may not give: {len(advice)} places of {len(codes)} kinds "
            f"(`script/run review {integration.domain}`).",
        )


def bronze(integration: Path, root: Path, claimed: str) -> Iterator[Said]:
    """Yield the rules of Bronze that are open, and how many are not.

    Args:
        integration: Its folder.
        root: Of the tree that it stands in.
        claimed: The tier that the component claimed, or "".
    """
    case = contribution(integration)
    now = case.manifest.get("quality_scale", "no tier")
    if claimed and claimed != now:
        yield Fact(
            section=Section.QUALITY,
            text=f"The manifest said {claimed}, and says {now} now: a tier is claimed once its rules are proven.",
        )
    verdicts = verdicts_on(case)
    ours = [each for each in verdicts if each.rule.tier is Tier.BRONZE]
    reached = sum(each.reached for each in ours)
    yield Fact(
        section=Section.QUALITY,
        text=f"Bronze: {reached} of {len(ours)} rules are proven; of all {len(verdicts)}, "
        f"{sum(each.reached for each in verdicts)}.",
    )
    for verdict in ours:
        if verdict.reached:
            continue
        gaps = (*verdict.gaps, *verdict.advice)
        why = left(verdict) if gaps else verdict.pending or left(verdict)
        yield Point(
            section=Section.QUALITY,
            key=f"bronze {verdict.rule.code}",
            text=f"Bronze, {verdict.rule.code}: {why}",
            command=f"script/run quality_scale {integration.name}",
            places=tuple(
                _place(each, integration.name, root)
                for each in gaps[:1] or verdict.blanks
            ),
        )


def _section(finding: Finding, root: Path) -> Section:
    if _relative(finding.path, root).startswith("tests/"):
        return Section.TESTS
    rule = named(finding.check)
    refused = rule is not None and rule.severity is Severity.REFUSED
    return Section.REFUSED if refused else Section.QUALITY


def _of(
    section: Section, code: str, group: list[Finding], domain: str, root: Path
) -> Point:
    rule = named(code)
    first = group[0]
    text = rule.title if rule and len(group) > 1 else first.message
    is_reviewed = rule is not None and rule.view is not View.HASSFEST
    command = (
        f"script/run review --explain {code}"
        if is_reviewed
        else f"script/run hassfest {domain}"
    )
    return of_kind(
        section,
        code,
        begun(text),
        command,
        (_place(each, domain, root) for each in group),
    )


def _place(at: Finding | Blank, domain: str, root: Path) -> str:
    path = short(_relative(at.path, root), domain)
    return f"{path}:{at.line}" if at.line else path


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
