"""Test planning and writing an integration around a library whose client returns several devices."""

import ast
import json
from typing import Any

import pytest

from script.scaffold import ScaffoldError

from .conftest import COMMON, GIVEN, METERS, SEVERAL, Planned
from .test_writing import texts

# The account tells who it is
USER = """

@dataclass
class User:
    user_id: str
    name: str
"""
ACCOUNT = """
    async def get_user(self) -> User: ...
"""
# An object that nobody can make
PLAIN = (
    COMMON
    + """

@dataclass
class Status:
    load: float


class Meter:
    def __init__(self, client) -> None:
        self.power_w = 0.0

    @property
    def status(self) -> Status:
        return Status(1.0)

    @property
    def number(self) -> int:
        return 1

    @property
    def power(self) -> float:
        return self.power_w
"""
)
BLOCKING = SEVERAL.replace("async def", "def").replace(
    ", session: aiohttp.ClientSession", ""
)


@pytest.mark.parametrize(
    ("returned", "fetched"),
    [
        ("list[Meter]", "await self.client.get_meters()"),
        ("tuple[Meter, ...]", "await self.client.get_meters()"),
        ('Sequence["Meter"]', "await self.client.get_meters()"),
        ("dict[str, Meter]", "(await self.client.get_meters()).values()"),
        ("Mapping[int, Meter]", "(await self.client.get_meters()).values()"),
    ],
)
def test_kept_by_identity(several: Planned, returned: str, fetched: str) -> None:
    """Test that devices are kept by what is the same for good, in whatever they come."""
    found = several(SEVERAL.replace("list[Meter]", returned))
    assert found.several
    assert found.several.key == "serial_number"
    coordinator = texts(found)["coordinator.py"]
    assert "DataUpdateCoordinator[dict[str, Meter]]" in coordinator
    assert (
        f"devices = {{device.serial_number: device for device in {fetched}}}\n"
        in coordinator
    )
    assert "self._remove_stale_devices(devices)\n        return devices" in coordinator


@pytest.mark.parametrize(
    "returned", ["tuple[Meter, str]", "Meter | User", "set[Meter]"]
)
def test_not_several_of_a_kind(several: Planned, returned: str) -> None:
    """Test that what returns other than several of one kind is refused."""
    client = SEVERAL.replace("list[Meter]", returned)
    with pytest.raises(ScaffoldError) as raised:
        several(client, METERS + USER, states=("get_meters()",))
    assert str(raised.value) == (
        "--state 'get_meters()': returns several, or any of several; name another with --state"
    )


def test_no_devices_at_all(several: Planned) -> None:
    """Test that an account that says nothing is none without devices."""
    files = texts(several(SEVERAL.replace("list[Meter]", "list[Meter] | None")))
    coordinator = files["coordinator.py"]
    assert "answer = await self.client.get_meters()" in coordinator
    assert "if answer is None:" in coordinator
    assert "for device in answer}" in coordinator
    assert "test_get_meters_without_data" in files["tests/test_init.py"]


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("int", "str(device.serial_number)"),
        ("str | None", "device.serial_number"),
    ],
)
def test_key(several: Planned, kind: str, key: str) -> None:
    """Test that an identity is made a text, and that what has none is left out."""
    common = METERS.replace(
        "serial_number: str\n    name", f"serial_number: {kind}\n    name"
    )
    coordinator = texts(several(common=common))["coordinator.py"]
    assert f"devices = {{{key}: device for device in " in coordinator
    assert ("if device.serial_number is not None}" in coordinator) is ("None" in kind)


# What an update fills
FILLED = f"""

class AcmeCloud:
    def __init__(self, {GIVEN}) -> None:
        self.meters: dict[str, Meter] = {{}}
        self.account_id: str = ""
        self._others: list[Meter] = []

    @property
    def count(self) -> int: ...

    async def update(self) -> None: ...
"""


@pytest.mark.parametrize(
    "wanted",
    [{}, {"entities": ("power_w",)}, {"states": ("update().meters",)}],
)
def test_filled(several: Planned, wanted: dict[str, Any]) -> None:
    """Test that devices are read off the client where a call fills what it has."""
    found = several(FILLED, **wanted)
    assert found.several
    assert found.several.step.code == "update().meters"
    files = texts(found)
    assert (
        "await self.client.update()\n            devices = "
        "{device.serial_number: device for device in self.client.meters.values()}\n"
    ) in files["coordinator.py"]
    assert "await client.update()\n" in files["config_flow.py"]
    conftest, init = files["tests/conftest.py"], files["tests/test_init.py"]
    assert "client.meters = {device.serial_number: device for" in conftest
    assert "mock_client.meters = {device.serial_number: device for" in init
    assert "mock_client.update.side_effect = exception" in init


