"""Each rule is silent about its good examples, and finds what its bad ones mark."""

from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from script.integration.contribution import contribution
from script.integration.integration import Integration
from script.rules import examples
from script.rules.examples import PROOF, Example, example, marked, name_of, write
from script.rules.rule import Rule
from script.rules.scale.tier_rule import TierRule
from script.rules.table import RULES

GOOD = [
    pytest.param(rule, shown, id=f"{rule.code}-{number}")
    for rule in RULES
    for number, shown in enumerate(rule.good, 1)
]
BAD = [
    pytest.param(rule, shown, id=f"{rule.code}-{number}")
    for rule in RULES
    for number, shown in enumerate(rule.bad, 1)
]


def _written(rule: Rule, folder: Path, shown: Example) -> Integration:
    """Write an example, to be judged as the command of the rule does."""
    integration = write(folder, shown)
    if isinstance(rule, TierRule):
        return contribution(integration.path)
    return integration


@pytest.mark.parametrize(("rule", "shown"), GOOD)
def test_good(tmp_path: Path, rule: Rule, shown: Example) -> None:
    """Nothing is said of a good example, and the place that it marks proves it."""
    integration = _written(rule, tmp_path, shown)
    assert not [*rule.findings(integration)]
    if isinstance(rule, TierRule) and integration.rules[rule.code] != "exempt":
        first = rule.verdict(integration).evidence[0]
        if marks := marked(shown, PROOF):
            assert {(name_of(integration, first.path), first.line)} == marks
        elif first.path.suffix != ".png":
            assert 1 <= first.line <= len(first.path.read_text().splitlines())


@pytest.mark.parametrize(("rule", "shown"), BAD)
def test_bad(tmp_path: Path, rule: Rule, shown: Example) -> None:
    """Something is said of a bad example, at its marks where it has some."""
    integration = _written(rule, tmp_path, shown)
    findings = [*rule.findings(integration)]
    assert findings
    assert {finding.check for finding in findings} == {rule.code}
    assert all(finding.message and finding.mend for finding in findings)
    if marks := marked(shown):
        assert {
            (name_of(integration, finding.path), finding.line) for finding in findings
        } == marks


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_facts(rule: Rule) -> None:
    """Each rule has two examples of each kind, and says all that a reader needs."""
    assert len(rule.good) >= 2
    assert len(rule.bad) >= 2
    assert rule.source
    assert rule.why.endswith(".")
    assert not rule.title.endswith(".")
    assert not rule.mend.endswith(".")


def test_codes() -> None:
    """No two rules have one code."""
    assert [
        code
        for code, count in Counter(rule.code for rule in RULES).items()
        if count > 1
    ] == []


def test_known_names() -> None:
    """What examples need not import is where they would import it from."""
    for module, names in examples.KNOWN.items():
        if module.startswith("homeassistant."):
            imported = import_module(module)
            for name in names.split():
                assert hasattr(imported, name) or import_module(f"{module}.{name}")


def test_imports_stand_at_the_end(tmp_path: Path) -> None:
    """Lines stay where they are, and names get their imports."""
    integration = write(tmp_path, example("PLATFORMS = [Platform.SENSOR]"))
    text = (integration.path / "__init__.py").read_text()
    assert text.splitlines() == [
        "PLATFORMS = [Platform.SENSOR]",
        "from homeassistant.const import Platform",
    ]
