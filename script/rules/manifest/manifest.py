"""Rule for manifest.json: its keys, what they hold and their order."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, Final

import probatio

from script.integration.blanks import MARK
from script.integration.core import TIERS, core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import found_at
from script.rules.examples import DOMAIN, examples
from script.rules.exemptions import excused
from script.rules.rule import Severity, View, rule
from script.rules.schema import Violation, one_of, violations
from script.rules.sources import hassfest

_DOCUMENTATION: Final = "https://www.home-assistant.io/integrations/"
_MOST_CATEGORIES: Final = 3


def _virtual(**changes: Any) -> dict[str, Any]:
    """Return the manifest of an example that another integration stands for."""
    base = {"domain": DOMAIN, "name": "Example", "integration_type": "virtual"}
    others = dict.fromkeys(
        (
            "categories",
            "codeowners",
            "config_flow",
            "documentation",
            "iot_class",
            "requirements",
        )
    )
    return base | others | changes


@rule(
    code="manifest",
    title="The manifest has the keys that core knows, in their order",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("manifest"),
    why="Core makes its lists, its documentation and the frontend's catalog of the manifests.",
    mend="Write it as core knows it",
    good=examples(
        {"categories": ["plugs_switches", "energy.meters_monitoring"]},
        {"connectivity": ["network"], "quality_scale": "bronze"},
        _virtual(supported_by="hue"),
        _virtual(iot_standards=["zwave"]),
        file="manifest.json",
    ),
    bad=examples(
        {"speed": 1},
        {"documentation": None},
        {"documentation": "https://example.com/example"},
        {"documentation": "example"},
        {"loggers": "example_client"},
        {"version": "1.0.0"},
        {"issue_tracker": "https://example.com/issues"},
        {"import_executor": True},
        {"domain": "other"},
        {"iot_class": None},
        {"iot_class": "local_polled"},
        {"integration_type": "gadget"},
        {"quality_scale": "diamond"},
        {"codeowners": [], "quality_scale": "silver"},
        {"categories": None},
        {"categories": ["plugs"]},
        {"categories": ["plugs_switches", "plugs_switches"]},
        {"categories": ["plugs_switches", "lighting", "climate", "pets"]},
        {"categories": []},
        {"connectivity": ["wifi"]},
        {"connectivity": ["network", "cloud"]},
        _virtual(supported_by="nobody"),
        _virtual(iot_standards=["morse"]),
        _virtual(iot_standards=["zwave"], supported_by="hue"),
        """
        {
          "domain": "example",
          "name": "Example",
          "categories": ["plugs_switches"],
          "codeowners": ["@example"],
          "documentation": "https://www.home-assistant.io/integrations/example",
          "iot_class": "local_polling",
          "integration_type": "device"
        }
        """,
        """
        {
          "domain": "example",
          "categories": ["plugs_switches"],
          "codeowners": ["@example"],
          "documentation": "https://www.home-assistant.io/integrations/example",
          "integration_type": "device",
          "iot_class": "local_polling",
          "name": "Example"
        }
        """,
        file="manifest.json",
    ),
)
def manifest_keys(integration: Integration) -> Iterator[Finding]:
    """Report what is wrong with the keys, with what they hold, and with their order."""
    # What is yet to be written is told by those who count the blanks.
    content = {
        key: value
        for key, value in integration.manifest.items()
        if MARK not in str(value)
    }
    path = integration.path / "manifest.json"
    is_virtual = content.get("integration_type") == "virtual"
    yield from violations((_virtual_schema if is_virtual else _schema)(), content, path)
    for key, message, mend in (
        *_identity(integration),
        *_iot_class(integration, is_virtual),
        *_owner(content),
        *_categories(integration.manifest),
        *_order(content),
    ):
        yield found_at(path, [key], message, mend)


type _Problems = Iterator[tuple[str, str, str]]


def _identity(integration: Integration) -> _Problems:
    domain = integration.manifest.get("domain")
    if isinstance(domain, str) and domain != integration.domain:
        yield (
            "domain",
            f"{domain!r} is not the name of the folder, {integration.domain!r}",
            "Name both alike",
        )


def _iot_class(integration: Integration, virtual: bool) -> _Problems:
    if virtual:
        return
    has_class = "iot_class" in integration.manifest
    if integration.domain in excused("no_iot_class"):
        if has_class:
            yield (
                "iot_class",
                "this integration talks to nothing",
                "Remove it",
            )
    elif not has_class:
        yield "iot_class", "required but missing", "Say how it gets its data"


def _owner(manifest: dict[str, Any]) -> _Problems:
    tier = manifest.get("quality_scale")
    if tier in TIERS[1:] and not manifest.get("codeowners"):
        yield "codeowners", f"{tier} needs an owner", "Name one"


def _categories(manifest: dict[str, Any]) -> _Problems:
    if "categories" not in manifest and manifest.get("integration_type") not in excused(
        "uncategorized_types"
    ):
        yield (
            "categories",
            "required but missing",
            "Name one to three, the one it is mostly for first",
        )


def _order(manifest: dict[str, Any]) -> _Problems:
    keys = list(manifest)
    ordered = sorted(keys, key=lambda key: (key != "domain", key != "name", key))
    for key, due in zip(keys, ordered, strict=True):
        if key != due:
            yield (
                key,
                f"stands where {due} belongs",
                "Write domain, name, then the others in alphabetical order",
            )
            return


@cache
def _schema() -> probatio.Schema:
    required, optional = probatio.Required, probatio.Optional
    strings = [str]
    return probatio.Schema(
        {
            required("domain"): str,
            required("name"): str,
            optional("after_dependencies"): strings,
            optional("bluetooth"): object,
            optional("categories"): _words(
                core().categories, "category", _MOST_CATEGORIES
            ),
            required("codeowners"): strings,
            optional("config_flow"): bool,
            optional("connectivity"): probatio.All(
                _words(core().connectivity, "kind of connectivity"), _sorted
            ),
            optional("dependencies"): strings,
            optional("dhcp"): object,
            optional("disabled"): str,
            required("documentation"): probatio.All(probatio.Url(), _documentation),
            optional("homekit"): object,
            optional("integration_type"): one_of(
                core().integration_types - {"virtual"}, "integration type"
            ),
            optional("iot_class"): one_of(core().iot_classes, "IoT class"),
            optional("loggers"): strings,
            optional("lorawan"): object,
            optional("mqtt"): object,
            optional("preview_features"): object,
            optional("quality_scale"): one_of(
                frozenset(TIERS) | excused("unscaled_tiers"), "quality scale"
            ),
            optional("requirements"): strings,
            optional("single_config_entry"): bool,
            optional("ssdp"): object,
            optional("usb"): object,
            optional("zeroconf"): object,
            **{
                optional(key): _custom_only
                for key in ("import_executor", "issue_tracker", "version")
            },
        }
    )


@cache
def _virtual_schema() -> probatio.Schema:
    required, exclusive = probatio.Required, probatio.Exclusive
    return probatio.Schema(
        {
            required("domain"): str,
            required("name"): str,
            required("integration_type"): "virtual",
            exclusive("iot_standards", "support"): [
                one_of(excused("iot_standards"), "IoT standard")
            ],
            exclusive("supported_by", "support"): one_of(core().domains, "integration"),
        }
    )


def _words(
    known: frozenset[str], what: str, most: int | None = None
) -> Callable[[Any], Any]:
    def distinct(values: list[str]) -> list[str]:
        if len(set(values)) < len(values):
            raise Violation(f"names a {what} twice", "Name it once")
        if not values:
            raise Violation("empty", f"Name a {what}, or remove the key")
        if most is not None and len(values) > most:
            raise Violation(f"has more than {most}", "Keep those that fit best")
        return values

    return probatio.All([one_of(known, what)], distinct)


def _sorted(values: list[str]) -> list[str]:
    if values != sorted(values):
        raise Violation("not in alphabetical order", "Sort it")
    return values


def _documentation(value: str) -> str:
    if not value.startswith(_DOCUMENTATION) and value not in excused(
        "documented_elsewhere"
    ):
        raise Violation(
            f"{value} is not a page of core's documentation",
            f"Write {_DOCUMENTATION} and the domain",
        )
    return value


def _custom_only(_: Any) -> Any:
    raise Violation("only a custom integration has it", "Remove it")
