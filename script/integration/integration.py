"""Read an integration in a folder, each file once and only when asked for."""

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from script import COMPONENTS

from .core import core
from .files import UnreadableError, read_json, read_yaml
from .keys import mapping_at, strings_at
from .last_run import LastRun, last_run
from .library import Library, library
from .modules import Definition, Module, Sources
from .names import COORDINATOR, ENTITY, ENTITY_DESCRIPTION
from .page import Page, page as page_at
from .syntax import Function, last_name
from .texts import english

_COMPONENTS = "homeassistant.components"
_TESTS = "tests.components"


@dataclass(frozen=True, eq=False)
class Integration:
    """An integration in a folder of its own, and the tests that stand beside it as in core's tree.

    Attributes:
        path: The folder, which is named like the domain.
    """

    path: Path

    @property
    def domain(self) -> str:
        """Return the domain."""
        return self.path.name

    @property
    def components(self) -> Path:
        """Return the folder that it stands in with others."""
        return self.path.parent

    @property
    def tests_path(self) -> Path:
        """Return the folder of its tests, which may not be there."""
        match self.path.parents:
            case [_, _, root, *_]:
                return root / "tests" / "components" / self.domain
        raise UnreadableError(
            f"{self.path}: not in a tree like core's; name a folder homeassistant/components/<domain>"
        )

    @property
    def root(self) -> Path:
        """Return the folder of the tree, which holds homeassistant/, tests/ and companion/."""
        return self.path.parents[2]

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """Return its files, without those that are compiled."""
        found: list[Path] = []
        for folder, below, names in self.path.walk():
            compiled = {"__pycache__"} | (
                {"translations"} if folder == self.path else set()
            )
            below[:] = [name for name in below if name not in compiled]
            found += [folder / name for name in names]
        return tuple(sorted(found))

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """Return the manifest."""
        if (manifest := read_json(self.path / "manifest.json")) is None:
            raise UnreadableError(
                f"{self.path}: no manifest.json here, so no integration; name the folder of one"
            )
        return manifest

    @cached_property
    def strings(self) -> dict[str, Any]:
        """Return strings.json, empty where there is none."""
        return read_json(self.path / "strings.json") or {}

    @property
    def scale(self) -> Path:
        """Return the file with the status of each quality rule."""
        return self.path / "quality_scale.yaml"

    @cached_property
    def rules(self) -> dict[str, str]:
        """Return the status of each quality rule, as "done"."""
        return {
            rule: str((entry.get("status") if isinstance(entry, dict) else entry) or "")
            for rule, entry in mapping_at(read_yaml(self.scale), "rules").items()
        }

    def done(self, rule: str) -> bool:
        """Return whether the integration says that it follows a quality rule."""
        return self.rules.get(rule) == "done"

    def described(self, plural: str) -> dict[str, Any]:
        """Return the "services", "conditions" or "triggers" that its YAML file of that name describes."""
        content = read_yaml(self.path / f"{plural}.yaml")
        return {
            str(name): value
            for name, value in mapping_at(content).items()
            if not str(name).startswith(".")
        }

    @cached_property
    def sources(self) -> Sources:
        """Return the modules of the integration, of its tests and of core."""
        return Sources(
            {
                f"{_COMPONENTS}.{self.domain}": self.path,
                f"{_TESTS}.{self.domain}": self.tests_path,
                "homeassistant": core().package,
            }
        )

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """Return the modules of the integration."""
        return self.sources.modules_in(f"{_COMPONENTS}.{self.domain}")

    @cached_property
    def tests(self) -> tuple[Module, ...]:
        """Return the modules of the tests."""
        return self.sources.modules_in(f"{_TESTS}.{self.domain}")

    def parts(self, *parts: str) -> tuple[Module, ...]:
        """Return the modules that are or belong to such parts of the integration, as "sensor"."""
        return tuple(module for module in self.modules if module.part in parts)

    def platforms(self) -> tuple[Module, ...]:
        """Return the modules of its entity platforms."""
        return self.parts(*core().platforms)

    def module(self, name: str) -> Module | None:
        """Return a module of the integration, of its tests or of core by its full name."""
        return self.sources.module(name)

    def named(self, name: str) -> Definition:
        """Return what a full name stands for, through all modules that pass it on."""
        return self.sources.named(name)

    def string(self, reference: str) -> str | None:
        """Return the string that a reference like "common::state::on" names, or None."""
        return core().string(reference, self.components)

    def english(self, text: str) -> str:
        """Return the English text that a string stands for, which may be a reference."""
        return english(text, self.string)

    @cached_property
    def bases(self) -> frozenset[ast.AST | None]:
        """Return the classes that classes of the integration derive from."""
        return frozenset(
            ancestor.node
            for module in self.modules
            for class_ in module.classes
            for ancestor in module.ancestors(class_)
        )

    @cached_property
    def entities(self) -> tuple[tuple[Module, ast.ClassDef], ...]:
        """Return the entity classes of the platforms that no other class derives from."""
        return tuple(
            (module, class_)
            for module in self.platforms()
            for class_ in module.classes
            if class_ not in self.bases and module.derives(class_, ENTITY)
        )

    @cached_property
    def descriptions(self) -> tuple[tuple[Module, ast.Call], ...]:
        """Return the calls that make entity descriptions."""
        return tuple(
            (module, call)
            for module in self.platforms()
            for call in module.calls
            if call.keywords and makes(module, call, ENTITY_DESCRIPTION)
        )

    @cached_property
    def coordinators(self) -> tuple[tuple[Module, ast.ClassDef], ...]:
        """Return the classes of coordinators."""
        return tuple(
            (module, class_)
            for module in self.modules
            for class_ in module.classes
            if module.derives(class_, COORDINATOR)
        )

    @cached_property
    def functions(self) -> dict[str, tuple[tuple[Module, Function], ...]]:
        """Return the functions and methods by their name."""
        named: dict[str, tuple[tuple[Module, Function], ...]] = {}
        for module in self.modules:
            for function in module.functions:
                named[function.name] = (
                    *named.get(function.name, ()),
                    (module, function),
                )
        return named

    def calls(self, *names: str) -> Iterator[tuple[Module, ast.Call]]:
        """Yield the calls of what has such a last name."""
        return (
            (module, call)
            for module in self.modules
            for call in module.calls
            if last_name(call.func) in names
        )

    def reach(self, module: Module, start: ast.AST) -> dict[ast.AST, Module]:
        """Return a piece of code, and the functions that it names, and those they name."""
        reached: dict[ast.AST, Module] = {}
        pending: list[tuple[Module, ast.AST]] = [(module, start)]
        while pending:
            home, each = pending.pop()
            if each not in reached:
                reached[each] = home
                for node in ast.walk(each):
                    match node:
                        # Actions of entities are registered with the name of the method.
                        case (
                            ast.Name(id=name)
                            | ast.Attribute(attr=name)
                            | ast.Constant(value=str() as name)
                        ):
                            pending += self.functions.get(name, ())
        return reached

    @property
    def site(self) -> Path:
        """Return the source of the documentation site."""
        return self.root / "companion" / "home-assistant.io" / "source"

    @cached_property
    def page(self) -> Page:
        """Return the documentation page."""
        return page_at(self.site / "_integrations" / f"{self.domain}.markdown")

    @property
    def brand(self) -> Path:
        """Return the folder of the brand images."""
        return self.root / "companion" / "brands" / "core_integrations" / self.domain

    @cached_property
    def libraries(self) -> tuple[Library, ...]:
        """Return the libraries that the integration requires."""
        return tuple(
            library(requirement, self.root / "companion" / "library")
            for requirement in strings_at(self.manifest, "requirements")
        )

    @cached_property
    def last_run(self) -> LastRun | str:
        """Return the last test run, or why there is none that counts."""
        sources = (module.path for module in (*self.modules, *self.tests))
        return last_run(self.root, self.domain, sources)


