"""Take in tests what core's tests have as fixtures, and leave out what only custom components need."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.syntax import Function, parameters, text
from script.rules.tests.functions import decorator
from script.rules.tests.registries import fetched

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, replacing, without, without_item
from .subject import Subject

_CUSTOM: Final = "enable_custom_integrations"


@Codemod(
    name="custom-fixture",
    title="Leave out the fixture that only custom components need",
    changes=pairs(
        (
            """
            @pytest.fixture(autouse=True)
            def auto_enable_custom_integrations(enable_custom_integrations):
                yield


            NAME = "example"
            """,
            'NAME = "example"',
        ),
        (
            "def test_setup(hass: HomeAssistant, enable_custom_integrations: None) -> None:\n    assert hass",
            "def test_setup(hass: HomeAssistant) -> None:\n    assert hass",
        ),
        (
            '@pytest.mark.usefixtures("enable_custom_integrations")\ndef test_setup() -> None:\n    assert True',
            "def test_setup() -> None:\n    assert True",
        ),
        (
            '@pytest.mark.usefixtures("enable_custom_integrations", "client")\ndef test_setup() -> None:\n    assert True',
            '@pytest.mark.usefixtures("client")\ndef test_setup() -> None:\n    assert True',
        ),
        (
            'pytest_plugins = "pytest_homeassistant_custom_component"\n\nNAME = "example"',
            'NAME = "example"',
        ),
        file="tests/test_init.py",
    ),
    keeps=kept(
        "def test_setup(hass: HomeAssistant) -> None:\n    assert hass",
        '@pytest.mark.usefixtures("client")\ndef test_setup() -> None:\n    assert True',
        "def enable(name: str) -> str:\n    return name",
        file="tests/test_init.py",
    ),
)
def custom_fixture(subject: Subject) -> Iterator[Change]:
    """Yield where tests take it."""
    for module in subject.tests:
        source = subject.source(module)
        for function in module.functions:
            taken = parameters(function)
            own = [each for each in taken if each.arg == _CUSTOM]
            if (
                own
                and decorator(function)
                and len(taken) == 1
                and _does_nothing(function)
            ):
                yield change(subject, module, function, without(source, [function]))
                continue
            uses = [
                each
                for each in ast.walk(function)
                if isinstance(each, ast.Name) and each.id == _CUSTOM
            ]
            deleted = [module.parents[each] for each in uses]
            for each in own:
                edits = [without_item(source, taken, each)]
                edits += [
                    without(source, [statement])
                    for statement in deleted
                    if isinstance(statement, ast.Delete) and len(statement.targets) == 1
                ]
                if len(edits) == len(uses) + 1:
                    yield change(subject, module, each, *edits)
            for mark in function.decorator_list:
                yield from _without_mark(subject, module, mark)
        for node in module.tree.body:
            match node:
                case ast.Assign(
                    targets=[ast.Name(id="pytestmark")], value=ast.Call() as mark
                ) if _marks(mark) == [_CUSTOM]:
                    yield change(subject, module, node, without(source, [node]))
                case ast.Assign(targets=[ast.Name(id="pytest_plugins")]) if (
                    "pytest_homeassistant_custom_component" in source.code(node)
                ):
                    yield change(subject, module, node, without(source, [node]))


def _does_nothing(function: Function) -> bool:
    return all(
        isinstance(statement, ast.Pass | ast.Return)
        or (
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant | ast.Yield)
        )
        for statement in function.body
    )


def _marks(mark: ast.expr) -> list[str]:
    match mark:
        case ast.Call(func=ast.Attribute(attr="usefixtures"), args=args):
            return [text(each) or "" for each in args]
    return []


def _without_mark(subject: Subject, module: Module, mark: ast.expr) -> Iterator[Change]:
    names = _marks(mark)
    if _CUSTOM not in names:
        return
    assert isinstance(mark, ast.Call)
    source = subject.source(module)
    if len(names) == 1:
        first = source.line_at(source.start(mark))
        last = source.line_at(source.end(mark)) + 1
        edit = Edit(source.line_starts[first], source.line_starts[last])
    else:
        edit = without_item(source, mark.args, mark.args[names.index(_CUSTOM)])
    yield change(subject, module, mark, edit)


@Codemod(
    name="registry-fixtures",
    title="Take registries in tests from their fixtures",
    changes=pairs(
        (
            """
            async def test_entity(hass: HomeAssistant) -> None:
                entity_registry = er.async_get(hass)
                assert entity_registry.async_get("sensor.example")
            """,
            """
            async def test_entity(hass: HomeAssistant, entity_registry: er.EntityRegistry) -> None:
                assert entity_registry.async_get("sensor.example")
            """,
        ),
        (
            """
            async def test_device(hass: HomeAssistant) -> None:
                assert dr.async_get(hass).devices
            """,
            """
            async def test_device(hass: HomeAssistant, device_registry: dr.DeviceRegistry) -> None:
                assert device_registry.devices
            """,
        ),
        (
            """
            async def test_entity(hass: HomeAssistant) -> None:
                registry = er.async_get(hass)
                assert registry.async_get("sensor.example")
            """,
            """
            async def test_entity(hass: HomeAssistant, entity_registry: er.EntityRegistry) -> None:
                assert entity_registry.async_get("sensor.example")
            """,
        ),
        file="tests/test_init.py",
    ),
    keeps=kept(
        """
        async def test_entity(entity_registry: er.EntityRegistry) -> None:
            assert entity_registry.async_get("sensor.example")
        """,
        """
        async def assert_device(hass: HomeAssistant, device_id: str) -> None:
            assert dr.async_get(hass).async_get(device_id)
        """,
        """
        async def test_entity(hass: HomeAssistant) -> None:
            assert hass.states.get("sensor.example")
        """,
        file="tests/test_init.py",
    ),
)
def registry_fixtures(subject: Subject) -> Iterator[Change]:
    """Yield the tests that fetch registries, a registry at a time."""
    seen: set[Function] = set()
    for module, call in broken(subject, fetched, ast.Call):
        function = module.function_around(call)
        match call.func:
            case ast.Attribute(value=ast.Name(id=alias) as owner, attr="async_get"):
                definition = module.definition(owner)
            case _:
                continue
        if definition is None or function is None or function in seen:
            continue
        seen.add(function)
        # "entity_registry", whose class is EntityRegistry
        name = definition.name.rpartition(".")[2]
        class_ = "".join(part.capitalize() for part in name.split("_"))
        calls = [
            each
            for each in module.calls
            if module.function_around(each) is function
            and ast.unparse(each.func) == ast.unparse(call.func)
        ]
        yield _taking(subject, module, function, calls, name, f"{alias}.{class_}")


def _taking(
    subject: Subject,
    module: Module,
    function: Function,
    calls: list[ast.Call],
    name: str,
    type_: str,
) -> Change:
    """Return the change of a test that takes a registry."""
    source = subject.source(module)
    edits: list[Edit] = []
    for call in calls:
        parent = module.parents[call]
        match parent:
            case ast.Assign(targets=[ast.Name(id=old)]):
                edits.append(without(source, [parent]))
                edits += [
                    replacing(source, each, name)
                    for each in ast.walk(function)
                    if isinstance(each, ast.Name)
                    and each.id == old
                    and isinstance(each.ctx, ast.Load)
                    and old != name
                ]
            case _:
                edits.append(replacing(source, call, name))
    taken = parameters(function)
    if not any(each.arg == name for each in taken):
        end = source.end(taken[-1]) if taken else 0
        if taken:
            edits.append(Edit(end, end, f", {name}: {type_}"))
    return change(subject, module, function, *edits)
