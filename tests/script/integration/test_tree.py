"""Test reading and writing the files of an integration."""

from pathlib import Path

from script.integration.tree import Places, read, write


def test_there_and_back(tree: Path, tmp_path: Path) -> None:
    """Test that what is read of folders and files is what is written elsewhere."""
    places = Places("meter")
    (tree / places.integration / "translations").mkdir()
    (tree / places.integration / "translations" / "en.json").write_text("{}")
    (tree / places.integration / ".pytest_cache").mkdir()
    (tree / places.integration / ".pytest_cache" / "README.md").touch()
    files = read(tree, (places.integration, places.page))
    assert f"{places.integration}manifest.json" in files
    assert places.page in files
    unwanted = ("translations", ".pytest_cache", "tests/")
    assert not [path for path in files if any(each in path for each in unwanted)]

    write(tmp_path / "elsewhere", files)
    assert read(tmp_path / "elsewhere", ("",)) == files
