"""Look at the manifest and the quality scale."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from script.integration.contribution import Contribution
from script.integration.core import TIERS, core
from script.integration.fact import Fact, fact_in, gap
from script.integration.finding import Finding
from script.integration.keys import line_of, strings_at
from script.review.sheet.point import Look, verdicts
from script.rules.first_pr import open_bronze_rule
from script.rules.flow.entering import discovered_by, fields
from script.rules.scale.discovery import has_step
from script.rules.scale.polling import intervals
from script.rules.scale.tier_rule import Verdict
from script.rules.scale.updating import connection_settings


def in_core(contribution: Contribution) -> Iterator[Fact]:
    """Yield that core has the integration."""
    if contribution.domain in core().domains:
        path = core().components / contribution.domain / "manifest.json"
        yield fact_in(path, "core has the integration", "domain")


def _manifest(contribution: Contribution) -> Path:
    return contribution.path / "manifest.json"


def key(name: str, is_right: Callable[[Contribution, Any], bool]) -> Look:
    """Return a look at the value of a key of the manifest."""

    def look(contribution: Contribution) -> Iterator[Fact | Finding]:
        value, path = contribution.manifest.get(name), _manifest(contribution)
        if is_right(contribution, value):
            yield fact_in(path, f"{name} is {value}", name)
        else:
            told = (
                f"{name} is {value}" if name in contribution.manifest else f"no {name}"
            )
            yield gap(path, told, "Correct it")

    return look


domain = key("domain", lambda contribution, value: value == contribution.path.name)
integration_type = key(
    "integration_type", lambda _, value: value in core().integration_types
)
codeowners = key(
    "codeowners",
    lambda contribution, _: any(
        each.startswith("@") for each in strings_at(contribution.manifest, "codeowners")
    ),
)
documentation = key(
    "documentation",
    lambda contribution, value: (
        value == f"https://www.home-assistant.io/integrations/{contribution.domain}"
    ),
)
quality_scale = key("quality_scale", lambda _, value: value in TIERS)


def no_version(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for a version, which only custom components have."""
    path = _manifest(contribution)
    if "version" in contribution.manifest:
        yield gap(path, "there is a version", "Remove it")
    else:
        keys = len(contribution.manifest)
        yield Fact(path, 1, f"{keys} keys, and none is version")


def kept_keys(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for the keys that get lost when a dependency is updated."""
    yield from quality_scale(contribution)
    if "loggers" in contribution.manifest:
        yield fact_in(_manifest(contribution), "there are loggers", "loggers")


def iot_class(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Hold the IoT class against how the integration gets its data, and from where."""
    value = str(contribution.manifest.get("iot_class"))
    path = _manifest(contribution)
    place, _, way = value.partition("_")
    if value not in core().iot_classes:
        yield gap(path, f"iot_class is {value}", "Name one of core's")
        return
    addresses = {*connection_settings(contribution)} or discovered_by(contribution)
    pushed = [
        *contribution.calls("async_set_updated_data", "async_write_ha_state"),
    ]
    polled = list(intervals(contribution))
    agrees = (place == "local") == bool(addresses) and (
        bool(polled) if way == "polling" else bool(pushed) and not polled
    )
    if agrees and place in ("cloud", "local"):
        yield fact_in(path, f"iot_class is {value}", "iot_class")
        yield from polled
        yield from list(fields(contribution))[:1]
    else:
        yield _doubt(path, f"iot_class {value}: is it so?", "iot_class")


def _doubt(path: Path, message: str, *keys: object) -> Finding:
    return gap(path, message, line=line_of(path, *keys), advice=True)


def pinned(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look at the requirements, of which nothing here says that they are released."""
    path = _manifest(contribution)
    for index, name in enumerate(strings_at(contribution.manifest, "requirements")):
        yield _doubt(path, f"is {name} on PyPI, with an sdist?", "requirements", index)


def steps_of_discovery(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Hold what the manifest announces against the steps of the flow."""
    path = _manifest(contribution)
    for kind in discovered_by(contribution):
        steps = list(has_step(kind)(contribution))
        if steps and kind in contribution.manifest:
            yield fact_in(path, f"{kind} is announced", kind)
            yield steps[0]
        elif kind in contribution.manifest:
            yield _doubt(path, f"{kind} has no step of its own", kind)


def announced(contribution: Contribution) -> Iterator[Fact]:
    """Yield what the manifest announces to discovery."""
    for kind in discovered_by(contribution):
        if kind in contribution.manifest:
            yield fact_in(_manifest(contribution), f"{kind} is announced", kind)


def zeroconf(contribution: Contribution) -> Iterator[Fact]:
    """Yield discovery over mDNS."""
    return (each for each in announced(contribution) if each.what.startswith("zero"))


def dhcp(contribution: Contribution) -> Iterator[Fact]:
    """Yield discovery over DHCP."""
    return (each for each in announced(contribution) if each.what.startswith("dhcp"))


def registered_devices(contribution: Contribution) -> Iterator[Fact]:
    """Yield discovery of known devices at another address."""
    entries = contribution.manifest.get("dhcp")
    for index, each in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(each, dict) and each.get("registered_devices"):
            yield fact_in(_manifest(contribution), "known devices", "dhcp", index)


def scale_file(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for quality_scale.yaml."""
    if contribution.scale.is_file():
        yield Fact(contribution.scale, 1, f"{len(contribution.rules)} rules")
    else:
        yield gap(contribution.scale, "no such file", "Write it with --write")


def bronze(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for rules of Bronze that are to do."""
    yield from open_bronze_rule.findings(contribution)
    if contribution.scale.is_file():
        yield fact_in(contribution.scale, "the rules of Bronze", "rules")


def exemptions(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for exemptions that nothing shows to be true."""
    for each in _verdicts(contribution, "exempt"):
        place = fact_in(
            contribution.scale,
            f"{each.rule.code}: {each.reason}",
            "rules",
            each.rule.code,
        )
        yield from (*each.gaps, *each.advice)
        if each.reason:
            yield place
        elif not (each.gaps or each.advice):
            yield _doubt(
                contribution.scale,
                f"is it true that {each.rule.code} is exempt?",
                "rules",
                each.rule.code,
            )


def claims(contribution: Contribution) -> Iterator[Fact | Finding]:
    """Look for rules that are said to be done, and are not."""
    done = list(_verdicts(contribution, "done"))
    for each in done:
        yield from (*each.gaps, *each.advice)
        if each.pending:
            yield _doubt(
                contribution.scale,
                f"{each.rule.code}: {each.pending}",
                "rules",
                each.rule.code,
            )
    if done:
        what = f"{len(done)} rules are done, each with a place that proves it"
        yield fact_in(contribution.scale, what, "rules")


def _verdicts(contribution: Contribution, status: str) -> Iterator[Verdict]:
    return (each for each in verdicts(contribution).values() if each.status == status)
