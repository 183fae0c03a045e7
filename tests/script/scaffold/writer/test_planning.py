"""Test planning an integration around a library."""

import pytest

from script.scaffold import ScaffoldError
from script.scaffold.models import Auth
from script.scaffold.writer.plan import Plan

from .conftest import CLIENT, COMMON, Planned

GIVEN = "host: str, token: str, session: aiohttp.ClientSession | None = None"
ALONE = CLIENT.replace(GIVEN, "session: aiohttp.ClientSession")
# What tells of no refused credentials
NO_AUTH = COMMON.replace(
    "class AcmeAuthError(AcmeError)", "class AcmeOtherError(AcmeError)"
).replace("refused", "odd")

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
            "--state 'set_limit()': needs limit, and nothing tells what that is; name another with --state",
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


NO_STATE = CLIENT.replace("get_reading(self) -> Reading", "other(self) -> None")
ANNOUNCED = {"type": "_a._tcp.local.", "property": "sn", "name": "", "hostname": "a"}


def test_no_state(plan: Planned) -> None:
    """Test that a library that has no state is told so, with the options that name it."""
    with pytest.raises(ScaffoldError) as raised:
        plan(NO_STATE)
    assert str(raised.value) == (
        "acme-meter: no call of AcmeMeter returns a state with fields that are known; name the state with "
        "--state CALL and what it has with --entity FIELD, a call being one of get_info()"
    )


def test_all_that_is_not_found(plan: Planned) -> None:
    """Test that what is missing is told at once, in one line."""
    client = (
        NO_STATE.replace("Info:", "list[str]:") + "\n    async def names(self): ..."
    )
    with pytest.raises(ScaffoldError) as raised:
        plan(client, zeroconf=ANNOUNCED)
    assert str(raised.value) == (
        "acme-meter: nothing of AcmeMeter tells which device or account it is, and no call of AcmeMeter "
        "returns a state with fields that are known; name the identity with --identity CALL.FIELD, and the "
        "state with --state CALL and what it has with --entity FIELD, a call being one of names()"
    )


def test_likeliest_of_many(plan: Planned) -> None:
    """Test that of many calls those are named that are likely to tell the state, and no more than help."""
    more = "".join(
        f"\n    async def get_part_{letter}(self) -> str: ..." for letter in "abcdefghi"
    )
    client = f"{NO_STATE}{more}\n    async def get_status(self) -> str: ..."
    with pytest.raises(ScaffoldError) as raised:
        plan(client)
    named = str(raised.value).rpartition("one of ")[2]
    assert named.startswith("get_status(), get_info(), get_part_a(), ")
    assert named.endswith("get_part_f() and 3 more")


@pytest.mark.parametrize("given", ["session: aiohttp.ClientSession", ""])
def test_alone(plan: Planned, given: str) -> None:
    """Test that a client that nobody is asked anything for makes one entry, which nothing tells apart."""
    found = plan(CLIENT.replace(GIVEN, given), "cloud_polling")
    assert found.is_alone
    assert found.credentials == ()
    assert not found.is_identified
    assert found.assumed == (
        "AcmeMeter needs nothing from a user: the form has no fields, and there is one entry at most",
    )


def test_alone_as_the_author_says(plan: Planned) -> None:
    """Test that nobody is asked for what a client can do without, where the author says so."""
    assert plan(CLIENT.replace(GIVEN, "region: str = ''"), auth=Auth.NONE).is_alone


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        ("token: str | None = None", ["api_token"]),
        ("username: str = '', password: str = ''", ["username", "password"]),
        ("host: str, token: str | None = None", ["host"]),
    ],
)
def test_needless_credentials(plan: Planned, given: str, keys: list[str]) -> None:
    """Test that a user is asked for credentials that a client can do without, where there is nothing else to ask for."""
    assert [
        each.key
        for each in plan(CLIENT.replace(GIVEN, given), common=NO_AUTH).credentials
    ] == keys


def test_nothing_refuses(plan: Planned) -> None:
    """Test that nobody is asked for new credentials where nothing tells that they are refused, and that this is told."""
    found = plan(common=NO_AUTH)
    assert found.refused is None
    assert found.assumed == (
        "no exception of acme-meter tells of refused credentials: nobody is asked for new ones; "
        "where one does, give --auth-error NAME",
    )


@pytest.mark.parametrize(
    ("given", "labels"),
    [("host: str, token: str", "host"), ("token: str", "API token")],
)
def test_untold_identity(plan: Planned, given: str, labels: str) -> None:
    """Test that entries differ by what a user enters where nothing tells which device it is, and that this is told."""
    found = plan(CLIENT.replace(GIVEN, given).replace("Info:", "list[str]:"))
    assert not found.is_identified
    assert found.assumed == (
        f"nothing of AcmeMeter tells which device or account it is: entries differ by their {labels}; "
        "where something does, give --identity CALL.FIELD",
    )


