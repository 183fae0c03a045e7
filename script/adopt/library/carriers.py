"""Take Home Assistant itself out of what makes a client: its session is passed instead."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from script.cut.names import Module, Package, chain_of, is_test_path
from script.cut.source import Edit
from script.integration.syntax import Function, methods, parameters

from .talking import SESSIONS

_HASS: Final = "homeassistant.core.HomeAssistant"
_EXECUTOR: Final = "async_add_executor_job"
_SESSION: Final = "session"


@dataclass(frozen=True)
class Carrier:
    """A function that takes Home Assistant.

    Attributes:
        owner: The class that it makes, None where it is no method.
        position: Of the parameter, in a call.
    """

    module: Module
    function: Function
    owner: ast.ClassDef | None
    parameter: ast.arg
    position: int

    @property
    def name(self) -> str:
        """Return what is called, by its full name."""
        return f"{self.module.name}.{(self.owner or self.function).name}"


@dataclass(frozen=True)
class Loosened:
    """What makes a carrier do without Home Assistant.

    Attributes:
        edits: By path.
        imports: What the new code needs, by path.
        binding: What is in the way; nothing is edited then.
    """

    edits: dict[str, list[Edit]]
    imports: dict[str, list[str]]
    binding: tuple[ast.AST, ...] = ()


def carriers(module: Module, statement: ast.stmt) -> Iterator[Carrier]:
    """Yield what takes Home Assistant of a class or function."""
    match statement:
        case ast.ClassDef():
            owner: ast.ClassDef | None = statement
            function = methods(statement).get("__init__")
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            owner, function = None, statement
        case _:
            return
    if function is None:
        return
    names = parameters(function)[1 if owner else 0 :]
    for position, each in enumerate(names):
        if each.annotation is None:
            is_hass = each.arg == "hass"
        else:
            is_hass = module.qualified(each.annotation) == _HASS
        if is_hass:
            yield Carrier(module, function, owner, each, position)


def loosened(carrier: Carrier, package: Package) -> Loosened:
    """Return what makes a carrier do without Home Assistant."""
    module = carrier.module
    source = module.source
    stores = [*_stores(carrier)]
    attributes = {
        target.attr
        for each in stores
        for target in each.targets
        if isinstance(target, ast.Attribute)
    }
    edits: list[Edit] = []
    imports: list[str] = []
    makers: set[str] = set()
    binding: list[ast.AST] = []
    kept_session = False
    for use in _uses(carrier, attributes, stores):
        parent = source.parents[use]
        grand = source.parents.get(parent)
        match parent:
            case ast.Call(func=func, args=[first], keywords=[]) if (
                first is use and SESSIONS.get(module.qualified(func) or "")
            ):
                makers.add(module.qualified(func) or "")
                is_direct = isinstance(use, ast.Name)
                kept_session |= not is_direct
                edits.append(
                    _instead(
                        source, parent, _SESSION if is_direct else f"self._{_SESSION}"
                    )
                )
            case ast.Attribute(attr="loop"):
                edits.append(_instead(source, parent, "asyncio.get_running_loop()"))
                imports.append("import asyncio")
            case ast.Attribute(attr=name) if (
                name == _EXECUTOR
                and isinstance(grand, ast.Call)
                and isinstance(source.parents[grand], ast.Await)
            ):
                edits.append(_instead(source, parent, "asyncio.to_thread"))
                imports.append("import asyncio")
            case _:
                binding.append(parent if isinstance(parent, ast.Attribute) else use)
    names = {each.arg for each in parameters(carrier.function)}
    if len(makers) > 1 or (makers and _SESSION in names):
        binding.append(carrier.parameter)
    if kept_session and f"self._{_SESSION}" in {
        chain_of(node)
        for node in ast.walk(carrier.owner or carrier.function)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }:
        binding.append(carrier.parameter)
    if _is_base(carrier, package):
        binding.append(carrier.parameter)
    if binding:
        return Loosened({}, {}, tuple(binding))
    for number, each in enumerate(stores):
        if kept_session and not number:
            edits.append(_instead(source, each, f"self._{_SESSION} = {_SESSION}"))
        elif len(carrier.function.body) == 1:
            edits.append(_instead(source, each, "pass"))
        else:
            edits.append(source.without_lines(*source.whole_lines(each, each)))
    maker = next(iter(makers), "")
    if maker:
        package_name, _, kind = SESSIONS[maker].rpartition(".")
        qualified = package_name in module.imports.values()
        annotation = f"{package_name}.{kind}" if qualified else kind
        edits.append(_instead(source, carrier.parameter, f"{_SESSION}: {annotation}"))
        if not qualified:
            imports.append(f"from {package_name} import {kind}")
    else:
        edits.append(_without_parameter(carrier))
    all_edits, all_imports = {module.path: edits}, {module.path: imports}
    for other in package.modules.values():
        for edit in _calls(other, carrier, maker, attributes):
            if isinstance(edit, str):
                all_imports.setdefault(other.path, []).append(edit)
            else:
                all_edits.setdefault(other.path, []).append(edit)
    return Loosened(all_edits, all_imports)


def _instead(source: object, node: ast.AST, text: str) -> Edit:
    return Edit(source.start(node), source.end(node), text)  # type: ignore[attr-defined]


def _stores(carrier: Carrier) -> Iterator[ast.Assign]:
    """Yield where a class keeps Home Assistant."""
    for node in ast.walk(carrier.function):
        match node:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name("self"))], value=ast.Name(id=name)
            ) if carrier.owner and name == carrier.parameter.arg:
                yield node


def _uses(
    carrier: Carrier, attributes: set[str], stores: list[ast.Assign]
) -> Iterator[ast.expr]:
    """Yield where Home Assistant is used, but for where it is kept."""
    for node in ast.walk(carrier.function):
        match node:
            case ast.Name(id=name) if name == carrier.parameter.arg:
                if carrier.module.source.parents[node] not in stores:
                    yield node
    kept = {target for each in stores for target in each.targets}
    for node in ast.walk(carrier.owner) if carrier.owner else ():
        match node:
            case ast.Attribute(value=ast.Name("self"), attr=name) if (
                name in attributes and node not in kept
            ):
                yield node


def _without_parameter(carrier: Carrier) -> Edit:
    source = carrier.module.source
    names = parameters(carrier.function)
    at = names.index(carrier.parameter)
    start, end = source.start(carrier.parameter), source.end(carrier.parameter)
    if at + 1 < len(names):
        return Edit(start, source.start(names[at + 1]))
    if at:
        return Edit(source.word_before(start, ","), end)
    return Edit(start, end)


def _is_base(carrier: Carrier, package: Package) -> bool:
    """Return whether other classes derive from what takes Home Assistant, or it has a default."""
    defaults = carrier.function.args.defaults
    total = len(parameters(carrier.function))
    at = parameters(carrier.function).index(carrier.parameter)
    if at >= total - len(defaults) - len(carrier.function.args.kwonlyargs):
        return True
    return any(
        module.qualified(base) == carrier.name
        for module in package.modules.values()
        for node in module.source.of_kind(ast.ClassDef)
        if isinstance(node, ast.ClassDef)
        for base in node.bases
    )


def _calls(
    module: Module, carrier: Carrier, maker: str, attributes: set[str]
) -> Iterator[Edit | str]:
    """Yield edits where a carrier is called, and the imports that they need."""
    source = module.source
    is_user = False
    for node in source.of_kind(ast.Call):
        assert isinstance(node, ast.Call)
        if module.qualified(node.func) != carrier.name:
            continue
        is_user = True
        given = next(
            (each for each in node.keywords if each.arg == carrier.parameter.arg), None
        )
        argument: ast.AST | None = given or (
            node.args[carrier.position] if len(node.args) > carrier.position else None
        )
        if argument is None or isinstance(argument, ast.Starred):
            continue
        if maker:
            owner, _, function = maker.rpartition(".")
            value = source.code(given.value if given else argument)
            call = f"{function}({value})"
            yield _instead(source, argument, f"{_SESSION}={call}" if given else call)
            yield f"from {owner} import {function}"
        else:
            yield _without_argument(module, node, argument)
    if is_test_path(module.path) and is_user:
        for asked in source.of_kind(ast.Assert):
            assert isinstance(asked, ast.Assert)
            if _asks_for(asked.test, attributes) and source.is_alone(asked):
                yield source.without_lines(*source.whole_lines(asked, asked))


def _without_argument(module: Module, call: ast.Call, argument: ast.AST) -> Edit:
    source = module.source
    everything = sorted([*call.args, *call.keywords], key=source.start)
    at = everything.index(argument)
    start, end = source.start(argument), source.end(argument)
    if at + 1 < len(everything):
        return Edit(start, source.start(everything[at + 1]))
    if at:
        return Edit(source.word_before(start, ","), end)
    return Edit(start, end)


def _asks_for(test: ast.expr, attributes: set[str]) -> bool:
    """Return whether a test compares what is no longer kept."""
    match test:
        case ast.Compare(left=ast.Attribute(attr=name)):
            return name in attributes
    return False
