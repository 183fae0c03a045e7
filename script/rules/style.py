"""Rules for what core writes in one way only."""

import ast
from collections.abc import Iterator
import itertools
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import (
    FUNCTIONS,
    Function,
    assigned,
    blocks,
    decorators,
    last_name,
    text,
)

from .examples import examples
from .rule import Severity, rule
from .sources import guide, plugin, threads

# Methods that mypy does not want marked
_UNMARKED: Final = {"__init__", "__init_subclass__", "__new__", "__post_init__"}
_MARKS: Final = {"override", "overload", "setter", "deleter"}


@rule(
    code="review-guide/assert",
    title="Assertions stand under `if TYPE_CHECKING:`",
    severity=Severity.ADVICE,
    source=guide("typing"),
    why="An assertion is gone when Python optimizes, so it may only help the type checker.",
    mend="Put it under `if TYPE_CHECKING:`, or raise an error where it checks at run time",
    good=(
        *examples(
            """
            from typing import TYPE_CHECKING

            if TYPE_CHECKING:
                assert entry.unique_id is not None
            """,
            """
            if entry.unique_id is None:
                raise ConfigEntryError("The entry has no unique id")
            """,
        ),
        *examples(
            'assert hass.states.get("switch.relay")', file="tests/test_switch.py"
        ),
    ),
    bad=examples(
        "assert entry.unique_id is not None  # !",
        """
        async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
            assert entry.runtime_data.is_connected()  # !
        """,
    ),
)
def assertion(integration: Integration) -> Iterator[Finding]:
    """Report assertions outside of type checking."""
    for module in integration.modules:
        for node in module.nodes:
            if isinstance(node, ast.Assert) and not any(
                isinstance(each, ast.If) and last_name(each.test) == "TYPE_CHECKING"
                for each in module.around(node)
            ):
                yield module.found(
                    node, "An assertion stands outside of `if TYPE_CHECKING:`"
                )


@rule(
    code="explicit-override",
    title="Methods that override one of a base class say so",
    severity=Severity.REFUSED,
    source="mypy: explicit-override, enabled in core's mypy.ini",
    why="A base class that renames its method then breaks the build, and not the integration in silence.",
    mend="Mark it with `@override` of typing, below all other decorators",
    good=examples(
        """
        class ExampleSwitch(SwitchEntity):
            @property
            @override
            def is_on(self) -> bool:
                return True
        """,
        """
        class ExampleSwitch(SwitchEntity):
            def __init__(self) -> None:
                self.relay = False

            def relays(self) -> int:
                return 1
        """,
        file="switch.py",
    ),
    bad=examples(
        """
        class ExampleSwitch(SwitchEntity):
            @property
            def is_on(self) -> bool:  # !
                return True
        """,
        """
        class ExampleFlow(ConfigFlow):
            async def async_step_user(self, user_input: Any = None) -> Any:  # !
                return self.async_abort(reason="not_supported")
        """,
    ),
)
def missing_override(integration: Integration) -> Iterator[Finding]:
    """Report methods that stand in for one of a base class and do not say so."""
    for module in integration.modules:
        for class_ in module.classes:
            inherited = {
                node.name
                for ancestor in module.ancestors(class_)
                if isinstance(ancestor.node, ast.ClassDef)
                for node in ancestor.node.body
                if isinstance(node, FUNCTIONS)
            } - _UNMARKED
            for node in class_.body:
                if (
                    isinstance(node, FUNCTIONS)
                    and node.name in inherited
                    and not _is_private(node)
                    and not _MARKS & decorators(node)
                ):
                    yield module.found(
                        node,
                        f"{class_.name}.{node.name} overrides a method of its base class",
                    )


def _is_private(method: Function) -> bool:
    """Return whether a method's name is of its class alone, as `__name`."""
    return method.name.startswith("__") and not method.name.endswith("__")


@rule(
    code="home-assistant-async-callback-decorator",
    title="`@callback` marks no coroutine",
    severity=Severity.REFUSED,
    source=plugin("decorator"),
    why="It marks plain functions that may run in the event loop.",
    mend="Remove the decorator",
    good=examples(
        """
        @callback
        def on_update() -> None:
            print("updated")
        """,
        """
        async def async_update() -> None:
            print("updated")
        """,
    ),
    bad=examples(
        """
        @callback
        async def async_update() -> None:  # !
            print("updated")
        """,
        """
        class ExampleFlow(ConfigFlow):
            @callback
            @override
            async def async_step_user(self, user_input: Any = None) -> Any:  # !
                return self.async_abort(reason="not_supported")
        """,
    ),
)
def callback_coroutine(integration: Integration) -> Iterator[Finding]:
    """Report coroutines that are marked as callbacks."""
    for module in integration.modules:
        for node in module.functions:
            if isinstance(node, ast.AsyncFunctionDef) and any(
                (definition := module.definition(each))
                and definition.name == "homeassistant.core.callback"
                for each in node.decorator_list
            ):
                yield module.found(
                    node,
                    f"{node.name} is a coroutine, and `@callback` marks functions that are not",
                )


