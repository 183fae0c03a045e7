"""Give out tokens, and know which of them are good."""

from dataclasses import dataclass, field
from math import inf
from secrets import token_urlsafe
from time import time
from typing import Final

# For how long a refresh token is good once it is replaced, as the answer may have been lost
GRACE_SECONDS: Final = 60


@dataclass
class Tokens:
    """The tokens of an account.

    Attributes:
        given: All that were ever given, which are for nobody's eyes.
    """

    given: set[str] = field(default_factory=set, repr=False)
    _access: dict[str, float] = field(default_factory=dict, repr=False)
    _refresh: dict[str, float] = field(default_factory=dict, repr=False)

    def grant(self, expires_in: int) -> dict[str, str | int]:
        """Return new tokens, as the API shows them."""
        access, refresh = token_urlsafe(), token_urlsafe()
        self._access[access] = time() + expires_in
        self._refresh[refresh] = inf
        self.given |= {access, refresh}
        return {
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": expires_in,
        }

    def lets_in(self, access: str) -> bool:
        """Return whether an access token is good."""
        return self._access.get(access, 0) > time()

    def is_good(self, refresh: str) -> bool:
        """Return whether a refresh token is good."""
        return self._refresh.get(refresh, 0) > time()

    def replace(self, refresh: str) -> bool:
        """Let a refresh token be replaced, and return whether it is good."""
        until = self._refresh.get(refresh, 0)
        self._refresh[refresh] = min(until, time() + GRACE_SECONDS)
        return until > time()

    def expire(self) -> None:
        """Let every access token be past its end."""
        self._access.clear()

    def revoke(self) -> None:
        """Let no token be good any more."""
        self.expire()
        self._refresh.clear()
