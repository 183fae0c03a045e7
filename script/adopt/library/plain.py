"""Write what a client takes from Home Assistant, where that is plain, without Home Assistant."""

import ast
from dataclasses import dataclass
from functools import cache
from typing import Final

from script.integration.core import core
from script.integration.modules import Sources
from script.integration.syntax import attributes, last_name


@dataclass(frozen=True)
class Plain:
    """What says the same.

    Attributes:
        code: Instead of the name.
        imports: What it needs.
    """

    code: str
    imports: tuple[str, ...] = ()


_UTC: Final = "from datetime import UTC"
_CLASS: Final = "from datetime import datetime"
# What means the same wherever it is called
_SAME: Final = {
    "homeassistant.exceptions.HomeAssistantError": Plain("Exception"),
    "homeassistant.util.dt.UTC": Plain("UTC", (_UTC,)),
    "homeassistant.core.CALLBACK_TYPE": Plain(
        "Callable[[], None]", ("from collections.abc import Callable",)
    ),
}
# The same for what is called with nothing
_CALLS: Final = {
    "homeassistant.util.dt.naive_now": Plain("datetime.now()", (_CLASS,)),
    "homeassistant.util.dt.utcnow": Plain("datetime.now(UTC)", (_UTC, _CLASS)),
}
# Without a time zone that is the user's, which a library does not know.
_NOW: Final = "homeassistant.util.dt.now"
_ZONED: Final = Plain("datetime.now", (_CLASS,))
# What to do about those that are not plain, by what their names begin with
_MENDS: Final = {
    "homeassistant.config_entries": "have the component pass what is read of the entry",
    "homeassistant.core.HomeAssistant": "pass what is taken from it, such as a session, instead",
    "homeassistant.core.callback": "leave it out, and have the component wrap what it passes to Home Assistant",
    "homeassistant.exceptions": "raise an exception of the library, and turn it into this one in the component",
    "homeassistant.helpers.config_entry_oauth2_flow": "take a function that returns an access token instead",
    "homeassistant.helpers.aiohttp_client": "take the session as a parameter, which the component gets so",
    "homeassistant.helpers.httpx_client": "take the session as a parameter, which the component gets so",
    "homeassistant.util.dt": "use datetime, and have the component convert to local time",
    "homeassistant.util": "use a package that does the same, or the standard library",
}


def plain(name: str, node: ast.expr, parent: ast.AST | None) -> Plain | None:
    """Return what to write for a name of Home Assistant's, None where that is not plain."""
    if name in _SAME and not _is_called(node, parent):
        return _SAME[name]
    if (
        name in _CALLS
        and isinstance(parent, ast.Call)
        and parent.func is node
        and not (parent.args or parent.keywords)
    ):
        return _CALLS[name]
    if name == _NOW and _is_zoned(node, parent):
        return _ZONED
    return Plain(value) if (value := literal(name)) else None


def beside_module(instead: Plain) -> Plain:
    """Return what says the same where datetime is the module."""
    if _CLASS not in instead.imports:
        return instead
    imports = tuple(each for each in instead.imports if each != _CLASS)
    return Plain(f"datetime.{instead.code}", imports)


def calls_whole(name: str) -> bool:
    """Return whether it is written for the whole call."""
    return name in _CALLS


def mend(name: str) -> str:
    """Return what to do about a name of Home Assistant's that is not plain."""
    return next(
        (do for start, do in _MENDS.items() if name.startswith(start)),
        "pass what it is for as a parameter, or do it in the component",
    )


@cache
def literal(name: str) -> str | None:
    """Return the code of a constant's value, None where it is no literal."""
    sources = Sources({"homeassistant": core().package})
    match sources.named(name).node:
        case ast.Constant(value=str() | int() | float()) as constant:
            return ast.unparse(constant)
    owner, _, member = name.rpartition(".")
    match sources.named(owner).node:
        case ast.ClassDef(bases=[ast.Name(id="StrEnum" | "IntEnum")]) as class_:
            match attributes(class_).get(member):
                case ast.Constant(value=str() | int()) as value:
                    return ast.unparse(value)
    return None


def _is_zoned(node: ast.expr, parent: ast.AST | None) -> bool:
    """Return whether the time is asked for in a zone that is there in any case."""
    match parent:
        case ast.Call(func=func, args=[zone], keywords=[]) if func is node:
            return isinstance(zone, ast.Call) or last_name(zone).isupper()
    return False


def _is_called(node: ast.expr, parent: ast.AST | None) -> bool:
    return isinstance(parent, ast.Call) and parent.func is node
