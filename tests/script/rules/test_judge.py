"""Test that what several rules say of one thing is told once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.rules.examples import example, write
from script.rules.judge import judge
from script.rules.rule import Rule, Severity
from script.rules.table import RULES

SHOWN = example("first = 1\nsecond = 2\n")


def _at_first(integration: Integration) -> Iterator[Finding]:
    for module in integration.modules:
        if module.part == "":
            yield module.found(module.tree.body[0], "Not good", "Mend it")


def _rule(code: str, about: str = "", severity: Severity = Severity.ASKED) -> Rule:
    return replace(RULES[0], code=code, check=_at_first, about=about, severity=severity)


def test_about_one_thing(tmp_path: Path) -> None:
    """Findings of rules about one thing at one place are one that names all."""
    (finding,) = judge(
        write(tmp_path, SHOWN), [_rule("one", "data"), _rule("two", "data")]
    )
    assert finding.check == "one"
    assert finding.also == ("two",)
    assert "[one, two]" in str(finding)


def test_about_other_things(tmp_path: Path) -> None:
    """Findings of rules about different things stay apart."""
    findings = judge(write(tmp_path, SHOWN), [_rule("one", "data"), _rule("two")])
    assert [finding.check for finding in findings] == ["one", "two"]


def test_advice_that_is_demanded_too(tmp_path: Path) -> None:
    """What one rule only advises and another demands is demanded."""
    rules = [_rule("one", "data", Severity.ADVICE), _rule("two", "data")]
    (finding,) = judge(write(tmp_path, SHOWN), rules)
    assert not finding.advice


def test_advice_of_a_check(tmp_path: Path) -> None:
    """What a check only advises is advice, though the rule is demanded."""

    def check(integration: Integration) -> Iterator[Finding]:
        return (replace(each, advice=True) for each in _at_first(integration))

    rule = replace(_rule("one"), check=check)
    (finding,) = judge(write(tmp_path, SHOWN), [rule])
    assert finding.advice


def test_disabled(tmp_path: Path) -> None:
    """What the code disables is left out."""
    shown = example("first = 1  # pylint: disable=one\n")
    assert not judge(write(tmp_path, shown), [_rule("one")])
