"""Every fault of the hub on every surface of the integration, over a real WebSocket.

The table says what comes of each. In it, "flaps" is a connection that is lost again as soon as it is there, so that no
action is tried; "skipped" is an action that Home Assistant leaves out, as the entity is unavailable.
"""

from collections.abc import AsyncGenerator, Callable
from typing import Any, Final

import pytest

from homeassistant.components.my_hub.const import DOMAIN
from homeassistant.config_entries import SOURCE_REAUTH, SOURCE_USER, ConfigEntryState
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.core import HomeAssistant
from script.simulator.hub.faults import FAULTS
from script.simulator.hub.server import Simulator

from .home import is_available, parse, problems, submitted, switched, until, value
from .hub import added, announce

from tests.common import MockConfigEntry

pytestmark = pytest.mark.usefixtures("quick_loop")

TABLE: Final = """
               setup    running      action   user            discovery_confirm  reauth_confirm  reconfigure
server_error   retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
not_there      retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
unauthorized   reauth   reauth       skipped  invalid_auth    invalid_auth       invalid_auth    invalid_auth
stall          retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
deaf           loaded   flaps        -        created         created            updated         updated
close          retry    unavailable  skipped  created         created            updated         updated
reset          loaded   flaps        -        created         created            updated         updated
half_frame     loaded   flaps        -        created         created            updated         updated
half_json      retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
wrong_types    retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
null           retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
binary         retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
huge           retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
other_hub      retry    unavailable  skipped  created         created            wrong_hub       wrong_hub
flood          loaded   available    done     created         created            updated         updated
unknown        loaded   available    done     created         created            updated         updated
not_done       loaded   available    failed   created         created            updated         updated
no_result      loaded   available    failed   created         created            updated         updated
reboot         retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
refuse         retry    unavailable  skipped  cannot_connect  cannot_connect     cannot_connect  cannot_connect
"""

# Yields what came of a fault, and then goes on once it is gone.
type Steps = AsyncGenerator[str]


async def setup(hass: HomeAssistant, hub: Simulator, fault: str) -> Steps:
    """Set up an entry, and again."""
    await hub.set_fault(fault)
    entry = await added(hass, hub)
    if any(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
        yield "reauth"
    else:
        yield {
            ConfigEntryState.LOADED: "loaded",
            ConfigEntryState.SETUP_RETRY: "retry",
        }[entry.state]
    await hass.config_entries.async_reload(entry.entry_id)
    await until(lambda: is_available(hass))


async def running(hass: HomeAssistant, hub: Simulator, fault: str) -> Steps:
    """Meet it while all is well, and hear of what changes afterwards."""
    entry, now = await _meeting(hass, hub, fault)
    yield now
    if now == "reauth":
        # Some hubs lock out who goes on trying, so nothing does.
        await hass.config_entries.async_reload(entry.entry_id)
    await until(lambda: hub.connected == 1)
    await hub.change("plug-1", {"power": 77.0})
    await until(lambda: value(hass) == "77.0")


async def action(hass: HomeAssistant, hub: Simulator, fault: str) -> Steps:
    """Switch a plug, and again."""
    entry, now = await _meeting(hass, hub, fault)
    yield "-" if now == "flaps" else await switched(hass, DOMAIN)
    await hass.config_entries.async_reload(entry.entry_id)
    await until(lambda: is_available(hass))
    assert await switched(hass, DOMAIN) == "done"


async def _meeting(
    hass: HomeAssistant, hub: Simulator, fault: str
) -> tuple[MockConfigEntry, str]:
    """Set up an entry, let the hub have a fault, and return the entry and what there is now."""
    entry = await added(hass, hub)
    lost = [0]

    def count() -> None:
        lost[0] += not is_available(hass)

    entry.runtime_data.async_add_listener(count)
    await hub.set_fault(fault)
    expected = OUTCOMES[fault, "running"]
    match expected:
        case "reauth":
            flows = {SOURCE_REAUTH}
            await until(lambda: any(entry.async_get_active_flows(hass, flows)))
        case "unavailable":
            await until(lambda: not is_available(hass))
        case "flaps":
            await until(lambda: lost[0] > 2 and is_available(hass))
        case "available":
            # Each fault begins with new connections.
            await until(lambda: lost[0] == 1 and is_available(hass))
            await until(lambda: hub.connected == 1)
    return entry, expected


async def _flow(
    hass: HomeAssistant, hub: Simulator, fault: str, form: Any, **user_input: str
) -> Steps:
    """Submit a form, and again if it is still open."""
    await hub.set_fault(fault)
    for _ in range(2):
        yield (
            came := await submitted(hass, form["flow_id"], [hub.secret], **user_input)
        )
        if came in {"created", "updated"} or came.startswith("wrong_"):
            return
    raise AssertionError("The form does not end")


async def user(hass: HomeAssistant, hub: Simulator, fault: str) -> Steps:
    """Add a hub by hand."""
    form = await hass.config_entries.flow.async_init(
        DOMAIN, context={"source": SOURCE_USER}
    )
    data = {CONF_HOST: hub.host, CONF_PASSWORD: hub.secret}
    async for came in _flow(hass, hub, fault, form, **data):
        yield came


async def discovery_confirm(hass: HomeAssistant, hub: Simulator, fault: str) -> Steps:
    """Add a hub that announces itself."""
    form = await announce(hass, hub)
    async for came in _flow(hass, hub, fault, form, **{CONF_PASSWORD: hub.secret}):
        yield came


async def reauth_confirm(hass: HomeAssistant, hub: Simulator, fault: str) -> Steps:
    """Enter the password again."""
    entry = await added(hass, hub)
    form = await entry.start_reauth_flow(hass)
    async for came in _flow(hass, hub, fault, form, **{CONF_PASSWORD: hub.secret}):
        yield came


async def reconfigure(hass: HomeAssistant, hub: Simulator, fault: str) -> Steps:
    """Change the address."""
    entry = await added(hass, hub)
    form = await entry.start_reconfigure_flow(hass)
    async for came in _flow(hass, hub, fault, form, **{CONF_HOST: hub.host}):
        yield came


SURFACES: Final[dict[str, Callable[[HomeAssistant, Simulator, str], Steps]]] = {
    surface.__name__: surface
    for surface in (
        setup,
        running,
        action,
        user,
        discovery_confirm,
        reauth_confirm,
        reconfigure,
    )
}


OUTCOMES: Final = parse(TABLE)


def test_table_is_whole() -> None:
    """Test that every fault is tried on every surface."""
    assert OUTCOMES.keys() == {
        (fault, surface) for fault in FAULTS for surface in SURFACES
    }


@pytest.mark.parametrize(("fault", "surface"), OUTCOMES)
async def test_cell(
    hass: HomeAssistant,
    hub: Simulator,
    caplog: pytest.LogCaptureFixture,
    fault: str,
    surface: str,
) -> None:
    """Test what comes of a fault, and that all is well after it."""
    steps = SURFACES[surface](hass, hub, fault)
    assert await anext(steps) == OUTCOMES[fault, surface]
    await hub.set_fault(None)
    after = [came async for came in steps]
    assert after in ([], ["created"], ["updated"])
    for entry in hass.config_entries.async_entries(DOMAIN):
        await hass.config_entries.async_unload(entry.entry_id)
    await until(lambda: hub.connected == 0)
    assert problems(caplog, [hub.secret]) == []
