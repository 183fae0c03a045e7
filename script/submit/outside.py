"""Find what goes to core outside an integration's two folders."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from difflib import unified_diff
from functools import cache
import json
from pathlib import Path
from typing import Any, Final

from script.integration import strict_typing
from script.integration.strict_typing import is_strictly_typed
from script.integration.tree import Places

from .series import Step

type Manifest = Mapping[str, Any]
type Manifests = Mapping[str, Manifest]

# Lines around a change
_CONTEXT: Final = 2
# What integrations.json takes from a manifest, in its order
_LISTED: Final = (
    "name",
    "integration_type",
    "categories",
    "connectivity",
    "config_flow",
    "iot_class",
    "single_config_entry",
)
# What mypy.ini has for each line of .strict-typing
_STRICT: Final = """\
[mypy-homeassistant.components.{domain}.*]
check_untyped_defs = true
disallow_incomplete_defs = true
disallow_subclassing_any = true
disallow_untyped_calls = true
disallow_untyped_decorators = true
disallow_untyped_defs = true
warn_return_any = true
warn_unreachable = true
"""
_HASSFEST: Final = "written by `python3 -m script.hassfest`"
_WRITTEN_BY: Final = {
    "requirements_all.txt": "written by `python3 -m script.gen_requirements_all`",
    ".strict-typing": "written by hand",
}


def generated(package: Path, step: Step | None = None) -> dict[str, str]:
    """Return the files that core's tools write into the package, with a step among what they list.

    Args:
        package: The folder of a Home Assistant, which may lack some of them.
        step: The integration; None for core as it is.
    """
    return {
        path: _integrations(package, step)
        if path == _INTEGRATIONS
        else _generated(package, Path(path).stem, step)
        for path in GENERATED
        if (package.parent / path).is_file()
    }


def outside(package: Path, step: Step | None = None) -> dict[str, str]:
    """Return the files of core that list its integrations, with that of a step among them.

    Those that are generated into the package are as they are there. Of the others, such as
    CODEOWNERS, it is what integrations have in them.

    Args:
        package: The folder of the installed Home Assistant.
        step: The integration; None for core as it is.
    """
    manifests = dict(_manifests(package))
    strict = set(_strict_in(package))
    if step:
        manifests[step.domain] = step.manifest
        if is_strict(step):
            strict.add(step.domain)
    return {
        "CODEOWNERS": _codeowners(manifests),
        "requirements_all.txt": _requirements(manifests),
        ".strict-typing": "".join(
            f"homeassistant.components.{domain}.*\n" for domain in sorted(strict)
        ),
        "mypy.ini": "\n".join(strict_section(each) for each in sorted(strict)),
        **generated(package, step),
    }


def by_hand(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """Return what to write into files of core by hand, as Markdown, or "" for nothing."""
    blocks = [
        f"`{path}`, {_WRITTEN_BY.get(path, _HASSFEST)}:\n\n```diff\n{lines}\n```\n"
        for path, text in after.items()
        if (lines := _changed(before[path], text))
    ]
    return "\n".join(blocks)


def is_strict(step: Step) -> bool:
    """Return whether an integration says that it is strictly typed."""
    path = f"{Places(step.domain).integration}{strict_typing.FILE}"
    return is_strictly_typed(step.tree.get(path, b"").decode())


def strict_section(domain: str) -> str:
    """Return what mypy.ini has for a strictly typed integration."""
    return _STRICT.format(domain=domain)


def literal(value: object, indent: int = 0) -> str:
    """Return a value as core writes it into a generated module."""
    match value:
        case str():
            return json.dumps(value, ensure_ascii=False)
        case dict() if value:
            items = [
                f"{literal(key)}: {literal(each, indent + 4)}"
                for key, each in value.items()
            ]
            return _folded("{", items, "}", indent)
        case list() if value:
            return _folded(
                "[", [literal(each, indent + 4) for each in value], "]", indent
            )
        case tuple():
            return f"({', '.join(map(literal, value))})"
    return repr(value)


def _folded(opening: str, items: Iterable[str], closing: str, indent: int) -> str:
    lines = "".join(f"{' ' * (indent + 4)}{item},\n" for item in items)
    return f"{opening}\n{lines}{' ' * indent}{closing}"


def _changed(before: str, after: str) -> str:
    """Return the lines that differ between two texts, with some around them."""
    old, new = before.splitlines(), after.splitlines()
    # To compare all of core's lists, which differ in a line or two, takes as long as to cut a step.
    above = _alike(old, new)
    below = _alike(old[above:][::-1], new[above:][::-1])
    end = len(old) - below
    lines = unified_diff(
        old[above:end],
        new[above : len(new) - below],
        n=_CONTEXT,
        lineterm="",
    )
    # Line numbers are those of one release, and of none where the rest of the file is not known.
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    if not changed:
        return ""
    return "\n".join(
        (
            *(f" {line}" for line in old[max(0, above - _CONTEXT) : above]),
            *changed,
            *(f" {line}" for line in old[end : end + _CONTEXT]),
        )
    )


def _alike(old: list[str], new: list[str]) -> int:
    """Return how many lines are the same until the first that is not."""
    pairs = enumerate(zip(old, new, strict=False))
    shorter = min(len(old), len(new))
    return next((number for number, (one, other) in pairs if one != other), shorter)


@cache
def _manifests(package: Path) -> Manifests:
    paths = package.glob("components/*/manifest.json")
    return {path.parent.name: json.loads(path.read_text()) for path in sorted(paths)}


@cache
def _strict_in(package: Path) -> frozenset[str]:
    return frozenset(
        path.parent.name
        for path in package.glob("components/*/quality_scale.yaml")
        if is_strictly_typed(path.read_text())
    )


def _codeowners(manifests: Manifests) -> str:
    return "".join(
        f"/{folder}/components/{domain}/ {' '.join(owners)}\n"
        for domain, manifest in sorted(manifests.items())
        if (owners := manifest.get("codeowners"))
        for folder in ("homeassistant", "tests")
    )


def _requirements(manifests: Manifests) -> str:
    required = defaultdict(list)
    for domain, manifest in sorted(manifests.items()):
        for requirement in manifest.get("requirements", ()):
            required[requirement].append(f"# homeassistant.components.{domain}\n")
    return "\n".join(
        f"{''.join(users)}{requirement}\n"
        for requirement, users in sorted(
            required.items(), key=lambda item: item[0].lower()
        )
    )


def _integrations(package: Path, step: Step | None) -> str:
    text = (package / "generated" / "integrations.json").read_text()
    if step is None:
        return text
    manifest = {"config_flow": False, "integration_type": "hub", **step.manifest}
    kind = _kind(manifest)
    listed = {key: manifest[key] for key in _LISTED if key in manifest}
    content = json.loads(text)
    content[kind] = _sorted({**content.get(kind, {}), step.domain: listed})
    return json.dumps(content, indent=2) + "\n"


def _generated(package: Path, name: str, step: Step | None) -> str:
    """Return a generated module, with what it takes from a manifest."""
    text = (package / "generated" / f"{name}.py").read_text()
    if step is None:
        return text
    for _, constant, key, with_entries in (row for row in _TABLES if row[0] == name):
        if entries := step.manifest.get(key):
            old, value = _value(text, constant)
            text = text.replace(old, literal(with_entries(value, step, entries)))
    return text


def _value(text: str, constant: str) -> tuple[str, Any]:
    """Return how a module spells the value of a constant, and the value."""
    for node in ast.parse(text).body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.expr() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if name == constant:
                return ast.get_source_segment(text, value) or "", ast.literal_eval(
                    value
                )
    raise LookupError(constant)


def _kind(manifest: Manifest) -> str:
    return "helper" if manifest.get("integration_type") == "helper" else "integration"


def _sorted[T](value: Mapping[str, T]) -> dict[str, T]:
    return dict(sorted(value.items()))


def _flow(value: dict[str, list[str]], step: Step, entries: object) -> object:
    kind = _kind(step.manifest)
    return {**value, kind: sorted({*value[kind], step.domain})}


def _in_list(
    value: list[dict[str, Any]], step: Step, entries: list[dict[str, Any]]
) -> object:
    added = [_sorted({"domain": step.domain, **entry}) for entry in entries]
    return sorted([*value, *added], key=lambda entry: entry["domain"])


def _by_domain(value: dict[str, Any], step: Step, entries: object) -> object:
    return _sorted({**value, step.domain: entries})


def _by_service_type(
    value: dict[str, list[dict[str, Any]]], step: Step, entries: list[Any]
) -> object:
    result = dict(value)
    for entry in entries:
        matcher = dict(entry) if isinstance(entry, dict) else {"type": entry}
        service_type = matcher.pop("type")
        result[service_type] = sorted(
            [
                *result.get(service_type, ()),
                _sorted({"domain": step.domain, **matcher}),
            ],
            key=lambda each: each["domain"],
        )
    return _sorted(result)


# The module, its constant, the key of the manifest, and what is done with the entries there
_TABLES: Final[tuple[tuple[str, str, str, Callable[..., object]], ...]] = (
    ("config_flows", "FLOWS", "config_flow", _flow),
    ("bluetooth", "BLUETOOTH", "bluetooth", _in_list),
    ("dhcp", "DHCP", "dhcp", _in_list),
    ("mqtt", "MQTT", "mqtt", _by_domain),
    ("ssdp", "SSDP", "ssdp", _by_domain),
    ("usb", "USB", "usb", _in_list),
    ("zeroconf", "ZEROCONF", "zeroconf", _by_service_type),
)
_INTEGRATIONS: Final = "homeassistant/generated/integrations.json"
# In the package
GENERATED: Final = (
    *(
        f"homeassistant/generated/{name}.py"
        for name in {row[0]: None for row in _TABLES}
    ),
    _INTEGRATIONS,
)
