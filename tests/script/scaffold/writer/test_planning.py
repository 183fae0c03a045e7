"""Test planning an integration around a library."""

import pytest

from script.scaffold import ScaffoldError
from script.scaffold.models import Auth

from .conftest import CLIENT, COMMON, Planned

LOGIN = (
    CLIENT
    + '''
    async def login(self, password: str) -> None:
        """Log in."""

    async def get_connect(self) -> str:
        """Return something else."""
'''
)
PARTS = '''

class AcmeApi:
    """The part that measures."""

    async def reading(self) -> Reading:
        """Return what is measured."""


class AcmeMeter:
    """Talk to a meter."""

    def __init__(self, host: str, session: aiohttp.ClientSession) -> None:
        """Initialize it."""

    async def api(self) -> AcmeApi:
        """Return the part."""

    async def info(self) -> Info:
        """Return what it is."""
'''
BLOCKING = '''

class AcmeMeter:
    """Talk to a meter."""

    def __init__(self, host: str) -> None:
        self.power = 0

    def update(self) -> None:
        """Update what it has."""

    def get_serial(self) -> str:
        """Return the serial number."""

    def stop_heating(self) -> None:
        """Stop what the device does."""

    def disconnect(self) -> None:
        """End the connection."""
'''


def test_likeliest(plan: Planned) -> None:
    """Test that all is found in a library that names things as most do."""
    found = plan()
    assert [each.key for each in found.credentials] == ["host", "api_token"]
    assert found.session == "async_get_clientsession"
    assert (found.identity.step.code, found.identity_path) == (
        "get_info()",
        "serial_number",
    )
    assert [each.step.code for each in found.states] == ["get_reading()"]
    assert found.device == {
        "serial_number": "serial_number",
        "sw_version": "firmware_version",
    }
    assert found.macs == ("mac_address",)
    assert found.failed == (("acme_meter", "AcmeError"),)
    assert found.refused
    assert found.refused.code == 'AcmeAuthError("Refused")'
    assert not found.is_blocking
    assert found.close is None
    assert found.login is None
    assert [each.key for each in found.entities] == [
        "power_w",
        "mode",
        "is_online",
        "boost",
    ]
    assert found.unsure == ()


def test_login(plan: Planned) -> None:
    """Test that a call that logs in is made with what the user is asked for, unless there is to be none."""
    found = plan(LOGIN)
    assert found.login
    assert found.login.name == "login"
    assert [each.key for each in found.credentials] == ["host", "password", "api_token"]


def test_no_login(plan: Planned) -> None:
    """Test that the author can say that nothing logs in."""
    assert plan(LOGIN, login="none").login is None


def test_parts(plan: Planned) -> None:
    """Test that what the client returns is called where the state is its."""
    found = plan(PARTS, auth=Auth.NONE)
    assert [(each.code, each.attribute) for each in found.parts] == [("api()", "api")]
    assert [each.step.code for each in found.states] == ["api().reading()"]


def test_blocking(plan: Planned) -> None:
    """Test that a client that blocks is known, and nothing but its connection is ended."""
    found = plan(BLOCKING, states=("update()",), entities=("power:W",))
    assert found.is_blocking
    assert found.session is None
    assert found.close
    assert found.close.name == "disconnect"
    assert found.identity.step.name == "get_serial"
    assert found.identity_path == ""


