"""Drive the flows of an account that lets Home Assistant in with OAuth2."""

from collections.abc import Awaitable, Callable

from .api import ENTRIES
from .authorization import enter_credentials, forget_credentials
from .cloud import poll, simulated, until_kept
from .stage import Stage
from .subject import platforms

type Play = Callable[[Stage], Awaitable[None]]


def known(play: Play) -> Play:
    """Return a scenario for which the cloud knows Home Assistant."""

    async def played(stage: Stage) -> None:
        cloud = simulated(stage).cloud
        await forget_credentials(stage.api, stage.domain)
        await enter_credentials(stage.api, stage.domain, cloud)
        await play(stage)

    return played


async def user(stage: Stage) -> None:
    """Add an account, once the cloud knows Home Assistant and its owner lets it in."""
    cloud = simulated(stage)
    await stage.expect_listed()
    await forget_credentials(stage.api, stage.domain)
    add = "Add integration"
    await stage.open(add, "abort missing_credentials", handler=stage.domain)
    await enter_credentials(stage.api, stage.domain, cloud.cloud)

    flow = await stage.open(add, "external", handler=stage.domain)
    await stage.authorize("denied", flow, "abort user_rejected_authorize", allows=False)
    for step, fault, reason in (
        ("no tokens", "no_tokens", "oauth_failed"),
        ("tokens refused", "no_client", "oauth_unauthorized"),
        ("no account", "no_account", "cannot_connect"),
    ):
        flow = await stage.open(add, "external", handler=stage.domain)
        await cloud.set_fault(fault)
        await stage.authorize(step, flow, f"abort {reason}")
        await cloud.set_fault(None)

    await stage.add()
    await stage.until_entities(platforms(stage.integration))
    await stage.until_agreed()
    await until_kept(stage)
    flow = await stage.open(add, "external", handler=stage.domain)
    await stage.authorize("once more", flow, "abort already_configured")


async def reauth(stage: Stage) -> None:
    """Sign Home Assistant out, and let it in again."""
    cloud = simulated(stage)
    await stage.add()
    cloud.cloud.tokens.revoke()
    await poll(stage)
    flow = await stage.opened("signed out", "reauth_confirm", "reauth")
    flow = await stage.submit(flow, "external")
    with cloud.as_another():
        await stage.authorize("another account", flow, "abort wrong_account")

    await stage.api.post(f"{ENTRIES}/{stage.entry_id}/reload")
    flow = await stage.opened("entry reloaded", "reauth_confirm", "reauth")
    flow = await stage.submit(flow, "external")
    await stage.authorize("the right one", flow, "abort reauth_successful")
    await stage.until_loaded()
    await stage.until_agreed()
    await until_kept(stage)


async def reconfigure(stage: Stage) -> None:
    """Let Home Assistant in anew, with the account that it has."""
    cloud = simulated(stage)
    await stage.add()
    await until_kept(stage)
    [before] = await stage.stored()
    about = {"handler": stage.domain, "entry_id": stage.entry_id}
    flow = await stage.open("Reconfigure", "external", **about)
    with cloud.as_another():
        await stage.authorize("another account", flow, "abort wrong_account")
    flow = await stage.open("Reconfigure", "external", **about)
    await stage.authorize("the same", flow, "abort reconfigure_successful")
    await stage.until_loaded()
    await until_kept(stage, before)
