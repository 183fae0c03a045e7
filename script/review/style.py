"""Check for constructs that core writes in one way only."""

import ast
from collections.abc import Iterator
import itertools
from typing import Final

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.syntax import (
    FUNCTIONS,
    blocks,
    decorators,
    is_none,
    last_name,
    text,
)

# How UTC is named, and how it is made.
UTC: Final = ("datetime.UTC", "datetime.timezone.utc")
ZONES: Final = ("ZoneInfo('UTC')", "zoneinfo.ZoneInfo('UTC')")

HTTP: Final = {
    "requests": {
        "Session",
        "delete",
        "get",
        "head",
        "options",
        "patch",
        "post",
        "put",
        "request",
    },
    "httpx": {
        "AsyncClient",
        "Client",
        "delete",
        "get",
        "head",
        "options",
        "patch",
        "post",
        "put",
        "request",
        "stream",
    },
    "httpx2": {
        "AsyncClient",
        "Client",
        "delete",
        "get",
        "head",
        "options",
        "patch",
        "post",
        "put",
        "request",
        "stream",
    },
    "aiohttp": {"ClientSession", "request"},
}

# Methods that mypy does not want marked.
UNMARKED: Final = {"__init__", "__init_subclass__", "__new__", "__post_init__"}


def assertion(integration: Integration) -> Iterator[Finding]:
    """Report assertions outside of type checking."""
    for module in integration.modules:
        for node in module.nodes:
            if isinstance(node, ast.Assert) and not any(
                isinstance(each, ast.If) and last_name(each.test) == "TYPE_CHECKING"
                for each in module.around(node)
            ):
                yield module.finding(
                    node,
                    "review-guide/assert",
                    "An assertion is gone when Python optimizes, so it may only help the type checker",
                    "Put it under `if TYPE_CHECKING:`, or raise an error where it checks at run time",
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
            } - UNMARKED
            for node in class_.body:
                if (
                    isinstance(node, FUNCTIONS)
                    and node.name in inherited
                    and not (
                        node.name.startswith("__") and not node.name.endswith("__")
                    )
                    and not {"override", "overload", "setter", "deleter"}
                    & decorators(node)
                ):
                    yield module.finding(
                        node,
                        "explicit-override",
                        f"{class_.name}.{node.name} overrides a method of its base class",
                        "Mark it with `@override` of typing, below all other decorators",
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
                yield module.finding(
                    node,
                    "home-assistant-async-callback-decorator",
                    f"{node.name} is a coroutine, and `@callback` marks functions that are not",
                    "Remove the decorator",
                )


def greek_micro(integration: Integration) -> Iterator[Finding]:
    """Report the micro sign where the Greek letter belongs."""
    for module in integration.modules:
        for node in module.nodes:
            if isinstance(node, ast.Assign | ast.AnnAssign) and "\u00b5" in (
                text(node.value) or ""
            ):
                yield module.finding(
                    node,
                    "home-assistant-enforce-greek-micro-char",
                    "A unit has the micro sign U+00B5",
                    "Write the Greek letter U+03BC",
                )


def now(integration: Integration) -> Iterator[Finding]:
    """Report the time asked of datetime rather than of Home Assistant."""
    for module in (*integration.modules, *integration.tests):
        for call in module.calls:
            match call:
                case ast.Call(
                    func=ast.Attribute(value=owner, attr="now"), args=[], keywords=[]
                ):
                    zone: ast.expr | None = None
                case ast.Call(
                    func=ast.Attribute(value=owner, attr="now"),
                    args=[zone],
                    keywords=[],
                ):
                    pass
                case ast.Call(
                    func=ast.Attribute(value=owner, attr="now"),
                    args=[],
                    keywords=[ast.keyword(arg="tz", value=zone)],
                ):
                    pass
                case _:
                    continue
            if (
                definition := module.definition(owner)
            ) is None or definition.name != "datetime.datetime":
                continue
            name, replacement = _clock(module, zone)
            yield module.finding(
                call,
                f"home-assistant-enforce-{name}",
                "The time is asked of datetime",
                f"Ask dt_util.{replacement}",
            )


def _clock(module: Module, zone: ast.expr | None) -> tuple[str, str]:
    """Return core's name and Home Assistant's function for the time in a zone."""
    if zone is None or is_none(zone):
        return "naive-now", "naive_now()"
    definition = module.definition(zone)
    if (definition and definition.name in UTC) or ast.unparse(zone) in ZONES:
        return "utcnow", "utcnow()"
    return "now", "now(time_zone)"


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
                yield module.finding(
                    value,
                    "home-assistant-duplicate-const",
                    f"homeassistant.const has {name} with the same value",
                    "Import it from there",
                )


def sequential_executor_jobs(integration: Integration) -> Iterator[Finding]:
    """Report jobs for the executor that follow one another."""
    for module in integration.modules:
        for node in module.nodes:
            for block in blocks(node):
                for before, statement in itertools.pairwise(block):
                    if _is_executor_job(before) and _is_executor_job(statement):
                        yield module.finding(
                            statement,
                            "home-assistant-sequential-executor-jobs",
                            "Two jobs for the executor follow one another",
                            "Do both in one function, and give the executor that",
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


def raw_http_client(integration: Integration) -> Iterator[Finding]:
    """Report HTTP requests that belong in a library."""
    for module in integration.modules:
        for call in module.calls:
            if (
                definition := module.definition(call.func)
            ) is None or definition.module:
                continue
            library, _, name = definition.name.partition(".")
            if name in HTTP.get(library, ()):
                yield module.finding(
                    call,
                    "hass-integration-raw-http-client",
                    f"The integration itself makes requests with {library}",
                    "Let a library on PyPI talk to the device, and give it Home Assistant's session",
                )


CHECKS: Final = (
    assertion,
    missing_override,
    callback_coroutine,
    greek_micro,
    now,
    duplicate_const,
    sequential_executor_jobs,
    raw_http_client,
)