def test_known_to_users(plan: Planned) -> None:
    """Test that users are asked for what a client needs and they may know, and that this is told."""
    found = plan(CLIENT.replace(GIVEN, "host: str, zone: int, hub_id"))
    assert [each.key for each in found.credentials] == ["host", "zone", "hub_id"]
    assert found.assumed == (
        "nothing tells what zone, hub_id of AcmeMeter is: users are asked for it; "
        "where they cannot know it, name another class with --client-class",
    )
    assert plan_of_asked(found) == [
        ("host", "host"),
        ("zone", "zone"),
        ("hub_id", "hub_id"),
    ]


def plan_of_asked(found: Plan) -> list[tuple[str, str]]:
    """Return what a client is given, each with what a user is asked for that."""
    return [
        (each.parameter.name, each.credential.key)
        for each in found.constructor
        if each.credential
    ]


def test_each_once(plan: Planned) -> None:
    """Test that of several parameters for the same thing one is given it, and the others what a user is asked for them."""
    found = plan(
        CLIENT.replace(
            GIVEN, "host: str, token: str, secret: str, url: str | None = None"
        )
    )
    assert plan_of_asked(found) == [
        ("host", "host"),
        ("token", "api_token"),
        ("secret", "secret"),
    ]


@pytest.mark.parametrize(
    ("session", "is_given"), [("session", True), ("session=None", False)]
)
def test_session_of_what_blocks(plan: Planned, session: str, *, is_given: bool) -> None:
    """Test that a client that blocks is given none of Home Assistant's sessions where it can do without."""
    client = BLOCKING.replace("host: str", f"host: str, {session}")
    found = plan(client, entities=("power:W",))
    names = [each.parameter.name for each in found.constructor]
    assert names == (["host", "session"] if is_given else ["host"])
    assert bool(found.session) is is_given


UNTOLD_STATE = """

class AcmeMeter:
    def __init__(self, host: str) -> None: ...

    async def get_values(self): ...

    async def get_status(self){}:
        return {{}}
"""


@pytest.mark.parametrize("returns", ["", " -> dict[str, float]", " -> Any"])
def test_unknown_keys(plan: Planned, returns: str) -> None:
    """Test that which key of a dictionary is shown is left to the author, and told."""
    found = plan(UNTOLD_STATE.format(returns))
    (entity,) = found.entities
    assert entity.path == "✎ The key of what to show, in what get_status returns"
    assert (entity.key, entity.name, entity.platform) == ("status", "Status", "sensor")
    assert found.assumed[-1] == (
        "nothing tells what get_status() returns: it is taken for a dictionary, and which of its keys is "
        "shown is yours to write; or give --entity get_status().KEY:UNIT for each, or another call with --state CALL"
    )


@pytest.mark.parametrize("returns", [" -> list[float]", " -> str", " -> None"])
def test_no_dictionary(plan: Planned, returns: str) -> None:
    """Test that what is said to be something else is not taken for a dictionary."""
    client = UNTOLD_STATE.replace("get_values(self)", "get_values(self, zone)")
    with pytest.raises(ScaffoldError, match="no call"):
        plan(client.format(returns))


@pytest.mark.parametrize("name", ["is_open", "get_user_id", "get_rooms", "list"])
def test_no_dictionary_by_its_name(plan: Planned, name: str) -> None:
    """Test that what is named after an answer, an identity or several things is not taken for a dictionary."""
    client = UNTOLD_STATE.replace("get_values", "get_parts").replace("get_status", name)
    with pytest.raises(ScaffoldError, match="no call"):
        plan(client.format(""), identity="none")


def test_plain_fields(plan: Planned) -> None:
    """Test that fields are shown as they are where nothing tells what any of them measures."""
    common = COMMON.replace("power_w: float", "visitors: int").replace(
        "temperature: float", "served: int"
    )
    for gone in ("    mode: Mode\n", "    is_online: bool\n", "    boost: bool\n"):
        assert gone in common
        common = common.replace(gone, "")
    found = plan(common=common)
    assert [each.key for each in found.entities] == ["visitors", "served"]
    assert found.unsure == ("get_reading().visitors", "get_reading().served")


def test_lacks_another(plan: Planned) -> None:
    """Test that it is told what to do where a library needs another that is not there."""
    with pytest.raises(ScaffoldError) as raised:
        plan(common=f"{COMMON}\nimport acme_other\n")
    assert str(raised.value) == (
        "acme-meter: reading AcmeMeter, Info, Reading: ModuleNotFoundError: No module named 'acme_other'; "
        "have requirements_test.txt require what it lacks, and run script/bootstrap"
    )


def test_cannot_be_imported(plan: Planned) -> None:
    """Test that it is told in one line why a library cannot be imported."""
    with pytest.raises(
        ScaffoldError, match=r"^acme-meter: reading .*: ValueError: Broken$"
    ):
        plan(common=f"{COMMON}\nraise ValueError('Broken')\n")


@pytest.mark.parametrize(
    ("needed", "problem"),
    [
        (
            "loop, level",
            "AcmeMeter needs 'loop', 'level', and nothing tells what that is; add --ask loop --ask level if a user knows that, or leave out --requirement ",
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
        ("zones", "is of list, and a user can be asked for a text or a number"),
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
        client = client.replace(gone, gone.replace("self", "self, depth: int"))
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
