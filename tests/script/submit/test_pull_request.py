"""Test the text of pull requests."""

from dataclasses import replace
import re

import pytest

from script.integration.tree import Places
from script.submit.check import Verdict
from script.submit.patches import patches
from script.submit.pull_request import TEMPLATE, Box, pull_request, verified
from script.submit.series import Kind, Step

GREEN = Verdict(failed={}, tests=24, coverage=100.0)
OWN = TEMPLATE.read_text()
# In the manner of core's, with what core asks its contributors to take out
FOREIGN = """\
<!-- Leave everything here in place. -->
## Breaking change
<!-- Only for what breaks something. -->


## Proposed change
<!-- Say why. -->


## Type of change
- [ ] New integration (thank you!)
- [ ] New feature (which adds functionality)
- [ ] Code quality improvements
- [ ] Something new

## Additional information
- This PR fixes or closes issue: fixes #
- This PR is related to issue:
- Link to documentation pull request:
- Link to another pull request:

## Checklist
- [ ] I understand the code.
- [ ] Local tests pass. **Really**
<!-- Thank you. -->
"""
TEMPLATES = pytest.mark.parametrize("template", [OWN, FOREIGN], ids=["own", "foreign"])


def ticked(text: str) -> list[str]:
    """Return the lines with a ticked box, without it."""
    return re.findall(r"^- \[x\] (.*)$", text, re.MULTILINE)


def texts(template: str, steps: list[Step]) -> list[str]:
    """Return the text of each step, with every box verified."""
    return [
        pull_request(template, step, before, set(Box))
        for before, step in zip([None, *steps], steps, strict=False)
    ]


@pytest.mark.parametrize("box", [*Kind, *Box])
def test_template_has_every_box(box: str) -> None:
    """Test that each box that may be ticked is one line of the template."""
    assert len(re.findall(rf"^- \[ \] {re.escape(box)}", OWN, re.MULTILINE)) == 1


@TEMPLATES
def test_nothing_else_is_deleted(template: str, steps: list[Step]) -> None:
    """Test that every line is there in its order, but for those that core wants taken out."""
    before, _, after = template.partition("## Breaking change\n")
    kept = before + after[after.find("## Proposed change") :]
    lines = [line for line in kept.splitlines() if not line.endswith("fixes #")]
    assert len(lines) > 15
    for text in texts(template, steps):
        rest = iter(text.replace("- [x]", "- [ ]").splitlines())
        assert all(line in rest for line in lines)


@TEMPLATES
def test_passes_cores_gate(template: str, steps: list[Step]) -> None:
    """Test that no text has an empty section on what breaks, an empty "fixes #" or two types."""
    for step, text in zip(steps, texts(template, steps), strict=True):
        assert "## Breaking change" not in text
        assert "what breaks" not in text
        assert "breaks something" not in text
        assert not re.search(r"fixes #\s*$", text, re.MULTILINE)
        kinds = text.partition("## Type of change")[2].partition("## Additional")[0]
        assert [tick.startswith(step.change.kind) for tick in ticked(kinds)] == [True]


@TEMPLATES
def test_reason_is_left_to_the_author(template: str, steps: list[Step]) -> None:
    """Test that each text asks for the reason of its own step, where core wants to read it."""
    for step, text in zip(steps, texts(template, steps), strict=True):
        proposed = text.partition("## Proposed change")[2].partition("## Type")[0]
        assert (
            f'**To be written by you:** why core should merge "{step.title}":'
            in proposed
        )
    first, second, *_, last = texts(template, steps)
    assert "who makes it" in first
    assert "who makes it" not in second + last
    assert "how you verified it" in last


def test_checklist_is_left_to_the_author(steps: list[Step]) -> None:
    """Test that a green step ticks what the judges saw, and leaves what is the author's."""
    boxes = verified(GREEN, patches(steps)[0])
    text = pull_request(OWN, steps[0], None, boxes)
    assert ticked(text)[1:] == [
        "Local tests pass.",
        "There is no commented out code in this PR.",
        "The code has been formatted using Ruff",
        "Tests have been added",
    ]
    assert "- [ ] I understand the code" in text


