"""Rules for the zeroconf matchers and the HomeKit models of the manifest."""

from collections.abc import Iterator
import re
from typing import Any, Final

import probatio

from script.integration.core import core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at, strings_at
from script.rules.examples import examples
from script.rules.rule import Severity, View, rule
from script.rules.schema import Violation, lowercase
from script.rules.sources import hassfest, installed

from .matchers import declared, matchers

_TYPE: Final = re.compile(r"_[^.\s]+\._(tcp|udp)\.local\.")
# A type with as many matchers of others is one that many kinds of devices announce.
_MANY: Final = 2


def _property(name: str) -> Any:
    def validate(_: Any) -> Any:
        raise Violation(
            "an own key for a property is deprecated", f"Move it to properties.{name}"
        )

    return validate


_SCHEMA: Final = probatio.Schema(
    [
        probatio.Any(
            str,
            {
                probatio.Required("type"): str,
                probatio.Optional("name"): lowercase,
                probatio.Optional("properties"): {str: lowercase},
                **{
                    probatio.Optional(name): _property(name)
                    for name in ("macaddress", "manufacturer", "model")
                },
            },
        )
    ]
)
_HOMEKIT: Final = probatio.Schema({probatio.Optional("models"): [str]})


@rule(
    code="zeroconf",
    title="Zeroconf matchers and HomeKit models lead to this integration alone",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("zeroconf"),
    why="Names and properties are compared in lowercase, and a HomeKit device by how its model starts.",
    mend="Write the matcher as core compares it",
    good=examples(
        {"zeroconf": ["_example._tcp.local."]},
        {"zeroconf": [{"type": "_http._tcp.local.", "name": "example*"}]},
        {"homekit": {"models": ["Example Bridge"]}},
        file="manifest.json",
    ),
    bad=examples(
        {"zeroconf": [{"name": "example*"}]},
        {"zeroconf": [{"type": "_http._tcp.local.", "name": "Example*"}]},
        {"zeroconf": [{"type": "_http._tcp.local.", "properties": {"id": "Ex*"}}]},
        {"zeroconf": [{"type": "_http._tcp.local.", "model": "example"}]},
        {"config_flow": False, "zeroconf": ["_example._tcp.local."]},
        {"homekit": {"models": ["Abode 2"]}},
        {"homekit": {"names": ["Example Bridge"]}},
        {"config_flow": False, "homekit": {"models": ["Example Bridge"]}},
        file="manifest.json",
    ),
)
def zeroconf(integration: Integration) -> Iterator[Finding]:
    """Report matchers and models of another form, or without a flow, and models that lead elsewhere too."""
    yield from matchers(integration, "zeroconf", _SCHEMA)
    yield from matchers(integration, "homekit", _HOMEKIT)
    for model in strings_at(integration.manifest, "homekit", "models"):
        for other, domain in core().homekit.items():
            if domain != integration.domain and (
                model.startswith(other) or other.startswith(model)
            ):
                yield found_at(
                    integration.path / "manifest.json",
                    ["homekit", "models"],
                    f"the model {model!r} overlaps with {other!r} of {domain}",
                    "Name a longer model, or leave it to that integration",
                    name="homekit",
                )


@rule(
    code="review-guide/zeroconf-type",
    title="A zeroconf matcher names a whole service type",
    severity=Severity.ASKED,
    source=installed("components.zeroconf"),
    why="Types are compared as a whole, so that one without its underscores or its end never matches.",
    mend="Write it like _example._tcp.local., with all its underscores and periods",
    good=examples(
        {"zeroconf": ["_example._tcp.local."]},
        {"zeroconf": [{"type": "_example-api._udp.local.", "name": "example*"}]},
        file="manifest.json",
    ),
    bad=examples(
        {"zeroconf": ["_example._tcp.local"]},
        {"zeroconf": [{"type": "example._tcp.local."}]},
        {"zeroconf": [{"type": "_example._tcp", "name": "example*"}]},
        file="manifest.json",
    ),
)
def zeroconf_type(integration: Integration) -> Iterator[Finding]:
    """Report types that nothing is announced under."""
    for keys, type_, _ in _types(integration):
        if not _TYPE.fullmatch(type_):
            mended = _mended(type_)
            mend = f"Write {mended!r}" if _TYPE.fullmatch(mended) else ""
            message = f"{type_!r} is no service type"
            yield found_at(integration.path / "manifest.json", keys, message, mend)


@rule(
    code="review-guide/zeroconf-narrow",
    title="A matcher of a type that many devices announce says which of them",
    severity=Severity.ASKED,
    source=installed("generated.zeroconf"),
    why="Without a name or a property each of them starts a flow that it does not belong to.",
    mend="Add a name or properties that only these devices have",
    good=examples(
        {"zeroconf": [{"type": "_http._tcp.local.", "name": "example*"}]},
        {"zeroconf": ["_example._tcp.local."]},
        file="manifest.json",
    ),
    bad=examples(
        {"zeroconf": ["_http._tcp.local."]},
        {"zeroconf": [{"type": "_ssh._tcp.local."}]},
        file="manifest.json",
    ),
)
def zeroconf_narrow(integration: Integration) -> Iterator[Finding]:
    """Report matchers without a name or property, of a type for which all others have one."""
    for keys, type_, is_narrow in _types(integration):
        if not is_narrow and _is_narrowed_by_all(type_, integration.domain):
            yield found_at(
                integration.path / "manifest.json",
                keys,
                f"matches everything that is announced as {type_!r}",
            )


def _is_narrowed_by_all(type_: str, domain: str) -> bool:
    """Return whether several other integrations match a type, and each says which devices it means."""
    others = [
        {"name", "properties"} & matcher.keys()
        for matcher in core().zeroconf.get(type_, ())
        if matcher["domain"] != domain
    ]
    return len(others) >= _MANY and all(others)


def _types(
    integration: Integration,
) -> Iterator[tuple[tuple[str | int, ...], str, bool]]:
    """Yield the type of each matcher with its place, and whether the matcher narrows it."""
    for index, matcher in declared(integration, "zeroconf"):
        match matcher:
            case str():
                yield ("zeroconf", index), matcher, False
            case {"type": str() as type_}:
                narrow = bool({"name", "properties"} & matcher.keys())
                yield ("zeroconf", index, "type"), type_, narrow


def _mended(type_: str) -> str:
    """Return a service type with its underscores and its end."""
    parts = type_.rstrip(".").removesuffix(".local").split(".")
    return f"{'.'.join(f'_{part.lstrip("_")}' for part in parts)}.local."
