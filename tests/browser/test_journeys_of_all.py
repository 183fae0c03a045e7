"""Journeys to what any integration has, through the page of a real Home Assistant, by keyboard."""

from playwright.async_api import expect
import pytest

from .home import Home

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    # The first one on a machine installs what the page needs.
    pytest.mark.timeout(300),
]


async def test_removal(home: Home) -> None:
    """It is removed, and nothing of it is left."""
    visitor, stage = home.visitor, home.stage
    await home.visit_entry()
    await visitor.choose(home.menu, "Delete")
    await expect(visitor.dialog).to_be_visible()
    await visitor.looks_over("question", picture="removal")
    await visitor.leave("Delete")
    await expect(home.entry).to_have_count(0)
    await visitor.looks_over("integration")
    entries = await stage.api.get(f"config/config_entries/entry?domain={stage.domain}")
    assert entries == []