def test_filled_with_nothing(several: Planned) -> None:
    """Test that a client that has nothing afterwards is no account without devices."""
    files = texts(
        several(
            FILLED.replace("dict[str, Meter] = {}", "dict[str, Meter] | None = None")
        )
    )
    coordinator = [each.strip() for each in files["coordinator.py"].splitlines()]
    start = coordinator.index("await self.client.update()")
    assert coordinator[start + 1 : start + 3] == [
        "answer = self.client.meters",
        "if answer is None:",
    ]
    assert "for device in answer.values()}" in files["coordinator.py"]
    assert "mock_client.meters = None" in files["tests/test_init.py"]


def test_filled_named(several: Planned) -> None:
    """Test that a field of what a call fills is named as one of what a call returns, and the client may have its identity."""
    found = several(
        FILLED,
        identity="account_id",
        states=("update().meters.name",),
        entities=("update().meters.power_w",),
    )
    assert found.several
    assert found.several.key == "name"
    assert [each.path for each in found.entities] == ["power_w"]
    files = texts(found)
    assert "client.account_id = " in files["tests/conftest.py"]
    assert "client.name = " not in files["tests/conftest.py"]
    assert "async_set_unique_id(str(client.account_id)" in files["config_flow.py"]


def test_names_of_a_mapping(several: Planned) -> None:
    """Test that devices without an identity are told apart by their names in a mapping."""
    files = texts(
        several(
            SEVERAL.replace("list[Meter]", "dict[str, Reading]"),
            entities=("power_w",),
        )
    )
    assert "devices = dict(await self.client.get_meters())" in files["coordinator.py"]
    assert 'name=f"Meter {device_id}",' in files["entity.py"]
    mocked = 'return_value = {f"id-{number}": device for number, device in enumerate(devices[:2], 1)}'
    assert mocked in files["tests/conftest.py"]
    assert '"sensor.meter_id_3_power"' in files["tests/test_init.py"]


def test_account_is_what_is_entered(several: Planned) -> None:
    """Test that the account is known by what the user enters where nothing else tells it."""
    found = several()
    assert not found.is_identified
    files = texts(found)
    flow = files["config_flow.py"]
    assert "self._async_abort_entries_match(" in flow
    assert "{CONF_USERNAME: data[CONF_USERNAME], }" in flow
    assert "self._title = data[CONF_USERNAME]" in flow
    assert 'result["title"] == "jane"' in files["tests/test_config_flow.py"]


def test_account_is_a_token(several: Planned) -> None:
    """Test that the account is known by its token where the user enters nothing else."""
    client = SEVERAL.replace(GIVEN, "token: str, session: aiohttp.ClientSession")
    files = texts(several(client))
    assert "{CONF_API_TOKEN: data[CONF_API_TOKEN], }" in files["config_flow.py"]
    assert 'DEFAULT_NAME: Final = "Acme"' in files["const.py"]
    tests = files["tests/test_config_flow.py"]
    assert "dict(mock_config_entry.data)" in tests


def test_account_tells_who_it_is(several: Planned) -> None:
    """Test that the account's own identity is that of the entry, and fetched by the flow alone."""
    found = several(SEVERAL + ACCOUNT, METERS + USER)
    assert found.is_identified
    assert not found.is_fetched_once
    files = texts(found)
    flow = files["config_flow.py"]
    assert "async_set_unique_id(user.user_id, raise_on_progress=False)" in flow
    assert "self._title = user.name" in flow
    assert "get_user" not in files["coordinator.py"]
    assert "name=device.name," in files["entity.py"]


def test_hub(several: Planned) -> None:
    """Test that a hub on the network is checked to be that of the entry, and that texts tell of it."""
    client = (SEVERAL + ACCOUNT).replace(GIVEN, f"host: str, {GIVEN}")
    files = texts(several(client, METERS + USER, iot_class="local_polling"))
    assert (
        "if self.user.user_id != self.config_entry.unique_id:"
        in files["coordinator.py"]
    )
    assert "configuration_url" not in files["entity.py"]
    strings = json.loads(files["strings.json"])
    assert "wrong_hub" in strings["config"]["abort"]
    assert "hub" in strings["config"]["step"]["user"]["description"]
    assert 'reason="wrong_hub"' in files["config_flow.py"]


