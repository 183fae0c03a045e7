"""Expect nothing of setting up and unloading an entry in tests."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.place import Place
from script.integration.modules import Module
from script.integration.syntax import FUNCTIONS, is_none, keyword, last_name, text
from script.rules.signatures import RETURN_NOTHING

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, replacing, without
from .subject import Subject

_OLD: Final = "async_unload_platforms"
_NEW: Final = "async_unload_platforms_or_raise"
_SETUP: Final = (
    "async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:\n"
    "    await start(entry)"
)
_UNLOAD: Final = (
    "async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:\n"
    f"    await hass.config_entries.{_NEW}(entry, PLATFORMS)"
)
_IMPORT: Final = "from homeassistant.components.example import async_setup_entry\n\n\n"


def _example(test: str, code: str = _SETUP) -> dict[str, str]:
    return {"__init__.py": code, "tests/test_init.py": test}


@Codemod(
    name="results-in-tests",
    title="Expect nothing of setting up and unloading entries in tests",
    changes=pairs(
        (
            _example(
                f"{_IMPORT}async def test_setup():\n    assert await async_setup_entry(hass, entry) is True"
            ),
            _example(
                f"{_IMPORT}async def test_setup():\n    await async_setup_entry(hass, entry)"
            ),
        ),
        (
            _example(
                f"{_IMPORT}async def test_setup():\n"
                "    result = await async_setup_entry(hass, entry)\n    assert result\n    assert entry.data"
            ),
            _example(
                f"{_IMPORT}async def test_setup():\n    await async_setup_entry(hass, entry)\n    assert entry.data"
            ),
        ),
        (
            _example(
                'SETUP = patch("homeassistant.components.example.async_setup_entry", return_value=True)'
            ),
            _example(
                'SETUP = patch("homeassistant.components.example.async_setup_entry", return_value=None)'
            ),
        ),
        (
            _example(
                f"hass.config_entries.{_OLD} = AsyncMock(return_value=True)", _UNLOAD
            ),
            _example(
                f"hass.config_entries.{_NEW} = AsyncMock(return_value=True)", _UNLOAD
            ),
        ),
    ),
    keeps=kept(
        _example("assert await connect(hass) is True"),
        _example(
            'SETUP = patch("homeassistant.components.another.async_setup_entry", return_value=True)'
        ),
        _example(
            f"{_IMPORT}async def test_setup():\n    assert not await async_setup_entry(hass, entry)  # !"
        ),
        _example(
            'SETUP = patch("homeassistant.components.example.async_setup_entry", return_value=True)',
            "async def async_setup_entry(hass, entry):\n    return False",
        ),
    ),
)
def results_in_tests(subject: Subject) -> Iterator[Change | Place]:
    """Yield where tests have a result of what returns nothing."""
    nothing = {*_nothing(subject)}
    raises = any(
        last_name(call.func) == _NEW
        for module in subject.modules
        for call in module.calls
    )
    for module in subject.tests:
        yield from _patches(subject, module, nothing)
        for function in module.functions:
            yield from _asserts(subject, module, function.body, nothing, {})
        if raises:
            yield from _unloads(subject, module)


def _nothing(subject: Subject) -> Iterator[str]:
    """Yield the hooks of the integration that return nothing."""
    for module in subject.modules:
        for name in RETURN_NOTHING:
            function = module.bindings.get(name)
            if isinstance(function, FUNCTIONS) and is_none(function.returns):
                yield f"{module.name}.{name}"


def _is_one(module: Module, node: ast.AST, nothing: set[str]) -> bool:
    """Return whether this awaits a hook that returns nothing."""
    match node:
        case ast.Await(value=ast.Call(func=func)):
            definition = module.definition(func)
            return definition is not None and definition.name in nothing
    return False


def _truth(test: ast.expr) -> tuple[ast.expr, bool]:
    """Return what is tested, and whether it is to be true."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return operand, False
        case ast.Compare(
            left=left,
            ops=[ast.Is() | ast.Eq()],
            comparators=[ast.Constant(value=bool() as value)],
        ):
            return left, value
    return test, True


def _asserts(
    subject: Subject,
    module: Module,
    body: list[ast.stmt],
    nothing: set[str],
    kept_in: dict[str, ast.Assign],
) -> Iterator[Change | Place]:
    """Yield the asserts of a result, given the statements that keep one by the names that they give it."""
    source = subject.source(module)
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_one(
                module, value, nothing
            ):
                kept_in[name] = statement
            case ast.Assert(test=test):
                tested, is_true = _truth(test)
                first = kept_in.get(tested.id) if isinstance(tested, ast.Name) else None
                if first is None and not _is_one(module, tested, nothing):
                    continue
                if not is_true:
                    yield subject.place(
                        module,
                        statement,
                        "it raises where it failed, and returns nothing",
                        "expect the exception with pytest.raises",
                    )
                elif first is None:
                    edit = replacing(source, statement, source.code(tested))
                    yield change(subject, module, statement, edit)
                else:
                    yield change(
                        subject,
                        module,
                        statement,
                        replacing(source, first, source.code(first.value)),
                        without(source, [statement]),
                    )
            case ast.With(body=inner) | ast.AsyncWith(body=inner):
                yield from _asserts(subject, module, inner, nothing, kept_in)


def _patches(subject: Subject, module: Module, nothing: set[str]) -> Iterator[Change]:
    for call in module.calls:
        target = text(call.args[0]) if call.args else None
        if target not in nothing:
            continue
        match value := keyword(call, "return_value"):
            case ast.Constant(value=True):
                edit = replacing(subject.source(module), value, "None")
                yield change(subject, module, call, edit)


def _unloads(subject: Subject, module: Module) -> Iterator[Change]:
    source = subject.source(module)
    for node in module.nodes:
        match node:
            case ast.Attribute(value=value, attr=name) if name == _OLD:
                end = source.end(node)
                if source.text[end - len(_OLD) : end] == _OLD:
                    edit = replacing(source, node, f"{source.code(value)}.{_NEW}")
                    yield change(subject, module, node, edit)
            case ast.Constant(value=str() as value) if value.endswith(f".{_OLD}"):
                code = source.code(node)
                edit = replacing(source, node, code.replace(_OLD, _NEW, 1))
                yield change(subject, module, node, edit)