def test_auth(plan: Planned) -> None:
    """Test that nothing secret is asked for where the author says that there is nothing."""
    with pytest.raises(
        ScaffoldError, match=r"^authentication password: AcmeMeter takes no password; "
    ):
        plan(auth=Auth.PASSWORD)


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        (
            {"identity": "serial()"},
            "--identity 'serial()': AcmeMeter has no such calls; name one of get_info(), ",
        ),
        (
            {"identity": "get_reading()"},
            "--identity 'get_reading()': no field of Reading looks like an identity; name it too, ",
        ),
        (
            {"states": ("nothing()",)},
            "--state 'nothing()': AcmeMeter has no such calls; ",
        ),
        (
            {"states": ("set_limit()",)},
            "--state 'set_limit()': needs limit, and nothing tells what it is; ",
        ),
        (
            {"entities": ("nothing",)},
            "--entity 'nothing': get_reading() has nothing of this name; it has power_w, ",
        ),
        (
            {"entities": ("power_w:parsecs",)},
            "--entity 'power_w:parsecs': Home Assistant has no unit 'parsecs'; ",
        ),
        (
            {"entities": ("limit:W:much",)},
            "--entity 'limit:W:much': 'much' is no range, as 6..32 is one",
        ),
        (
            {"entities": ("temperature:°C:1..2",)},
            "--entity 'temperature:°C:1..2': no call of the library sets it; ",
        ),
        (
            {"iot_class": "local_push"},
            "IoT class local_push: what is written around a library polls it; give --iot-class local_polling",
        ),
    ],
)
def test_refused(plan: Planned, wanted: dict[str, object], problem: str) -> None:
    """Test that it is told in one line what is not found, and what to pass."""
    with pytest.raises(ScaffoldError) as raised:
        plan(**wanted)
    assert str(raised.value).startswith(problem)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("gone", "problem"),
    [
        (
            "    async def get_info(self) -> Info:",
            "acme-meter: nothing of AcmeMeter tells which device or account it is; name it with --identity ",
        ),
        (
            "    async def get_reading(self) -> Reading:",
            "acme-meter: no call of AcmeMeter returns a state with fields that are known; name it with --state ",
        ),
        (
            "host: str, token: str, ",
            "acme-meter: AcmeMeter needs nothing from a user, and what is written around a library asks ",
        ),
    ],
)
def test_not_found(plan: Planned, gone: str, problem: str) -> None:
    """Test that what a library does not have is told, with the option that names it."""
    assert gone in CLIENT
    instead = "    async def other(self) -> None:" if "def" in gone else ""
    with pytest.raises(ScaffoldError) as raised:
        plan(CLIENT.replace(gone, instead))
    assert str(raised.value).startswith(problem)


def test_all_that_is_not_found(plan: Planned) -> None:
    """Test that what is missing is told at once, a line each."""
    client = CLIENT
    for gone in ("get_info(self) -> Info", "get_reading(self) -> Reading"):
        client = client.replace(gone, f"{gone.partition('(')[0]}_no(self) -> None")
    with pytest.raises(ScaffoldError) as raised:
        plan(client)
    identity, state = str(raised.value).splitlines()
    assert "name it with --identity " in identity
    assert "name it with --state " in state


@pytest.mark.parametrize(
    ("needed", "problem"),
    [
        (
            "hub_id: str, code",
            "AcmeMeter needs 'hub_id', 'code', and nothing tells what that is; add --ask hub_id --ask code if a user knows that, or leave out --requirement ",
        ),
        (
            "api: AcmeApi",
            "AcmeMeter needs 'api' (AcmeApi), which does something by itself, and nothing tells what of that comes first; ",
        ),
    ],
)
def test_cannot_be_made(plan: Planned, needed: str, problem: str) -> None:
    """Test that it is told in one line what keeps a client from being made, and what to pass."""
    parts = PARTS.partition("class AcmeMeter")[0]
    client = CLIENT.replace("host: str, token: str, ", f"{needed}, host: str, ")
    with pytest.raises(ScaffoldError) as raised:
        plan(parts + client)
    assert str(raised.value).startswith(f"acme-meter: {problem}")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (
            "nothing",
            "AcmeMeter takes nothing of this name that is not asked for anyway; it takes hub_id, zones",
        ),
        ("host", "AcmeMeter takes nothing of this name that is not asked for anyway; "),
        ("zones", "is of list, and a user can be asked for a text or a whole number"),
    ],
)
def test_cannot_be_asked(plan: Planned, name: str, problem: str) -> None:
    """Test that what a user cannot be asked for is refused."""
    client = CLIENT.replace("token: str, ", "token: str, hub_id: str, zones: list, ")
    with pytest.raises(ScaffoldError) as raised:
        plan(client, asked=(name,))
    assert str(raised.value).startswith(f"--ask {name!r}: {problem}")


SEVERAL = (
    CLIENT
    + '''
    async def get_meters(self) -> list[Reading]:
        """Return several."""

    async def get_rooms(self) -> dict[str, Info]:
        """Return several, by their names."""

    async def get_either(self) -> Reading | Info:
        """Return one thing or another."""
'''
)


