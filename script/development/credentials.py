"""Find the values that the integration's forms need to connect to the simulated device."""

from dataclasses import dataclass
from typing import Final

from .api import FLOWS, Api
from .outcomes import Json

# Core's own names for it, which flows share
USERNAMES: Final = ("username", "email")
# A plain text is hidden whose name has one of these in it
HIDDEN: Final = ("password", "secret", "token")


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """The names of the fields that ask for credentials, None where there is no such field."""

    username: str | None = None
    secret: str | None = None

    @property
    def auth(self) -> str:
        """Return how the device knows its user (see script.simulator.auth.AUTHS)."""
        if not self.secret:
            return "none"
        return "username_password" if self.username else "token"

    def filled(self, username: object, secret: object) -> dict[str, object]:
        """Return what the fields hold."""
        values = {self.username: username, self.secret: secret}
        return {name: value for name, value in values.items() if name}


def asked_for(form: Json) -> Credentials:
    """Return the credentials that a form asks for; the secret is what it hides."""
    # An integration that takes one entry may open no form any more.
    fields: list[Json] = form.get("data_schema", [])
    usernames = (field["name"] for field in fields if field["name"] in USERNAMES)
    secrets = (field["name"] for field in fields if is_hidden(field))
    return Credentials(username=next(usernames, None), secret=next(secrets, None))


def is_hidden(field: Json) -> bool:
    """Return whether the page hides what is typed into a field."""
    match field:
        case {"selector": {"text": {"type": "password"}}}:
            return True
        case {"type": "string", "name": str() as name}:
            return any(word in name for word in HIDDEN)
    return False


async def learn(api: Api, domain: str) -> Credentials:
    """Open the integration's form to see what it asks for, and close it again."""
    form = await api.post(FLOWS, {"handler": domain})
    if form["type"] != "abort":
        await api.delete(f"{FLOWS}/{form['flow_id']}")
    return asked_for(form)
