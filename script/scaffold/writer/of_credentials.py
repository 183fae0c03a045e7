"""Gather how what a user is asked for is written in schemas and tests."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from .code import constructed, given
from .naming import quoted
from .plan import Credential, Plan

# What is typed where something changes
MOVED: Final[Mapping[str, str | int | tuple[float, float]]] = {
    "host": "192.0.2.99",
    "url": "http://192.0.2.99",
    "port": 9090,
    "username": "joe",
    "location": (-33.5, 151.25),
}
_SELECTORS: Final = {"port": "cv.port", "location": "LocationSelector()"}
_VALIDATORS: Final = {"int": "cv.positive_int", "float": "probatio.Coerce(float)"}


def of_credentials(plan: Plan) -> dict[str, Any]:
    """Return how what a user is asked for is written in schemas and tests."""

    def key(each: Credential) -> str:
        return f"probatio.Secret({each.const})" if each.is_secret else each.const

    def selector(each: Credential) -> str:
        if not each.is_text:
            return _SELECTORS.get(each.key) or _VALIDATORS[each.type]
        return f"{each.key.upper()}_SELECTOR"

    def code(value: str | float | tuple[float, float]) -> str:
        match value:
            case (latitude, longitude):
                return f"{{CONF_LATITUDE: {latitude}, CONF_LONGITUDE: {longitude}}}"
            case str():
                return quoted(value)
        return repr(value)

    def valued(word: str) -> Callable[[Credential], str]:
        return lambda each: code(
            f"{word}-{each.example}" if each.is_secret else each.example
        )

    def moved(each: Credential) -> str:
        other = each.example + 1 if isinstance(each.example, (int, float)) else "other"
        return code(MOVED.get(each.key, other))

    def entries(every: Iterable[Credential], form: Callable[[Credential], str]) -> str:
        return "\n".join(f"        {each.const}: {form(each)}," for each in every)

    def inline(
        every: Iterable[Credential], form: Callable[[Credential], str], *more: str
    ) -> str:
        items = [f"{each.const}: {form(each)}" for each in every]
        return f"{{{', '.join([*items, *more])}}}"

    def values(every: Iterable[Credential], form: Callable[[Credential], str]) -> str:
        return "".join(f", {form(each)}" for each in every)

    def login_expected(form: Callable[[Credential], str]) -> str:
        return ", ".join(
            f"{each.parameter.name}={form(each.credential)}"
            for each in plan.login_arguments
            if each.credential
        )

    parts = ["CONF_LATITUDE", "CONF_LONGITUDE"] if plan.place else []
    home = (
        "{CONF_LOCATION: {CONF_LATITUDE: %s.config.latitude, CONF_LONGITUDE: %s.config.longitude}}"
        if plan.place
        else "{}"
    )
    return {
        "at_home": lambda hass: home.replace("%s", hass),
        "core_constants": ", ".join(
            [*(each.const for each in plan.credentials if not each.is_own), *parts]
            # What is not used is not imported in the end.
            or ["CONF_HOST"]
        ),
        "own_constants": "".join(
            f"{each.const}, " for each in plan.credentials if each.is_own
        ),
        "key": key,
        "selector": selector,
        "typed": valued("typed"),
        "stored": valued("stored"),
        "new": valued("new"),
        "blank": lambda each: '""',
        "key_of": lambda each: each.key,
        "moved": moved,
        "entries": entries,
        "inline": inline,
        "values": values,
        "login_expected": login_expected,
        "given": given,
        "constructed": lambda data, hass: constructed(plan, data, hass),
    }
