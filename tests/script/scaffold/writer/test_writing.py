"""Test writing the files of an integration around a library."""

import ast
import json
from typing import Any

import pytest

from script.integration.tree import Places
from script.scaffold import ScaffoldError
from script.scaffold.models import Auth
from script.scaffold.writer.plan import Plan
from script.scaffold.writer.writing import written

from .conftest import CLIENT, COMMON, Planned
from .test_planning import ALONE, BLOCKING, LOGIN, NO_AUTH, PARTS

PLACES = Places("acme")
CLOUD = '''

class AcmeCloud:
    """Talk to the cloud."""

    def __init__(self, api_key: str) -> None:
        """Initialize it."""

    async def get_account(self) -> str:
        """Return the identity of the account."""

    async def get_reading(self) -> Reading | None:
        """Return what is measured, or nothing."""

    async def close(self) -> None:
        """End the session."""
'''
# What a user knows goes in by names that tell nothing, and into an object
ASKED = '''

@dataclass
class Options:
    """What a user gives."""

    host: str
    password: str


class AcmeHub:
    """Talk to a hub."""

    def __init__(self, session: aiohttp.ClientSession, options: Options, hub_id: str, floor: int, region: str = "") -> None:
        """Initialize it."""

    async def get_info(self) -> Info:
        """Return what it is."""

    async def get_reading(self) -> Reading:
        """Return what is measured."""
'''
ALONE_BLOCKING = BLOCKING.replace("host: str", "").replace(", )", ")")


def texts(plan: Plan) -> dict[str, str]:
    """Return the files of an integration by their names, those of tests after test/."""
    return {
        path.replace(PLACES.integration, "").replace(
            PLACES.tests, "tests/"
        ): content.decode()
        for path, content in written(plan, "meter").items()
    }


@pytest.mark.parametrize(
    ("client", "wanted"),
    [
        pytest.param(CLIENT, {}, id="token"),
        pytest.param(
            CLIENT,
            {"entities": ("boost", "limit:W:0..9", "identify()", "power_w")},
            id="actions",
        ),
        pytest.param(
            CLIENT,
            {
                "zeroconf": {
                    "type": "_a._tcp.local.",
                    "property": "sn",
                    "name": "",
                    "hostname": "a",
                }
            },
            id="zeroconf",
        ),
        pytest.param(LOGIN, {}, id="login"),
        pytest.param(PARTS, {"auth": Auth.NONE}, id="parts"),
        pytest.param(
            BLOCKING, {"states": ("update()",), "entities": ("power:W",)}, id="blocking"
        ),
        pytest.param(
            CLOUD,
            {"identity": "get_account()", "iot_class": "cloud_polling"},
            id="cloud",
        ),
        pytest.param(ASKED, {"asked": ("hub_id", "floor")}, id="asked"),
        pytest.param(ALONE, {"iot_class": "cloud_polling"}, id="alone"),
        pytest.param(
            ALONE_BLOCKING,
            {"entities": ("power:W",), "auth": Auth.NONE},
            id="alone, blocking",
        ),
        pytest.param(CLIENT, {"common": NO_AUTH}, id="nothing refuses"),
    ],
)
def test_is_python(plan: Planned, client: str, wanted: dict[str, Any]) -> None:
    """Test that every module of every kind is Python, and every other file JSON."""
    for path, text in texts(plan(client, **wanted)).items():
        assert "{{" not in text
        assert "{%" not in text
        if path.endswith(".json"):
            assert json.loads(text)
        else:
            ast.parse(text)


