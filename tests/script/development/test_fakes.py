"""Test that nothing that tells who somebody is gets into what is recorded."""

from collections.abc import Iterator
import re
from typing import Any
from urllib.parse import quote

from hypothesis import given, settings, strategies as st
import pytest

from script.development import DevelopmentError, fakes
from script.development.fakes import with_fakes
from script.development.plain import Plain

LETTERS = st.characters(
    min_codepoint=33, max_codepoint=0x24F, categories=("L", "N", "P")
)
SECRETS = st.text(LETTERS, min_size=4, max_size=24)
CODES = st.from_regex(r"[A-Z]{2}[0-9]{4}[A-Z0-9-]{0,8}[A-Z0-9]", fullmatch=True)
MACS = st.from_regex(r"[0-9A-F]{2}(:[0-9A-F]{2}){5}", fullmatch=True).filter(
    lambda text: len({*text}) > 3
)
LOCAL = st.from_regex(r"(10|192\.168)(\.[1-9][0-9]?){2}", fullmatch=True).map(
    lambda text: text if text.count(".") == 3 else f"{text}.7"
)
MAILS = st.from_regex(r"[a-z]{3,8}[0-9]@[a-z]{3,8}\.org", fullmatch=True)
NAMES = st.sampled_from(
    ["serialNumber", "ProductSn", "accessToken", "user_id", "api_key", "hostname"]
)
OTHERS = st.one_of(
    st.none(), st.booleans(), st.integers(-999, 999), st.sampled_from(["on", "State C"])
)
WAYS = (str, str.lower, str.upper, lambda text: quote(text, safe=""))


def texts(value: Plain) -> Iterator[str]:
    """Yield all texts in a value, and its numbers as such."""
    match value:
        case dict():
            for key, each in value.items():
                yield key
                yield from texts(each)
        case list():
            for each in value:
                yield from texts(each)
        case _:
            yield str(value)


@st.composite
def records(draw: st.DrawFn, known: list[str]) -> Plain:
    """Return what a library may return, with what is known in it in all places."""

    def written() -> str:
        text = draw(st.sampled_from(WAYS))(draw(st.sampled_from(known)))
        return f"{draw(st.sampled_from(['', 'at ', 'x=']))}{text}{draw(st.sampled_from(['', '/', ' ok']))}"

    leaves = OTHERS | st.builds(written)
    inner: Plain = draw(
        st.recursive(
            leaves,
            lambda each: (
                st.lists(each, max_size=3)
                | st.dictionaries(
                    st.sampled_from(["power", "note", "url"]), each, max_size=3
                )
            ),
            max_leaves=12,
        )
    )
    return {"state": inner, written(): draw(OTHERS)}


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_nothing_survives(data: st.DataObject) -> None:
    """Test that no secret that was typed, and no identifier that was kept or returned, can be read in any way."""
    typed = dict.fromkeys(data.draw(st.lists(SECRETS, min_size=1, max_size=2)), True)
    kept = data.draw(st.dictionaries(NAMES, CODES, max_size=3))
    returned = data.draw(st.dictionaries(NAMES, CODES, max_size=3))
    looks = data.draw(st.lists(MACS | LOCAL | MAILS, max_size=3))
    known = [*typed, *kept.values(), *returned.values(), *looks]
    recorded: dict[str, Any] = {
        "info": {**returned, "more": looks},
        "data": data.draw(records(known)),
    }
    result = with_fakes(recorded, kept, typed)
    seen = [*texts(dict(result))]
    for text in known:
        for way in WAYS:
            assert not [each for each in seen if way(text) in each], text
    assert with_fakes(recorded, kept, typed) == result


@given(
    st.dictionaries(
        st.sampled_from(["power", "state", "mode", "name", "firmware"]),
        OTHERS | st.sampled_from(["1.6.1+1+WL-1", "4.5.3.1", "0.0.0.0", "Kitchen"]),
    )
)
def test_rest_stays(record: dict[str, Plain]) -> None:
    """Test that what tells nothing of anybody stays as it is."""
    records: dict[str, Plain] = {"record": record}
    assert (
        with_fakes(records, {"host": "192.168.3.4"}, {"s3cret-word": True}) == records
    )


@pytest.mark.parametrize(
    ("name", "value", "pattern"),
    [
        pytest.param(
            "serial", "24-07-TST-001", r"[1-9]{2}-\d{2}-[A-Z]{3}-\d{3}", id="serial"
        ),
        pytest.param("mac", "0e:1a:2b:3c:4d:5e", "02(:[0-9a-f]{2}){5}", id="mac"),
        pytest.param("gateway", "192.168.1.1", r"192\.0\.2\.\d+", id="address"),
        pytest.param("ip", "fd00::1:2", "2001:db8::[0-9a-f]+", id="IPv6"),
        pytest.param("owner", "jo@home.org", r"user\d+@example\.com", id="mail"),
        pytest.param("pin", 48151623, r"[1-9]\d{7}", id="number"),
        pytest.param("latitude", 52.3702, r"[1-7]\d\.\d{4}", id="place"),
        pytest.param(
            "hash",
            "a1b2c3d4e5",
            "[a-f][1-9][a-f][1-9][a-f][1-9][a-f][1-9][a-f][1-9]",
            id="hexadecimal",
        ),
    ],
)
def test_shape(name: str, value: Any, pattern: str) -> None:
    """Test that a fake looks like what it stands for, and is nobody's."""
    result = with_fakes({"record": {name: value}}, {})
    [record] = result.values()
    assert isinstance(record, dict)
    fake = record[name]
    assert type(fake) is type(value)
    assert fake != value
    assert re.fullmatch(pattern, str(fake))


def test_same_everywhere() -> None:
    """Test that what belongs together still does, in all records and in keys."""
    result = with_fakes(
        {
            "devices": {"AB12CD34": {"mac": "0E:1A:2B:3C:4D:5E"}},
            "state": {"serial": "AB12CD34", "topic": "x/0e1a2b3c4d5e"},
        },
        {},
    )
    [(serial, device)] = result["devices"].items()  # type: ignore[union-attr]
    state = result["state"]
    assert state["serial"] == serial  # type: ignore[index, call-overload]
    assert state["topic"] == f"x/{device['mac'].replace(':', '').lower()}"  # type: ignore[index, call-overload, union-attr]


def test_earlier_fakes_stay() -> None:
    """Test that what tests rely on stays, and a real one that stood there before does not."""
    recorded: dict[str, Plain] = {
        "info": {"serial": "AB12CD34", "mac": "0E:1A:2B:3C:4D:5E"}
    }
    earlier: dict[str, Plain] = {
        "info": {"serial": "TEST0001", "mac": "0E:1A:2B:3C:4D:5E"}
    }
    [info] = with_fakes(recorded, {}, {}, earlier).values()
    assert isinstance(info, dict)
    assert info["serial"] == "TEST0001"
    assert info["mac"] != "0E:1A:2B:3C:4D:5E"


def test_short_ones() -> None:
    """Test that a short one is replaced where it stands, and not in the midst of words."""
    [record] = with_fakes({"record": {"pin": "on", "state": "on"}}, {}).values()
    assert isinstance(record, dict)
    assert record["pin"] != "on"
    assert record["state"] == "on"


def test_what_cannot_be_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that nothing is returned that shows a secret."""
    monkeypatch.setattr(fakes, "_shaped", lambda text, *_: text)
    with pytest.raises(DevelopmentError, match="shows a secret; nothing is written"):
        with_fakes({"record": {"note": "with s3cret-word"}}, {}, {"s3cret-word": True})