def test_tier_is_told_where_it_is_raised(steps: list[Step]) -> None:
    """Test that a step that reaches a tier names it and the rules for it, and no other does."""
    told = {
        step.change.slug: re.findall(
            r"raises the integration (.*?) on the .*: (.*)\.$", text, re.MULTILINE
        )
        for step, text in zip(steps, texts(OWN, steps), strict=True)
    }
    assert {slug: found[0][0] for slug, found in told.items() if found} == {
        "new-integration": "to Bronze",
        "reauthentication": "from Bronze to Silver",
        "reconfiguration": "from Silver to Gold",
        "strict-typing": "from Gold to Platinum",
    }
    assert (
        told["strict-typing"][0][1]
        == "`async-dependency`, `inject-websession`, `strict-typing`"
    )
    assert "`reauthentication-flow`" in told["reauthentication"][0][1]
    assert "`config-flow`" not in told["reauthentication"][0][1]
    first = texts(OWN, steps)[0]
    assert "- `action-setup` does not apply: The integration does not" in first
    assert "`action-setup`" not in told["new-integration"][0][1]


def test_tier_without_scale(steps: list[Step]) -> None:
    """Test that an integration without a scale says nothing of a tier."""
    path = f"{Places(steps[0].domain).integration}manifest.json"
    text = steps[0].tree[path].replace(b'"quality_scale"', b'"quality"')
    step = replace(steps[0], tree={**steps[0].tree, path: text})
    assert "quality scale" not in pull_request(OWN, step, None, set())


@pytest.mark.parametrize(
    ("failed", "lost"),
    [
        ("tests", {Box.TESTS_PASS, Box.TESTS_ADDED}),
        ("comments", {Box.NO_COMMENTS}),
        ("format", {Box.FORMATTED}),
    ],
)
def test_what_failed_is_not_ticked(
    steps: list[Step], failed: str, lost: set[Box]
) -> None:
    """Test that a box stays open whose judge is not content."""
    patch = patches(steps)[0]
    verdict = Verdict(failed={failed: "No"}, tests=1, coverage=0.0)
    assert verified(GREEN, patch) - verified(verdict, patch) == lost


def test_nothing_is_ticked_unasked(steps: list[Step]) -> None:
    """Test that no box is ticked where the judges were not asked."""
    assert verified(Verdict(failed={}, is_partial=True), patches(steps)[0]) == set()


def test_no_tests_added(steps: list[Step]) -> None:
    """Test that a step without a new test does not say that it has one."""
    assert Box.TESTS_ADDED not in verified(GREEN, patches(steps)[-1])


def test_links_say_what_goes_where(steps: list[Step]) -> None:
    """Test that a text names page, images and library where a step brings them."""
    first = pull_request(OWN, steps[0], None, set())
    assert first.startswith("<!-- Title: Add My Device integration -->\n")
    assert (
        "branch next (documentation.md): source/_integrations/my_device.markdown"
        in first
    )
    assert "home-assistant/brands" in first
    assert "the source of my-device-client==1.0.0" in first
    second = pull_request(OWN, steps[1], steps[0], set())
    assert "home-assistant/brands" not in second
    same = pull_request(OWN, steps[0], steps[0], set())
    assert "home-assistant.io, branch" not in same


def test_another_template(steps: list[Step]) -> None:
    """Test that a template that core has changed is filled in as far as it is known."""
    template = "## Kind of change\n- [ ] New integration\n- [ ] Something new\n"
    text = pull_request(template, steps[0], None, set(Box))
    assert ticked(text) == ["New integration"]
    assert "- [ ] Something new" in text
    assert "**To be written by you:**" in text
    assert "home-assistant/brands" in text
