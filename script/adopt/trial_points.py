"""Say what a trial showed."""

from collections.abc import Iterator
from dataclasses import replace
import re
from typing import Final

from .points import Fact, Point, Said, Section, of_kind, short
from .trial import Trial
from .trial.result import Trouble

_MOST_REASONS: Final = 12
# Where a test failed, which is another line for each
_AT: Final = re.compile(r"^\S+\.py:\d+: ")


def trial_points(
    trial: Trial | None, domain: str, *, has_tests: bool
) -> Iterator[Said]:
    """Yield what fails in core, and what the tests do there; None where it was not tried."""
    if not has_tests:
        yield Point(
            section=Section.TESTS,
            key="none",
            text="No tests: core wants them, and the flow covered whole before anything else",
            command=f"script/test tests/components/{domain}",
        )
    if trial is None:
        yield Fact(section=Section.FAILS, text="It was not tried (--no-trial).")
        if has_tests:
            yield Fact(
                section=Section.TESTS, text="Its tests were not run (--no-trial)."
            )
        return
    for each in _shown(trial, domain):
        yield replace(each, of_trial=True) if isinstance(each, Point) else each


def _shown(trial: Trial, domain: str) -> Iterator[Said]:
    yield Fact(
        section=Section.FAILS,
        text=f"{trial.imported} of {trial.modules} modules can be imported.",
    )
    for requirement, owner in trial.missing:
        yield Point(
            section=Section.FAILS,
            key=f"missing {requirement}",
            text=f"{requirement} is not installed, and {owner} requires it, so that the trial shows little",
            command=f"uv pip install '{requirement}'",
        )
    for message in dict.fromkeys(each.message for each in trial.troubles):
        group = [each for each in trial.troubles if each.message == message]
        yield of_kind(
            Section.FAILS,
            f"{group[0].step} {message}",
            f"{group[0].step}: {message}",
            f"script/develop {domain}",
            (_place(each, domain) for each in group if each.path),
        )
    for entry in trial.entries:
        text = f"An entry of {entry.text}"
        if entry.state == "loaded" and entry.unloaded:
            yield Fact(section=Section.FAILS, text=f"{text}.")
        else:
            yield Point(
                section=Section.FAILS,
                key=f"entry {entry.source}",
                text=text,
                command=f"script/develop {domain}",
            )
    yield from _tests(trial, domain)


def _tests(trial: Trial, domain: str) -> Iterator[Said]:
    command = f"script/test tests/components/{domain}"
    if trial.tests is None:
        return
    yield Fact(section=Section.TESTS, text=f"Tests: {trial.tests.text}.")
    reasons: dict[str, list[str]] = {}
    for name, reason in trial.tests.failures:
        reasons.setdefault(_AT.sub("", reason), []).append(short(name, domain))
    # What makes the most tests fail is mended first.
    groups = sorted(reasons.items(), key=lambda each: -len(each[1]))
    for reason, names in groups[:_MOST_REASONS]:
        yield of_kind(
            Section.TESTS, f"test {reason}", f"Tests fail: {reason}", command, names
        )
    if more := sum(len(names) for _, names in groups[_MOST_REASONS:]):
        yield Point(
            section=Section.TESTS,
            key="more failures",
            text=f"{more} more fail",
            command=command,
        )


def _place(trouble: Trouble, domain: str) -> str:
    path = short(trouble.path, domain)
    return f"{path}:{trouble.line}" if trouble.line else path
