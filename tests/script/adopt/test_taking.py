"""Test what is found in a repository, and what is refused."""

import json
import os
from pathlib import Path
import re

import pytest

from script.adopt import AdoptError, reading
from script.adopt.licence import licence
from script.adopt.taking import take

from .conftest import COMPONENT, MANIFEST, MIT, REPOSITORY, put

OTHER = json.dumps(MANIFEST | {"domain": "acme_pump"})


@pytest.mark.parametrize(
    "folder",
    ["", "custom_components", "custom_components/acme_meter"],
)
def test_folders(repository: Path, folder: str) -> None:
    """Test that a repository, and what is in it on the way to the component, name the component."""
    taken = take(repository / folder)
    assert taken.domain == "acme_meter"
    assert taken.component.keys() == COMPONENT.keys()
    assert taken.licence


@pytest.mark.parametrize("folder", ["", "component", "src/acme"])
def test_any_name(tmp_path: Path, folder: str) -> None:
    """Test that the folder of a component may have any name, also that of the repository."""
    put(tmp_path / folder, COMPONENT)
    put(tmp_path, {"LICENSE": MIT, "README.md": "# Acme Meter"})
    taken = take(tmp_path)
    assert taken.domain == "acme_meter"
    assert taken.component.keys() == COMPONENT.keys()
    assert taken.licence
    assert taken.licence.name == "MIT"


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param(
            {"README.md": ""}, "no manifest.json with a domain there", id="no manifest"
        ),
        pytest.param(
            {"manifest.json": '{"name": "App"}'},
            "no manifest.json",
            id="another manifest",
        ),
        pytest.param(
            {"tests/manifest.json": OTHER}, "no manifest.json", id="of a test"
        ),
        pytest.param(
            {
                "custom_components/a/manifest.json": OTHER,
                "custom_components/b/manifest.json": OTHER,
            },
            "several components; name one of custom_components/a, custom_components/b",
            id="several",
        ),
        pytest.param(
            {"custom_components/a/manifest.json": "{"},
            "a/manifest.json: not JSON",
            id="broken",
        ),
        pytest.param(
            {"manifest.json": "{"}, "manifest.json: not JSON", id="broken at the top"
        ),
        pytest.param(
            {"manifest.json": '{"domain": "../../etc"}'},
            "the domain '../../etc' is none that core can have",
            id="hostile domain",
        ),
        pytest.param(
            {"manifest.json": '{"domain": ["a"]}'},
            "is none that core can have",
            id="no text",
        ),
        pytest.param(
            {"exported.json": "{}", "custom_components/a/manifest.json": OTHER},
            "made by `script/run custom`",
            id="export",
        ),
    ],
)
def test_refused(tmp_path: Path, files: dict[str, str], message: str) -> None:
    """Test that what is no one component is refused in one line."""
    put(tmp_path, files)
    with pytest.raises(AdoptError, match=re.escape(message)) as caught:
        take(tmp_path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["missing", "file", "loop", "a\0b"])
def test_no_folder(tmp_path: Path, name: str) -> None:
    """Test that a path that is no folder is refused."""
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(
        AdoptError, match="name (that|the folder) of a custom component"
    ):
        take(tmp_path / name)


def test_named_among_several(tmp_path: Path) -> None:
    """Test that of several components the named one alone is taken, and no file around them."""
    put(tmp_path, REPOSITORY)
    put(tmp_path, {"custom_components/acme_pump/manifest.json": OTHER})
    put(tmp_path, {"tests/test_pump.py": ""})
    taken = take(tmp_path / "custom_components" / "acme_meter")
    assert taken.domain == "acme_meter"
    assert not taken.tests


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            {"tests/conftest.py": "", "tests/test_init.py": "", "tests/README.md": ""},
            {"conftest.py", "test_init.py"},
            id="flat",
        ),
        pytest.param(
            {"tests/components/acme_meter/test_init.py": "", "tests/common.py": ""},
            {"test_init.py"},
            id="as in core",
        ),
        pytest.param(
            {"tests/acme_meter/test_init.py": "", "tests/const.py": ""},
            {"test_init.py", "const.py"},
            id="by domain",
        ),
        pytest.param({"test/test_init.py": ""}, {"test_init.py"}, id="in the singular"),
        pytest.param(
            {"custom_components/acme_meter/tests/test_init.py": ""},
            {"test_init.py"},
            id="inside",
        ),
        pytest.param({"tests/notes.txt": ""}, set(), id="none"),
    ],
)
def test_tests(repository: Path, files: dict[str, str], expected: set[str]) -> None:
    """Test where tests are found, and how deep they come out."""
    put(repository, files)
    assert take(repository).tests.keys() == expected