def test_calls(plan: Planned) -> None:
    """Test that flow and coordinator call what the library has, with what a user gives."""
    files = texts(plan(LOGIN))
    flow, coordinator = files["config_flow.py"], files["coordinator.py"]
    made = "AcmeMeter(host=data[CONF_HOST], token=data[CONF_API_TOKEN], session=async_get_clientsession(self.hass))"
    assert made in flow
    assert "await client.login(password=data[CONF_PASSWORD])" in flow
    assert "info = await client.get_info()" in flow
    assert "async_set_unique_id(info.serial_number, raise_on_progress=False)" in flow
    assert "except AcmeAuthError:" in flow
    assert (
        "await self.client.login(password=self.config_entry.data[CONF_PASSWORD])"
        in coordinator
    )
    assert "self.info = await self.client.get_info()" in coordinator
    assert "return await self.client.get_reading()" in coordinator
    assert "always_update" not in coordinator


def test_blocking(plan: Planned) -> None:
    """Test that a client that blocks is made, called and disconnected in an executor."""
    files = texts(plan(BLOCKING, states=("update()",), entities=("power:W",)))
    coordinator = files["coordinator.py"]
    assert "await self.hass.async_add_executor_job(self._connect)" in coordinator
    assert "        self.client = AcmeMeter(host=self.config_entry.data[" in coordinator
    assert "await self.hass.async_add_executor_job(self._fetch)" in coordinator
    assert "        self.client.update()\n" in coordinator
    assert "async_add_executor_job(_fetch_serial, data)" in files["config_flow.py"]
    assert "self.config_entry.async_on_unload(self._async_close)" in coordinator
    assert "DataUpdateCoordinator[None]" in coordinator
    assert "value_fn=lambda client: client.power," in files["sensor.py"]
    assert "client.power = 42" in files["tests/conftest.py"]


def test_cloud(plan: Planned) -> None:
    """Test that an account of a cloud has no host, and that an answer without data is none."""
    files = texts(plan(CLOUD, identity="get_account()", iot_class="cloud_polling"))
    texts_ = json.loads(files["strings.json"])
    assert [*texts_["config"]["step"]["user"]["data"]] == ["api_token"]
    assert "wrong_account" in texts_["config"]["abort"]
    assert (
        "already_configured_account" in texts_["config"]["abort"]["already_configured"]
    )
    assert texts_["exceptions"]["no_data"]["message"] == "The meter returned no data."
    assert "if reading is None:" in files["coordinator.py"]
    assert "config_entry.async_on_unload(self.client.close)" in files["coordinator.py"]
    assert "CONF_HOST]" not in "".join(files.values())


def test_diagnostics(plan: Planned) -> None:
    """Test that secrets of the entry and of what the library returns are redacted."""
    text = texts(plan())["diagnostics.py"]
    assert '{ CONF_HOST, CONF_API_TOKEN, "unique_id", "token" }' in text
    assert '"reading": asdict(entry.runtime_data.data),' in text


def test_answers(plan: Planned) -> None:
    """Test that the mocked client is that of the library, and returns what that would."""
    text = texts(plan())["tests/conftest.py"]
    assert '"homeassistant.components.acme.coordinator.AcmeMeter",' in text
    assert "autospec=True" in text
    assert "client.get_info.return_value = Info(serial_number='SN-0001', " in text
    assert "client.get_reading.return_value = Reading(power_w=21.5, " in text
    assert 'unique_id="SN-0001"' in text


def test_texts(plan: Planned) -> None:
    """Test that what is named has a name, what has states has them named, and what needs an icon one."""
    files = texts(plan())
    entity = json.loads(files["strings.json"])["entity"]
    assert entity["sensor"] == {
        "mode": {
            "name": "Mode",
            "state": {"eco": "Eco", "full": "[%key:common::state::full%]"},
        }
    }
    assert {*entity["binary_sensor"]} == {"is_online", "boost"}
    icons = json.loads(files["icons.json"])["entity"]
    assert {platform: [*each] for platform, each in icons.items()} == {
        "sensor": ["mode"],
        "binary_sensor": ["boost"],
    }


