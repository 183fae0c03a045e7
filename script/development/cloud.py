"""Drive what an account of a simulated cloud is for, however its user is known to it."""

from secrets import token_urlsafe
from typing import Final

from script.simulator.cloud.server import Simulator
from script.simulator.devices import plug

from .api import ENTRIES
from .outcomes import Json, prefilled
from .stage import Stage
from .subject import platforms, talks_websocket

# How the integration names what it keeps
TOKEN: Final = "token"
# Home Assistant takes tokens for expired that are good for no longer.
BRIEF_SECONDS: Final = 15


async def user(stage: Stage) -> None:
    """Add an account by its password, which is not kept."""
    cloud = simulated(stage)
    await stage.expect_listed()
    flow = await stage.open("Add integration", "form user", handler=stage.domain)
    stage.expect("its fields", prefilled(flow.form), stage.blank)
    for step, fault, error in (
        ("cloud is down", "refuse", "cannot_connect"),
        ("too many requests", "rate_limited", "rate_limited"),
    ):
        await cloud.set_fault(fault)
        await stage.answer(step, flow, stage.right(), f"form {flow.step}, {error}")
    await cloud.set_fault(None)
    form = await stage.answer_wrongly(flow, {})
    stage.expect("its fields", prefilled(form), stage.known)

    await stage.finish(flow)
    await stage.until_entities(platforms(stage.integration))
    await stage.until_agreed()
    await until_kept(stage)

    flow = await stage.open("Add integration", "form user", handler=stage.domain)
    await stage.answer("once more", flow, stage.right(), "abort already_configured")


async def reauth(stage: Stage) -> None:
    """Change the password, which signs Home Assistant out, and sign in again."""
    cloud, old = simulated(stage), stage.simulator.secret
    await stage.add()

    await cloud.set_secret(token_urlsafe())
    await poll(stage)
    flow = await stage.opened("signed out", "reauth_confirm", "reauth")
    password = stage.credentials.secret or ""
    stage.expect("its fields", prefilled(flow.form), {password: None})
    error = "form reauth_confirm, invalid_auth"
    await stage.answer("old password", flow, {password: old}, error)
    right: Json = {password: cloud.secret}
    with cloud.as_another():
        await stage.answer("another account", flow, right, "abort wrong_account")

    await stage.api.post(f"{ENTRIES}/{stage.entry_id}/reload")
    flow = await stage.opened("entry reloaded", "reauth_confirm", "reauth")
    await stage.answer("right password", flow, right, "abort reauth_successful")
    await stage.until_loaded()
    await stage.until_agreed()
    await until_kept(stage)


async def reconfigure(stage: Stage) -> None:
    """Give the account another email."""
    cloud = simulated(stage)
    await stage.add()

    about = {"handler": stage.domain, "entry_id": stage.entry_id}
    flow = await stage.open("Reconfigure", "form reconfigure", **about)
    stage.expect("its fields", prefilled(flow.form), stage.known)
    await stage.answer_wrongly(flow, {})
    with cloud.as_another():
        answer = stage.right()
        await stage.answer("another account", flow, answer, "abort wrong_account")
    await until_kept(stage)

    cloud.cloud.email = f"new-{cloud.cloud.email}"
    flow = await stage.open("Reconfigure", "form reconfigure", **about)
    await stage.answer("new email", flow, stage.right(), "abort reconfigure_successful")
    await stage.until_loaded()
    await until_kept(stage)


async def tokens(stage: Stage) -> None:
    """Let the tokens expire, and refuse to refresh them."""
    cloud = simulated(stage)
    cloud.cloud.expires_in = BRIEF_SECONDS
    await stage.add()
    await until_kept(stage)

    [before] = await stage.stored()
    cloud.cloud.tokens.expire()
    cloud.cloud.devices["plug-1"]["power"] = 12.5
    await poll(stage)
    await stage.until_agreed()
    await until_kept(stage, before)
    for step, fault in (
        ("tokens cannot be had", "no_tokens"),
        ("tokens get lost", "lost_tokens"),
    ):
        cloud.cloud.tokens.expire()
        await cloud.set_fault(fault)
        await poll(stage)
        await stage.until(step, stage.is_unavailable, True)
        await cloud.set_fault(None)
        await poll(stage)
        await stage.until("they can again", stage.is_unavailable, False)
    stage.expect("sign-ins asked for", await stage.open_steps("reauth"), [])

    cloud.cloud.tokens.expire()
    await cloud.set_fault("no_refresh")
    await poll(stage)
    await stage.opened("refresh refused", "reauth_confirm", "reauth")
    await poll(stage)
    await stage.opened("refused again", "reauth_confirm", "reauth")


