"""Test what an author says of a library's calls."""

from dataclasses import replace

import pytest

from script.scaffold import ScaffoldError
from script.scaffold.models import Auth
from script.scaffold.writer.calls import Wanted
from script.scaffold.writer.choices import (
    confirmed_calls,
    nearest_auth,
    valid_discovery,
)

from .conftest import CLIENT, METERS, SEVERAL, Offered, Planned


def test_discovery() -> None:
    """Test that what a device announces is read, its name being left to it."""
    assert valid_discovery("_http._tcp.local,serial,acme-*") == {
        "type": "_http._tcp.local.",
        "property": "serial",
        "name": "acme-*",
        "hostname": "acme-0001",
    }
    assert valid_discovery("_acme._udp.local.,id")["name"] == ""


@pytest.mark.parametrize("text", ["_http._tcp.local.", "_http,serial", "a,b,c,d", ",,"])
def test_no_discovery(text: str) -> None:
    """Test that anything else is refused in one line."""
    with pytest.raises(ScaffoldError, match=rf"^discovery '{text}': [^\n]+$"):
        valid_discovery(text)


def test_confirmed(offered: Offered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that the likeliest is proposed, and what the author types is taken."""
    asked = []
    answers = iter(["", "get_reading()", "power_w temperature:°C"])

    def answer(question: str) -> str:
        asked.append(question.partition("\n")[0])
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    wanted = confirmed_calls(offered(CLIENT), Wanted(login="none"))
    assert [each.rpartition(" [")[2] for each in asked] == [
        "get_info().serial_number]",
        "get_reading()]",
        "power_w mode is_online boost]",
    ]
    assert wanted == Wanted(
        login="none",
        identity="get_info().serial_number",
        states=("get_reading()",),
        entities=("power_w", "temperature:°C"),
    )


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("", ("hub_id", "zone")),
        ("zone", ("zone",)),
        ("hub_id, zone", ("hub_id", "zone")),
    ],
)
def test_asked_for(
    offered: Offered,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    asked: tuple[str, ...],
) -> None:
    """Test that it is asked which of what nothing tells a user knows, again after a wrong answer, and not where it is given."""
    client = CLIENT.replace(
        "token: str, ", "token: str, hub_id: str, zone: int, rooms: list, ", 1
    )
    own = offered(client)
    questions = []
    answers = iter(["house", "rooms", answer])

    def reply(question: str) -> str:
        questions.append(question.partition("\n")[0])
        return next(answers)

    monkeypatch.setattr("builtins.input", reply)
    given = Wanted(identity="get_info()", entities=("power_w",))
    assert confirmed_calls(own, given) == replace(given, asked=asked)
    assert (
        questions
        == [
            "AcmeMeter needs what nothing tells. Which of it does a user know? [hub_id zone]"
        ]
        * 3
    )
    unknown, unfit = capsys.readouterr().out.splitlines()
    assert unknown.startswith("--ask 'house': AcmeMeter takes nothing of this name ")
    assert unfit.startswith("--ask 'rooms': is of list, ")
    named = replace(given, asked=("zone",))
    assert confirmed_calls(own, named) == named


def test_refused_as_typed(
    offered: Offered,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Test that no call that needs more than is known is proposed, and that a wrong answer is asked for again."""
    of_one = (
        "    async def get_reading_of(self, vehicle: str) -> Reading:\n        pass\n"
    )
    answers = iter(["", "get_reading_of()", "no_such_call()", "", "power_w"])
    asked = []

    def answer(question: str) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("builtins.input", answer)
    wanted = confirmed_calls(
        offered(
            CLIENT.replace(
                "    async def get_info", f"{of_one}\n    async def get_info"
            )
        ),
        Wanted(login="none"),
    )
    assert "[get_reading()]" in asked[1]
    assert wanted.states == ("get_reading()",)
    needs, unknown = capsys.readouterr().out.splitlines()
    assert needs.startswith("--state 'get_reading_of()': needs vehicle")
    assert "no_such_call" in unknown


def test_several(offered: Offered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Test that several devices are proposed with no identity but theirs where nothing tells whose they are."""
    asked = []
    # The field by which they are told apart may be named.
    answers = iter(["", "get_meters().name", ""])

    def reply(question: str) -> str:
        asked.append(question.rpartition("[")[2].partition("]")[0])
        return next(answers)

    monkeypatch.setattr("builtins.input", reply)
    wanted = confirmed_calls(offered(SEVERAL, METERS), Wanted())
    assert asked == ["none", "get_meters()", "power_w is_online"]
    assert wanted == Wanted(
        identity="none",
        states=("get_meters().name",),
        entities=("power_w", "is_online"),
    )


def test_nothing_is_asked_twice(offered: Offered) -> None:
    """Test that what is given is not asked for."""
    given = Wanted(identity="get_info()", entities=("power_w",))
    assert confirmed_calls(offered(CLIENT), given) == given


def test_nearest_auth(plan: Planned) -> None:
    """Test that the kind that is nearest to what a library takes is told."""
    assert nearest_auth(plan()) is Auth.TOKEN