def test_not_several(plan: Planned) -> None:
    """Test that what returns several, or one of several, is not taken for what returns one."""
    found = plan(SEVERAL)
    assert [each.step.code for each in found.states] == ["get_reading()"]
    assert found.identity.step.code == "get_info()"


@pytest.mark.parametrize("call", ["get_meters()", "get_rooms()", "get_either()"])
def test_identity_of_several(plan: Planned, call: str) -> None:
    """Test that what returns several, or one of several, is refused where one is wanted."""
    with pytest.raises(ScaffoldError, match="returns several, or any of several"):
        plan(SEVERAL, identity=call)


def test_only_several(plan: Planned) -> None:
    """Test that a client that returns several and nothing else is told to do so."""
    client = SEVERAL
    for gone in ("get_info(self)", "get_reading(self)"):
        client = client.replace(gone, gone.replace("self", "self, number: int"))
    client = client.replace("dict[str, Info]", "Info | Mode")
    with pytest.raises(ScaffoldError) as raised:
        plan(client)
    assert str(raised.value).startswith(
        "acme-meter: AcmeMeter has no call that reads one thing and needs no arguments "
        "(get_meters() (Reading), get_rooms() (Info), get_either() (Reading) returns several, or any of several, "
        "name the field that tells them apart as in --state get_meters().serial), and what is written "
    )
    assert "\n" not in str(raised.value)


def test_needs_more(plan: Planned) -> None:
    """Test that a client that needs what nobody knows is not made."""
    with pytest.raises(
        ScaffoldError,
        match=r"^acme-meter: AcmeMeter needs 'secretary' \(list\), and nothing tells what that is; ",
    ):
        plan(CLIENT.replace("token: str, ", "token: str, secretary: list, "))


@pytest.mark.parametrize(
    "bare",
    [
        CLIENT.replace(
            "host: str, token: str, session: aiohttp.ClientSession | None = None) -> None",
            "host, token, session=None)",
        ),
        CLIENT.replace("set_boost(self, on: bool) -> None", "set_boost(self, on)"),
    ],
    ids=["client", "action"],
)
def test_untyped(plan: Planned, bare: str) -> None:
    """Test that a library is no typed one where what is called of it has no annotations."""
    wanted = {"states": ("get_reading()",), "entities": ("boost",)}
    assert not plan(bare, **wanted).is_typed


def test_typed(plan: Planned) -> None:
    """Test that a library is a typed one where all that is called of it has annotations."""
    assert plan(entities=("boost",)).is_typed


def test_one_exception(plan: Planned) -> None:
    """Test that it is told where one exception stands for refused credentials and a lost connection."""
    before, _, rest = COMMON.partition("class AcmeError")
    own = "class AcmeAuthConnectionError(Exception):\n    pass\n\n\n"
    common = f"{before}{own}class Mode{rest.partition('class Mode')[2]}"
    with pytest.raises(
        ScaffoldError,
        match=r"^acme-meter: AcmeAuthConnectionError tells of refused credentials and of all other trouble alike; ",
    ):
        plan(common=common)


UNTOLD = """

class AcmeMeter:
    def __init__(self, host):
        self.power = 0
        self.serial = ""

    async def async_get(self):
        data = {}
        return data

    async def update(self):
        self.power = 1
        return self.power
"""


@pytest.mark.parametrize(
    ("call", "attribute"), [("async_get()", "data"), ("update()", "")]
)
def test_returned_or_updated(plan: Planned, call: str, attribute: str) -> None:
    """Test that a call that only returns something is not taken for one that updates the client."""
    found = plan(UNTOLD, states=(call,), identity="none", entities=("power:W",))
    (fetched,) = found.states
    assert fetched.attribute == attribute
    assert fetched.is_mapping is bool(attribute)


def test_identity_of_nothing(plan: Planned) -> None:
    """Test that a call that returns nothing is refused as what tells which it is."""
    with pytest.raises(
        ScaffoldError, match=r"^--identity 'set_limit': set_limit\(\) returns nothing; "
    ):
        plan(identity="set_limit")
