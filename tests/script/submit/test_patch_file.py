"""Test that a file of corrections is a patch, and says all of them."""

from pathlib import Path
import subprocess

from hypothesis import given, settings, strategies as st
import pytest

from script.integration.tree import read, write
from script.submit import SubmitError
from script.submit.corrections import Correction, differences
from script.submit.patch_file import parsed, written

TEXTS = st.text(alphabet="ab+- \\@\n\r\u2028", max_size=12).map(str.encode)
CORRECTIONS = st.builds(
    Correction, st.just("tests/a b.py"), st.none() | TEXTS, st.none() | TEXTS
).filter(lambda each: each.base != each.mended)


@settings(database=None)
@given(st.lists(CORRECTIONS, max_size=3))
def test_round_trip(corrections: list[Correction]) -> None:
    """Test that any corrections come back from the patch, to the byte."""
    assert parsed(written(corrections), "x.patch") == corrections


def test_git_applies_it(tmp_path: Path) -> None:
    """Test that git makes of what was cut what the author made of it."""
    base = {"a/one.py": b"1\n2\n3", "a/two.py": b"1\n", "three.py": b"1\n2\n"}
    mended = {"a/one.py": b"1\n3\n", "three.py": b"1\n2", "four.py": b"-- 4\n"}
    write(tmp_path, base)
    subprocess.run(
        ["git", "apply", "-"],
        cwd=tmp_path,
        env={"GIT_CEILING_DIRECTORIES": str(tmp_path.parent), "PATH": "/usr/bin:/bin"},
        input=written(differences(base, mended)).encode(),
        check=True,
    )
    assert read(tmp_path, (".",)) == mended


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        "--- a/one.py\n",
        "--- a/one.py\n+++ b/one.py\n",
        "--- a/one.py\n+++ b/one.py\n@@ -1,2 +1,2 @@\n one\n",
        "--- a/one.py\n+++ b/one.py\n@@ -1,1 +1,1 @@\n*one\n",
        "--- one.py\n+++ one.py\n@@ -1,1 +1,1 @@\n-one\n+two\n",
    ],
)
def test_refused(text: str) -> None:
    """Test that a file that is no such patch is named in one line."""
    with pytest.raises(SubmitError, match=r"^series/x\.patch: not a patch as --keep"):
        parsed(text, "series/x.patch")
