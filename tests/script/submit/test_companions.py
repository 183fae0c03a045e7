"""Test what goes to other repositories with a step."""

from script.submit.companions import companions, documentation
from script.submit.patches import patches
from script.submit.series import Step

PAGE = "source/_integrations/my_device.markdown"


def test_first(steps: list[Step]) -> None:
    """Test that the first brings images and page, with what a human has to say left to say."""
    brands, page = companions(steps[0], None)
    assert (brands.repository, brands.branch) == ("home-assistant/brands", "master")
    assert "core_integrations/my_device/icon.png" in brands.paths
    assert (page.repository, page.branch) == (
        "home-assistant/home-assistant.io",
        "next",
    )
    assert PAGE in page.paths
    for each in (brands, page):
        assert each.text.startswith(f"<!-- Title: {steps[0].title} -->\n")
        assert "**To be written by you:**" in each.text
        assert "[x]" not in each.text
        for path in each.paths:
            assert f"- `{path}`\n" in each.text
    assert "pull request to home-assistant/brands" in page.text
    assert "New: the page, with Use cases, " in page.text


def test_later(steps: list[Step]) -> None:
    """Test that later ones bring the sections that are new or other, and nothing where there are none."""
    switch = next(step for step in steps if step.change.slug == "switch")
    before = steps[switch.number - 2]
    (page,) = companions(switch, before)
    assert "New: Switches" in page.text
    assert "New: the page" not in page.text
    assert "home-assistant/brands" not in page.text
    assert companions(steps[0], steps[0]) == []


def test_page_of_each_step(steps: list[Step]) -> None:
    """Test that the page is as the code is, and its patches lead from one to the next."""
    made = patches(steps, documentation)
    assert b"+ha_domain: my_device\n" in made[0].content
    assert b"Reconfigure" not in made[0].content
    assert f"+++ b/{PAGE}\n".encode() in made[0].content
    for step, before, patch in zip(steps[1:], steps, made[1:], strict=False):
        names = [each.name for each in companions(step, before)]
        assert bool(patch.content) == ("documentation.md" in names)
