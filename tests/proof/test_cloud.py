"""Poll, switch and refresh tokens again and again under random faults, and fuzz what the cloud answers.

300 polls and 300 examples in the ordinary tests, 10,000 each with --nightly.
"""

from collections import Counter
from collections.abc import Callable
import json
import logging
import random
import re
from time import time
import traceback
from typing import Final, override

from aiohttp import web
from hypothesis import HealthCheck, given, settings, strategies as st
from my_cloud_client import Device, MyCloudClient, MyCloudError, Tokens
import pytest

from homeassistant.components.my_cloud.const import DOMAIN
from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import CONF_PASSWORD, CONF_TOKEN
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from script.simulator.cloud.faults import FAULTS
from script.simulator.cloud.server import Simulator
from script.simulator.devices import paired

from .cloud import act, added, poll, reauth_flows, secrets
from .conftest import is_nightly
from .home import SERVERS, is_available, submitted, value
from .traces import traces

pytestmark = [
    pytest.mark.usefixtures("quick_loop"),
    # Hypothesis manages its own randomness well without what it warns of.
    pytest.mark.filterwarnings("ignore:It looks like `register_random`"),
]

WARM_UP: Final = 100
# Those that last as long as a client waits would take the night.
SLOW: Final = {"stall", "drip", "silent"}
# A sound cloud as often as a broken one
FAULTS_OR_NONE: Final = [
    *(name for name in FAULTS if name not in SLOW),
    *[None] * len(FAULTS),
]

# What the cloud may answer where it has to say what a device is
JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


class Watch(logging.Handler):
    """Keeps nothing of the log but what should not be in it."""

    def __init__(self, cloud: Simulator) -> None:
        """Take the cloud whose secrets it must not be."""
        super().__init__()
        self._cloud = cloud
        self.problems: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Look at one record."""
        text = record.getMessage()
        is_own = not record.name.startswith(SERVERS)
        if is_own and record.exc_info and record.levelno > logging.DEBUG:
            self.problems.append(f"Traceback: {text}")
        if is_own and any(secret in text for secret in secrets(self._cloud)):
            self.problems.append(f"Secret: {text}")


def left(hass: HomeAssistant) -> Counter[str]:
    """Return the tasks, timers, listeners and threads that there are."""
    kept = ("task", "timer", "listener", "thread")
    left = Counter[str]()
    for name, count in traces(hass, DOMAIN).items():
        if name.startswith(kept):
            left[re.sub(r"\d+", "#", name)] += count
    return left


@pytest.mark.timeout(1800)
async def test_soak(
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
    hass: HomeAssistant,
    cloud: Simulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Test that faults leave nothing behind, that one sign-in is asked for at most, and that no state is stale after any."""
    nightly = is_nightly(request.config)
    polls = 10_000 if nightly else 300
    seed = random.SystemRandom().randrange(2**32) if nightly else 7
    record_property("seed", seed)
    chance = random.Random(seed)
    # So that no other refresh token is good than the one that was given last.
    monkeypatch.setattr("script.simulator.cloud.tokens.GRACE_SECONDS", 0)
    watch = Watch(cloud)
    # pytest would keep all of it.
    monkeypatch.setattr(logging.getLogger(), "handlers", [watch])
    entry = await added(hass, cloud)
    came = Counter[str]()

    async def go_round(number: int) -> None:
        if chance.random() < 0.3:
            cloud.cloud.tokens.expire()
        if chance.random() < 0.05:
            cloud.cloud.tokens.revoke()
        fault = chance.choice(FAULTS_OR_NONE)
        await cloud.set_fault(fault)
        if chance.random() < 0.2:
            came[f"action {await act(hass, cloud, entry)}"] += 1
        cloud.cloud.devices["plug-1"] |= {"power": number, "is_on": True}
        await poll(hass, cloud, entry)
        came[f"poll {fault or 'sound'}"] += 1
        if is_available(hass):
            assert float(value(hass)) == number
        await cloud.set_fault(None)
        await poll(hass, cloud, entry)
        flows = reauth_flows(hass, entry)
        assert len(flows) <= 1
        for flow_id in flows:
            data = {CONF_PASSWORD: cloud.secret}
            assert await submitted(hass, flow_id, secrets(cloud), **data) == "updated"
            came["signed in again"] += 1
        await poll(hass, cloud, entry)
        assert entry.state is ConfigEntryState.LOADED
        assert float(value(hass)) == number
        kept = entry.data[CONF_TOKEN]["refresh_token"]
        assert cloud.cloud.tokens.is_good(kept)

    for number in range(WARM_UP):
        await go_round(number)
    before = left(hass)
    for number in range(1000, 1000 + polls):
        await go_round(number)
    record_property("came by", dict(came.most_common()))
    assert left(hass) - before == Counter()
    assert not watch.problems
    missed = came["action failed"] + came["action skipped"]
    assert min(came["signed in again"], came["action done"], missed) > 0


@st.composite
def nearly(draw: st.DrawFn) -> object:
    """Draw the devices of an account, with some of what they have not as it should be."""
    devices: list[dict[str, object]] = json.loads(json.dumps([*paired().values()]))
    for _ in range(draw(st.integers(0, 3))):
        device = draw(st.sampled_from(devices))
        key = draw(st.sampled_from([*device, "more"]))
        was = device.pop(key, None)
        if draw(st.booleans()):
            device[key] = draw(JSON | st.just(str(was)))
    return {"devices": devices}


def encoded(answer: object) -> bytes:
    """Return an answer as JSON, or as what Python takes for it."""
    return json.dumps(answer, ensure_ascii=False).encode(errors="surrogatepass")


def is_like(device: Device, told: dict[str, object]) -> bool:
    """Return whether a device is what the cloud told of it, of the types that the library promises."""
    kinds = {
        "is_reachable": bool,
        "is_on": bool,
        "battery": int,
        **dict.fromkeys(("temperature", "humidity", "power"), float),
    }
    return all(
        (given := getattr(device, name)) == told.get(name)
        # Exactly so: to isinstance, True is a number.
        and (given is None or type(given) is kinds.get(name, str))  # pylint: disable=unidiomatic-typecheck
        for name in Device.__slots__
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.one_of(st.binary(), JSON.map(encoded), nearly().map(encoded)))
async def test_body(
    hass: HomeAssistant,
    cloud: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    body: bytes,
) -> None:
    """Test that any body is the devices that it tells of, or an error of the library that shows no token."""

    async def answer(*_: object) -> web.Response:
        return web.Response(body=body)

    with monkeypatch.context() as patched:
        patched.setitem(
            FAULTS, "html", type(FAULTS["html"])(description="", answer=answer)
        )
        await cloud.set_fault("html")
        granted = cloud.cloud.tokens.grant(3600)
        client = MyCloudClient(
            session=async_get_clientsession(hass),
            tokens=Tokens(
                access_token=str(granted["access_token"]),
                refresh_token=str(granted["refresh_token"]),
                expires_at=int(time()) + 3600,
            ),
            base_url=f"http://{cloud.host}/api/v1",
        )
        try:
            devices = await client.devices()
        except MyCloudError as err:
            told = "".join(traceback.format_exception(err))
            assert not [secret for secret in cloud.given if secret in told]
        else:
            expected = {each["id"]: each for each in json.loads(body)["devices"]}
            assert devices.keys() == expected.keys()
            assert all(is_like(devices[id_], expected[id_]) for id_ in devices)
