"""The words by which a page of home-assistant.io tells of each kind of feature."""

from collections.abc import Mapping
from dataclasses import dataclass
import re
from typing import Final

_NEVER: Final = r"(?!)"


@dataclass(frozen=True)
class Tie:
    """Patterns, in any case, of how a page calls a feature.

    Attributes:
        titles: The whole title of a section that is about nothing else.
        words: Found in a sentence, as a reader sees it, that tells of it.
        marks: Found in a sentence, as its source has it, that tells of it.
        buttons: Found in a step that leads to it, which makes all steps of a list about it.
        hints: Found in a sentence that tells of it if it has the name of one of its entities too.
        plurals: Found in a sentence that may tell of it and of others.
        entities: Found in the ID of an entity, or in the name of an action on one.
    """

    titles: str = _NEVER
    words: str = _NEVER
    marks: str = _NEVER
    buttons: str = _NEVER
    hints: str = _NEVER
    plurals: str = _NEVER
    entities: str = _NEVER


def _of_devices(part: str) -> Tie:
    return Tie(
        titles=rf"device {part}s?",
        words=rf"\bdevice {part}s?\b",
        marks=rf"\(/docs/automation/{part}/#device-{part}s\)",
    )


_QUALIFIED: Final = r"(?:(?:available|supported|provided|additional|custom|the) )?"

# How the frontend and the site call what every integration may have
TIES: Final[Mapping[str, Tie]] = {
    "reauth": Tie(
        titles=r"re-?auth\w*|authentication (?:has )?expired",
        words=r"\bre-?auth(?:enticat\w+)?\b|\bauthentication (?:has |is )?expired\b|\b(?:log|sign)(?:s|ging|ning)? in again\b",
    ),
    "reconfigure": Tie(
        titles=r"reconfigur\w+(?: .*)?",
        words=r"\breconfigur\w+",
        buttons=r"\*\*Reconfigure\*\*",
    ),
    "options": Tie(
        titles=rf"{_QUALIFIED}(?:(?:configuration|integration) )?options",
        words=r"\*\*Configure\*\*|\boptions flow\b|\b(?:integration|configuration) options?\b|\bintegration's options\b",
        marks=r"\(#(?:configuration-)?options\)",
        buttons=r"\*\*Configure\*\*|mdi:cog\b",
    ),
    "diagnostics": Tie(
        titles=r"(?:(?:download\w*|getting|collecting) )?(?:the )?diagnostic(?:s|s? (?:data|files?|information))",
        words=r"\bdiagnostics\b",
        marks=r"\(/integrations/diagnostics/?[)#]",
        buttons=r"\*\*Download diagnostics\*\*",
    ),
    "actions": Tie(titles=rf"{_QUALIFIED}(?:integration )?(?:actions|services)"),
    "triggers": Tie(titles=rf"{_QUALIFIED}triggers"),
    "conditions": Tie(titles=rf"{_QUALIFIED}conditions"),
    "device_trigger": _of_devices("trigger"),
    "device_condition": _of_devices("condition"),
    "device_action": _of_devices("action"),
    "repairs": Tie(
        titles=r"repairs?(?: issues?)?",
        words=r"\brepairs? (?:issues?|dashboard|flows?)\b|\*\*Repairs\*\*",
        marks=r"\(/integrations/repairs/?\)|{% my repairs\b",
    ),
    "system_health": Tie(
        titles=r"system (?:health|information)",
        words=r"\bsystem health\b",
        marks=r"\(/integrations/system_health/?\)|{% my system_health\b",
    ),
    "subentries": Tie(titles=r"sub-?entr(?:y|ies)", words=r"\bsub-?entr(?:y|ies)\b"),
}

# Kinds of discovery, each with what else people call it
DISCOVERY: Final[Mapping[str, str]] = {
    "bluetooth": r"\bbluetooth discovery\b|\bdiscover\w+ (?:\w+ ){0,3}bluetooth\b",
    "dhcp": r"\bdhcp discovery\b|\bdiscover\w+ (?:\w+ ){0,3}dhcp\b",
    "hassio": r"\b(?:add-?on|app)s? discovery\b",
    "homekit": r"\bhomekit discovery\b|\bdiscover\w+ (?:\w+ ){0,3}homekit\b",
    "mqtt": r"\bmqtt discovery\b|\bdiscover\w+ (?:\w+ ){0,3}mqtt\b",
    "ssdp": r"\bssdp\b|\bupnp discovery\b",
    "usb": r"\busb discovery\b|\bdiscover\w+ (?:\w+ ){0,3}usb\b",
    "zeroconf": r"\bzeroconf\b|\bbonjour\b|\bmdns discovery\b|\bdiscover\w+ (?:\w+ ){0,3}mdns\b",
}
# What a page says of any of them
DISCOVERED: Final = Tie(
    titles=r"(?:automatic |auto-?|device )?discovery",
    words=r"\bdiscovery\b|\bauto-?discover\w*|\bdiscovered\b|\bdiscoverable\b|\bautomatically discovers?\b|\bdiscovers? \w+(?: \w+)? automatically\b",
)


def tie_of_discovery(kind: str) -> Tie:
    """Return how a page calls one kind of discovery."""
    return Tie(titles=rf"{kind}(?: discovery)?", words=DISCOVERY.get(kind, _NEVER))


def tie_of_platform(name: str, title: str) -> Tie:
    """Return how a page calls a platform, whose title Home Assistant has as "Binary sensor"."""
    one = r"[ -]".join(re.escape(word) for word in re.split(r"[ -]", title))
    # A sensor is not a binary one.
    alone = r"(?<!binary )(?<!binary-)\b"
    many = f"{one}|{plural(one)}"
    entity = r" (?:entit(?:y|ies)|platforms?)"
    told = f"{alone}(?:{many}){entity}\\b"
    if re.search(r"[ -]", title):
        told += f"|{alone}(?:{many})\\b"
    verbs = f"{one}|{plural(one)}|{one}(?:ed|d|ing)"
    return Tie(
        titles=rf"{_QUALIFIED}(?:{many}|{name}s?)(?:{entity})?",
        words=told,
        marks=rf"\(/integrations/{name}/?\)",
        hints=f"{alone}(?:{verbs})\\b",
        plurals=f"{alone}{plural(one)}\\b",
        entities=rf"\b{name}\.(?P<object>[a-z0-9_]+)",
    )


def plural(noun: str) -> str:
    """Return the plural of an English noun."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}s"


def joined(ties: list[Tie]) -> Tie:
    """Return what matches where any of them does."""

    def either(name: str) -> str:
        return "|".join(f"(?:{getattr(tie, name)})" for tie in ties) or _NEVER

    return Tie(
        titles=either("titles"),
        words=either("words"),
        marks=either("marks"),
        buttons=either("buttons"),
        plurals=either("plurals"),
    )
