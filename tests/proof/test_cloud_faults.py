"""Every fault of the cloud on every surface of the integration, over real HTTP.

The table says what comes of each. In it, "expired" is a poll with an access token that is past its end. An action
"fails" where it is not known to be done.
"""

from collections.abc import AsyncGenerator, Callable
from typing import Final

import pytest

from homeassistant.components.my_cloud.const import DOMAIN
from homeassistant.config_entries import SOURCE_USER, ConfigEntryState
from homeassistant.const import CONF_EMAIL, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from script.simulator.cloud.faults import FAULTS
from script.simulator.cloud.server import Simulator

from .cloud import PUSHES, act, added, poll, reauth_flows, secrets, signed_in
from .home import is_available, parse, problems, submitted, value

from tests.common import MockConfigEntry

pytestmark = pytest.mark.usefixtures("quick_loop")

TABLE: Final = """
               setup   poll         expired      action  user            reauth_confirm  reconfigure
refuse         retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
reboot         retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
reset          retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
stall          retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
drip           retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
unauthorized   reauth  reauth       reauth       reauth  invalid_auth    invalid_auth    invalid_auth
forbidden      retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
rate_limited   retry   unavailable  unavailable  failed  rate_limited    rate_limited    rate_limited
server_error   retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
html           retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
truncated      retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
wrong_types    retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
null           retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
not_a_number   retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
huge           retry   unavailable  unavailable  failed  cannot_connect  cannot_connect  cannot_connect
other_account  loaded  fresh        fresh        done    created         wrong_account   wrong_account
expired        reauth  reauth       reauth       reauth  invalid_auth    invalid_auth    invalid_auth
no_refresh     loaded  fresh        reauth       done    created         updated         updated
no_client      loaded  fresh        fresh        done    created         updated         updated
no_tokens      loaded  fresh        unavailable  done    cannot_connect  cannot_connect  cannot_connect
no_account     loaded  fresh        fresh        done    cannot_connect  cannot_connect  cannot_connect
not_done       loaded  fresh        fresh        failed  created         updated         updated
no_push        loaded  fresh        fresh        done    created         updated         updated
half_push      loaded  fresh        fresh        done    created         updated         updated
silent         loaded  fresh        fresh        done    created         updated         updated
flood          loaded  fresh        fresh        done    created         updated         updated
lost_tokens    loaded  fresh        unavailable  done    cannot_connect  cannot_connect  cannot_connect
"""

# Yields what came of a fault, and then goes on once it is gone.
type Steps = AsyncGenerator[str]


async def setup(hass: HomeAssistant, cloud: Simulator, fault: str) -> Steps:
    """Set up an entry, and again."""
    entry = signed_in(hass, cloud)
    await cloud.set_fault(fault)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    yield {
        ConfigEntryState.LOADED: "loaded",
        ConfigEntryState.SETUP_RETRY: "retry",
        ConfigEntryState.SETUP_ERROR: "reauth" if reauth_flows(hass, entry) else "",
    }[entry.state]
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert is_available(hass)


async def _polled(
    hass: HomeAssistant, cloud: Simulator, entry: MockConfigEntry, fault: str
) -> Steps:
    """Poll twice, and once more."""
    cloud.cloud.devices["plug-1"]["power"] = 77.0
    await cloud.set_fault(fault)
    for _ in range(2):
        await poll(hass, cloud, entry)
    flows = reauth_flows(hass, entry)
    assert len(flows) <= 1
    if is_available(hass):
        assert not flows
        assert value(hass) == "77.0"
        yield "fresh"
    else:
        yield "reauth" if flows else "unavailable"
    await poll(hass, cloud, entry)
    assert value(hass) == "77.0"


async def poll_(hass: HomeAssistant, cloud: Simulator, fault: str) -> Steps:
    """Poll with an access token that is good."""
    entry = await added(hass, cloud)
    async for came in _polled(hass, cloud, entry, fault):
        yield came