@rule(
    code="home-assistant-enforce-greek-micro-char",
    title="Units with micro have the Greek letter",
    severity=Severity.REFUSED,
    source=plugin("greek_micro_char"),
    why="The micro sign U+00B5 looks the same and is another unit to Home Assistant.",
    mend="Write the Greek letter U+03BC",
    good=examples('UNIT: Final = "\u03bcg"', 'LABEL = "\u03bcSv/h"'),
    bad=examples('UNIT: Final = "\u00b5g"  # !', 'LABEL = "\u00b5Sv/h"  # !'),
)
def greek_micro(integration: Integration) -> Iterator[Finding]:
    """Report the micro sign where the Greek letter belongs."""
    for module in integration.modules:
        for node in module.nodes:
            if isinstance(node, ast.Assign | ast.AnnAssign) and "\u00b5" in (
                text(node.value) or ""
            ):
                yield module.found(node, "A unit has the micro sign U+00B5")


@rule(
    code="home-assistant-duplicate-const",
    title="A constant that Home Assistant has is not made again",
    severity=Severity.REFUSED,
    source=plugin("duplicate_const"),
    why="Readers and tools know core's constants, and one name should be one thing.",
    mend="Import it from homeassistant.const",
    good=examples(
        'CONF_METER: Final = "meter"',
        'CONF_HOST: Final = "main_host"',
        file="const.py",
    ),
    bad=examples(
        'CONF_HOST: Final = "host"  # !',
        'DOMAIN = "example"\nCONF_PASSWORD = "password"  # !',
        file="const.py",
    ),
)
def duplicate_const(integration: Integration) -> Iterator[Finding]:
    """Report constants that Home Assistant has under the same name."""
    for module in integration.modules:
        for name, value in module.bindings.items():
            known = (
                integration.named(f"homeassistant.const.{name}")
                if text(value)
                else None
            )
            if known and text(known.node) == text(value):
                yield module.found(
                    value, f"homeassistant.const has {name} with the same value"
                )


@rule(
    code="home-assistant-sequential-executor-jobs",
    title="Jobs for the executor that follow one another are one",
    severity=Severity.REFUSED,
    source=plugin("sequential_executor_jobs"),
    why="Each job is a way to another thread and back.",
    mend="Do both in one function, and give the executor that",
    good=examples(
        """
        async def read(hass: HomeAssistant) -> None:
            await hass.async_add_executor_job(read_all)
        """,
        """
        async def read(hass: HomeAssistant) -> None:
            status = await hass.async_add_executor_job(read_status)
            if status.is_on:
                await hass.async_add_executor_job(read_rest)
        """,
    ),
    bad=examples(
        """
        async def read(hass: HomeAssistant) -> None:
            await hass.async_add_executor_job(read_status)
            await hass.async_add_executor_job(read_rest)  # !
        """,
        """
        async def read(hass: HomeAssistant) -> None:
            status = await hass.async_add_executor_job(read_status)
            rest = await hass.async_add_executor_job(read_rest)  # !
        """,
    ),
)
def sequential_executor_jobs(integration: Integration) -> Iterator[Finding]:
    """Report jobs for the executor that follow one another."""
    for module in integration.modules:
        for node in module.nodes:
            for block in blocks(node):
                for before, statement in itertools.pairwise(block):
                    if _is_executor_job(before) and _is_executor_job(statement):
                        yield module.found(
                            statement, "Two jobs for the executor follow one another"
                        )


def _is_executor_job(statement: ast.stmt) -> bool:
    """Return whether a statement waits for a job of the executor."""
    match statement:
        case (
            ast.Expr(value=value) | ast.Assign(value=value) | ast.AnnAssign(value=value)
        ):
            return (
                isinstance(value, ast.Await)
                and isinstance(value.value, ast.Call)
                and isinstance(value.value.func, ast.Attribute)
                and value.value.func.attr == "async_add_executor_job"
            )
    return False


@rule(
    code="review-guide/inverse-mapping",
    title="A mapping that is another one the other way round is made of it",
    severity=Severity.ADVICE,
    source=threads(169546),
    why="Of two that are written down, sooner or later only one is changed.",
    mend="Write {value: key for key, value in THE_OTHER.items()}",
    good=examples(
        """
        MODES = {"Eco": "eco", "Comfort": "comfort"}
        MODES_BACK = {value: key for key, value in MODES.items()}
        """,
        """
        MODES = {"Eco": "eco", "Comfort": "comfort"}
        NAMES = {"eco": "Eco", "comfort": "Comfortable"}
        """,
        file="const.py",
    ),
    bad=examples(
        """
        MODES = {"Eco": "eco", "Comfort": "comfort"}
        MODES_BACK = {"eco": "Eco", "comfort": "Comfort"}  # !
        """,
        """
        TO_DEVICE: dict[str, int] = {"off": 0, "low": 1, "high": 2}
        FROM_DEVICE: dict[int, str] = {0: "off", 1: "low", 2: "high"}  # !
        """,
        file="const.py",
    ),
)
def inverse_mapping(integration: Integration) -> Iterator[Finding]:
    """Report mappings at the top of a module that repeat another one."""
    for module in integration.modules:
        seen: dict[frozenset[tuple[str, str]], str] = {}
        for statement in module.tree.body:
            for target, value in assigned(statement):
                if not isinstance(value, ast.Dict) or len(value.keys) < 2:
                    continue
                pairs = {
                    (ast.unparse(key), ast.unparse(held))
                    for key, held in zip(value.keys, value.values, strict=True)
                    if key
                }
                back = frozenset((held, key) for key, held in pairs)
                if (other := seen.get(back)) is not None:
                    yield module.found(
                        statement,
                        f"{ast.unparse(target)} is {other} the other way round",
                    )
                seen[frozenset(pairs)] = ast.unparse(target)