def test_alone(plan: Planned) -> None:
    """Test that what is alone on its platform is described without a class of its own for that."""
    wanted = {"entities": ("boost", "limit:W:0..9", "is_online")}
    files = texts(plan(CLIENT, **wanted))
    for platform in ("switch", "number", "binary_sensor"):
        assert "dataclass" not in files[f"{platform}.py"].partition("from .")[2]
    switch = files["switch.py"]
    assert "BOOST: Final = SwitchEntityDescription(" in switch
    assert "return self.coordinator.data.boost" in switch
    assert "await self.coordinator.client.set_boost(on)" in switch
    assert "return self.coordinator.data.is_online" in files["binary_sensor.py"]


@pytest.mark.parametrize(
    ("noun", "name"),
    [("device", "Acme"), ("meter", "Acme meter"), ("acme", "Acme")],
)
def test_device_name(plan: Planned, noun: str, name: str) -> None:
    """Test that a device is named by what it is, unless that says nothing new."""
    files = texts(plan(CLIENT, noun=noun))
    assert f'DEVICE_NAME: Final = "{name}"' in files["const.py"]
    assert "name=DEVICE_NAME," in files["entity.py"]


def test_nothing_tells_which_it_is(plan: Planned) -> None:
    """Test that entries differ by what a user enters where nothing tells what it is."""
    files = texts(plan(CLIENT, identity="none"))
    flow = files["config_flow.py"]
    assert "self._async_abort_entries_match(" in flow
    assert "{CONF_HOST: data[CONF_HOST], }" in flow
    assert "await client.get_reading()" in flow
    assert "unique_id" not in flow
    assert "entry_id" in files["entity.py"]
    assert "wrong_device" not in files["strings.json"] + files["coordinator.py"]
    tests = files["tests/test_config_flow.py"]
    assert "unique_id" not in tests
    assert "test_reconfigure_already_configured" in tests
    assert "unique_id=" not in files["tests/conftest.py"]


def test_discovered_without_identity(plan: Planned) -> None:
    """Test that it is told in one line that what is discovered has to be known again."""
    with pytest.raises(ScaffoldError, match="leave out --discovery"):
        plan(CLIENT, identity="none", zeroconf={"type": "_a._tcp.local."})


def test_told_apart_by_a_secret(plan: Planned) -> None:
    """Test that entries differ by their secret where a user enters nothing else."""
    files = texts(plan(CLOUD, "cloud_polling", identity="none"))
    assert "{CONF_API_TOKEN: data[CONF_API_TOKEN], }" in files["config_flow.py"]
    tests = files["tests/test_config_flow.py"]
    already = tests.partition("test_user_flow_already_configured")[2]
    assert (
        '{CONF_API_TOKEN: "stored-token"}' in already.partition("already_configured")[0]
    )


def test_one_entry(plan: Planned) -> None:
    """Test that a form without fields tries the connection, and that there is nothing to change."""
    files = texts(plan(ALONE, "cloud_polling"))
    flow = files["config_flow.py"]
    assert "client = AcmeMeter(session=async_get_clientsession(self.hass))" in flow
    assert "await client.get_reading()" in flow
    assert 'return self.async_show_form(step_id="user", errors=errors)' in flow
    assert "return self.async_create_entry(title=DEVICE_NAME, data={})" in flow
    assert "SCHEMA" not in flow
    assert "unique_id" not in flow
    config = json.loads(files["strings.json"])["config"]
    assert config["step"] == {
        "user": {"description": "Connect Home Assistant to the meter."}
    }
    assert "abort" not in config
    assert {*config["error"]} == {"cannot_connect", "unknown"}
    assert "single_instance_allowed" in files["tests/test_config_flow.py"]


def test_alone_and_blocking(plan: Planned) -> None:
    """Test that a client that blocks and takes nothing is tried in an executor, and is mocked as made of nothing."""
    files = texts(plan(ALONE_BLOCKING, entities=("power:W",), auth=Auth.NONE))
    flow = files["config_flow.py"]
    assert "async_add_executor_job(_fetch_client)" in flow
    assert "def _fetch_client() -> AcmeMeter:" in flow
    assert "        client.disconnect()" in flow
    assert "mock_client_class.assert_called_once_with()" in files["tests/test_init.py"]