async def expired(hass: HomeAssistant, cloud: Simulator, fault: str) -> Steps:
    """Poll with an access token that is past its end."""
    entry = await added(hass, cloud)
    cloud.cloud.tokens.expire()
    async for came in _polled(hass, cloud, entry, fault):
        yield came


async def action(hass: HomeAssistant, cloud: Simulator, fault: str) -> Steps:
    """Switch a plug, and again."""
    entry = await added(hass, cloud)
    await cloud.set_fault(fault)
    came = await act(hass, cloud, entry)
    flows = reauth_flows(hass, entry)
    assert len(flows) <= (came in {"failed", "skipped"})
    yield "reauth" if flows else came
    assert await act(hass, cloud, entry) == "done"


async def _flow(
    hass: HomeAssistant, cloud: Simulator, fault: str, flow_id: str, **user_input: str
) -> Steps:
    """Submit a form, and again if it is still open."""
    await cloud.set_fault(fault)
    for _ in range(2):
        yield (came := await submitted(hass, flow_id, secrets(cloud), **user_input))
        if came in {"created", "updated", "wrong_account"}:
            return
    raise AssertionError("The form does not end")


async def user(hass: HomeAssistant, cloud: Simulator, fault: str) -> Steps:
    """Add an account."""
    form = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    data = {CONF_EMAIL: cloud.username, CONF_PASSWORD: cloud.secret}
    async for came in _flow(hass, cloud, fault, form["flow_id"], **data):
        yield came


async def reauth_confirm(hass: HomeAssistant, cloud: Simulator, fault: str) -> Steps:
    """Enter the password again."""
    form = await (await added(hass, cloud)).start_reauth_flow(hass)
    data = {CONF_PASSWORD: cloud.secret}
    async for came in _flow(hass, cloud, fault, form["flow_id"], **data):
        yield came


async def reconfigure(hass: HomeAssistant, cloud: Simulator, fault: str) -> Steps:
    """Sign in again."""
    form = await (await added(hass, cloud)).start_reconfigure_flow(hass)
    data = {CONF_EMAIL: cloud.username, CONF_PASSWORD: cloud.secret}
    async for came in _flow(hass, cloud, fault, form["flow_id"], **data):
        yield came


SURFACES: Final[dict[str, Callable[[HomeAssistant, Simulator, str], Steps]]] = {
    surface.__name__.rstrip("_"): surface
    for surface in (setup, poll_, expired, action, user, reauth_confirm, reconfigure)
}
POLLED: Final = parse(TABLE)
# What comes of it where the cloud pushes, if it is something else; nobody acts on what is unavailable.
PUSHED: Final = {
    **{
        (fault, "action"): "skipped"
        for (fault, surface), came in POLLED.items()
        if surface == "poll" and came == "unavailable"
    },
    # Slow is only what is asked for.
    ("drip", "poll"): "fresh",
    ("drip", "action"): "failed",
    **{
        (fault, surface): came
        for fault in ("no_push", "half_push", "silent")
        for surface, came in (
            ("poll", "unavailable"),
            ("expired", "unavailable"),
            ("action", "skipped"),
        )
    },
}
OUTCOMES: Final = POLLED | PUSHED if PUSHES else POLLED


def test_table_is_whole() -> None:
    """Test that every fault is tried on every surface."""
    assert OUTCOMES.keys() == {
        (fault, surface) for fault in FAULTS for surface in SURFACES
    }


@pytest.mark.parametrize(("fault", "surface"), OUTCOMES)
async def test_cell(
    hass: HomeAssistant,
    cloud: Simulator,
    caplog: pytest.LogCaptureFixture,
    fault: str,
    surface: str,
) -> None:
    """Test what comes of a fault, that all is well after it, and that nothing tells a secret."""
    steps = SURFACES[surface](hass, cloud, fault)
    assert await anext(steps) == OUTCOMES[fault, surface]
    await cloud.set_fault(None)
    after = [came async for came in steps]
    assert after in ([], ["created"], ["updated"])
    assert problems(caplog, secrets(cloud)) == []
