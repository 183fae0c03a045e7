"""Read the vocabularies of the installed Home Assistant, without importing it."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.util import find_spec
import json
from pathlib import Path
import re
from typing import Any, Final

from .files import UnreadableError, read_json, read_python, read_text
from .keys import at

TIERS: Final = ("bronze", "silver", "gold", "platinum")

_TIER_HEADING: Final = re.compile(rf"\s*# ({'|'.join(TIERS)})\b", re.IGNORECASE)
_RULE: Final = re.compile(r"  ([a-z-]+):")
_SOURCE: Final = re.compile(r'^SOURCE_\w+ = "(\w+)"', re.MULTILINE)
_ASKS: Final = re.compile(r"""\bhasattr\(self, ["'](\w+)["']\)""")


@dataclass(frozen=True)
class Core:
    """The installed Home Assistant.

    Attributes:
        package: The folder of the package `homeassistant`.
    """

    package: Path

    @property
    def components(self) -> Path:
        """Return the folder of its integrations."""
        return self.package / "components"

    @cached_property
    def domains(self) -> frozenset[str]:
        """Return the domains of its integrations."""
        return frozenset(
            path.parent.name for path in self.components.glob("*/manifest.json")
        )

    @cached_property
    def platforms(self) -> frozenset[str]:
        """Return the entity platforms."""
        tree = read_python(self.package / "generated" / "entity_platforms.py")
        return frozenset(
            node.value.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        )

    @cached_property
    def categories(self) -> frozenset[str]:
        """Return the categories, those below another as "parent.child"."""
        return frozenset(
            name
            for parent in self._listed("integration_categories.json")
            for name in (
                parent["slug"],
                *(
                    f"{parent['slug']}.{child['slug']}"
                    for child in parent["subcategories"]
                ),
            )
        )

    @cached_property
    def connectivity(self) -> frozenset[str]:
        """Return the kinds of connectivity."""
        return frozenset(
            kind["slug"] for kind in self._listed("integration_connectivity.json")
        )

    @cached_property
    def integration_types(self) -> frozenset[str]:
        """Return the integration types, as the loader annotates them."""
        return frozenset(
            node.value
            for field in self._manifest.body
            if isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and field.target.id == "integration_type"
            for node in ast.walk(field.annotation)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )

    @cached_property
    def _manifest(self) -> ast.ClassDef:
        """Return the class of a manifest, whose fields are annotated."""
        return next(
            node
            for node in read_python(self.package / "loader.py").body
            if isinstance(node, ast.ClassDef) and node.name == "Manifest"
        )

    @cached_property
    def iot_classes(self) -> frozenset[str]:
        """Return the IoT classes that its integrations have."""
        return frozenset(_values_of("iot_class", self._listed("integrations.json")))

    @cached_property
    def discovered_by(self) -> dict[str, tuple[str, ...]]:
        """Return the manifest keys that bring in an integration, by its domain."""
        discovery: dict[str, tuple[str, ...]] = _literals(
            self.package / "requirements.py"
        )["DISCOVERY_INTEGRATIONS"]
        return discovery

    @cached_property
    def discoveries(self) -> frozenset[str]:
        """Return the sources of flows for what is discovered, as manifests or helpers name them."""
        names = frozenset(
            field.target.id
            for field in self._manifest.body
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        ) | frozenset(
            path.stem for path in (self.package / "helpers/service_info").glob("*.py")
        )
        sources = (self.package / "config_entries.py").read_text(encoding="utf-8")
        return names & frozenset(_SOURCE.findall(sources))

    @cached_property
    def called(self) -> frozenset[str]:
        """Return the functions that it calls in modules of integrations, by its protocols of them."""
        own = (
            path.parent
            for path in self.components.glob("*/manifest.json")
            if '"internal"' in path.read_text(encoding="utf-8")
        )
        return frozenset(
            member.name
            for path in (
                self.package / "loader.py",
                *self.package.glob("helpers/**/*.py"),
                *(path for folder in own for path in folder.glob("*.py")),
            )
            if "(Protocol)" in path.read_text(encoding="utf-8")
            for node in read_python(path).body
            if isinstance(node, ast.ClassDef)
            and any(ast.unparse(base) == "Protocol" for base in node.bases)
            and not node.name.startswith("_")
            for member in node.body
            if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef)
            and not member.name.startswith("_")
        )

    @cached_property
    def asked_for(self) -> frozenset[str]:
        """Return the members of integrations' classes that its own classes use where they are there."""
        return frozenset(
            name
            for path in self.package.glob("helpers/*.py")
            for name in _ASKS.findall(path.read_text(encoding="utf-8"))
        )

    @cached_property
    def homekit(self) -> dict[str, str]:
        """Return the domain that each HomeKit model leads to."""
        models = _literals(self.package / "generated" / "zeroconf.py")["HOMEKIT"]
        return {model: entry["domain"] for model, entry in models.items()}

    @cached_property
    def zeroconf(self) -> dict[str, list[dict[str, Any]]]:
        """Return the matchers of each zeroconf service type."""
        matchers: dict[str, list[dict[str, Any]]] = _literals(
            self.package / "generated" / "zeroconf.py"
        )["ZEROCONF"]
        return matchers

    @cached_property
    def rules(self) -> dict[str, str]:
        """Return the tier of each rule of the quality scale.

        The headings of the quality scale files say it, in some only as a comment that lost its
        place: most of them decide.
        """
        votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for path in self.components.glob("*/quality_scale.yaml"):
            tier = ""
            for line in (read_text(path) or "").splitlines():
                if heading := _TIER_HEADING.match(line):
                    tier = heading[1].lower()
                elif tier and (rule := _RULE.match(line)):
                    votes[rule[1]][tier] += 1
        return {rule: tiers.most_common(1)[0][0] for rule, tiers in votes.items()}

    def has(self, domain: str, components: Path) -> bool:
        """Return whether an integration is installed, or stands in a folder of integrations."""
        return domain in self.domains or (components / domain).is_dir()

    def manifest(self, domain: str) -> dict[str, Any]:
        """Return the manifest of an installed integration, empty where there is none."""
        return self._read(self.components / domain / "manifest.json")

    def string(self, reference: str, components: Path) -> str | None:
        """Return the string that a reference like "common::state::on" names, or None.

        An integration in the folder `components` counts before an installed one.
        """
        match reference.split("::"):
            case ["common", *keys]:
                strings = self._read(self.package / "strings.json").get("common")
            case ["component", domain, *keys]:
                beside = components / domain / "strings.json"
                installed = self.components / domain / "strings.json"
                strings = None if beside == installed else _strings(beside)
                if strings is None:
                    strings = self._read(installed)
            case _:
                return None
        found = at(strings, *keys)
        return found if isinstance(found, str) else None

    def enum_has(self, name: str) -> bool:
        """Return whether "domain.Enum.MEMBER" is a member of an enum of that integration."""
        domain, _, member = name.partition(".")
        return member in self._enum_members.setdefault(
            domain, frozenset(_enum_members(self.components / domain))
        )

    @cached_property
    def _enum_members(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _files(self) -> dict[Path, dict[str, Any]]:
        return {}

    def _read(self, path: Path) -> dict[str, Any]:
        if path not in self._files:
            self._files[path] = (
                json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            )
        return self._files[path]

    def _listed(self, name: str) -> Any:
        return json.loads(
            (self.package / "generated" / name).read_text(encoding="utf-8")
        )


def _strings(path: Path) -> dict[str, Any] | None:
    """Return strings.json of an integration, empty where it cannot be read: whoever judges that one says so."""
    try:
        return read_json(path)
    except UnreadableError:
        return {}


@cache
def core_in(package: Path) -> Core:
    """Return the Home Assistant in a folder, the same one each time."""
    return Core(package)


def core() -> Core:
    """Return the installed Home Assistant."""
    return core_in(installed_package())


@cache
def installed_package() -> Path:
    """Return the folder of the installed Home Assistant, without the time that importing it takes."""
    spec = find_spec("homeassistant")
    if spec is None or spec.origin is None:
        raise UnreadableError(
            "homeassistant is not installed in this environment; run script/bootstrap"
        )
    return Path(spec.origin).parent


def _literals(path: Path) -> dict[str, Any]:
    """Return the constants that a module assigns as literals."""
    found: dict[str, Any] = {}
    for node in read_python(path).body:
        match node:
            case (
                ast.AnnAssign(target=ast.Name(id=name), value=ast.Dict() as value)
                | ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict() as value)
            ):
                found[name] = ast.literal_eval(value)
    return found


def _values_of(key: str, content: Any) -> Iterator[str]:
    match content:
        case dict():
            if isinstance(value := content.get(key), str):
                yield value
            for below in content.values():
                yield from _values_of(key, below)


def _enum_members(folder: Path) -> Iterator[str]:
    """Yield "Enum.MEMBER" for what the classes in the modules of a folder assign."""
    for path in folder.glob("*.py"):
        for enum in read_python(path).body:
            if isinstance(enum, ast.ClassDef):
                yield from (
                    f"{enum.name}.{target.id}"
                    for statement in enum.body
                    if isinstance(statement, ast.Assign)
                    for target in statement.targets
                    if isinstance(target, ast.Name)
                )