def test_entities(several: Planned) -> None:
    """Test that each device has its entities and a device of its own, and that later ones are added."""
    files = texts(several())
    sensor, entity = files["sensor.py"], files["entity.py"]
    assert "value_fn: Callable[[Meter], " in sensor
    assert "value_fn=lambda device: device.power_w," in sensor
    assert "self.entity_description.value_fn(self.device)" in sensor
    assert "coordinator.async_add_listener(async_add_new)" in sensor
    assert (
        "AcmeBinarySensor(coordinator, device_id, IS_ONLINE) for device_id in new"
        in (files["binary_sensor.py"])
    )
    assert "identifiers={(DOMAIN, device_id)}," in entity
    assert "serial_number=device_id," in entity
    assert "def device(self) -> Meter:" in entity
    assert (
        '"meters": [asdict(device) for device in entry.runtime_data.data.values()],'
        in files["diagnostics.py"]
    )


SETTABLE = METERS.replace(
    "is_online: bool", "is_online: bool\n    boost: bool\n    limit: int\n    id: str"
)
ACTIONS = (
    SEVERAL
    + """
    async def set_boost(self, serial_number: str, on: bool) -> None: ...

    async def set_meter_limit(self, meter: Meter, limit: int) -> None: ...

    async def reboot(self, serial: str) -> None: ...

    async def identify(self) -> None: ...

    async def delete(self, user_id: str) -> None: ...
"""
)


def test_actions(several: Planned) -> None:
    """Test that a call is given the device that it is to change, or what tells that."""
    files = texts(
        several(ACTIONS, SETTABLE, entities=("boost", "limit:W:0..9", "reboot()"))
    )
    assert (
        "self.coordinator.client.set_boost(self.device.serial_number, on)"
        in files["switch.py"]
    )
    assert (
        "self.coordinator.client.set_meter_limit(self.device, int(value))"
        in files["number.py"]
    )
    button = files["button.py"]
    assert "press_fn: Callable[[AcmeCoordinator, Meter], Awaitable[object]]" in button
    assert (
        "press_fn=lambda coordinator, device: coordinator.client.reboot(device.serial_number),"
        in button
    )
    assert "press_fn(self.coordinator, self.device)" in button
    assert (
        "assert_any_call(devices[0].serial_number, on)" in files["tests/test_switch.py"]
    )
    assert "assert_any_call(devices[0], 0)" in files["tests/test_number.py"]
    assert (
        "assert_called_once_with(devices[0].serial_number)"
        in files["tests/test_button.py"]
    )
    for path, text in files.items():
        if path.endswith(".py"):
            ast.parse(text)


@pytest.mark.parametrize(
    ("call", "taken"), [("identify()", "nothing"), ("delete()", "user_id")]
)
def test_button_of_no_device(several: Planned, call: str, taken: str) -> None:
    """Test that what is done to no device is no button of one."""
    with pytest.raises(ScaffoldError) as raised:
        several(ACTIONS, SETTABLE, states=("get_meters()",), entities=(call,))
    assert str(raised.value) == (
        f"--entity {call!r}: takes {taken}, which is not what tells a device of get_meters(); leave it out"
    )


def test_set_without_a_device(several: Planned) -> None:
    """Test that a call that takes no device sets none."""
    client = ACTIONS.replace("serial_number: str, on", "on")
    (found,) = several(client, SETTABLE, entities=("boost",)).entities
    assert found.platform == "binary_sensor"


def test_tests(several: Planned) -> None:
    """Test that tests have two devices, one that comes and one that goes."""
    files = texts(several())
    conftest, init = files["tests/conftest.py"], files["tests/test_init.py"]
    for each in (
        "'SN-0001', name='Kitchen'",
        "'SN-0002', name='Bedroom'",
        "'SN-0003', name='Office'",
    ):
        assert f"Meter(serial_number={each}," in conftest
    assert "client.get_meters.return_value = devices[:2]" in conftest
    assert 'hass.states.get("sensor.office_power")' in init
    assert 'hass.states.get("sensor.bedroom_power")' in init
    assert '{"SN-0001"}' in init


@pytest.mark.parametrize(
    ("client", "common", "wanted"),
    [
        pytest.param(SEVERAL, METERS, {}, id="list"),
        pytest.param(BLOCKING, METERS, {}, id="blocking"),
        pytest.param(SEVERAL, PLAIN, {"states": ("get_meters().number",)}, id="plain"),
        pytest.param(SEVERAL + ACCOUNT, METERS + USER, {}, id="account"),
    ],
)
def test_is_python(several: Planned, client: str, common: str, wanted: Any) -> None:
    """Test that every module of every form is Python."""
    for path, text in texts(several(client, common, **wanted)).items():
        if path.endswith(".py"):
            ast.parse(text)


