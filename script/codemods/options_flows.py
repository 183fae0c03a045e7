"""Ask options flows for their entry, which Home Assistant gives them."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.syntax import Function, body, dotted, methods, parameters

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing, without
from .subject import Subject

_BASE: Final = "homeassistant.config_entries.OptionsFlow"
_OLD_BASE: Final = "homeassistant.config_entries.OptionsFlowWithConfigEntry"
_ENTRY: Final = "self.config_entry"
_IMPORT: Final = "from homeassistant.config_entries import OptionsFlow"


@Codemod(
    name="options-flows",
    title="Ask options flows for their entry, which they are not given",
    changes=pairs(
        (
            """
            from homeassistant.config_entries import ConfigEntry, ConfigFlow, OptionsFlow


            class ExampleFlow(ConfigFlow):
                @staticmethod
                def async_get_options_flow(entry: ConfigEntry) -> OptionsFlow:
                    return ExampleOptionsFlow(entry)


            class ExampleOptionsFlow(OptionsFlow):
                def __init__(self, config_entry: ConfigEntry) -> None:
                    self.config_entry = config_entry

                def names(self) -> list[str]:
                    return [*self.config_entry.options]
            """,
            """
            from homeassistant.config_entries import ConfigEntry, ConfigFlow, OptionsFlow


            class ExampleFlow(ConfigFlow):
                @staticmethod
                def async_get_options_flow(entry: ConfigEntry) -> OptionsFlow:
                    return ExampleOptionsFlow()


            class ExampleOptionsFlow(OptionsFlow):
                def names(self) -> list[str]:
                    return [*self.config_entry.options]
            """,
        ),
        (
            """
            from homeassistant.config_entries import ConfigEntry, OptionsFlow


            class ExampleOptionsFlow(OptionsFlow):
                def __init__(self, entry: ConfigEntry) -> None:
                    self._entry = entry

                def names(self) -> list[str]:
                    return [*self._entry.options]
            """,
            """
            from homeassistant.config_entries import OptionsFlow


            class ExampleOptionsFlow(OptionsFlow):
                def names(self) -> list[str]:
                    return [*self.config_entry.options]
            """,
        ),
        (
            """
            from homeassistant.config_entries import OptionsFlowWithConfigEntry


            class ExampleOptionsFlow(OptionsFlowWithConfigEntry):
                def names(self) -> list[str]:
                    return [*self.config_entry.options]
            """,
            """
            from homeassistant.config_entries import OptionsFlow


            class ExampleOptionsFlow(OptionsFlow):
                def names(self) -> list[str]:
                    return [*self.config_entry.options]
            """,
        ),
        (
            """
            from homeassistant.config_entries import ConfigEntry, ConfigFlow, OptionsFlowWithConfigEntry


            class ExampleFlow(ConfigFlow):
                @staticmethod
                def async_get_options_flow(entry: ConfigEntry) -> ExampleOptionsFlow:
                    return ExampleOptionsFlow(config_entry=entry)


            class ExampleOptionsFlow(OptionsFlowWithConfigEntry):
                def names(self) -> list[str]:
                    return [*self.config_entry.options]
            """,
            """
            from homeassistant.config_entries import ConfigEntry, ConfigFlow, OptionsFlow


            class ExampleFlow(ConfigFlow):
                @staticmethod
                def async_get_options_flow(entry: ConfigEntry) -> ExampleOptionsFlow:
                    return ExampleOptionsFlow()


            class ExampleOptionsFlow(OptionsFlow):
                def names(self) -> list[str]:
                    return [*self.config_entry.options]
            """,
        ),
    ),
    keeps=kept(
        """
        from homeassistant.config_entries import OptionsFlow


        class ExampleOptionsFlow(OptionsFlow):
            def names(self) -> list[str]:
                return [*self.config_entry.options]
        """,
        """
        from homeassistant.config_entries import OptionsFlow


        class ExampleOptionsFlow(OptionsFlow):
            def __init__(self) -> None:
                self.found: list[str] = []
        """,
        """
        from homeassistant.config_entries import ConfigEntry, OptionsFlow


        class ExampleOptionsFlow(OptionsFlow):
            def __init__(self, entry: ConfigEntry) -> None:
                self.names = [*entry.options]
        """,
        """
        from homeassistant.config_entries import ConfigEntry, OptionsFlow


        class ExampleOptionsFlow(OptionsFlow):
            def __init__(self, config_entry: ConfigEntry) -> None:  # !
                self.config_entry = config_entry
                self.names = [*config_entry.options]
        """,
        """
        from homeassistant.config_entries import OptionsFlowWithConfigEntry


        class ExampleOptionsFlow(OptionsFlowWithConfigEntry):  # !
            def names(self) -> list[str]:
                return [*self.options]
        """,
    ),
)
def options_flows(subject: Subject) -> Iterator[Change | Place]:
    """Yield options flows that keep the entry that they are made with."""
    for module in subject.modules:
        for class_ in module.classes:
            if not module.derives(class_, _BASE):
                continue
            init = methods(class_).get("__init__")
            given = [each.arg for each in parameters(init)[1:]] if init else []
            kept_as = _kept(init, given) if init and given else set()
            if given and (kept_as is None or len(given) > 1):
                assert init
                if not _sets_entry(init):
                    continue
                yield subject.place(
                    module,
                    init,
                    "the options flow is made with its entry, and keeps more than that",
                    "ask self.config_entry where it is needed, and make the flow without it",
                )
                continue
            yield from _without_entry(
                subject, module, class_, init if given else None, kept_as or set()
            )


def _sets_entry(init: Function) -> bool:
    """Return whether a constructor sets what has become a property."""
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and dotted(node) == _ENTRY
        for node in ast.walk(init)
    )


def _kept(init: Function, given: list[str]) -> set[str] | None:
    """Return the attributes that hold the entry, None where the constructor does something else."""
    found: set[str] = set()
    for statement in body(init):
        match statement:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self")) as target],
                value=ast.Name(id=name),
            ) if name == given[0]:
                found.add(dotted(target))
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="__init__"))):
                pass
            case _:
                return None
    return found


def _without_entry(
    subject: Subject,
    module: Module,
    class_: ast.ClassDef,
    init: Function | None,
    kept_as: set[str],
) -> Iterator[Change | Place]:
    """Yield the change of a flow, and of what makes it."""
    source = subject.source(module)
    edits: list[Edit] = []
    imports: list[str] = []
    inner = [node for node in ast.walk(class_) if isinstance(node, ast.Attribute)]
    for base in class_.bases:
        definition = module.definition(base)
        if definition and definition.name == _OLD_BASE:
            if any(dotted(node) == "self.options" for node in inner):
                yield subject.place(
                    module,
                    class_,
                    "the options flow keeps a copy of the options, as OptionsFlow does not",
                    "make one of self.config_entry.options where it is needed",
                )
                return
            edits.append(replacing(source, base, "OptionsFlow"))
            imports.append(_IMPORT)
    if init is not None:
        edits.append(without(source, [init]))
        edits += [
            replacing(source, node, _ENTRY)
            for node in inner
            if dotted(node) in kept_as - {_ENTRY}
            and not any(each is init for each in module.around(node))
        ]
    if not edits:
        return
    yield change(subject, module, class_, *edits, imports=imports)
    for other in (*subject.modules, *subject.tests):
        for call in other.calls:
            if (
                (made := other.definition(call.func))
                and made.node is class_
                and (call.args or call.keywords)
            ):
                there = subject.source(other)
                yield change(
                    subject,
                    other,
                    call,
                    replacing(there, call, f"{there.code(call.func)}()"),
                )
