"""Test finding what only the author of an integration can write."""

from pathlib import Path

from script.integration.blanks import MARK, blank, blanks, counted, told
from script.integration.files import forget
from script.integration.integration import Integration

from tests.edits import edit


def test_blanks(meter: Integration) -> None:
    """Test that blanks are found with their lines, wherever they may stand, and nowhere else."""
    assert blanks(meter) == ()
    assert [*told(blanks(meter))] == []
    page = meter.page.path
    edit(page, ("The end.", blank("Say how it ends")))
    module = meter.path / "const.py"
    module.write_text(f'"""Constants."""\n\n# {blank("Say why")}\nLIMIT = 3\n')
    texts = meter.path / "texts.json"
    texts.write_text(f'{{"a": "{blank("Say one")}", "b": "{blank("Say two")}"}}\n')
    (meter.path / "icon.png").write_bytes(f"\xff{MARK}".encode())
    forget()
    found = blanks(Integration(meter.path))
    assert {(each.path, each.line, each.what) for each in found} == {
        (page, len(page.read_text().splitlines()), "Say how it ends"),
        (module, 3, "Say why"),
        (texts, 1, "Say one"),
        (texts, 1, "Say two"),
    }
    first, *lines = told(found)
    assert first == "Yours to write (4):"
    assert len(lines) == 4
    assert any(line.endswith("const.py:3: Say why") for line in lines)


def test_counted() -> None:
    """Test that blanks are counted in texts alone."""
    content = f"{blank('One')} {blank('Two')}".encode()
    assert counted({"a.py": content, "b.json": content, "c.png": content}) == 4


def test_page_that_is_not_there(tmp_path: Path) -> None:
    """Test that nothing is blank where nothing is."""
    folder = tmp_path / "homeassistant" / "components" / "lamp"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"domain": "lamp"}')
    assert blanks(Integration(folder)) == ()
