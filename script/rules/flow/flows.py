"""Find the flows of an integration, and the code that each runs."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import mapping_at
from script.integration.modules import Module
from script.integration.nodes import walk
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    attributes,
    is_none,
    last_name,
    methods,
)

CONFIG: Final = "config"
OPTIONS: Final = "options"
SUBENTRIES: Final = "config_subentries"

# What the class of a flow is derived from, and what its strings are under.
_KINDS: Final = (
    ("SubentryFlow", SUBENTRIES),
    ("OptionsFlow", OPTIONS),
    ("ConfigFlow", CONFIG),
)
_COMPONENTS: Final = "homeassistant.components."
SCHEMA_FLOW: Final = (
    "homeassistant.helpers.schema_config_entry_flow.SchemaConfigFlowHandler"
)
# The attributes in which such a class has the steps
_STEPS: Final = {CONFIG: "config_flow", OPTIONS: "options_flow"}

CONFIG_FLOW: Final = "homeassistant.config_entries.ConfigFlow"
OAUTH_FLOW: Final = (
    "homeassistant.helpers.config_entry_oauth2_flow.AbstractOAuth2FlowHandler"
)
# The methods that lead to other flows
_OTHER_FLOWS: Final = {"async_get_options_flow", "async_get_supported_subentry_types"}
# What shows the user something, and waits.
SHOWN: Final = {
    "async_external_step",
    "async_show_form",
    "async_show_menu",
    "async_show_progress",
}
# What changes an entry and ends the flow.
UPDATES: Final = {"async_update_and_abort", "async_update_reload_and_abort"}
# What changes an entry.
CHANGES: Final = UPDATES | {"async_update_entry"}

# Code, and the module that it stands in
type Part = tuple[Module, ast.AST]


@dataclass(frozen=True, eq=False)
class Flow:
    """A flow.

    Attributes:
        module: The module it is in.
        class_: Its class.
        kind: What its strings are under: "config", "options" or "config_subentries".
    """

    module: Module
    class_: ast.ClassDef
    kind: str

    @cached_property
    def family(self) -> tuple[tuple[Module, ast.ClassDef], ...]:
        """Return the class, and those of integrations that it derives from, each with its module."""
        return (
            (self.module, self.class_),
            *(
                (each.module, each.node)
                for each in self.module.ancestors(self.class_)
                if each.module
                and each.module.name.startswith(_COMPONENTS)
                and isinstance(each.node, ast.ClassDef)
            ),
        )

    @property
    def own(self) -> tuple[tuple[Module, ast.ClassDef], ...]:
        """Return those classes of the family that are its integration's, with code of this flow."""
        if self.kind == OPTIONS and self.steps is not None:
            return ()
        return tuple(
            (module, class_)
            for module, class_ in self.family
            if _domain(module) == _domain(self.module)
        )

    @property
    def is_open(self) -> bool:
        """Return whether it derives from a class of which the source is not here."""
        return any(
            each.module is None and not each.name.startswith(("typing.", "abc."))
            for each in self.module.ancestors(self.class_)
        )

    @property
    def is_shared(self) -> bool:
        """Return whether it derives from a class of another integration."""
        return any(_domain(module) != _domain(self.module) for module, _ in self.family)

    @cached_property
    def methods(self) -> dict[str, Function]:
        """Return the methods of the class and of those of integrations that it derives from."""
        return {
            name: method
            for _, class_ in reversed(self.family)
            for name, method in methods(class_).items()
        }

    @cached_property
    def steps(self) -> ast.expr | None:
        """Return the steps of a flow that is written down as schemas."""
        if not self.module.derives(self.class_, SCHEMA_FLOW):
            return None
        return attributes(self.class_).get(_STEPS[self.kind])

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Return its own methods, and the functions of the integration that they lead to."""
        pending: list[Part] = [
            (module, method)
            for module, class_ in self.own
            for name, method in methods(class_).items()
            if name not in _OTHER_FLOWS
        ]
        if self.steps is not None:
            pending.append((self.module, self.steps))
        found: dict[ast.AST, Module] = {}
        while pending:
            module, node = pending.pop()
            if node not in found:
                found[node] = module
                pending += _named(module, node)
        return tuple((module, node) for node, module in found.items())

    @cached_property
    def nodes(self) -> tuple[Part, ...]:
        """Return all that is in its own classes."""
        return tuple(
            (module, node) for module, class_ in self.own for node in ast.walk(class_)
        )

    @cached_property
    def calls(self) -> tuple[tuple[Module, ast.Call], ...]:
        """Return all calls in its own classes."""
        return tuple(
            (module, node) for module, node in self.nodes if isinstance(node, ast.Call)
        )

    @cached_property
    def _homes(self) -> dict[ast.AST, Module]:
        return {node: module for module, node in self.nodes}

    def found(self, node: ast.AST, message: str, mend: str = "") -> Finding:
        """Return a finding at a node of its own classes, or else about the class."""
        module = self._homes.get(node)
        if module is None:
            return self.module.found(self.class_, message, mend)
        return module.found(node, message, mend)

    def reached(self, *steps: str) -> dict[str, Function]:
        """Return such methods, and all methods that they call."""
        pending = list(steps)
        reached: dict[str, Function] = {}
        while pending:
            if (name := pending.pop()) in self.methods and name not in reached:
                reached[name] = self.methods[name]
                pending += [
                    node.attr
                    for node in walk(self.methods[name])
                    if isinstance(node, ast.Attribute)
                    and last_name(node.value) in ("self", "super")
                ]
        return reached


def _domain(module: Module) -> list[str]:
    return module.name.split(".")[:3]


def _named(module: Module, part: ast.AST) -> Iterator[Part]:
    """Yield the functions and values of an integration that code names."""
    for node in walk(part):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            definition = module.definition(node)
            if (
                definition
                and definition.module
                and _domain(definition.module) == _domain(module)
                and isinstance(definition.node, (*FUNCTIONS, ast.Dict, ast.Call))
            ):
                yield definition.module, definition.node


# Each rule asks for the flows of the same integration.
@lru_cache(maxsize=4)
def flows(integration: Integration) -> tuple[Flow, ...]:
    """Return the flows of an integration, in whichever of its modules they are."""
    return tuple(
        Flow(module, class_, kind)
        for module in integration.modules
        for class_ in module.classes
        for kind in _kinds(module, class_)
    )


def _kinds(module: Module, class_: ast.ClassDef) -> Iterator[str]:
    """Yield the kinds of flows that a class is."""
    bases = [
        *map(last_name, class_.bases),
        *(each.name.rpartition(".")[2] for each in module.ancestors(class_)),
    ]
    kind = next((kind for base in bases for word, kind in _KINDS if word in base), None)
    if kind is not None:
        yield kind
    if module.derives(class_, SCHEMA_FLOW):
        options = attributes(class_).get(_STEPS[OPTIONS])
        if options is not None and not is_none(options):
            yield OPTIONS


def config_flows(integration: Integration) -> Iterator[Flow]:
    """Yield the config flows."""
    return (flow for flow in flows(integration) if flow.kind == CONFIG)


def flow_modules(integration: Integration) -> tuple[Module, ...]:
    """Return the modules of the flows: those named so, and those that have one."""
    return tuple(
        dict.fromkeys(
            (
                *integration.parts("config_flow"),
                *(flow.module for flow in flows(integration)),
            )
        )
    )


def strings_of(integration: Integration, flow: Flow) -> Iterator[tuple[str, object]]:
    """Yield where the strings of a flow are, and the strings."""
    if flow.kind != SUBENTRIES:
        yield flow.kind, integration.strings.get(flow.kind)
        return
    for module in integration.modules:
        for function in module.functions:
            if function.name != "async_get_supported_subentry_types":
                continue
            for node in ast.walk(function):
                if not isinstance(node, ast.Dict):
                    continue
                for key, value in zip(node.keys, node.values, strict=True):
                    name = (
                        module.value(key)
                        if last_name(value) == flow.class_.name
                        else None
                    )
                    if name:
                        yield (
                            f"{flow.kind}.{name}",
                            mapping_at(integration.strings, flow.kind).get(name),
                        )


def step_around(module: Module, node: ast.AST) -> str | None:
    """Return the step whose method a node is in."""
    return next(
        (
            each.name.removeprefix("async_step_")
            for each in module.around(node)
            if isinstance(each, FUNCTIONS) and each.name.startswith("async_step_")
        ),
        None,
    )
