"""Tell coordinators of their config entry."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.names import COORDINATOR
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    dotted,
    keyword,
    last_name,
    methods,
    parameters,
)

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, with_argument
from .entry_type import alias_in
from .subject import Subject

_PARAMETER: Final = "config_entry"
_PLAIN: Final = "from homeassistant.config_entries import ConfigEntry"
_WHY: Final = "the coordinator is not told of its config entry, which is not known here"
_MEND: Final = "pass it as config_entry="


@Codemod(
    name="coordinator-entry",
    title="Tell coordinators of their config entry",
    changes=pairs(
        (
            """
            class ExampleCoordinator(DataUpdateCoordinator[int]):
                def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                    super().__init__(hass, _LOGGER, name="example")
            """,
            """
            class ExampleCoordinator(DataUpdateCoordinator[int]):
                def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                    super().__init__(hass, _LOGGER, name="example", config_entry=entry)
            """,
        ),
        (
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                coordinator = DataUpdateCoordinator(hass, _LOGGER, name="example")
                await coordinator.async_config_entry_first_refresh()
            """,
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                coordinator = DataUpdateCoordinator(hass, _LOGGER, name="example", config_entry=entry)
                await coordinator.async_config_entry_first_refresh()
            """,
        ),
        (
            {
                "__init__.py": """
                from homeassistant.config_entries import ConfigEntry
                from homeassistant.core import HomeAssistant

                from .coordinator import ExampleCoordinator


                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    entry.runtime_data = ExampleCoordinator(hass, "client")
                    other = ExampleCoordinator(hass=hass, client="other")
                """,
                "coordinator.py": """
                class ExampleCoordinator(DataUpdateCoordinator[int]):
                    def __init__(self, hass: HomeAssistant, client: str) -> None:
                        super().__init__(hass, _LOGGER, name=client)
                """,
            },
            {
                "__init__.py": """
                from homeassistant.config_entries import ConfigEntry
                from homeassistant.core import HomeAssistant

                from .coordinator import ExampleCoordinator


                async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                    entry.runtime_data = ExampleCoordinator(hass, entry, "client")
                    other = ExampleCoordinator(hass=hass, client="other", config_entry=entry)
                """,
                "coordinator.py": """
                class ExampleCoordinator(DataUpdateCoordinator[int]):
                    def __init__(self, hass: HomeAssistant, config_entry: ConfigEntry, client: str) -> None:
                        super().__init__(hass, _LOGGER, name=client, config_entry=config_entry)
                """,
            },
        ),
    ),
    keeps=kept(
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, _LOGGER, name="example", config_entry=entry)
        """,
        """
        class ExampleClient:
            def __init__(self, hass: HomeAssistant) -> None:
                super().__init__(hass)
        """,
        """
        class ExampleCoordinator(DataUpdateCoordinator[int]):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry, name: str) -> None:
                super().__init__(hass, _LOGGER, name=name, config_entry=entry)


        class HourlyCoordinator(ExampleCoordinator):
            def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
                super().__init__(hass, entry, "hourly")
        """,
        """
        class ExampleSensor(CoordinatorEntity[DataUpdateCoordinator[int]]):
            def __init__(self, coordinator: DataUpdateCoordinator[int], entry: ConfigEntry) -> None:
                super().__init__(coordinator)
        """,
        """
        def coordinator_of(hass: HomeAssistant) -> DataUpdateCoordinator[int]:
            return DataUpdateCoordinator(hass, _LOGGER, name="example")  # !
        """,
    ),
)
def coordinator_entry(subject: Subject) -> Iterator[Change | Place]:
    """Yield what makes a coordinator without its entry."""
    for module in subject.modules:
        for call in module.calls:
            function = module.function_around(call)
            if _has_entry(call) or function is None:
                continue
            class_ = module.class_around(call)
            if (
                _is_super(call)
                and class_
                and module.derives(class_, COORDINATOR)
                and _is_of_core(module, class_)
            ):
                yield from _of_class(subject, module, class_, function, call)
            elif (made := module.definition(call.func)) and made.name == COORDINATOR:
                yield _passed(subject, module, call, _entry_in(function))


def _is_of_core(module: Module, class_: ast.ClassDef) -> bool:
    """Return whether the constructor that a class inherits is that of Home Assistant's coordinator."""
    for ancestor in module.ancestors(class_):
        if isinstance(ancestor.node, ast.ClassDef) and "__init__" in methods(
            ancestor.node
        ):
            home = ancestor.module
            return home is not None and home.name == COORDINATOR.rpartition(".")[0]
    return False


def _has_entry(call: ast.Call) -> bool:
    return keyword(call, _PARAMETER) is not None or any(
        each.arg is None for each in call.keywords
    )


def _is_super(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name("super")), attr="__init__"):
            return True
    return False


def _entry_in(function: Function | None) -> str | None:
    """Return the parameter of a function that is an entry."""
    return next(
        (
            each.arg
            for each in (parameters(function) if function else ())
            if last_name(each.annotation).endswith("ConfigEntry")
            or each.arg in ("config_entry", "entry")
        ),
        None,
    )


def _passed(
    subject: Subject, module: Module, call: ast.Call, entry: str | None
) -> Change | Place:
    if entry is None:
        return subject.place(module, call, _WHY, _MEND)
    edit = with_argument(subject.source(module), call, f"{_PARAMETER}={entry}")
    return change(subject, module, call, edit)


def _of_class(
    subject: Subject,
    module: Module,
    class_: ast.ClassDef,
    init: Function,
    call: ast.Call,
) -> Iterator[Change | Place]:
    """Yield what passes an entry on to the base class of a coordinator, and to the class."""
    if (entry := _entry_in(init)) is not None:
        yield _passed(subject, module, call, entry)
        return
    taken = parameters(init)
    makers = [
        (other, made)
        for other in (*subject.modules, *subject.tests)
        for made in other.calls
        if (definition := other.definition(made.func)) and definition.node is class_
    ]
    entries = [_entry_around(other, made) for other, made in makers]
    derived = any(
        class_ in (each.node for each in other.ancestors(below))
        for other in subject.modules
        for below in other.classes
    )
    takes_hass = methods(class_).get("__init__") is init and (
        [each.arg for each in taken[1:2]] == ["hass"]
    )
    if not takes_hass or derived or not makers or None in entries:
        yield subject.place(module, call, _WHY, _MEND)
        return
    alias = alias_in(subject, module) or ("ConfigEntry", [_PLAIN])
    source = subject.source(module)
    end = source.end(taken[1])
    yield change(
        subject,
        module,
        init,
        Edit(end, end, f", {_PARAMETER}: {alias[0]}"),
        with_argument(source, call, f"{_PARAMETER}={_PARAMETER}"),
        imports=alias[1],
    )
    for (other, made), entry in zip(makers, entries, strict=True):
        there = subject.source(other)
        if made.args:
            at = there.end(made.args[0])
            edit = Edit(at, at, f", {entry}")
        else:
            edit = with_argument(there, made, f"{_PARAMETER}={entry}")
        yield change(subject, other, made, edit)


def _entry_around(module: Module, call: ast.Call) -> str | None:
    """Return the entry that is known where a coordinator is made."""
    for around in module.around(call):
        if isinstance(around, FUNCTIONS):
            if (name := _entry_in(around)) is not None:
                return name
            if any(
                isinstance(node, ast.Attribute) and dotted(node) == "self.config_entry"
                for node in ast.walk(around)
            ):
                return "self.config_entry"
    return None
