"""Serve the authorization server of the simulated cloud, as OAuth 2.0 with PKCE has it (RFC 6749, RFC 7636)."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from yarl import URL

from script.simulator.listener import LOOPBACK

from .faults import AUTHORIZE, TOKEN
from .state import Cloud

# What an application says of itself when it sends somebody here
_ASKED: Final = ("client_id", "redirect_uri", "state", "scope", "code_challenge")

_PAGE: Final = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Simulated cloud</title>
<h1>Simulated cloud</h1>
<p>You are signed in as {email}. May {client_id} have access to your {scope}?</p>
<form method="post">
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>
</html>
"""


@dataclass(frozen=True)
class Authorization:
    """What a code was given for."""

    redirect_uri: str
    code_challenge: str


def routes(cloud: Cloud) -> list[web.RouteDef]:
    """Return where somebody lets an application in, and where it gets its tokens."""
    codes: dict[str, Authorization] = {}

    async def ask(request: web.Request) -> web.Response:
        """Ask whoever is at the browser."""
        asked = request.query
        if wrong := _wrong(cloud, asked):
            return web.Response(status=HTTPStatus.BAD_REQUEST, text=wrong)
        page = _PAGE.format(
            email=escape(cloud.email),
            client_id=escape(cloud.client_id),
            scope=escape(asked["scope"]),
        )
        return web.Response(text=page, content_type="text/html")

    async def decide(request: web.Request) -> web.Response:
        """Send the browser back, with a code or without."""
        asked = request.query
        if wrong := _wrong(cloud, asked):
            return web.Response(status=HTTPStatus.BAD_REQUEST, text=wrong)
        back = URL(asked["redirect_uri"]).update_query(state=asked["state"])
        if (await request.post()).get("decision") != "allow":
            raise web.HTTPFound(back.update_query(error="access_denied"))
        code = token_urlsafe()
        codes[code] = Authorization(asked["redirect_uri"], asked["code_challenge"])
        raise web.HTTPFound(back.update_query(code=code))

    async def grant(request: web.Request) -> web.Response:
        """Exchange a code or a refresh token for tokens."""
        asked = {name: str(value) for name, value in (await request.post()).items()}
        client = asked.get("client_id"), asked.get("client_secret")
        if client != (cloud.client_id, cloud.client_secret):
            return _error("invalid_client", HTTPStatus.UNAUTHORIZED)
        match asked:
            case {"grant_type": "authorization_code", "code": code, **more}:
                is_good = codes.pop(code, None) == Authorization(
                    more.get("redirect_uri", ""),
                    _challenge(more.get("code_verifier", "")),
                )
            case {"grant_type": "refresh_token", "refresh_token": token}:
                is_good = cloud.tokens.replace(token)
            case _:
                return _error("unsupported_grant_type")
        if not is_good:
            return _error("invalid_grant")
        granted = cloud.tokens.grant(cloud.expires_in)
        return web.json_response({**granted, "token_type": "Bearer"})

    return [
        web.get(AUTHORIZE, ask),
        web.post(AUTHORIZE, decide),
        web.post(TOKEN, grant),
    ]


def _wrong(cloud: Cloud, asked: Mapping[str, str]) -> str:
    """Return what is wrong with a request for authorization, "" if nothing is."""
    if missing := [name for name in _ASKED if not asked.get(name)]:
        return f"The request lacks {', '.join(missing)}"
    if asked["client_id"] != cloud.client_id:
        return f"No application has the client ID {asked['client_id']}"
    # A code is for nobody but a Home Assistant on this machine.
    if urlsplit(asked["redirect_uri"]).hostname != LOOPBACK:
        return f"{asked['redirect_uri']} is not on this machine"
    return ""


def _challenge(verifier: str) -> str:
    """Return the challenge that belongs to a verifier."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _error(code: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> web.Response:
    return web.json_response({"error": code}, status=status)
