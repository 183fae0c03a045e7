"""Keep what belongs to an entry in its runtime data, under a type that says what it is."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.cut.source import Source
from script.integration.modules import Module
from script.integration.syntax import last_name, text

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing, without
from .entry_type import alias_of, with_alias
from .kept_data import Uses, entry_of, hass_of, uses_in
from .one_entry import only_entrys
from .subject import Subject

_WHY: Final = "data is kept in hass.data under the domain"
_MEND: Final = "keep it in entry.runtime_data, and what entries share under a HassKey"


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
        # By its id alone, beside what entries share
        (
            {
                "__init__.py": """
                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    hass.data.setdefault(DOMAIN, {})
                    hass.data[DOMAIN]["seen"] = []
                    hass.data[DOMAIN][entry.entry_id] = {}
                    hass.data[DOMAIN][entry.entry_id]["client"] = ExampleClient()


                async def send(hass: HomeAssistant, entry_id: str) -> None:
                    await hass.data[DOMAIN][entry_id]["client"].send()


                def clients(hass: HomeAssistant) -> Any:
                    return [*hass.data[DOMAIN].values()]
                """,
            },
            {
                "__init__.py": """
                type ExampleConfigEntry = ConfigEntry[dict[str, Any]]


                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    hass.data.setdefault(DOMAIN, {})
                    hass.data[DOMAIN]["seen"] = []
                    entry.runtime_data = {}
                    entry.runtime_data["client"] = ExampleClient()


                async def send(hass: HomeAssistant, entry_id: str) -> None:
                    await hass.config_entries.async_get_known_entry(entry_id).runtime_data["client"].send()


                def clients(hass: HomeAssistant) -> Any:
                    return [*[each.runtime_data for each in hass.config_entries.async_loaded_entries(DOMAIN)]]
                """,
            },
        ),
        # Of the only entry
        (
            {
                "__init__.py": """
                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    hass.data[DOMAIN] = {}
                    hass.data[DOMAIN]["client"] = ExampleClient()


                async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    await hass.config_entries.async_unload_platforms_or_raise(entry, [])
                    hass.data.pop(DOMAIN)
                """,
            },
            {
                "__init__.py": """
                type ExampleConfigEntry = ConfigEntry[dict[str, Any]]


                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    entry.runtime_data = {}
                    entry.runtime_data["client"] = ExampleClient()


                async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    await hass.config_entries.async_unload_platforms_or_raise(entry, [])
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
            return len(hass.data[DOMAIN])  # !
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
        # What is set up once for all entries
        """
        async def async_setup(hass: HomeAssistant, config: ConfigType) -> None:
            hass.data[DOMAIN] = {}
            hass.data[DOMAIN]["client"] = ExampleClient()  # !
        """,
    ),
)
def runtime_data(subject: Subject) -> Iterator[Change | Place]:
    """Yield what is kept under the domain, if all of it that has no key of its own belongs to entries."""
    if not (subject.json("manifest.json") or {}).get("config_flow"):
        return
    uses = uses_in(subject, subject.modules)
    stored = [*_stored(uses)]
    if not (uses.other or uses.kept or uses.whole or uses.listed) and not _is_used(
        subject
    ):
        changes = [*only_entrys(subject, uses)]
        if changes:
            yield from changes
            return
    other = [*uses.other, *uses.emptied]
    if other or len(stored) > 1 or (stored and _is_used(subject)):
        for module, node in other or [each[:2] for each in stored]:
            yield subject.place(module, node, _WHY, _MEND)
        return
    for module, node in uses.shared:
        yield subject.place(module, node, _WHY, _MEND)
    if stored:
        yield from _moved(subject, uses, *stored[0])


def _moved(
    subject: Subject, uses: Uses, home: Module, node: ast.AST, value: ast.expr
) -> Iterator[Change]:
    """Yield what moves the data of entries, where it is stored at a node."""
    in_tests = uses_in(subject, subject.tests)
    key = _only_key(subject, value, (*uses.kept, *in_tests.kept))
    if key is not None:
        assert isinstance(value, ast.Dict)
        value = value.values[0]
    for module, kept_node, id_ in (*uses.kept, *in_tests.kept):
        yield _renamed(subject, module, kept_node, id_, key)
    for module, call, data in uses.listed:
        code = _of_all(subject.source(module), call, data)
        yield change(
            subject, module, call, replacing(subject.source(module), call, code)
        )
    # What entries share needs its room.
    room = [] if uses.shared else uses.room
    for module, statement in (*room, *uses.taken_away):
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


def _of_all(source: Source, call: ast.Call, data: ast.Subscript) -> str:
    """Return the code that lists the ids of all entries that are set up, or their data."""
    member = "runtime_data" if last_name(call.func) == "values" else "entry_id"
    entries = f"{source.code(hass_of(data))}.config_entries.async_loaded_entries({source.code(data.slice)})"
    return f"[each.{member} for each in {entries}]"


def _stored(uses: Uses) -> Iterator[tuple[Module, ast.AST, ast.expr]]:
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
    subject: Subject, module: Module, node: ast.expr, id_: ast.expr, key: str | None
) -> Change:
    """Return the change of a place that names the data of an entry."""
    source: Source = subject.source(module)
    whole: ast.AST = node
    parent = module.parents[node]
    if key is not None and isinstance(parent, ast.Subscript) and parent.value is node:
        whole = parent
    if entry := entry_of(id_):
        owner = source.code(entry)
    else:
        hass = source.code(hass_of(node))
        owner = f"{hass}.config_entries.async_get_known_entry({source.code(id_)})"
    return change(
        subject, module, node, replacing(source, whole, f"{owner}.runtime_data")
    )
