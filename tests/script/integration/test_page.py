"""Test reading a documentation page."""

from pathlib import Path

import pytest

from script.integration.files import UnreadableError
from script.integration.integration import Integration
from script.integration.page import escaped, page, pictures


def test_page(meter: Integration) -> None:
    """Test that a page is taken apart, with the lines of its headings."""
    found = meter.page
    assert found.intro == "A [meter](https://www.example.com)."
    assert [(each.title, each.line) for each in found.sections] == [
        ("Setup", 7),
        ("Below", 14),
        ("Last", 20),
    ]
    setup = found.section("^setup$")
    assert setup
    assert "### Below" in setup.text
    assert "The end." not in setup.text
    assert found.form_fields == found.parameters == {"Host"}
    assert found.parts == (7, 20)


def test_pictures(meter: Integration) -> None:
    """Test that the pictures of a page are listed."""
    text = meter.page.text
    assert pictures(text) == ["images/integrations/meter/page.png"]


def test_name_in_a_text() -> None:
    """Test that what would be read as marks is escaped."""
    assert escaped("Devices [mine] *2") == r"Devices \[mine\] \*2"


def test_no_page(tmp_path: Path) -> None:
    """Test that a page that is not there is empty, and one without front matter refused."""
    path = tmp_path / "meter.markdown"
    assert page(path).sections == ()
    path = tmp_path / "other.markdown"
    path.write_text("## Heading\n")
    with pytest.raises(UnreadableError, match="no front matter"):
        page(path)
