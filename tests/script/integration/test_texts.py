"""Test resolving references in strings."""

import pytest

from script.integration.texts import StringsError, english, flattened, resolve


def test_resolve() -> None:
    """References are followed to their end, and the rest stays."""
    elsewhere = {"common::a": "[%key:common::b%]", "common::b": "50 % of {name}"}
    strings = {"config": {"error": {"x": "[%key:common::a%]", "y": "Plain %"}}}
    assert resolve(strings, elsewhere.get) == {
        "config": {"error": {"x": "50 % of {name}", "y": "Plain %"}}
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("[%key:z%]", "a::b: [%key:z%] names no string", id="missing"),
        pytest.param("[%key:long%]", "a::b: [%key:z%] names no string", id="later"),
        pytest.param("[%key:x%]", "a::b: [%key:x%] refers to itself", id="circular"),
        pytest.param("See [%key:plain%]", "a::b: See [%key:plain%]: ", id="mixed"),
        pytest.param("[%key:x%][%key:x%]", "a::b: [%key:x%][%key:x%]: ", id="two"),
        pytest.param("[%key:plain", "a::b: [%key:plain: ", id="open"),
    ],
)
def test_resolve_error(text: str, message: str) -> None:
    """An error names the string that refers, the reference and the reason."""
    elsewhere = {
        "long": "[%key:z%]",
        "plain": "Plain",
        "x": "[%key:y%]",
        "y": "[%key:x%]",
    }
    with pytest.raises(StringsError) as raised:
        resolve({"a": {"b": text}}, elsewhere.get)
    assert str(raised.value).startswith(message)


def test_english() -> None:
    """A reference is followed to its end, or to where it leads nowhere."""
    strings = {"a": "[%key:b%]", "b": "Text", "c": "[%key:d%]", "x": "[%key:x%]"}
    assert english("[%key:a%]", strings.get) == "Text"
    assert english("Text", strings.get) == "Text"
    assert english("[%key:c%]", strings.get) == "[%key:d%]"
    assert english("[%key:x%]", strings.get) == "[%key:x%]"


def test_flattened() -> None:
    """Each string comes with its keys, and what is no string is left out."""
    assert [*flattened({"a": {"b": "x", "c": 1}, "d": "y"})] == [
        (("a", "b"), "x"),
        (("d",), "y"),
    ]
