"""What the changes have to know of an integration before they touch a module."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from script.features.tree import Places, Tree

from . import CustomError
from .content import parsed_json, parsed_module

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
class Facts:
    """What is known of an integration from its core tree.

    Attributes:
        interval: None where users get no option for it.
        why_fixed: Why they get none.
        secrets: Keys of forms that hold a secret, as code.
        options_flow: Whether it has options of its own.
    """

    domain: str
    interval: Interval | None
    why_fixed: str
    secrets: frozenset[str]
    options_flow: bool


def facts_of(tree: Tree, domain: str) -> Facts:
    """Return what is known of an integration.

    Raises CustomError where its polling interval cannot be told.
    """
    places = Places(domain)
    modules = {
        path.removeprefix(places.integration): parsed_module(path, content)
        for path, content in tree.items()
        if path.startswith(places.integration) and path.endswith(".py")
    }
    path = f"{places.integration}manifest.json"
    manifest = parsed_json(path, tree[path])
    interval: Interval | None = None
    why_fixed = ""
    if not str(manifest.get("iot_class")).endswith("_polling"):
        why_fixed = "it does not poll"
    elif "config_flow.py" not in modules:
        why_fixed = "it has no config flow"
    else:
        interval = _interval(modules)
        if not SHORTEST <= interval.seconds <= LONGEST:
            why_fixed = (
                f"{interval.module}.py: {interval.name} is {interval.seconds} seconds, and users may "
                f"choose {SHORTEST} to {LONGEST}"
            )
            interval = None
    names = {
        node.name
        for node in ast.walk(modules.get("config_flow.py", ast.Module([], [])))
        if isinstance(node, ast.FunctionDef)
    }
    return Facts(
        domain=domain,
        interval=interval,
        why_fixed=why_fixed,
        secrets=frozenset(_secrets(modules)),
        options_flow="async_get_options_flow" in names,
    )


def _interval(modules: Mapping[str, ast.Module]) -> Interval:
    """Return what the one coordinator is told to poll at."""
    found = [
        (module, keyword)
        for module, tree in modules.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "update_interval"
    ]
    if len(found) != 1:
        at = ", ".join(f"{module}:{keyword.lineno}" for module, keyword in found)
        raise CustomError(
            f"update_interval: given {len(found)} times ({at or 'in no module'}), so that the option "
            "scan_interval has no place; give it to one coordinator"
        )
    [(module, keyword)] = found
    place = f"{module}:{keyword.lineno}"
    if not isinstance(keyword.value, ast.Name):
        raise CustomError(
            f"{place}: update_interval is no constant, which the form of the option scan_interval "
            "needs; name it, as in update_interval=SCAN_INTERVAL"
        )
    name = keyword.value.id
    seconds = [
        each for tree in modules.values() if (each := _seconds(tree, name)) is not None
    ]
    if not seconds:
        raise CustomError(
            f"{place}: {name} is not written as a timedelta of numbers, such as timedelta(seconds=30), "
            "which the form of the option scan_interval needs; write it so"
        )
    return Interval(name, module.removesuffix(".py"), seconds[0])


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
                units = {
                    str(keyword.arg): keyword.value.value
                    for keyword in call.keywords
                    if isinstance(keyword.value, ast.Constant)
                    and isinstance(keyword.value.value, int | float)
                }
                return int(timedelta(**units).total_seconds())
    return None


def _secrets(modules: Mapping[str, ast.Module]) -> Iterator[str]:
    for tree in modules.values():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr="Secret"), args=[key]):
                    yield ast.unparse(key)
