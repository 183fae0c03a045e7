"""Keep what belongs to an entry in its runtime data, under a type that says what it is."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from script.cut.place import Place
from script.cut.source import Source
from script.integration.modules import Module
from script.integration.syntax import dotted, text

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing, without
from .entry_type import alias_of, with_alias
from .subject import Subject

_MEND: Final = "keep it in entry.runtime_data, and what entries share under a HassKey"


@dataclass
class _Uses:
    """Where data is kept under the domain.

    Attributes:
        kept: Each place that names the data of an entry, with the entry as code.
        needless: Statements that only make room, or take the data away.
        other: Places that do something else.
    """

    kept: list[tuple[Module, ast.expr, ast.expr]] = field(default_factory=list)
    needless: list[tuple[Module, ast.stmt]] = field(default_factory=list)
    whole: list[tuple[Module, ast.Assign, ast.expr, ast.expr]] = field(
        default_factory=list
    )
    other: list[tuple[Module, ast.AST]] = field(default_factory=list)


@Codemod(
    name="runtime-data",
    title="Keep the data of an entry in its runtime data",
    changes=pairs(
        (
            {
                "__init__.py": """
                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    hass.data.setdefault(DOMAIN, {})
                    client = ExampleClient()
                    hass.data[DOMAIN][entry.entry_id] = client


                async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    await hass.config_entries.async_unload_platforms_or_raise(entry, [])
                    hass.data[DOMAIN].pop(entry.entry_id)
                """,
                "sensor.py": """
                async def async_setup_entry(hass: HomeAssistant, config_entry: ConfigEntry) -> None:
                    client = hass.data[DOMAIN][config_entry.entry_id]
                """,
            },
            {
                "__init__.py": """
                type ExampleConfigEntry = ConfigEntry[ExampleClient]


                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    client = ExampleClient()
                    entry.runtime_data = client


                async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    await hass.config_entries.async_unload_platforms_or_raise(entry, [])
                """,
                "sensor.py": """
                async def async_setup_entry(hass: HomeAssistant, config_entry: ConfigEntry) -> None:
                    client = config_entry.runtime_data
                """,
            },
        ),
        (
            {
                "__init__.py": """
                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    hass.data[DOMAIN] = {entry.entry_id: {"client": ExampleClient()}}
                """,
                "sensor.py": """
                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    client = hass.data[DOMAIN][entry.entry_id]["client"]
                """,
            },
            {
                "__init__.py": """
                type ExampleConfigEntry = ConfigEntry[ExampleClient]


                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    entry.runtime_data = ExampleClient()
                """,
                "sensor.py": """
                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    client = entry.runtime_data
                """,
            },
        ),
        (
            {
                "__init__.py": """
                from homeassistant.config_entries import ConfigEntry
                from homeassistant.core import HomeAssistant

                from .const import DOMAIN
                from .coordinator import ExampleCoordinator


                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    if DOMAIN not in hass.data:
                        hass.data[DOMAIN] = {}
                    hass.data[DOMAIN][entry.entry_id] = coordinator = ExampleCoordinator(hass)
                """,
                "coordinator.py": """
                class ExampleCoordinator(DataUpdateCoordinator[int]):
                    pass
                """,
            },
            {
                "__init__.py": """
                from homeassistant.config_entries import ConfigEntry
                from homeassistant.core import HomeAssistant

                from .coordinator import ExampleCoordinator


                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    entry.runtime_data = coordinator = ExampleCoordinator(hass)
                """,
                "coordinator.py": """
                type ExampleConfigEntry = ConfigEntry[ExampleCoordinator]


                class ExampleCoordinator(DataUpdateCoordinator[int]):
                    pass
                """,
            },
        ),
    ),
    keeps=kept(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data = ExampleClient()
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            hass.data[DOMAIN][entry.entry_id] = ExampleClient()


        def clients(hass: HomeAssistant) -> Any:
            return hass.data[DOMAIN].values()  # !
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            hass.data["another"][entry.entry_id] = ExampleClient()
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            hass.data[DOMAIN][entry.entry_id] = {"client": ExampleClient(), "seen": set()}


        def read(hass: HomeAssistant, entry: ConfigEntry, key: str) -> Any:
            return hass.data.get(DOMAIN, {}).get(entry.entry_id)  # !
        """,
    ),
)
def runtime_data(subject: Subject) -> Iterator[Change | Place]:
    """Yield what is kept under the domain, if all of it belongs to entries."""
    if not (subject.json("manifest.json") or {}).get("config_flow"):
        return
    uses = _uses(subject, subject.modules)
    stored = [*_stored(uses)]
    if uses.other or len(stored) > 1 or (stored and _is_used(subject)):
        for module, node in uses.other or [each[:2] for each in stored]:
            yield subject.place(
                module, node, "data is kept in hass.data under the domain", _MEND
            )
        return
    if not stored:
        return
    in_tests = _uses(subject, subject.tests)
    [(home, node, value)] = stored
    key = _only_key(subject, value, (*uses.kept, *in_tests.kept))
    if key is not None:
        assert isinstance(value, ast.Dict)
        value = value.values[0]
    for module, kept_node, entry in (*uses.kept, *in_tests.kept):
        yield _renamed(subject, module, kept_node, entry, key)
    for module, statement in uses.needless:
        yield change(
            subject, module, statement, without(subject.source(module), [statement])
        )
    for module, assignment, entry, _ in uses.whole:
        source = subject.source(module)
        code = f"{source.code(entry)}.runtime_data = {source.code(value)}"
        yield change(subject, module, assignment, replacing(source, assignment, code))
    if key is not None and not uses.whole:
        owner = home.parents[node]
        assert isinstance(owner, ast.Assign)
        yield change(
            subject,
            home,
            value,
            replacing(
                subject.source(home), owner.value, subject.source(home).code(value)
            ),
        )
    if alias_of(subject) is None:
        yield from with_alias(subject, home, value)


