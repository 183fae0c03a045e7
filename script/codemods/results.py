"""Return nothing from setting up, unloading and migrating an entry, and raise where it fails."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.cut.source import Edit, Source
from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS, Function, inner, is_none, last_name
from script.rules.signatures import RETURN_NOTHING

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing, returning, without
from .subject import Subject

_UNLOADS: Final = "async_unload_platforms"
_ONE_BY_ONE: Final = "async_forward_entry_unload"
_RAISES: Final = "async_unload_platforms_or_raise"
# What core raises, by the function
_RAISED: Final = {
    "async_migrate_entry": "ConfigEntryError",
    "async_setup_entry": "ConfigEntryNotReady",
    "async_unload_entry": "ConfigEntryError",
}
_FAILED: Final = "raise ConfigEntryError"
_IMPORT: Final = "from homeassistant.exceptions import ConfigEntryError"


@Codemod(
    name="results",
    title="Return nothing from setting up and unloading entries, and raise where it fails",
    changes=pairs(
        (
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                if not await connect(entry):
                    return False
                if entry.options:
                    return True
                await start(entry)
                return True
            """,
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                if not await connect(entry):
                    raise ConfigEntryError
                if entry.options:
                    return
                await start(entry)
            """,
        ),
        (
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                try:
                    await connect(entry)
                except ExampleError:
                    return False
                return True
            """,
            """
            async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                try:
                    await connect(entry)
                except ExampleError as err:
                    raise ConfigEntryError from err
            """,
        ),
        (
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
            """,
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
            """,
        ),
        (
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                if unload_ok := await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
                    # It would go on sending.
                    await entry.runtime_data.stop()
                return unload_ok
            """,
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
                # It would go on sending.
                await entry.runtime_data.stop()
            """,
        ),
        (
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                unload_ok = await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
                if unload_ok and entry.options:
                    await entry.runtime_data.stop()
                return unload_ok
            """,
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
                if entry.options:
                    await entry.runtime_data.stop()
            """,
        ),
        (
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                if not await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
                    return False
                await entry.runtime_data.stop()
                return True
            """,
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
                await entry.runtime_data.stop()
            """,
        ),
        (
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
                return all(
                    await asyncio.gather(
                        *[
                            hass.config_entries.async_forward_entry_unload(entry, platform)
                            for platform in PLATFORMS
                        ]
                    )
                )
            """,
            """
            async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
                await hass.config_entries.async_unload_platforms_or_raise(entry, PLATFORMS)
            """,
        ),
    ),
    keeps=kept(
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            await connect(entry)
        """,
        """
        async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
            return await connect(entry)  # !
        """,
        """
        async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
            return True
        """,
        """
        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
            unload_ok = await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
            await report(unload_ok)
            return unload_ok  # !
        """,
    ),
)
def results(subject: Subject) -> Iterator[Change | Place]:
    """Yield the functions for an entry that return a bool."""
    for module in subject.modules:
        for function in module.tree.body:
            if (
                isinstance(function, FUNCTIONS)
                and function.name in RETURN_NOTHING
                and (_annotated(function) or any(_returns(function)))
            ):
                yield _Results(subject, module, function).rewritten()


def _annotated(function: Function) -> bool:
    return function.returns is not None and not is_none(function.returns)


def _returns(function: Function) -> Iterator[ast.Return]:
    for node in inner(function):
        if isinstance(node, ast.Return) and node.value and not is_none(node.value):
            yield node