def test_nothing_refuses(plan: Planned) -> None:
    """Test that nobody is asked for new credentials where nothing tells that they are refused."""
    files = texts(plan(common=NO_AUTH))
    for name in ("config_flow.py", "coordinator.py", "strings.json"):
        assert "reauth" not in files[name].lower()
        assert "invalid_auth" not in files[name]
    assert "reauth" not in files["tests/test_config_flow.py"]
    assert "starts_reauth" not in files["tests/test_init.py"]
    assert "test_reconfigure_keeps_api_token" in files["tests/test_config_flow.py"]


def test_unknown_key(plan: Planned) -> None:
    """Test that the key of a dictionary that only the author knows is marked where it is to stand."""
    client = CLOUD.replace("-> Reading | None", "-> dict[str, float]")
    files = texts(plan(client, "cloud_polling", identity="get_account()"))
    key = '"✎ The key of what to show, in what get_reading returns"'
    assert f"value_fn=lambda data: data.get({key})," in files["sensor.py"]
    assert "✎" in files["tests/conftest.py"]
    assert "✎" not in files["strings.json"]


def test_same_device(plan: Planned) -> None:
    """Test that it is asked at set up whether the device is the entry's, where that is told by itself."""
    files = texts(plan(CLIENT))
    assert (
        "if self.info.serial_number != self.config_entry.unique_id:"
        in files["coordinator.py"]
    )
    assert '"wrong_device"' in files["tests/test_init.py"]
    assert "wrong_device" in json.loads(files["strings.json"])["exceptions"]


def test_suggested_unit(plan: Planned) -> None:
    """Test that energy in watt-hours is shown in kilowatt-hours, and power as it comes."""
    sensors = texts(plan(entities=("power_w:W", "Energy=limit:Wh")))["sensor.py"]
    assert sensors.count("suggested_unit_of_measurement=") == 1
    assert "suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR" in sensors


def test_asked(plan: Planned) -> None:
    """Test that a user is asked for what the author names, and that an object of settings is made of what is given."""
    files = texts(plan(ASKED, asked=("hub_id", "floor", "region")))
    assert (
        "AcmeHub(session=async_get_clientsession(self.hass), options=Options(host=data[CONF_HOST], "
        "password=data[CONF_PASSWORD]), hub_id=data[CONF_HUB_ID], floor=data[CONF_FLOOR], "
        "region=data[CONF_REGION])"
    ) in files["config_flow.py"]
    assert 'CONF_HUB_ID: Final = "hub_id"' in files["const.py"]
    # Home Assistant has that one.
    assert "CONF_REGION: " not in files["const.py"]
    assert "probatio.Required(CONF_FLOOR): cv.positive_int," in files["config_flow.py"]
    fields = json.loads(files["strings.json"])["config"]["step"]["user"]["data"]
    assert fields["hub_id"] == "Hub ID"
    assert fields["host"] == "[%key:common::config_flow::data::host%]"
    expected = '.kwargs["options"] == Options(host=host, password=password)'
    assert expected in files["tests/test_config_flow.py"]


def test_part_that_a_client_has(plan: Planned) -> None:
    """Test that what a client has is mocked as what it is, so that it can be awaited."""
    has = PARTS.replace(
        "    async def api(self)",
        "        self.sensors = AcmeApi()\n\n    async def api(self)",
    )
    assert has != PARTS
    text = texts(plan(has, auth=Auth.NONE, states=("sensors.reading()",)))
    mocked = text["tests/conftest.py"]
    assert "sensors = create_autospec(AcmeApi, instance=True)" in mocked
    assert "client.sensors = sensors" in mocked
    assert "sensors.reading.return_value = Reading(" in mocked


