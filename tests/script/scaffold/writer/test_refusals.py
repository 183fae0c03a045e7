"""Test what an author reads of whose library nothing can be made as it is."""

import pytest

from script.scaffold import ScaffoldError

from .conftest import CLIENT, COMMON, Planned

GIVEN = "host: str, token: str, session: aiohttp.ClientSession | None = None"
LEFT_OUT = (
    "leave out --requirement to have it made with a library of its own, "
    "and replace that by acme-meter afterwards"
)
# A class that looks like a client, too
OTHER = """

class AcmeHub:
    def __init__(self, {}) -> None: ...

    async def get_reading(self) -> Reading: ...

    async def get_{}_reading(self) -> Reading: ...
"""
KEYWORDS = CLIENT.replace(GIVEN, "**kwargs")


def _told(plan: Planned, client: str, **wanted: object) -> str:
    """Return what is told of a library."""
    with pytest.raises(ScaffoldError) as raised:
        plan(client, **wanted)
    return str(raised.value)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ("region: str = ''", "add --ask region if a user knows that, or "),
        (
            "region: str = '', timeout: int = 10",
            "add --ask region if a user knows that, or ",
        ),
    ],
)
def test_nothing_needed(plan: Planned, given: str, named: str) -> None:
    """Test that it is told what may be asked for, where a client does not need it."""
    assert _told(plan, CLIENT.replace(GIVEN, given)) == (
        "acme-meter: AcmeMeter can be made without anything from a user; "
        f"{named}add --auth none if users are asked for nothing, or {LEFT_OUT}"
    )


@pytest.mark.parametrize(
    ("call", "is_named"),
    [
        ("load_local(self, host: str, password: str)", True),
        ("load_local(self, host: str, zone: list)", False),
        ("set_password(self, password: str)", False),
        ("load_local(self)", False),
    ],
)
def test_given_to_a_call(plan: Planned, call: str, is_named: bool) -> None:
    """Test that calls are named that are given what a user enters, where the client is not."""
    client = (
        CLIENT.replace(GIVEN, "region: str = ''")
        + f"\n    async def {call} -> bool: ..."
    )
    named = "name the call that is given it with --login, such as load_local(), or "
    assert (named in _told(plan, client)) is is_named


def test_given_with_more(plan: Planned) -> None:
    """Test that what logs in is no public service, though it needs more than credentials."""
    login = "\n    async def login(self, email: str, device_id: str) -> str: ..."
    assert _told(
        plan, CLIENT.replace(GIVEN, "") + login, iot_class="cloud_polling"
    ) == (
        "acme-meter: AcmeMeter can be made without anything from a user; name the call that is given it with "
        f"--login, such as login(), or add --auth none if users are asked for nothing, or {LEFT_OUT}"
    )


def test_nothing_on_the_network(plan: Planned) -> None:
    """Test that what is on the network is not taken for what is the same for everybody."""
    assert _told(plan, CLIENT.replace(GIVEN, "")) == (
        "acme-meter: AcmeMeter can be made without anything from a user; "
        f"add --auth none if users are asked for nothing, or {LEFT_OUT}"
    )


@pytest.mark.parametrize(
    ("given", "is_named"),
    [("zone: str", True), ("host: str, lock: Lock", False), ("", False)],
)
def test_other_classes(plan: Planned, given: str, is_named: bool) -> None:
    """Test that just those classes are named that can be made of what a user enters."""
    other = OTHER.format(given, "second")
    told = _told(plan, CLIENT.replace(GIVEN, "host: str, lock: Lock") + other)
    named = "name another class with --client-class, such as AcmeHub, or "
    assert told.endswith(f"what that is; {named if is_named else ''}{LEFT_OUT}")


def test_unknown_type(plan: Planned) -> None:
    """Test that it is told of what class a client needs what nobody knows."""
    told = _told(plan, CLIENT.replace(GIVEN, "host: str, lock: RLock, mode: str"))
    assert told == (
        "acme-meter: AcmeMeter needs 'lock' (RLock), and nothing tells what that is; "
        f"{LEFT_OUT}"
    )


def test_no_reading(plan: Planned) -> None:
    """Test that it is told once that nothing is there to be polled."""
    client = CLIENT.replace("get_info(self)", "connect(self)").replace(
        "get_reading(self)", "get_reading(self, zone: int)"
    )
    assert _told(plan, client) == (
        "acme-meter: AcmeMeter has no call that reads one thing and needs no arguments, "
        f"and what is written around a library polls it; {LEFT_OUT}"
    )


def test_any_keywords(plan: Planned) -> None:
    """Test that it is told how a client is made that does not say what it takes."""
    assert _told(plan, KEYWORDS) == (
        "acme-meter: AcmeMeter takes any keyword arguments, and nothing tells which; "
        f"add --ask NAME for each that a user knows, or {LEFT_OUT}"
    )


def test_asked_for_keywords(plan: Planned) -> None:
    """Test that a client is given by name what the author has users asked for."""
    found = plan(KEYWORDS, asked=("station_id", "api_key"))
    assert [each.key for each in found.credentials] == ["station_id", "api_key"]
    assert [each.is_secret for each in found.credentials] == [False, True]
    assert [
        (each.parameter.name, each.parameter.is_keyword, each.credential)
        for each in found.constructor
    ] == [
        ("station_id", True, found.credentials[0]),
        ("api_key", True, found.credentials[1]),
    ]


@pytest.mark.parametrize("given", ["host: str", "host: str, zone: str"])
def test_keywords_beside(plan: Planned, given: str) -> None:
    """Test that what a client takes by name goes beside what it is given anyway, and once."""
    client = CLIENT.replace(GIVEN, f"{given}, **kwargs")
    found = plan(client, asked=("zone",))
    assert [each.parameter.name for each in found.constructor] == ["host", "zone"]


def test_asked_for_anyway(plan: Planned) -> None:
    """Test that what is asked for anyway is no keyword of its own."""
    client = CLIENT.replace(GIVEN, "host: str, **kwargs")
    assert _told(plan, client, asked=("host",)).startswith(
        "--ask 'host': AcmeMeter takes nothing of this name that is not asked for anyway"
    )


def test_no_lost_connection(plan: Planned) -> None:
    """Test that it is told where nothing tells of a lost connection, and what to pass."""
    common = "from dataclasses import dataclass\n\n\n@dataclass\nclass Reading:\n    power_w: float\n"
    client = (
        "\n\nclass AcmeMeter:\n    def __init__(self, host: str) -> None: ...\n\n"
        "    async def get_reading(self) -> Reading: ...\n"
    )
    with pytest.raises(ScaffoldError) as raised:
        plan(client, common=common)
    assert str(raised.value) == (
        "acme-meter: no exception of it tells of a lost connection; name it with --connection-error, "
        "another library's such as aiohttp.ClientError"
    )


def test_no_example_of_an_error(plan: Planned) -> None:
    """Test that it is told which exception a test cannot raise, and what to pass."""
    common = COMMON.replace(
        '"""The token is refused."""',
        "def __init__(self, *given):\n        raise ValueError(given)",
    )
    with pytest.raises(
        ScaffoldError,
        match=r"^exception AcmeAuthError: [^\n]+; name another with --auth-error$",
    ):
        plan(common=common)
