"""Kinds of integrations: which there are, how many of core's are of each, and what is made here."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from script import ROOT
from script.features.found import found
from script.integration.core import Core
from script.integration.files import read_json
from script.integration.json_file import load
from script.integration.tree import Places, Tree

from .auth import with_auth
from .make import files_of
from .models import MODELS, Auth, Model

type Manifest = Mapping[str, Any]
# For each key of a manifest the values of which it has one
type Signs = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Kind:
    """A kind of integration, in the words of contributors.

    Attributes:
        signs: By which manifests show it: all of those in any of these.
    """

    name: str
    signs: tuple[Signs, ...]

    def fits(self, manifest: Manifest) -> bool:
        """Return whether a manifest shows the signs."""
        return any(
            all(_has(manifest, key, values) for key, values in signs.items())
            for signs in self.signs
        )

    @property
    def rule(self) -> str:
        """Return the signs as people read them."""
        return "; or ".join(
            ", ".join(f"{key} {' or '.join(values)}" for key, values in signs.items())
            for signs in self.signs
        )


# A manifest is of the first that fits.
KINDS: Final = (
    Kind(
        "a helper, or what is calculated",
        ({"integration_type": ("helper",)}, {"iot_class": ("calculated",)}),
    ),
    Kind(
        "OAuth2 that is polled",
        (
            {
                "dependencies": ("application_credentials",),
                "iot_class": ("cloud_polling",),
            },
        ),
    ),
    Kind(
        "OAuth2 that pushes, or is local",
        ({"dependencies": ("application_credentials",)},),
    ),
    Kind("Bluetooth", ({"connectivity": ("bluetooth",)},)),
    Kind(
        "infrared or radio through a transmitter",
        ({"dependencies": ("infrared", "radio_frequency")},),
    ),
    Kind("MQTT or LoRaWAN", ({"dependencies": ("mqtt", "lorawan")},)),
    Kind("serial or Modbus", ({"connectivity": ("serial", "modbus")},)),
    Kind("a cloud account that is polled", ({"iot_class": ("cloud_polling",)},)),
    Kind("a cloud that pushes", ({"iot_class": ("cloud_push",)},)),
    Kind("local push", ({"iot_class": ("local_push",)},)),
    Kind(
        "a local device that is polled",
        ({"iot_class": ("local_polling",), "integration_type": ("device",)},),
    ),
    Kind("a local hub or service that is polled", ({"iot_class": ("local_polling",)},)),
)


@dataclass(frozen=True)
class Making:
    """A model with a kind of authentication, as a source of integrations."""

    model: Model
    auth: Auth

    @cached_property
    def _tree(self) -> Tree:
        files = files_of(self.model, ROOT)
        return with_auth(files, self.model, self.auth, frozenset())

    @property
    def features(self) -> tuple[str, ...]:
        """Return what it has."""
        return tuple(each.name for each in found(self._tree, self.model.domain))

    @property
    def optional(self) -> tuple[str, ...]:
        """Return which of these it may be without, none where the model was removed."""
        optional = self.model.optional
        return optional and tuple(each for each in optional if each in self.features)

    @property
    def kinds(self) -> dict[str, Kind]:
        """Return what it is as each integration type that it can be."""
        path = f"{Places(self.model.domain).integration}manifest.json"
        manifest = load(self._tree[path])
        each = {
            integration_type: kind_of(
                {**manifest, "integration_type": integration_type}
            )
            for integration_type in self.model.integration_types
        }
        return {name: kind for name, kind in each.items() if kind}


def kind_of(manifest: Manifest) -> Kind | None:
    """Return the kind of the integration with a manifest, None if it is of none of these."""
    return next((kind for kind in KINDS if kind.fits(manifest)), None)


def is_made(manifest: Manifest, sources: Iterable[Making]) -> bool:
    """Return whether the kind of the integration with a manifest is made as its integration type."""
    kind = kind_of(manifest)
    # What Home Assistant takes an integration for that does not say
    integration_type = manifest.get("integration_type", "hub")
    return bool(kind) and any(
        source.kinds.get(integration_type) == kind for source in sources
    )


def counted(manifests: Iterable[Manifest]) -> Counter[str]:
    """Return how many integrations are of each kind, "" being none of these, of those with a config flow."""
    kinds = (kind_of(each) for each in manifests if each.get("config_flow"))
    return Counter(kind.name if kind else "" for kind in kinds)


def manifests_in(components: Path) -> Iterator[Manifest]:
    """Yield the manifests of the integrations in a folder."""
    for path in sorted(components.glob("*/manifest.json")):
        if manifest := read_json(path):
            yield manifest


def makings() -> list[Making]:
    """Return what integrations are made from."""
    return [Making(model, auth) for model in MODELS for auth in model.auths]


def listed(core: Core, older: Core | None = None) -> str:
    """Return the kinds with their shares of core's integrations, and what is made here of which.

    Args:
        core: Which integrations count.
        older: A release whose integrations do not.
    """
    known = older.domains if older else frozenset[str]()
    manifests = [
        each for each in manifests_in(core.components) if each["domain"] not in known
    ]
    counts = counted(manifests)
    sources = makings()
    made = {
        kind.name: source.model.domain
        for source in sources
        for kind in source.kinds.values()
    }
    total = counts.total()
    rows = [
        (
            kind.name,
            f"{counts[kind.name] / total:.1%}",
            made.get(kind.name, "–"),
            kind.rule,
        )
        for kind in KINDS
    ]
    rows.append(("anything else", f"{counts[''] / total:.1%}", "–", ""))
    can = sum(counts[name] for name in made) / total
    of_type = counted(each for each in manifests if is_made(each, sources)).total()
    return "\n".join(
        (
            *_table(
                [
                    ("kind", "share", "made from", "first that fits in manifest.json"),
                    *rows,
                ]
            ),
            f"\nOf core's {total} integrations with a config flow{' that are new' if older else ''}, "
            f"{can:.1%} are of a kind that is made here, {of_type / total:.1%} as their integration type, too:",
            *(line for source in sources for line in _offered(source)),
        )
    )


def _offered(source: Making) -> Iterator[str]:
    """Yield what to ask for, and what is then made."""
    model = source.model
    types = "|".join(source.kinds)
    yield (
        f"\n--integration-type {types} --iot-class {model.iot_class} --auth {source.auth}"
    )
    yield f"  from   {model.domain}, {model.kind}"
    yield f"  has    {', '.join(source.features)}"
    yield f"  less   any of --without {' '.join(source.optional)}"


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def _has(manifest: Manifest, key: str, values: tuple[str, ...]) -> bool:
    value = manifest.get(key, [])
    return not {*([value] if isinstance(value, str) else value)}.isdisjoint(values)
