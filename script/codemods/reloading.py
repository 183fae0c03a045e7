"""Let flows reload their entry, instead of a listener that does nothing else."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.syntax import Function, body, called, last_name
from script.rules.reloading import reload_listener

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, replacing, without
from .subject import Subject

_RELOADS: Final = frozenset({"async_reload", "async_schedule_reload"})
_OPTIONS: Final = "homeassistant.config_entries.OptionsFlow"
_WITH_RELOAD: Final = "OptionsFlowWithReload"
_IMPORT: Final = f"from homeassistant.config_entries import {_WITH_RELOAD}"
_SCHEMA: Final = (
    "homeassistant.helpers.schema_config_entry_flow.SchemaConfigFlowHandler"
)
_FLAG: Final = "options_flow_reloads"
# What changes an entry so that nothing but a listener reloads it
_SILENT: Final = frozenset({"async_update_and_abort", "async_update_entry"})

_SETUP: Final = """
    async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await connect(entry)
        entry.async_on_unload(entry.add_update_listener(async_reload_entry))


    async def async_reload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await hass.config_entries.async_reload(entry.entry_id)
    """
_LISTENER: Final = """
    async def async_reload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await hass.config_entries.async_reload(entry.entry_id)
    """
_WITHOUT: Final = """
    async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
        await connect(entry)
    """


@Codemod(
    name="reloading",
    title="Let flows reload their entry, and no listener",
    changes=pairs(
        (
            {
                "__init__.py": _SETUP,
                "repairs.py": "from . import async_reload_entry\n\nRELOAD = async_reload_entry",
            },
            {
                "__init__.py": f"{_WITHOUT}\n\n{_LISTENER}",
                "repairs.py": "from . import async_reload_entry\n\nRELOAD = async_reload_entry",
            },
        ),
        (
            {
                "__init__.py": _SETUP,
                "config_flow.py": """
                from homeassistant.config_entries import OptionsFlow


                class ExampleOptionsFlow(OptionsFlow):
                    pass
                """,
            },
            {
                "__init__.py": _WITHOUT,
                "config_flow.py": """
                from homeassistant.config_entries import OptionsFlowWithReload


                class ExampleOptionsFlow(OptionsFlowWithReload):
                    pass
                """,
            },
        ),
        (
            {
                "__init__.py": _SETUP,
                "config_flow.py": "class ExampleFlow(SchemaConfigFlowHandler, domain=DOMAIN):\n    options_flow = {}",
            },
            {
                "__init__.py": _WITHOUT,
                "config_flow.py": """
                class ExampleFlow(SchemaConfigFlowHandler, domain=DOMAIN):
                    options_flow_reloads = True
                    options_flow = {}
                """,
            },
        ),
        (
            {
                "__init__.py": _SETUP,
                "config_flow.py": "class ExampleFlow(ConfigFlow, domain=DOMAIN):\n    pass",
            },
            {
                "__init__.py": _WITHOUT,
                "config_flow.py": "class ExampleFlow(ConfigFlow, domain=DOMAIN):\n    pass",
            },
        ),
    ),
    keeps=kept(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.async_on_unload(entry.add_update_listener(_apply))


        async def _apply(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data.interval = entry.options["interval"]
        """,
        {
            "__init__.py": _SETUP,
            "config_flow.py": "class MeterFlow(ConfigSubentryFlow):\n    pass",
        },
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.async_on_unload(entry.add_update_listener(_apply))  # !


        async def _apply(hass: HomeAssistant, entry: ConfigEntry) -> None:
            entry.runtime_data.close()
            await hass.config_entries.async_reload(entry.entry_id)
        """,
    ),
)
def reloading(subject: Subject) -> Iterator[Change | Place]:
    """Yield listeners that reload, with the flows that are to do it."""
    found = [*broken(subject, reload_listener, ast.Call)]
    listeners = [
        (module, call)
        for module, call in found
        if last_name(call.func) == "add_update_listener" and call.args
    ]
    if not listeners:
        return
    silent = [
        (module, call)
        for module in subject.modules
        if module.part in ("config_flow", "options_flow")
        for call in module.calls
        if last_name(call.func) in _SILENT
    ]
    removed: set[ast.AST] = set()
    for module, call in listeners:
        function = _listener(module, call)
        statement = _statement(module, call)
        if function is None or statement is None or silent:
            yield subject.place(
                module,
                call,
                "a listener reloads the entry, and something else depends on it",
                "reload in the flows, by OptionsFlowWithReload and async_update_reload_and_abort",
            )
            return
    for module, call in listeners:
        source = subject.source(module)
        statement = _statement(module, call)
        function = _listener(module, call)
        assert function and statement
        edits = [without(source, [statement])]
        uses = sum(
            isinstance(node, ast.Name) and node.id == function.name
            for node in module.nodes
        )
        if (
            uses == 1
            and function in module.tree.body
            and function not in removed
            and not _is_imported(subject, module, function.name)
        ):
            removed.add(function)
            edits.append(without(source, [function]))
        yield change(subject, module, call, *edits)
    yield from _flows(subject)


def _is_imported(subject: Subject, owner: Module, name: str) -> bool:
    """Return whether another module imports something of a module."""
    return any(
        isinstance(node, ast.ImportFrom)
        and module.imported(node) == owner.name
        and any(each.name == name for each in node.names)
        for module in (*subject.modules, *subject.tests)
        for node in module.nodes
    )


def _listener(module: Module, call: ast.Call) -> Function | None:
    """Return the function that listens, if all it does is to reload."""
    definition = module.definition(call.args[0])
    if definition is None or definition.module is not module:
        return None
    match definition.node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() as function:
            statements = [
                each for each in body(function) if not called(each) & {"debug", "info"}
            ]
            names = [called(each) for each in statements]
            if len(names) == 1 and names[0] & _RELOADS:
                return function
            # Unloading and setting up by oneself is what reloading does.
            if (
                len(names) == 2
                and "async_unload_entry" in names[0]
                and "async_setup_entry" in names[1]
            ):
                return function
    return None


def _statement(module: Module, call: ast.Call) -> ast.Expr | None:
    """Return the statement that adds a listener until the entry is unloaded."""
    around = module.parents[call]
    if isinstance(around, ast.Call) and last_name(around.func) == "async_on_unload":
        around = module.parents[around]
    return around if isinstance(around, ast.Expr) else None


def _flows(subject: Subject) -> Iterator[Change]:
    """Yield the flows for options that are to reload."""
    for module in subject.modules:
        source = subject.source(module)
        for class_ in module.classes:
            for base in class_.bases:
                definition = module.definition(base)
                if definition and definition.name == _OPTIONS:
                    edit = replacing(source, base, _WITH_RELOAD)
                    yield change(subject, module, class_, edit, imports=[_IMPORT])
            if module.derives(class_, _SCHEMA) and _FLAG not in source.code(class_):
                first = class_.body[0]
                has_docstring = isinstance(first, ast.Expr) and len(class_.body) > 1
                at = source.start(class_.body[1] if has_docstring else first)
                margin = source.indent(first)
                edit = Edit(at, at, f"{_FLAG} = True\n{margin}")
                yield change(subject, module, class_, edit)
        for call in module.calls:
            if last_name(call.func) == "SchemaOptionsFlowHandler":
                name = "SchemaOptionsFlowHandlerWithReload"
                yield change(
                    subject,
                    module,
                    call,
                    replacing(source, call.func, name),
                    imports=[
                        f"from homeassistant.helpers.schema_config_entry_flow import {name}"
                    ],
                )
