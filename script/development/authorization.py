"""Authorize Home Assistant with OAuth2, as the owner of an account does in a browser."""

from aiohttp import ClientSession

from script.simulator.cloud.state import Cloud

from .api import Api, accepted

_CREDENTIALS = "application_credentials"


async def forget_credentials(api: Api, domain: str) -> None:
    """Remove the credentials that Home Assistant has for an integration."""
    for item in await api.command(f"{_CREDENTIALS}/list"):
        if item["domain"] == domain:
            about = {f"{_CREDENTIALS}_id": item["id"]}
            await api.command(f"{_CREDENTIALS}/delete", **about)


async def enter_credentials(api: Api, domain: str, cloud: Cloud) -> None:
    """Enter what the cloud knows Home Assistant by."""
    await api.command(
        f"{_CREDENTIALS}/create",
        domain=domain,
        client_id=cloud.client_id,
        client_secret=cloud.client_secret,
    )


async def decide(session: ClientSession, url: str, *, allows: bool) -> None:
    """Look at the page where the cloud asks, answer, and let it lead back to Home Assistant."""
    await accepted("GET authorization", session.get(url))
    answer = {"decision": "allow" if allows else "deny"}
    await accepted("POST authorization", session.post(url, data=answer))
