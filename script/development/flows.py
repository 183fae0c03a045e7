"""Drive the flows that integrations of what is on the local network may have."""

from secrets import token_urlsafe

from script.simulator.announce import announced
from script.simulator.simulated import Local

from .api import ENTRIES
from .home_assistant import ADDRESS, free_port
from .outcomes import prefilled
from .stage import HOST, Stage
from .subject import platforms, service_type


async def user(stage: Stage) -> None:
    """Add it by hand."""
    host = stage.simulator.host
    nowhere = f"{ADDRESS}:{free_port()}"

    await stage.expect_listed()
    flow = await stage.open("Add integration", "form user", handler=stage.domain)
    stage.expect("its fields", prefilled(flow.form), {HOST: None} | stage.blank)

    typed = {HOST: nowhere} | stage.right()
    form = await stage.answer("wrong host", flow, typed, "form user, cannot_connect")
    stage.expect("its fields", prefilled(form), {HOST: nowhere} | stage.known)

    if form := await stage.answer_wrongly(flow, {HOST: host}):
        stage.expect("its fields", prefilled(form), {HOST: host} | stage.known)

    await stage.finish(flow)
    await stage.until_entities(platforms(stage.integration))
    await stage.until_agreed()
    await stage.until_stored(host)

    flow = await stage.open("Add integration", "form user", handler=stage.domain)
    typed = {HOST: host} | stage.right()
    await stage.answer("once more", flow, typed, "abort already_configured")


async def reauth(stage: Stage) -> None:
    """Change the secret under the integration, and put it right again."""
    simulator, kind = stage.simulator, stage.credentials.secret
    old_secret = simulator.secret
    await stage.add()

    await simulator.set_secret(token_urlsafe())
    await stage.call("homeassistant/update_entity", "sensor")
    flow = await stage.opened(f"{kind} changed", "reauth_confirm", "reauth")
    stage.expect("its fields", prefilled(flow.form), stage.known)
    typed, error = stage.right(old_secret), "form reauth_confirm, invalid_auth"
    await stage.answer(f"old {kind}", flow, typed, error)
    typed = stage.right()
    with simulator.as_another():
        await stage.answer("another one", flow, typed, f"abort {simulator.refusal}")

    await stage.api.post(f"{ENTRIES}/{stage.entry_id}/reload")
    flow = await stage.opened("entry reloaded", "reauth_confirm", "reauth")
    await stage.answer(f"right {kind}", flow, typed, "abort reauth_successful")
    await stage.until_loaded()
    await stage.until_agreed()
    await stage.until_stored(stage.simulator.host)


async def reconfigure(stage: Stage) -> None:
    """Give it another address, and keep its secret."""
    simulator, host = _local(stage), stage.simulator.host
    kept = {name: value for name, value in stage.known.items() if value}
    await stage.add()

    about = {"handler": stage.domain, "entry_id": stage.entry_id}
    flow = await stage.open("Reconfigure", "form reconfigure", **about)
    stage.expect("its fields", prefilled(flow.form), {HOST: host} | stage.known)
    typed = {HOST: f"{ADDRESS}:{free_port()}"} | kept
    await stage.answer("wrong host", flow, typed, "form reconfigure, cannot_connect")
    await stage.answer_wrongly(flow, {HOST: host})
    async with simulator.another() as other:
        typed = {HOST: other.host} | kept
        await stage.answer("another one", flow, typed, f"abort {simulator.refusal}")
    await stage.until_stored(host)

    async with simulator.moved() as moved:
        flow = await stage.open("Reconfigure", "form reconfigure", **about)
        typed = {HOST: moved.host} | kept
        await stage.answer("new host", flow, typed, "abort reconfigure_successful")
        await stage.until_loaded()
        await stage.until_stored(moved.host)


async def discovery(stage: Stage) -> None:
    """Let it announce itself."""
    simulator, host = _local(stage), stage.simulator.host
    kind = service_type(stage.integration)
    assert kind
    async with announced(simulator, kind):
        flow = await stage.opened("announced", "discovery_confirm", "zeroconf")
        stage.expect("its fields", prefilled(flow.form), stage.blank)
        await stage.answer_wrongly(flow, {})
        await stage.finish(flow)
        await stage.until_stored(host)

        await stage.api.delete(f"{ENTRIES}/{stage.entry_id}")
        await stage.opened("entry removed", "discovery_confirm", "zeroconf")
        await stage.add()
        await stage.until("discoveries", lambda: stage.open_steps("zeroconf"), [])
    async with simulator.moved() as moved, announced(moved, kind):
        await stage.until_stored(moved.host)
        await stage.until_loaded()


def _local(stage: Stage) -> Local:
    assert isinstance(stage.simulator, Local)
    return stage.simulator