class _Results:
    """What becomes of one function."""

    def __init__(self, subject: Subject, module: Module, function: Function) -> None:
        self._subject, self._module, self._function = subject, module, function
        self._source: Source = subject.source(module)
        self._edits: list[Edit] = [returning(self._source, function, "None")]
        self._imports: list[str] = []
        self._done: set[ast.AST] = set()

    def rewritten(self) -> Change | Place:
        """Return the change of the function, or the place that it cannot be changed for."""
        for statement in self._function.body:
            self._unload(statement)
        for node in _returns(self._function):
            if node in self._done:
                continue
            if not self._returned(node):
                code = self._source.code(node.value) if node.value else ""
                raised = _RAISED[self._function.name]
                return self._subject.place(
                    self._module,
                    node,
                    f"{self._function.name} returns {code}, where core raises what went wrong",
                    f"raise it, such as {raised}, and return nothing",
                )
        edits = [*dict.fromkeys(self._edits)]
        return change(
            self._subject,
            self._module,
            self._function,
            *edits,
            imports=self._imports,
        )

    def _returned(self, node: ast.Return) -> bool:
        """Write a result as core does, and return whether that can be done."""
        source = self._source
        match node.value:
            case ast.Constant(value=True) if node is self._function.body[-1]:
                self._edits.append(without(source, [node]))
            case ast.Constant(value=True):
                self._edits.append(replacing(source, node, "return"))
            case ast.Constant(value=False):
                self._edits += self._raised(node)
                self._imports.append(_IMPORT)
            case value if (call := self._unloading(value)) and (
                node is self._function.body[-1]
            ):
                self._edits.append(replacing(source, node, call))
            case _:
                return False
        return True

    def _raised(self, node: ast.Return) -> Iterator[Edit]:
        """Yield the edits that raise, for the reason that is caught there."""
        source = self._source
        handler = next(
            (
                each
                for each in self._module.around(node)
                if isinstance(each, ast.ExceptHandler)
            ),
            None,
        )
        if handler is None:
            yield replacing(source, node, _FAILED)
        elif handler.name:
            yield replacing(source, node, f"{_FAILED} from {handler.name}")
        elif handler.type:
            end = source.outer(handler.type, source.start(handler), source.start(node))[
                1
            ]
            yield Edit(end, end, " as err")
            yield replacing(source, node, f"{_FAILED} from err")
        else:
            yield replacing(source, node, f"{_FAILED} from None")

    def _unloading(self, value: ast.expr | None) -> str | None:
        """Return the call that raises instead of one that unloads the platforms and says whether it could."""
        match value:
            case ast.Await(
                value=ast.Call(func=ast.Attribute(attr=name) as func) as call
            ) if name == _UNLOADS:
                code = self._source.code(value)
                at = self._source.end(func) - self._source.start(value)
                assert call
                return f"{code[: at - len(_UNLOADS)]}{_RAISES}{code[at:]}"
            case ast.Call(func=ast.Name("bool" | "all"), args=[argument], keywords=[]):
                return self._unloading(argument) or self._gathered(argument)
        return None

    def _gathered(self, value: ast.expr) -> str | None:
        """Return the same for platforms that are unloaded one by one."""
        match value:
            case ast.Await(
                value=ast.Call(
                    args=[
                        ast.Starred(
                            value=ast.ListComp(
                                elt=ast.Call(
                                    func=ast.Attribute(value=owner, attr=name),
                                    args=[entry, ast.Name(id=platform)],
                                ),
                                generators=[
                                    ast.comprehension(
                                        target=ast.Name(id=each),
                                        iter=platforms,
                                        ifs=[],
                                    )
                                ],
                            )
                        )
                    ]
                ) as call
            ) if (
                name == _ONE_BY_ONE and platform == each and last_name(call) == "gather"
            ):
                code = self._source.code
                return (
                    f"await {code(owner)}.{_RAISES}({code(entry)}, {code(platforms)})"
                )
        return None

    def _unload(self, statement: ast.stmt) -> None:
        """Raise where a statement keeps, or asks, whether the platforms were unloaded."""
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
            ) if call := self._unloading(value):
                if self._folded(name, statement):
                    self._edits.append(replacing(self._source, statement, call))
            case ast.If(
                test=ast.NamedExpr(target=ast.Name(id=name), value=value), orelse=[]
            ) if call := self._unloading(value):
                if self._folded(name, statement):
                    self._edits += self._opened(statement, call)
            case ast.If(
                test=ast.UnaryOp(op=ast.Not(), operand=value),
                body=[ast.Return(value=ast.Constant(value=False)) as refused],
                orelse=[],
            ) if call := self._unloading(value):
                self._done.add(refused)
                self._edits.append(replacing(self._source, statement, call))
            case ast.If(test=value, orelse=[]) if call := self._unloading(value):
                refused_after = self._function.body[-1]
                match refused_after:
                    case ast.Return(value=ast.Constant(value=False)):
                        self._done.add(refused_after)
                        self._edits.append(without(self._source, [refused_after]))
                        self._edits += self._opened(statement, call)

    def _folded(self, name: str, first: ast.stmt) -> bool:
        """Write what asks for a name as it is when that is true, if all that does can be written so."""
        source = self._source
        edits: list[Edit] = []
        done: set[ast.AST] = set()
        parents = self._module.parents
        for node in ast.walk(self._function):
            if not isinstance(node, ast.Name) or node.id != name:
                continue
            parent = parents[node]
            match parent:
                case ast.Assign() | ast.AnnAssign() | ast.NamedExpr() if (
                    parent is first or parents[parent] is first
                ):
                    continue
                case ast.Return() if parent is self._function.body[-1]:
                    done.add(parent)
                    edits.append(without(source, [parent]))
                case ast.Return():
                    done.add(parent)
                    edits.append(replacing(source, parent, "return"))
                case ast.If(test=test, orelse=[]) if test is node:
                    edits += self._opened(parent, "")
                case ast.BoolOp(op=ast.And(), values=[one, other]) if isinstance(
                    parents[parent], ast.If
                ):
                    rest = other if one is node else one
                    edits.append(replacing(source, parent, source.code(rest)))
                case ast.BoolOp(op=ast.And(), values=[one, two, *_]) if one is node:
                    edits.append(Edit(source.start(node), source.start(two)))
                case _:
                    return False
        self._edits += edits
        self._done |= done
        return True

    def _opened(self, statement: ast.If, code: str) -> Iterator[Edit]:
        """Yield the edits that write some code instead of a condition, before what stands below it."""
        source = self._source
        first = source.line_at(source.start(statement))
        # Comments right below the condition belong to what follows.
        body = source.line_at(source.end(statement.test)) + 1
        while not source.lines[body - 1].split("#")[0].rstrip().endswith(":"):
            body += 1
        last = source.line_at(source.end(statement.body[-1])) + 1
        margin = source.indent(statement)
        width = len(source.indent(statement.body[0])) - len(margin)
        yield Edit(
            source.line_starts[first],
            source.line_starts[body],
            f"{margin}{code}\n" if code else "",
        )
        yield from source.shifted(body, last, width)