async def limit(stage: Stage) -> None:
    """Have the cloud ask for fewer requests."""
    await _be_without(stage, "rate_limited")


async def outage(stage: Stage) -> None:
    """Lose the cloud, and have it back."""
    cloud = simulated(stage)
    await _be_without(stage, "refuse")
    reload = f"{ENTRIES}/{stage.entry_id}/reload"
    await cloud.set_fault("refuse")
    await stage.api.post(reload)
    await stage.until_loaded("setup_retry")
    await cloud.set_fault(None)
    await stage.api.post(reload)
    await stage.until_loaded()


async def _be_without(stage: Stage, fault: str) -> None:
    cloud = simulated(stage)
    await stage.add()
    await stage.until_agreed()
    await cloud.set_fault(fault)
    await poll(stage)
    await stage.until(f"{fault}: all unavailable", stage.is_unavailable, True)
    cloud.cloud.devices["plug-1"]["power"] = 100.0
    await cloud.set_fault(None)
    await poll(stage)
    await stage.until("cleared: all unavailable", stage.is_unavailable, False)
    await stage.until_agreed()
    stage.expect("sign-ins asked for", await stage.open_steps("reauth"), [])


async def devices(stage: Stage) -> None:
    """Add a device to the account, and take one out of it."""
    cloud = simulated(stage)
    await stage.add()
    await stage.until("its devices", stage.devices, _names(cloud))
    cloud.cloud.devices["plug-2"] = plug("plug-2", "Heater")
    await poll(stage)
    await stage.until("one is added", stage.devices, _names(cloud))
    del cloud.cloud.devices["climate-1"]
    await poll(stage)
    await stage.until("one is taken out", stage.devices, _names(cloud))
    await stage.until_agreed()


async def switch(stage: Stage) -> None:
    """Switch a plug, with tokens that have expired, and have it refused."""
    cloud = simulated(stage)
    cloud.cloud.expires_in = BRIEF_SECONDS
    await stage.add()
    cloud.cloud.tokens.expire()
    await stage.switch_each_way()
    await cloud.set_fault("not_done")
    await stage.until_agreed()
    await stage.refuse("refused by the cloud", "switch/turn_off", "switch")


def simulated(stage: Stage) -> Simulator:
    """Return the simulated cloud."""
    assert isinstance(stage.simulator, Simulator)
    return stage.simulator


async def poll(stage: Stage) -> None:
    """Have Home Assistant ask the cloud now, or connect again where it does not ask."""
    if talks_websocket(stage.integration):
        await simulated(stage).drop()
        return
    await stage.call("homeassistant/update_entity", "sensor")


async def until_kept(stage: Stage, before: Json | None = None) -> None:
    """Wait until Home Assistant keeps the account and tokens that are good, other ones than before."""
    cloud = simulated(stage)

    def judged(entry: Json) -> Json:
        token = entry[TOKEN]
        is_good = cloud.cloud.tokens.lets_in(token["access_token"])
        return entry | {TOKEN: is_good and token != (before or {}).get(TOKEN)}

    async def kept() -> list[Json]:
        entries = [judged(each) for each in await stage.stored()]
        for each in entries:
            # With OAuth2: what of Home Assistant's credentials the tokens are for
            each.pop("auth_implementation", None)
        return entries

    username = stage.credentials.username
    expected = {
        "unique_id": cloud.unique_id,
        TOKEN: True,
        **({username: cloud.username} if username else {}),
    }
    await stage.until("stored, with tokens", kept, [expected])


def _names(cloud: Simulator) -> list[str]:
    return sorted(each["name"] for each in cloud.cloud.devices.values())
