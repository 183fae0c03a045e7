"""Rule for quality_scale.yaml: every rule has a status, and the tier of the manifest is reached."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

import probatio

from script.integration.core import TIERS, core
from script.integration.fact import gap
from script.integration.files import read_yaml
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at, line_of
from script.rules.examples import Content, Example
from script.rules.rule import Severity, View, rule
from script.rules.schema import Violation, violations
from script.rules.sources import hassfest

from .validators import VALIDATORS

_MET: Final = ("done", "exempt")


def _scale(rules: Mapping[str, Any], **files: Content) -> Example:
    """Return an example of the Bronze tier with these statuses."""
    return Example(
        {
            "manifest.json": {"quality_scale": "bronze"},
            "quality_scale.yaml": rules,
            **{f"{name}.py": content for name, content in files.items()},
        }
    )


_SETUP: Final = (
    "async def async_setup_entry(hass, entry):\n    entry.runtime_data = 1\n"
)


@rule(
    code="quality_scale",
    title="Each rule of the quality scale has a status, and the tier its rules",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("quality_scale"),
    why="A new integration has to reach Bronze, and what it says of itself is held against the code.",
    mend="Write done, todo, or exempt with a comment",
    good=(
        _scale({}),
        _scale({"docs-examples": "todo"}),
        _scale({"runtime-data": "done"}, __init__=_SETUP),
        Example(
            {"manifest.json": {"domain": "example", "integration_type": "virtual"}}
        ),
    ),
    bad=(
        Example({"manifest.json": {"quality_scale": "bronze"}}),
        Example({"quality_scale.yaml": {}}),
        Example(
            {
                "manifest.json": {"integration_type": "virtual"},
                "quality_scale.yaml": {},
            }
        ),
        _scale({"brands": None}),
        _scale({"beauty": "done"}),
        _scale({"brands": "maybe"}),
        _scale({"brands": "exempt"}),
        _scale({"brands": {"status": "exempt"}}),
        _scale({"brands": {"status": "done"}}),
        _scale({"brands": {"status": "done", "comment": "Done.", "author": "me"}}),
        _scale({"brands": "todo"}),
        _scale({"config-flow": "done"}),
        _scale({"discovery": "done"}),
        _scale({"reconfiguration-flow": "done"}),
        _scale({"runtime-data": "done"}),
        _scale(
            {"runtime-data": "done"},
            __init__="async def async_setup_entry(hass, entry):  # !\n    pass\n",
        ),
        _scale(
            {"runtime-data": "done"},
            __init__="async def async_setup_entry(hass):  # !\n    pass\n",
        ),
        _scale(
            {"runtime-data": "done", "strict-typing": "done"},
            __init__=_SETUP.replace(":\n", ":  # !\n"),
        ),
        _scale({"test-before-setup": "done"}),
        _scale(
            {"test-before-setup": "done"}, __init__=_SETUP.replace(":\n", ":  # !\n")
        ),
        _scale({"unique-config-entry": "done"}),
        Example(
            {
                "/.strict-typing": "homeassistant.components.hue.*\n",
                **_scale({"strict-typing": "done"}).files,
            }
        ),
    ),
)
def quality_scale(integration: Integration) -> Iterator[Finding]:
    """Report a scale that is not there or incomplete, and what the code or the tier does not bear out."""
    path = integration.scale
    tier = integration.manifest.get("quality_scale")
    for problem, mend in _standing(integration):
        yield gap(
            integration.path / "manifest.json",
            problem,
            mend,
            line=line_of(integration.path / "manifest.json", "quality_scale"),
        )
    if not path.is_file():
        return
    yield from violations(_schema(), read_yaml(path), path)
    done = frozenset(name for name in integration.rules if integration.done(name))
    for name in sorted(done & VALIDATORS.keys()):
        for found, line, message, mend in VALIDATORS[name](integration, done):
            yield gap(found, f"{name}: {message}", mend, line=line)
    if tier in TIERS:
        needed = TIERS[: TIERS.index(tier) + 1]
        for name, status in integration.rules.items():
            if core().rules.get(name) in needed and status not in _MET:
                yield found_at(
                    path,
                    ["rules", name],
                    f"{status}, but {tier} needs it done or exempt",
                    "Meet the rule, or lower quality_scale in the manifest",
                    name=name,
                )


def _standing(integration: Integration) -> Iterator[tuple[str, str]]:
    """Yield what file and tier lack; installed integrations may lack what they always lacked."""
    virtual = integration.manifest.get("integration_type") == "virtual"
    tiered = integration.manifest.get("quality_scale") in TIERS
    filed = integration.scale.is_file()
    if virtual:
        if filed:
            yield (
                "a virtual integration has no quality_scale.yaml",
                "Remove the file",
            )
        return
    before = core().components / integration.domain
    had_file = (before / "quality_scale.yaml").is_file()
    had_tier = core().manifest(integration.domain).get("quality_scale") in TIERS
    new = integration.domain not in core().domains
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
def _schema() -> Callable[[Any], Any]:
    return probatio.Schema(
        {
            probatio.Required("rules"): {
                probatio.Required(rule): _status for rule in core().rules
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
