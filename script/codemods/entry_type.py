"""Annotate entries with the type that says what their runtime data is."""

import ast
from collections.abc import Iterator, Sequence
from typing import Final

from script.cut.source import Edit
from script.integration.modules import Definition, Module
from script.integration.syntax import assigned, last_name, parameters
from script.integration.types import class_of

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing
from .subject import Subject

_PLAIN: Final = "homeassistant.config_entries.ConfigEntry"
_SETUP: Final = """
from .client import Client


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    entry.runtime_data = Client()
"""
# There an entry is not set up yet, so that core's flows do not name its type.
_WITHOUT: Final = ("config_flow",)


def alias_of(subject: Subject) -> tuple[Module, str] | None:
    """Return the name that the integration gives its entries, with the module that defines it."""
    for module in subject.modules:
        for node in module.tree.body:
            match node:
                case (
                    ast.TypeAlias(name=ast.Name(id=name), value=ast.Subscript(value=of))
                    | ast.Assign(
                        targets=[ast.Name(id=name)], value=ast.Subscript(value=of)
                    )
                    | ast.AnnAssign(
                        target=ast.Name(id=name), value=ast.Subscript(value=of)
                    )
                ) if _is_entry(module, of):
                    return module, name
    return None


def alias_name(subject: Subject) -> str:
    """Return the name that core's integrations would give it."""
    return (
        f"{''.join(part.capitalize() for part in subject.domain.split('_'))}ConfigEntry"
    )


def alias_in(subject: Subject, module: Module) -> tuple[str, list[str]] | None:
    """Return how a module names the type, with its import; None where it cannot import that."""
    if (alias := alias_of(subject)) is None:
        return None
    home, name = alias
    if home is module or name in module.bindings:
        return name, []
    if module in _imported(subject, home):
        return None
    return name, [f"from {relative_name(subject, module, home)} import {name}"]


def _class(module: Module, value: ast.expr) -> Definition | None:
    """Return the class of what is kept, also of a library that is not installed."""
    if found := class_of(module, value):
        return found
    function = module.function_around(value)
    match value:
        case ast.Name(id=name) if function:
            values = [
                each
                for node in ast.walk(function)
                for target, each in assigned(node)
                if isinstance(target, ast.Name) and target.id == name
            ]
            return _class(module, values[0]) if len(values) == 1 else None
        case ast.Call(func=ast.Name(id=name)) if name[:1].isupper():
            return module.definition(value.func)
    return None


def with_alias(subject: Subject, home: Module, value: ast.expr) -> Iterator[Change]:
    """Yield the type of an entry with such data, beside the class where that is the integration's own.

    A client that knows nothing of Home Assistant stays so, as its place is a library.
    """
    if isinstance(value, ast.Dict):
        yield _alias(subject, home, "dict[str, Any]", ["from typing import Any"])
        return
    if (class_ := _class(home, value)) is None:
        return
    name = class_.name.rpartition(".")[2]
    own = next(
        (
            module
            for module in subject.modules
            if class_.module
            and module.path == class_.module.path
            and _knows_home_assistant(module)
        ),
        None,
    )
    module = own or home
    if own is None and name not in home.bindings:
        return
    yield _alias(subject, module, name)


def _knows_home_assistant(module: Module) -> bool:
    """Return whether a module imports anything of Home Assistant."""
    return any(
        name.partition(".")[0] == "homeassistant"
        for node in module.nodes
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [module.imported(node)]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    )


def _alias(
    subject: Subject, module: Module, type_: str, imports: Sequence[str] = ()
) -> Change:
    """Return the change that defines the type of an entry before what a module defines."""
    source = subject.source(module)
    # As types are evaluated when they are asked for, it may stand before the class.
    first = next(
        (
            node
            for node in module.tree.body
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        ),
        module.tree.body[-1],
    )
    line = f"type {alias_name(subject)} = ConfigEntry[{type_}]\n\n\n"
    at = source.line_starts[source.whole_lines(first, first)[0]]
    return change(
        subject,
        module,
        first,
        Edit(at, at, line),
        imports=["from homeassistant.config_entries import ConfigEntry", *imports],
    )


def relative_name(subject: Subject, module: Module, other: Module) -> str:
    """Return what a module calls another one of the integration."""
    path = subject.path(module).removeprefix(subject.places.integration)
    inside = other.name.removeprefix(f"homeassistant.components.{subject.domain}")
    return "." * (path.count("/") + 1) + inside.removeprefix(".")


def _imported(subject: Subject, module: Module) -> set[Module]:
    """Return the modules of the integration that one imports, by whatever way."""
    found: set[Module] = set()
    pending = [module]
    while pending:
        each = pending.pop()
        for node in each.tree.body:
            if not isinstance(node, ast.ImportFrom):
                continue
            start = each.imported(node)
            names = [start, *(f"{start}.{alias.name}" for alias in node.names)]
            for other in subject.modules:
                if other.name in names and other not in found:
                    found.add(other)
                    pending.append(other)
    return found