@pytest.mark.parametrize(
    ("field", "is_on"),
    [("is_online: bool", "bool"), ("is_online: bool | None", "bool | None")],
)
def test_always_there(plan: Planned, field: str, is_on: str) -> None:
    """Test that what is always there is not said to be none."""
    common = COMMON.replace("is_online: bool", field)
    files = texts(plan(entities=("boost", "limit:W:0..9", "is_online"), common=common))
    assert f"def is_on(self) -> {is_on}:" in files["binary_sensor.py"]
    assert "def is_on(self) -> bool:" in files["switch.py"]
    assert "def native_value(self) -> float:" in files["number.py"]


def test_entity_in_tests(plan: Planned) -> None:
    """Test that tests of all platforms look at a sensor where there is one."""
    files = texts(plan(entities=("boost", "is_online", "mode")))
    assert 'ENTITY_ID = "sensor.acme_meter_mode"' in files["tests/test_init.py"]


def test_name_of_a_device_class(plan: Planned) -> None:
    """Test that tests look for what is named by its device class where Home Assistant has it."""
    client = CLIENT.replace("identify(self)", "reboot(self)")
    files = texts(plan(client, entities=("power_w", "reboot()")))
    assert '"button.acme_meter_restart"' in files["tests/test_button.py"]


def test_url(plan: Planned) -> None:
    """Test that a user is asked for a whole address where the client takes one, and it is used as it is."""
    files = texts(plan(CLIENT.replace("host: str", "base_url: str")))
    flow = files["config_flow.py"]
    assert "AcmeMeter(base_url=data[CONF_URL], " in flow
    assert 'TextSelectorConfig(type=TextSelectorType.URL, autocomplete="url")' in flow
    assert (
        "configuration_url=coordinator.config_entry.data[CONF_URL],"
        in files["entity.py"]
    )
    assert '{"host": self.config_entry.data[CONF_URL]}' in files["coordinator.py"]
    assert "CONF_HOST" not in "".join(files.values())
    user = json.loads(files["strings.json"])["config"]["step"]["user"]
    assert user["data"]["url"] == "[%key:common::config_flow::data::url%]"
    assert user["data_description"]["url"] == (
        "The whole address of the meter, as a browser shows it."
    )
    assert 'CONF_URL: "http://192.0.2.99"' in files["tests/test_config_flow.py"]


def test_discovered_name(plan: Planned) -> None:
    """Test that what is discovered has the name that it announces, until it tells its own."""
    announced = {"type": "_a._tcp.local.", "property": "sn", "hostname": "meter-1"}
    named = COMMON.replace(
        "    serial_number: str\n", "    serial_number: str\n    name: str\n"
    )
    files = texts(plan(CLIENT, common=named, zeroconf=announced))
    discovered = files["config_flow.py"].partition("async_step_zeroconf")[2]
    assert discovered.index(
        "self._device_name = discovery_info.name."
    ) < discovered.index('"name": self._device_name')
    assert '"name": "meter-1"' in files["tests/test_config_flow.py"]


def test_host_of_a_url(plan: Planned) -> None:
    """Test that what is discovered is no whole address."""
    with pytest.raises(
        ScaffoldError, match=r"^--discovery: AcmeMeter takes a whole address, [^\n]+$"
    ):
        plan(
            CLIENT.replace("host: str", "base_url: str"),
            zeroconf={"type": "_a._tcp.local."},
        )


def test_no_builtin(plan: Planned) -> None:
    """Test that what a call returns is not kept under the name of something of Python's."""
    update = '    def update(self) -> None:\n        """Update what it has."""'
    assert update in BLOCKING
    client = BLOCKING.replace(update, "    def list(self):\n        return {}")
    coordinator = texts(plan(client, states=("list()",), entities=("power:W",)))[
        "coordinator.py"
    ]
    assert "        list_data: dict[str, Any] = self.client.list()" in coordinator
