"""Find out of an integration what its codemods need to know."""

import ast
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from script.codemods.migrations import FILE
from script.integration.tree import Places, Tree

from . import CustomError
from .parsing import parsed_json, parsed_module

# What the option of the polling interval allows, in seconds
SHORTEST: Final = 10
LONGEST: Final = 300


@dataclass(frozen=True)
class Interval:
    """The polling interval that an integration is written with.

    Attributes:
        name: The constant that holds it.
        module: Where the coordinator stands, such as "coordinator".
        seconds: How long it is.
    """

    name: str
    module: str
    seconds: int


@dataclass(frozen=True)
class Analysis:
    """What is known of an integration from its core tree.

    Attributes:
        interval: None where users get no option for it.
        why_fixed: Why they get none.
        options_flow: Whether it has options of its own.
        migrates: Whether the custom component migrates entries of its earlier versions.
    """

    domain: str
    interval: Interval | None
    why_fixed: str
    options_flow: bool
    migrates: bool


def analyze(tree: Tree, domain: str) -> Analysis:
    """Return what is known of an integration.

    Raises CustomError where it has no manifest, or a file cannot be read.
    """
    places = Places(domain)
    modules = {
        path.removeprefix(places.integration): parsed_module(path, content)
        for path, content in tree.items()
        if path.startswith(places.integration) and path.endswith(".py")
    }
    path = f"{places.integration}manifest.json"
    if path not in tree:
        raise CustomError(
            f"{path}: not here, without which there is no integration; get it back"
        )
    polls = str(parsed_json(path, tree[path]).get("iot_class")).endswith("_polling")
    flow = modules.get("config_flow.py", ast.Module([], []))
    options_flow = any(
        isinstance(node, ast.FunctionDef) and node.name == "async_get_options_flow"
        for node in ast.walk(flow)
    )
    interval: Interval | None = None
    why_fixed = ""
    try:
        _require_form(polls, flow, options_flow)
        interval = _interval(modules)
    except _FixedError as err:
        why_fixed = str(err)
    return Analysis(
        domain=domain,
        interval=interval,
        why_fixed=why_fixed,
        options_flow=options_flow,
        migrates=f"{places.custom}{FILE}" in tree,
    )


class _FixedError(Exception):
    """Why users get no option for the polling interval."""


def _require_form(polls: bool, flow: ast.Module, options_flow: bool) -> None:
    """Raise _FixedError where the option has no use, or no form to be in."""
    if not polls:
        raise _FixedError("it does not poll")
    classes = [node for node in flow.body if isinstance(node, ast.ClassDef)]
    if not options_flow:
        domains = [
            each for node in classes for each in node.keywords if each.arg == "domain"
        ]
        if len(domains) != 1:
            raise _FixedError(
                "config_flow.py has not one class (ConfigFlow, domain=DOMAIN)"
            )
        return
    forms = [
        node
        for each in classes
        if any("OptionsFlow" in ast.unparse(base) for base in each.bases)
        for node in ast.walk(each)
        if isinstance(node, ast.Call) and _is_first_form(node)
    ]
    if len(forms) != 1:
        raise _FixedError(
            f'config_flow.py: its options flow shows {len(forms)} forms with step_id="init"'
        )


def _is_first_form(call: ast.Call) -> bool:
    given = {each.arg: ast.unparse(each.value) for each in call.keywords}
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr == "async_show_form"
        and given.get("step_id") == "'init'"
        and "data_schema" in given
    )


def _interval(modules: Mapping[str, ast.Module]) -> Interval:
    """Return what the one coordinator is told to poll at; raises _FixedError where that cannot be told."""
    found = [
        (module, node, keyword)
        for module, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "update_interval"
    ]
    if len(found) != 1:
        at = ", ".join(f"{module}:{keyword.lineno}" for module, _, keyword in found)
        raise _FixedError(
            f"update_interval is given {len(found)} times ({at or 'in no module'}), not to one coordinator"
        )
    [(module, call, keyword)] = found
    place = f"{module}:{keyword.lineno}"
    if not isinstance(keyword.value, ast.Name):
        raise _FixedError(
            f"{place}: update_interval is no constant, such as SCAN_INTERVAL"
        )
    # The entry holds the option.
    if not any(each.arg == "config_entry" for each in call.keywords):
        raise _FixedError(
            f"{place}: the coordinator is not told of its config entry by config_entry="
        )
    name = keyword.value.id
    seconds = next(
        (
            each
            for tree in modules.values()
            if (each := _seconds(tree, name)) is not None
        ),
        None,
    )
    if seconds is None:
        raise _FixedError(
            f"{place}: {name} is not written as a timedelta of numbers, such as timedelta(seconds=30)"
        )
    if not SHORTEST <= seconds <= LONGEST:
        raise _FixedError(
            f"{module}: {name} is {seconds} seconds, and users may choose {SHORTEST} to {LONGEST}"
        )
    return Interval(name, module.removesuffix(".py"), seconds)


def _seconds(tree: ast.Module, name: str) -> int | None:
    """Return the length of the timedelta that a module defines under a name."""
    for node in tree.body:
        match node:
            case (
                ast.Assign(
                    targets=[ast.Name(id=each)],
                    value=ast.Call(func=ast.Name("timedelta"), args=[]) as call,
                )
                | ast.AnnAssign(
                    target=ast.Name(id=each),
                    value=ast.Call(func=ast.Name("timedelta"), args=[]) as call,
                )
            ) if each == name:
                with suppress(TypeError, ValueError, OverflowError):
                    units = {
                        str(each.arg): ast.literal_eval(each.value)
                        for each in call.keywords
                    }
                    return int(timedelta(**units).total_seconds())
    return None