def test_library_page_and_images(repository: Path) -> None:
    """Test that what stands beside the component is found by what it says."""
    manifest = json.dumps(MANIFEST | {"requirements": ["Acme_Client==1.0"]})
    put(
        repository,
        {
            "custom_components/acme_meter/manifest.json": manifest,
            "acme/pyproject.toml": '[project]\nname = "acme-client"\n',
            "acme/src/acme_client/__init__.py": "",
            "other/pyproject.toml": '[project]\nname = "other"\n',
            "broken/pyproject.toml": "[",
            "docs/acme.markdown": "---\nha_domain: acme_meter\n---\n\nText\n",
            "docs/other.markdown": "---\nha_domain: other\n---\n\nText\n",
            "icon.png": b"at the top",
            "images/icon.png": b"deeper",
            "images/screenshot.png": b"no brand",
        },
    )
    taken = take(repository)
    assert {name: {*tree} for name, tree in taken.libraries.items()} == {
        "acme-client": {"pyproject.toml", "src/acme_client/__init__.py"}
    }
    assert taken.page
    assert taken.page.startswith(b"---\nha_domain: acme_meter")
    assert taken.images == {"icon.png": b"at the top"}


def test_hostile_files(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that no link is followed, nothing is waited for, and what is not taken is named."""
    monkeypatch.setattr(reading, "_LARGEST", 2000)
    component = repository / "custom_components" / "acme_meter"
    secret = tmp_path / "secret.py"
    secret.write_text("PASSWORD = 1")
    (component / "link.py").symlink_to(secret)
    (component / "folder").symlink_to(tmp_path)
    os.mkfifo(component / "pipe.py")
    (component / "large.py").write_bytes(b"#" * 3000)
    (component / "line\nbreak.py").touch()
    (component / os.fsdecode(b"\xff.py")).touch()
    (component / ("long" * 50 + ".py")).touch()
    (component / "latin.py").write_bytes(b'NAME = "\xe9"\n')
    (component / "declared.py").write_bytes(b'# coding: latin-1\nNAME = "\xe9"\n')
    (component / "marked.py").write_bytes(b"\xef\xbb\xbfNAME = 1\r\n")
    (component / ".hidden.py").touch()
    taken = take(repository)
    assert taken.component.keys() - COMPONENT.keys() == {"declared.py", "marked.py"}
    assert taken.component["declared.py"].decode().endswith('NAME = "é"\n')
    assert taken.component["marked.py"] == b"NAME = 1\n"
    assert {(Path(each.path).name, each.why) for each in taken.left_out} >= {
        ("link.py", "it is a link"),
        ("folder", "it is a link"),
        ("pipe.py", "it is no regular file"),
        ("line\\nbreak.py", "its name has characters that core has in none"),
        ("\\udcff.py", "its name has characters that core has in none"),
        ("latin.py", "it is no text in UTF-8"),
    }
    assert {"it has 0.0 MiB", "its name is too long"} <= {
        each.why for each in taken.left_out
    }


def test_leaves_no_trace(repository: Path) -> None:
    """Test that neither bytes nor times of what is read change, those of access among them."""
    for path in (repository, *repository.rglob("*")):
        os.utime(path, ns=(10**18, 10**18))

    def state() -> dict[Path, tuple[int, ...]]:
        found: dict[Path, tuple[int, ...]] = {}
        for path in (repository, *sorted(repository.rglob("*"))):
            info = path.lstat()
            found[path] = (
                info.st_mtime_ns,
                info.st_ctime_ns,
                info.st_size,
                info.st_mode,
            )
        return found

    before = state()
    access = {path: path.lstat().st_atime_ns for path in before if path.is_file()}
    take(repository)
    assert state() == before
    if hasattr(os, "O_NOATIME"):
        assert {path: path.lstat().st_atime_ns for path in access} == access


def test_endless_folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that a folder with more than any repository is read in part, and that this is said."""
    monkeypatch.setattr(reading, "_MOST_FILES", 3)
    found = reading.listed(repository)
    assert len(found.paths) == 3
    assert found.left_out[-1].why == "more than 3 files are there"


@pytest.mark.parametrize(
    ("text", "name", "fits"),
    [
        (MIT, "MIT", True),
        ("Apache License\n  Version 2.0, January 2004", "Apache-2.0", True),
        ("GNU GENERAL PUBLIC\nLICENSE Version 3", "GPL", False),
        ("GNU AFFERO GENERAL PUBLIC LICENSE", "AGPL", False),
        ("All rights reserved.", "", False),
    ],
)
def test_licence(text: str, name: str, fits: bool) -> None:
    """Test that a licence is known by its words, and one of none known does not fit."""
    found = licence("LICENSE", text)
    assert (found.name, found.fits) == (name, fits)
