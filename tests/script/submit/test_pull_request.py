"""Test the text of pull requests."""

import re

import pytest

from script.submit.check import Verdict
from script.submit.patches import patches
from script.submit.pull_request import TEMPLATE, Box, pull_request, verified
from script.submit.series import Kind, Step

GREEN = Verdict(failed={}, tests=24, coverage=100.0)
LINES = TEMPLATE.read_text().splitlines()


def ticked(text: str) -> list[str]:
    """Return the lines with a ticked box, without it."""
    return re.findall(r"^- \[x\] (.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("box", [*Kind, *Box])
def test_template_has_every_box(box: str) -> None:
    """Test that each box that may be ticked is one line of core's template."""
    assert len([line for line in LINES if line.startswith(f"- [ ] {box}")]) == 1


@pytest.mark.parametrize("number", range(1, 9))
def test_nothing_is_deleted(steps: list[Step], number: int) -> None:
    """Test that every line of the template is there in its order, ticked or not."""
    before = steps[number - 2] if number > 1 else None
    text = pull_request(TEMPLATE.read_text(), steps[number - 1], before, set(Box))
    rest = iter(text.replace("- [x]", "- [ ]").splitlines())
    assert all(line in rest for line in LINES)


def test_one_type_of_change(steps: list[Step]) -> None:
    """Test that exactly the box of the type is ticked, and none of the checklist unasked."""
    kinds = [
        ticked(pull_request(TEMPLATE.read_text(), step, None, set())) for step in steps
    ]
    assert kinds[0] == ["New integration (thank you!)"]
    assert {tuple(kind) for kind in kinds[1:7]} == {
        ("New feature (which adds functionality to an existing integration)",)
    }
    assert kinds[7] == [
        "Code quality improvements to existing code or addition of tests"
    ]


def test_verified_is_ticked_and_nothing_else(steps: list[Step]) -> None:
    """Test that a green step ticks what the judges saw, and leaves what is the author's."""
    boxes = verified(GREEN, patches(steps)[0])
    text = pull_request(TEMPLATE.read_text(), steps[0], None, boxes)
    assert ticked(text)[1:] == [
        "Local tests pass. **Your PR cannot be merged unless tests pass**",
        "There is no commented out code in this PR.",
        "The code has been formatted using Ruff (`ruff format homeassistant tests`)",
        "Tests have been added to verify that the new code works.",
    ]
    assert "- [ ] I understand the code" in text
    assert "Yours to write" in text.partition("## Type of change")[0]


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


def test_no_tests_added(steps: list[Step]) -> None:
    """Test that a step without a new test does not say that it has one."""
    assert Box.TESTS_ADDED not in verified(GREEN, patches(steps)[-1])


def test_links_say_what_goes_where(steps: list[Step]) -> None:
    """Test that a text names page, images and library where a step brings them."""
    template = TEMPLATE.read_text()
    first = pull_request(template, steps[0], None, set())
    assert first.startswith("<!-- Title: Add My Device integration -->\n")
    assert "branch next: source/_integrations/my_device.markdown" in first
    assert "home-assistant/brands" in first
    assert "the source of my-device-client==1.0.0" in first
    second = pull_request(template, steps[1], steps[0], set())
    assert "home-assistant/brands" not in second
    same = pull_request(template, steps[0], steps[0], set())
    assert "home-assistant.io, branch" not in same


def test_another_template(steps: list[Step]) -> None:
    """Test that a template that core has changed is filled in as far as it is known."""
    template = "## Type of change\n- [ ] New integration\n- [ ] Something new\n"
    text = pull_request(template, steps[0], None, set(Box))
    assert ticked(text) == ["New integration"]
    assert "- [ ] Something new" in text
