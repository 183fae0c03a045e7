"""Check quality_scale.yaml: every rule has a status, and the tier of the manifest is reached."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import probatio

from script.integration.core import TIERS, Core
from script.integration.files import read_yaml
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of

from .quality_scale_rules import VALIDATORS
from .schema import Violation, violations

_CHECK: Final = "quality_scale"
_MET: Final = ("done", "exempt")


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the quality scale."""
    path = integration.path / "quality_scale.yaml"
    manifest = integration.path / "manifest.json"
    tier = integration.manifest.get("quality_scale")
    for problem, mend in _standing(integration, core):
        yield Finding(
            path=manifest,
            line=line_of(manifest, "quality_scale"),
            check=_CHECK,
            message=problem,
            mend=mend,
        )
    if not path.is_file():
        return
    content = read_yaml(path)
    yield from violations(_schema(core), content, path, _CHECK)
    done = frozenset(
        rule for rule, status in integration.rules.items() if status == "done"
    )
    for rule in sorted(done & VALIDATORS.keys()):
        for found, line, message, mend in VALIDATORS[rule](integration, core, done):
            yield Finding(
                path=found,
                line=line,
                check=_CHECK,
                message=f"{rule}: {message}",
                mend=mend,
            )
    if tier in TIERS:
        needed = TIERS[: TIERS.index(tier) + 1]
        for rule, status in integration.rules.items():
            if core.rules.get(rule) in needed and status not in _MET:
                yield Finding(
                    path=path,
                    line=line_of(path, "rules", rule),
                    check=_CHECK,
                    message=f"{rule}: {status}, but {tier} needs it done or exempt",
                    mend="Meet the rule, or lower quality_scale in the manifest",
                )


def _standing(integration: Integration, core: Core) -> Iterator[tuple[str, str]]:
    """Yield what file and tier lack; installed integrations may lack what they always lacked."""
    virtual = integration.manifest.get("integration_type") == "virtual"
    tiered = integration.manifest.get("quality_scale") in TIERS
    filed = (integration.path / "quality_scale.yaml").is_file()
    if virtual:
        if filed:
            yield (
                "a virtual integration has no quality_scale.yaml",
                "Remove the file",
            )
        return
    before = core.components / integration.domain
    had_file = (before / "quality_scale.yaml").is_file()
    had_tier = core.manifest(integration.domain).get("quality_scale") in TIERS
    new = integration.domain not in core.domains
    if not filed and (tiered or new or had_file):
        yield (
            "there is no quality_scale.yaml",
            "Write one that names every rule; a new integration has to reach bronze",
        )
    elif filed and not tiered and (new or had_tier or not had_file):
        yield (
            "quality_scale: a new integration has to reach bronze",
            "Name the tier in the manifest",
        )


@cache
def _schema(core: Core) -> Callable[[Any], Any]:
    return probatio.Schema(
        {
            probatio.Required("rules"): {
                probatio.Required(rule): _status for rule in core.rules
            }
        }
    )


def _status(value: Any) -> Any:
    match value:
        case "done" | "todo":
            return value
        case {"status": "exempt", **others} if not others.get("comment"):
            raise Violation("exempt without a comment", "Say why it does not apply")
        case {"status": "done" | "todo" | "exempt", "comment": str(), **others}:
            if not others:
                return value
            raise Violation("more than a status and a comment", "Keep those two")
        case {"status": "done" | "todo", **others} if not others:
            raise Violation(
                "a mapping without a comment", "Add one, or write the status alone"
            )
        case "exempt":
            raise Violation(
                "exempt without a comment",
                "Write a mapping with status and comment, and say why it does not apply",
            )
    raise Violation(
        f"{value!r} is no status",
        "Write done or todo, or a mapping with status (exempt, too) and comment",
    )