def _uses(subject: Subject, modules: tuple[Module, ...]) -> _Uses:
    """Return where modules keep data under the domain."""
    uses = _Uses()
    for module in modules:
        for node in module.nodes:
            if _is_domain_data(subject, module, node):
                assert isinstance(node, ast.expr)
                _sort(uses, module, node)
            elif _asks_for_domain(subject, module, node):
                _sort_condition(uses, module, node)
    return uses


def _is_domain_data(subject: Subject, module: Module, node: ast.AST) -> bool:
    """Return whether this is `hass.data[DOMAIN]`, in one of its ways."""
    match node:
        case ast.Subscript(value=data, slice=key):
            pass
        case ast.Call(
            func=ast.Attribute(value=data, attr="setdefault"),
            args=[key, ast.Dict(keys=[])],
        ):
            pass
        case ast.Call(
            func=ast.Attribute(value=data, attr="get" | "setdefault" | "pop"),
            args=[key, *_],
        ):
            pass
        case _:
            return False
    return (dotted(data) == "hass.data" or dotted(data).endswith(".hass.data")) and (
        module.value(key) == subject.domain
    )


def _asks_for_domain(subject: Subject, module: Module, node: ast.AST) -> bool:
    match node:
        case ast.Compare(left=key, comparators=[data]):
            return (
                dotted(data).endswith("hass.data")
                and module.value(key) == subject.domain
            )
    return False


def _sort_condition(uses: _Uses, module: Module, node: ast.AST) -> None:
    """Add a question whether there is any data."""
    parent = module.parents[node]
    match parent:
        case ast.If(
            test=ast.Compare(ops=[ast.NotIn()]),
            body=[ast.Assign(targets=[ast.Subscript()], value=ast.Dict(keys=[]))],
            orelse=[],
        ):
            uses.needless.append((module, parent))
        case _:
            uses.other.append((module, node))


