"""Test what becomes of corrections, and of places that they mend."""

import pytest

from script.cut.place import Place
from script.submit.corrections import Correction, corrected, differences, unmended

PATH = "homeassistant/components/acme/config_flow.py"
FINISHED = b"""\
class Flow:
    async def async_step_user(self):
        if self.source == SOURCE_REAUTH:
            return self.update()
        if self.allowed:
            return self.create(
                title="Acme",
            )
        return self.abort()

    async def async_step_reauth(self):
        return self.async_step_user()
"""
CUT = FINISHED.partition(b"\n    async def async_step_reauth")[0]


def place(line: int) -> Place:
    """Return a place at a line of the finished integration."""
    return Place(PATH, line, "", "cannot be told", "tell it")


def changed(old: bytes, new: bytes) -> bytes:
    """Return what was cut with one text replaced."""
    assert CUT.count(old) == 1
    return CUT.replace(old, new)


@pytest.mark.parametrize(
    ("line", "mended", "is_mended"),
    [
        (3, CUT, False),
        (3, changed(b"== SOURCE_REAUTH", b"is None"), True),
        # The statement counts, with all that is below it, and what is put before or after it.
        (3, changed(b"self.update", b"self.renew"), True),
        (
            3,
            changed(
                b"        if self.source", b"        check()\n        if self.source"
            ),
            True,
        ),
        (3, changed(b"self.allowed", b"self.is_allowed"), False),
        (3, changed(b"self.abort", b"self.end"), False),
        (7, changed(b"return self.create", b"return self.make"), True),
        (7, changed(b"self.allowed", b"self.is_allowed"), False),
        # Of a line that was cut it is what stands there now.
        (12, CUT + b"\n    attribute = 1\n", True),
        (12, changed(b"self.abort", b"self.end"), False),
    ],
)
def test_mended_place(line: int, mended: bytes, is_mended: bool) -> None:
    """Test that a place is mended once its statement is another."""
    left = unmended([place(line)], {PATH: FINISHED}, {PATH: CUT}, {PATH: mended})
    assert left == ([] if is_mended else [place(line)])


def test_place_in_other_files() -> None:
    """Test that a place stays where another file is corrected, and its line is one where no statement is."""
    page = {"page.markdown": b"# Acme\n\nIt switches.\n\nIt measures.\n"}
    at_page = Place("page.markdown", 3, "It switches.", "cannot be told", "tell it")
    cut = {**page, PATH: CUT}
    assert unmended([at_page], cut, cut, {**cut, PATH: b""}) == [at_page]
    mended = {**cut, "page.markdown": b"# Acme\n\nIt measures.\n"}
    assert unmended([at_page], cut, cut, mended) == []
    other = Place("page.markdown", 5, "It measures.", "cannot be told", "tell it")
    assert unmended([other], cut, cut, mended) == [other]


def test_corrected() -> None:
    """Test that corrections follow what is cut now, in files that change, come and go."""
    corrections = differences(
        {PATH: CUT, "gone.py": b"", "same.py": b""},
        {PATH: changed(b"self.abort", b"self.end"), "new.py": b"", "same.py": b""},
    )
    assert [each.path for each in corrections] == ["gone.py", PATH, "new.py"]
    now = changed(b"self.update", b"self.renew")
    tree, places = corrected({PATH: now, "gone.py": b""}, corrections, "x.patch")
    assert tree == {PATH: now.replace(b"self.abort", b"self.end"), "new.py": b""}
    assert places == []


def test_contradicted() -> None:
    """Test that a correction whose place has become another is named, and the rest is taken."""
    mended = changed(b"self.abort", b"self.end").replace(b"self.update", b"self.renew")
    correction = Correction(PATH, CUT, mended)
    now = b'"""A flow."""\n' + changed(b"self.abort", b"self.stop")
    tree, places = corrected({PATH: now}, [correction], "series/acme/x.patch")
    assert tree == {PATH: now.replace(b"self.update", b"self.renew")}
    assert places == [
        Place(
            PATH,
            10,
            "return self.stop()",
            "series/acme/x.patch says something else of what stood here",
            "mend it in the step, and keep it again",
        )
    ]
