"""Know what is typed into the fields of forms: as given, as in the environment, or as asked for."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe

from .forms import hides, is_text, place, preset
from .identifying import is_secret
from .outcomes import Json
from .own_device import variable


@dataclass(kw_only=True)
class Values:
    """What goes into the fields.

    Attributes:
        host: Where the device is, "" if that is not said.
        given: On the command line, by the names of the fields.
        environment: Of this process.
        ask: Asks for a secret by the name of its field, where there is somebody to ask.
        used: All that was told, by the names of the fields.
        hidden: The secrets among that.
    """

    host: str = ""
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)
    ask: Callable[[str], str] | None = None
    used: dict[str, str] = field(default_factory=dict, repr=False)
    hidden: set[str] = field(default_factory=set, repr=False)

    def __post_init__(self) -> None:
        """Take what is called a secret for one, whether a form asks for it or not."""
        named = {variable(name): value for name, value in self.given.items()}
        for name, value in (*named.items(), *self.environment.items()):
            if value and name.startswith(variable("")) and is_secret(name):
                self.hidden.add(value)

    def of(self, asked: Json) -> str | None:
        """Return what goes into a field, None where that is left to the form."""
        name: str = asked["name"]
        value = self.used.get(name)
        if value is None:
            value = self.given.get(name, self.environment.get(variable(name)))
        if value is None and self.host:
            value = place(asked, self.host)
        if value is None and self.ask and asked.get("required") and hides(asked):
            value = self.ask(name)
        if value is not None:
            self._keep(asked, value)
        return value

    def make_up(self, asked: Json) -> None:
        """Make up what a field of text has to be filled with, if nobody says what."""
        is_open = asked.get("required") and is_text(asked) and preset(asked) is None
        if is_open and self.of(asked) is None:
            self._keep(asked, token_urlsafe(12))

    def _keep(self, asked: Json, value: str) -> None:
        self.used[asked["name"]] = value
        if hides(asked):
            self.hidden.add(value)

    @property
    def unused(self) -> list[str]:
        """Return the names that were given for which there was no field."""
        return sorted({*self.given} - {*self.used})

    def hide_in(self, text: str) -> str:
        """Return a text without secrets."""
        for secret in sorted(self.hidden, key=len, reverse=True):
            text = text.replace(secret, "***")
        return text


def setting(text: str) -> tuple[str, str]:
    """Parse a field and what goes into it."""
    name, sign, value = text.partition("=")
    if not sign or not name:
        # What stands there may be a secret.
        raise argparse.ArgumentTypeError(
            "give it as FIELD=VALUE, such as host=192.0.2.10"
        )
    return name, value