def test_blocking(several: Planned) -> None:
    """Test that devices that are fetched in an executor are removed outside of it."""
    coordinator = texts(several(BLOCKING))["coordinator.py"]
    assert (
        "            devices = await self.hass.async_add_executor_job(self._fetch)\n"
        "        self._remove_stale_devices(devices)\n"
    ) in coordinator
    assert (
        "        return {device.serial_number: device for device in self.client.get_meters()}\n"
        in coordinator
    )


def test_flow_of_what_blocks(several: Planned) -> None:
    """Test that a flow that only tries the connection in an executor returns nothing of it."""
    flow = texts(several(BLOCKING))["config_flow.py"]
    assert "def _fetch_meters(data: Mapping[str, Any]) -> None:" in flow
    assert "\n    client.get_meters()\n" in flow


def test_nothing_told_but_its_identity(several: Planned) -> None:
    """Test that a device is not asked for what it does not tell."""
    common = METERS.replace("    name: str\n    model: str\n", "")
    entity = texts(several(common=common))["entity.py"]
    assert "device = " not in entity
    assert "serial_number=device_id," in entity


def test_stored(several: Planned) -> None:
    """Test that devices that can be read from JSON are, each from a file of its own."""
    stored = METERS.replace(
        "class Meter:",
        """class Meter:
    @classmethod
    def from_dict(cls, content):
        return cls(**content)

    def to_dict(self):
        return vars(self)
""",
    )
    files = texts(several(common=stored))
    assert (
        'Meter.from_dict(load_json_object_fixture(f"device_{number}.json", DOMAIN)) for number in range(1, 4)'
        in files["tests/conftest.py"]
    )
    names = [
        json.loads(files[f"tests/fixtures/device_{number}.json"])["name"]
        for number in range(1, 4)
    ]
    assert names == ["Kitchen", "Bedroom", "Office"]


def test_mocked(several: Planned) -> None:
    """Test that devices that nobody can make are mocked, each with its identity."""
    files = texts(
        several(
            SEVERAL,
            PLAIN,
            states=("get_meters().number",),
            entities=("power:W", "status.load:W"),
        )
    )
    conftest = files["tests/conftest.py"]
    assert "for number in range(1, 4):" in conftest
    assert "device = MagicMock(spec=Meter)" in conftest
    assert "device.number = number" in conftest
    assert "device.status = MagicMock()" in conftest
    assert '"sensor.meter_3_power"' in files["tests/test_init.py"]
    assert (
        '[{"power": device.power, "status_load": device.status.load} for'
        in files["diagnostics.py"]
    )


def test_alike(several: Planned) -> None:
    """Test that devices are mocked where all that can be made have the same identity."""
    told = METERS.replace(
        "    serial_number: str\n    name",
        "    @property\n    def serial_number(self) -> str:\n        return 'same'\n\n    name",
    )
    files = texts(several(common=told))
    assert 'device.serial_number = f"id-{number}"' in files["tests/conftest.py"]
    assert "asdict" not in files["diagnostics.py"].partition("TO_REDACT")[2]


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        (
            {"integration_type": "device"},
            "integration type device: get_meters() returns several, and an entry is of all of them; give ",
        ),
        (
            {"states": ("get_meters()", "get_user()")},
            "--state 'get_meters()': returns several, which are then all of the state; leave out ",
        ),
        (
            {"states": ("get_readings()",)},
            "--state 'get_readings()': returns several, and no field of Reading looks like an identity; "
            "name the field that tells them apart as in --state get_readings().serial, ",
        ),
        (
            {"states": ("get_meters().nothing",)},
            "--state 'get_meters().nothing': Meter has no such field; it has serial_number, ",
        ),
    ],
)
def test_refused(several: Planned, wanted: dict[str, Any], problem: str) -> None:
    """Test that it is told in one line what cannot be made of several, and what to pass."""
    client = (
        SEVERAL + ACCOUNT + "\n    async def get_readings(self) -> list[Reading]: ...\n"
    )
    with pytest.raises(ScaffoldError) as raised:
        several(client, METERS + USER, **wanted)
    assert str(raised.value).startswith(problem)
    assert "\n" not in str(raised.value)
