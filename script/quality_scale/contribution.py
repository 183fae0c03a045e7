"""An integration with all that is contributed beside it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import override

from script.integration.core import core
from script.integration.files import UnreadableError, read_text, read_yaml
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, line_of
from script.integration.modules import Module
from script.integration.syntax import Function, last_name

ENTITY = "homeassistant.helpers.entity.Entity"
DESCRIPTION = "homeassistant.helpers.entity.EntityDescription"
COORDINATOR = "homeassistant.helpers.update_coordinator.DataUpdateCoordinator"


@dataclass(frozen=True, eq=False)
class Contribution(Integration):
    """An integration in a tree shaped like this repository."""

    @override
    def done(self, rule: str) -> bool:
        """Return True: the checks of review put every rule to the test, whatever its status is."""
        return True

    @override
    @cached_property
    def rules(self) -> dict[str, str]:
        """Return the status of each quality rule; without a file all are to do, in one there have to be some."""
        if read_text(self.scale) is None:
            return dict.fromkeys(core().rules, "todo")
        if not isinstance(at(read_yaml(self.scale), "rules"), dict):
            raise UnreadableError(
                f"{self.scale}: no rules; list all rules of the scale below `rules:`, each with its status"
            )
        return super().rules

    @cached_property
    def entities(self) -> tuple[tuple[Module, ast.ClassDef], ...]:
        """Return the entity classes of the platforms that no other class derives from."""
        bases = {
            ancestor.node
            for module in self.modules
            for class_ in module.classes
            for ancestor in module.ancestors(class_)
        }
        return tuple(
            (module, class_)
            for module in self.platforms()
            for class_ in module.classes
            if class_ not in bases and module.derives(class_, ENTITY)
        )

    @cached_property
    def descriptions(self) -> tuple[tuple[Module, ast.Call], ...]:
        """Return the calls that make entity descriptions."""
        return tuple(
            (module, call)
            for module in self.platforms()
            for call in module.calls
            if call.keywords and makes(module, call, DESCRIPTION)
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


@dataclass(frozen=True, order=True)
class Fact:
    """Something that is there, which proves a rule or speaks against an exemption.

    Attributes:
        path: The file that shows it.
        line: Where in the file, from 1; 0 for an image.
        what: What is there.
    """

    path: Path
    line: int
    what: str


def fact(module: Module, what: str, node: ast.AST) -> Fact:
    """Return what a node of a module shows."""
    return Fact(module.path, getattr(node, "lineno", 1), what)


def fact_in(path: Path, what: str, *keys: object) -> Fact:
    """Return what a JSON or YAML file shows under some keys."""
    return Fact(path, line_of(path, *keys), what)


def gap(
    place: Path | Module,
    message: str,
    mend: str,
    node: ast.AST | None = None,
    *,
    advice: bool = False,
) -> Finding:
    """Return what is missing at a place; the rule that asks for it is filled in later.

    What integrations that core accepted lack as well is advice.
    """
    path = place if isinstance(place, Path) else place.path
    return Finding(
        path=path,
        line=getattr(node, "lineno", 0),
        check="",
        message=message,
        mend=mend,
        advice=advice,
    )


def contribution(path: Path) -> Contribution:
    """Return the integration in a folder with what belongs to it.

    Raises:
        UnreadableError: The folder is no integration, or not in a tree like core's.
    """
    path = path.absolute()
    if path.parent.parts[-2:] != ("homeassistant", "components"):
        raise UnreadableError(
            f"{path}: tests, documentation, images and library are looked for around "
            "homeassistant/components/<domain>; name a folder of that kind"
        )
    found = Contribution(path)
    if found.manifest.get("domain") != path.name:
        raise UnreadableError(
            f"{path / 'manifest.json'}: the domain is not the name of the folder; correct one of them"
        )
    return found