def makes(module: Module, call: ast.Call, name: str) -> bool:
    """Return whether a call makes an instance of a class with this full name, or of one below."""
    made = module.definition(call.func)
    return made is not None and (
        made.name == name
        or (
            made.module is not None
            and isinstance(made.node, ast.ClassDef)
            and made.module.derives(made.node, name)
        )
    )


def domains_in(components: Path) -> list[str]:
    """Return the domains of the integrations in a folder, in order."""
    return sorted(path.parent.name for path in components.glob("*/manifest.json"))


def domain_of(name: str | None, components: Path) -> str:
    """Return the domain that a user means: for None that of the only integration in a folder.

    Raises UnreadableError where there is none of the name, or where one has to be named.
    """
    here = domains_in(components)
    if name is None and len(here) == 1:
        return here[0]
    if name in here:
        return name
    if not here:
        what = "there is no integration here; make one with script/run scaffold"
    elif name is None:
        what = f"which integration is meant? Name one of {', '.join(here)}"
    else:
        what = f"{name!r}: no such integration here; name one of {', '.join(here)}"
    raise UnreadableError(what)


def chosen(name: str | None, *, or_installed: bool = False) -> list[Integration]:
    """Return the integration of a domain, or in a folder with a slash in its name; all here for None.

    Where there is none of the domain it may be the installed one, if nothing is to be written there.
    """
    if name is None:
        return [Integration(COMPONENTS / domain) for domain in domains_in(COMPONENTS)]
    path = Path(name) if "/" in name else COMPONENTS / name
    if or_installed and name in core().domains and not path.is_dir():
        path = core().components / name
    if not path.is_dir():
        raise UnreadableError(
            f"{path}: no such folder; name a domain in {COMPONENTS}, or a folder with a slash in it"
        )
    return [Integration(path.resolve())]


def each_read[Result](
    integrations: Iterable[Integration], read: Callable[[Integration], Result]
) -> tuple[list[Result], list[str]]:
    """Return what is read of each integration, and what is wrong with those that cannot be read."""
    results: list[Result] = []
    errors: list[str] = []
    for integration in integrations:
        try:
            results.append(read(integration))
        except UnreadableError as err:
            errors.append(str(err))
    return results, errors
