"""Test that a verdict is kept as long as all that it rests on is the same, and no longer."""

from collections.abc import Callable
import json
import os
from pathlib import Path
from types import MappingProxyType

import pytest

from script.gates import Gate
from script.integration.tree import Tree
from script.submit import verdicts as module
from script.submit.judges import Judge
from script.submit.verdicts import Verdicts, judging

TESTS = "tests/components/acme/"
JUDGE = Judge(Gate("review", ("script.review", "acme")), ("homeassistant/", TESTS))
TREE: Tree = MappingProxyType(
    {"homeassistant/a.py": b"a", f"{TESTS}b.py": b"b", "companion/page": b"c"}
)


def key(judge: Judge = JUDGE, tree: Tree = TREE, rest: str = "") -> str:
    """Return the name of a verdict."""
    return Verdicts(Path(), rest).key(judge, tree)


@pytest.mark.parametrize(
    "other",
    [
        key(tree={**TREE, "homeassistant/a.py": b"A"}),
        key(tree={**TREE, "homeassistant/new.py": b""}),
        key(tree={path: each for path, each in TREE.items() if path != f"{TESTS}b.py"}),
        # The same letters, otherwise divided
        key(tree={**TREE, "homeassistant/a.py": b"", "homeassistant/a.pya": b""}),
        key(
            Judge(Gate("review", ("script.review", "acme", "--first-pr")), JUDGE.reads)
        ),
        key(Judge(JUDGE.gate, ("",))),
        key(rest="another"),
    ],
)
def test_asked_again(other: str) -> None:
    """Test that a judge is asked again when anything that it may look at is another."""
    assert other != key()


def test_stands() -> None:
    """Test that what a judge does not look at does not matter, nor does the order of files."""
    assert key(tree={**TREE, "companion/page": b"C"}) == key()
    assert key(tree=dict(reversed([*TREE.items()]))) == key()


def test_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that what a judge left comes back, and what is broken or not there is asked for again."""
    verdicts = Verdicts(tmp_path / "verdicts", "")
    assert verdicts.get("a") is None
    for number, name in enumerate("abc"):
        verdicts.put(name, {".cache/x": name})
        os.utime(tmp_path / "verdicts" / f"{name}.json", (number, number))
    assert verdicts.get("a") == {".cache/x": "a"}
    (tmp_path / "verdicts" / "c.json").write_text("{")
    assert verdicts.get("c") is None
    monkeypatch.setattr(module, "_MOST", 2)
    # Asking for one makes it younger than those that nobody asked for.
    verdicts.tidy()
    left = sorted(path.name for path in (tmp_path / "verdicts").iterdir())
    assert left == ["a.json", "c.json"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a repository, beside which packages are installed."""
    for path in (
        "root/script/review/__main__.py",
        "root/tests/common.py",
        f"root/{TESTS}test_init.py",
        "root/pyproject.toml",
        "root/README.md",
        "root/script/__pycache__/x.pyc",
        "site/homeassistant-1.dist-info/METADATA",
        "acme-client/src/acme.py",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    link = tmp_path / "site" / "acme_client-1.dist-info" / "direct_url.json"
    link.parent.mkdir()
    said = {"url": (tmp_path / "acme-client").as_uri(), "dir_info": {"editable": True}}
    link.write_text(json.dumps(said))
    return tmp_path / "root"


def write(path: str) -> Callable[[Path], object]:
    """Return what changes a file beside a repository."""
    return lambda root: (root.parent / path).write_text("changed")


def upgrade(root: Path) -> None:
    """Install another release."""
    site = root.parent / "site"
    (site / "homeassistant-1.dist-info").rename(site / "homeassistant-2.dist-info")


@pytest.mark.parametrize(
    ("change", "matters"),
    [
        (write("root/script/review/__main__.py"), True),
        (write("root/script/review/new.yaml"), True),
        (write("root/tests/common.py"), True),
        (write("root/pyproject.toml"), True),
        (write("acme-client/src/acme.py"), True),
        (upgrade, True),
        (write(f"root/{TESTS}test_init.py"), False),
        (write("root/README.md"), False),
        (write("root/script/__pycache__/x.pyc"), False),
    ],
)
def test_what_all_verdicts_rest_on(
    root: Path, change: Callable[[Path], object], matters: bool
) -> None:
    """Test that judges, helpers of tests, releases and editable libraries count, and nothing else."""
    before = judging(root, TESTS, root.parent / "site")
    change(root)
    assert (judging(root, TESTS, root.parent / "site") != before) == matters


def test_settings_of_the_caller_count(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Test that a variable that tells pytest what to do is a part of it."""
    before = judging(root, TESTS, root.parent / "site")
    monkeypatch.setenv(
        "PYTEST_ADDOPTS", "--deselect tests/components/acme/test_init.py"
    )
    assert judging(root, TESTS, root.parent / "site") != before