def _is_entry(module: Module, node: ast.AST | None) -> bool:
    definition = module.definition(node)
    return definition is not None and definition.name == _PLAIN


@Codemod(
    name="entry-alias",
    title="Name the type of entries that are given runtime data",
    changes=pairs(
        (
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                entry.runtime_data = {}
            """,
            """
            type ExampleConfigEntry = ConfigEntry[dict[str, Any]]


            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                entry.runtime_data = {}
            """,
        ),
        (
            """
            from example import Client


            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                client = Client()
                entry.runtime_data = client
            """,
            """
            from example import Client

            type ExampleConfigEntry = ConfigEntry[Client]


            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                client = Client()
                entry.runtime_data = client
            """,
        ),
        (
            {
                "__init__.py": _SETUP,
                "client.py": "class Client(DataUpdateCoordinator[int]):\n    pass",
            },
            {
                "__init__.py": _SETUP,
                "client.py": "type ExampleConfigEntry = ConfigEntry[Client]\n\n\n"
                "class Client(DataUpdateCoordinator[int]):\n    pass",
            },
        ),
        (
            {
                "__init__.py": _SETUP,
                "client.py": "class Client:\n    pass",
            },
            {
                "__init__.py": _SETUP.replace(
                    "\n\n\n", "\n\ntype ExampleConfigEntry = ConfigEntry[Client]\n\n\n"
                ),
                "client.py": "class Client:\n    pass",
            },
        ),
    ),
    keeps=kept(
        """
        type ExampleConfigEntry = ConfigEntry[str]


        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data = ""
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data = await connect(entry)
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data = {}
            if entry.options:
                entry.runtime_data = Client()
        """,
    ),
)
def entry_alias(subject: Subject) -> Iterator[Change]:
    """Yield the type of an entry that is given data at one place and has none."""
    given = [
        (module, value)
        for module in subject.modules
        for node in module.nodes
        for target, value in assigned(node)
        if isinstance(target, ast.Attribute)
        and target.attr == "runtime_data"
        and last_name(target.value).endswith("entry")
    ]
    if len(given) == 1 and alias_of(subject) is None:
        yield from with_alias(subject, *given[0])


@Codemod(
    name="entry-type",
    title="Annotate entries with the type of their runtime data",
    changes=pairs(
        (
            """
            type ExampleConfigEntry = ConfigEntry[str]


            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await close(entry.runtime_data)
            """,
            """
            type ExampleConfigEntry = ConfigEntry[str]


            async def async_unload_entry(hass: HomeAssistant, entry: ExampleConfigEntry) -> None:
                await close(entry.runtime_data)
            """,
        ),
        (
            {
                "coordinator.py": "type ExampleConfigEntry = ConfigEntry[str]",
                "sensor.py": """
                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    print(entry.runtime_data)
                """,
            },
            {
                "coordinator.py": "type ExampleConfigEntry = ConfigEntry[str]",
                "sensor.py": """
                from .coordinator import ExampleConfigEntry

                from homeassistant.core import HomeAssistant

                async def async_setup_entry(hass: HomeAssistant, entry: ExampleConfigEntry) -> None:
                    print(entry.runtime_data)
                """,
            },
        ),
        (
            """
            type ExampleConfigEntry = ConfigEntry[ExampleCoordinator]


            class ExampleCoordinator(DataUpdateCoordinator[int]):
                config_entry: ConfigEntry
            """,
            """
            type ExampleConfigEntry = ConfigEntry[ExampleCoordinator]


            class ExampleCoordinator(DataUpdateCoordinator[int]):
                config_entry: ExampleConfigEntry
            """,
        ),
    ),
    keeps=kept(
        """
        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            await close(entry.options)
        """,
        """
        type ExampleConfigEntry = ConfigEntry[str]


        async def async_unload_entry(hass: HomeAssistant, entry: ExampleConfigEntry) -> None:
            await close(entry.runtime_data)
        """,
        {
            "__init__.py": "from .helpers import names\n\ntype ExampleConfigEntry = ConfigEntry[str]\n\nnames()",
            "helpers.py": "def names(*entries: ConfigEntry) -> None:\n    print(entries)",
        },
    ),
)
def entry_type(subject: Subject) -> Iterator[Change]:
    """Yield the annotations that say only that something is an entry."""
    if alias_of(subject) is None:
        return
    for module in subject.modules:
        if module.part in _WITHOUT or (alias := alias_in(subject, module)) is None:
            continue
        name, imports = alias
        annotations = [
            annotation
            for function in module.functions
            for parameter in parameters(function)
            for annotation in (parameter.annotation,)
        ] + [
            statement.annotation
            for class_ in module.classes
            for statement in class_.body
            if isinstance(statement, ast.AnnAssign)
        ]
        for annotation in annotations:
            if isinstance(annotation, ast.Name | ast.Attribute) and _is_entry(
                module, annotation
            ):
                edit = replacing(subject.source(module), annotation, name)
                yield change(subject, module, annotation, edit, imports=imports)
