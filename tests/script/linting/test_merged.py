"""Test making one finding of several."""

from pathlib import Path

from script.integration.finding import Finding
from script.linting.merged import merged


def found(line: int, *codes: str, message: str = "", mend: str = "") -> Finding:
    """Return a finding."""
    return Finding(
        path=Path("x.py"),
        line=line,
        check=codes[0],
        also=codes[1:],
        message=message or f"{codes[0]} at {line}",
        mend=mend,
    )


def test_same_code() -> None:
    """Test that findings of one line with a code in common are one, which has all codes and a remedy."""
    assert merged(
        [
            [found(2, "unused-import", "W0611", message="Unused")],
            [found(2, "F401", "unused-import", mend="Remove it")],
        ]
    ) == [
        found(2, "unused-import", "W0611", "F401", message="Unused", mend="Remove it")
    ]


def test_alike() -> None:
    """Test codes that tools have for the same."""
    (one,) = merged(
        [[found(2, "G004")], [found(2, "logging-fstring-interpolation", "W1203")]]
    )
    assert one.also == ("logging-fstring-interpolation", "W1203")


def test_different() -> None:
    """Test that others stay, in the order of lines."""
    others = [found(1, "a"), found(2, "a"), found(2, "b"), found(3, "a")]
    assert merged([each] for each in reversed(others)) == others


def test_of_one_tool() -> None:
    """Test that two things which one tool has of one line stay two, and each takes what another tool says of it."""
    names = [
        found(2, "F401", "unused-import", message=f"{each} unused") for each in "xy"
    ]
    messages = [
        found(2, "unused-import", "W0611", message=f"Unused {each}") for each in "xy"
    ]
    assert merged([names]) == names
    told = merged([names, messages, [names[0]]])
    assert [(each.message, each.also) for each in told] == [
        ("x unused", ("unused-import", "W0611")),
        ("y unused", ("unused-import", "W0611")),
    ]


def test_of_files() -> None:
    """Test that what is said of a file as a whole is one only where the words are the same."""
    both = [found(0, "a", message="No x"), found(0, "a", message="No y")]
    assert merged([each] for each in both) == both
    assert merged([[both[0]], [found(0, "b", message="No x")]]) == [
        found(0, "a", "b", message="No x")
    ]


def test_advice() -> None:
    """Test that what one tool demands is no advice for another's saying so."""
    advice = Finding(
        path=Path("x.py"), line=2, check="a", message="", mend="", advice=True
    )
    (one,) = merged([[advice], [found(2, "a")]])
    assert not one.advice