def _sort(uses: _Uses, module: Module, node: ast.expr) -> None:
    """Add a place that names the data of the domain."""
    parent = module.parents[node]
    around = module.parents.get(parent)
    is_made = isinstance(node, ast.Subscript) or (
        isinstance(node, ast.Call) and dotted(node.func).endswith(".setdefault")
    )
    match parent:
        case ast.Expr() if isinstance(node, ast.Call) and is_made:
            uses.needless.append((module, parent))
        case ast.Subscript(slice=ast.Attribute(attr="entry_id", value=entry)) if (
            is_made and not isinstance(parent.ctx, ast.Del)
        ):
            uses.kept.append((module, parent, entry))
        case ast.Subscript(slice=ast.Attribute(attr="entry_id"), ctx=ast.Del()) if (
            isinstance(around, ast.Delete) and len(around.targets) == 1
        ):
            uses.needless.append((module, around))
        case ast.Attribute(attr="pop") if (
            isinstance(around, ast.Call)
            and around.args
            and isinstance(around.args[0], ast.Attribute)
            and around.args[0].attr == "entry_id"
        ):
            statement = module.parents[around]
            if isinstance(statement, ast.Expr):
                uses.needless.append((module, statement))
            else:
                uses.kept.append((module, around, around.args[0].value))
        case ast.Assign(value=ast.Dict(keys=[])) if isinstance(around, ast.If):
            # Its condition is looked at.
            if not _is_making_room(around):
                uses.other.append((module, node))
        case ast.Assign(value=ast.Dict(keys=[])):
            uses.needless.append((module, parent))
        case ast.Assign(
            targets=[target],
            value=ast.Dict(
                keys=[ast.Attribute(attr="entry_id", value=entry)], values=[value]
            ),
        ) if target is node:
            uses.whole.append((module, parent, entry, value))
        case _:
            uses.other.append((module, node))


def _is_making_room(condition: ast.If) -> bool:
    return (
        isinstance(condition.test, ast.Compare)
        and len(condition.body) == 1
        and not condition.orelse
    )


def _stored(uses: _Uses) -> Iterator[tuple[Module, ast.AST, ast.expr]]:
    """Yield each place that stores the data of an entry, with the data."""
    for module, node, _ in uses.kept:
        parent = module.parents[node]
        if isinstance(parent, ast.Assign) and node in parent.targets:
            yield module, node, parent.value
    for module, assignment, _, value in uses.whole:
        yield module, assignment, value


def _is_used(subject: Subject) -> bool:
    """Return whether something else is kept in the runtime data."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "runtime_data"
        for module in subject.modules
        for node in module.nodes
    )


def _only_key(
    subject: Subject,
    value: ast.expr,
    uses: tuple[tuple[Module, ast.expr, ast.expr], ...],
) -> str | None:
    """Return the key of a dictionary that holds nothing else, if everyone asks for that at once."""
    match value:
        case ast.Dict(keys=[ast.expr() as first], values=[_]):
            pass
        case _:
            return None
    keys = set()
    for module, node, _ in uses:
        match module.parents[node]:
            case ast.Subscript(value=of, slice=key) if of is node:
                keys.add(module.value(key))
            case ast.Assign(targets=targets) if node in targets:
                keys.add(text(first))
            case _:
                return None
    name = text(first)
    return name if name is not None and keys <= {name} else None


def _renamed(
    subject: Subject, module: Module, node: ast.expr, entry: ast.expr, key: str | None
) -> Change:
    """Return the change of a place that names the data of an entry."""
    source: Source = subject.source(module)
    whole: ast.AST = node
    parent = module.parents[node]
    if key is not None and isinstance(parent, ast.Subscript) and parent.value is node:
        whole = parent
    return change(
        subject,
        module,
        node,
        replacing(source, whole, f"{source.code(entry)}.runtime_data"),
    )
