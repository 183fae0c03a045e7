"""Name the types of what fixtures and parameters give to tests."""

import ast
import builtins
from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Final

from script.integration.modules import Module
from script.integration.syntax import (
    Function,
    argument,
    assigned,
    inner,
    keyword,
    last_name,
)
from script.rules.tests.functions import (
    FIXTURES,
    argnames,
    fixture_name,
    fixtures,
    parametrized,
    taken,
)

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import change, typed
from .subject import Subject

type _Type = tuple[str, frozenset[str]]
"""How a type is written, and the imports that it needs."""

_NONE: Final[_Type] = ("None", frozenset())
_GENERATORS: Final = (
    "AsyncGenerator",
    "AsyncIterator",
    "Generator",
    "Iterator",
    "AsyncIterable",
    "Iterable",
)
_BUILTIN: Final = frozenset({*dir(builtins)})
_ENUMS: Final = ("enum.Enum", "enum.IntEnum", "enum.StrEnum")

_CLIENT: Final = """
from collections.abc import Generator
from unittest.mock import AsyncMock

import pytest


@pytest.fixture
def client() -> Generator[AsyncMock]:
    yield AsyncMock()
"""
_READY: Final = """
import pytest


@pytest.fixture
def ready(hass: HomeAssistant):
    print("ready")
"""


@Codemod(
    name="fixture-types",
    title="Name the types of what fixtures and parameters give to tests",
    changes=pairs(
        (
            {
                "tests/conftest.py": _CLIENT,
                "tests/test_init.py": "async def test_setup(client) -> None:\n    assert client.called",
            },
            {
                "tests/conftest.py": _CLIENT,
                "tests/test_init.py": "from unittest.mock import AsyncMock\n\n\n"
                "async def test_setup(client: AsyncMock) -> None:\n    assert client.called",
            },
        ),
        (
            {
                "tests/conftest.py": _READY,
                "tests/test_init.py": "async def test_setup(value: int, ready) -> None:\n    assert value",
            },
            {
                "tests/conftest.py": _READY,
                "tests/test_init.py": "async def test_setup(value: int, ready: None) -> None:\n    assert value",
            },
        ),
        (
            {
                "tests/test_init.py": """
                import pytest


                @pytest.mark.parametrize(("name", "count"), [("a", 1), ("b", None)])
                def test_names(name, count) -> None:
                    assert (name, count)
                """,
            },
            {
                "tests/test_init.py": """
                import pytest


                @pytest.mark.parametrize(("name", "count"), [("a", 1), ("b", None)])
                def test_names(name: str, count: int | None) -> None:
                    assert (name, count)
                """,
            },
        ),
        (
            {
                "tests/test_init.py": """
                import pytest

                from homeassistant.components.example.client import Client


                @pytest.fixture
                def client():
                    made = Client()
                    made.seen = True
                    return made


                def test_client(client) -> None:
                    assert client.seen
                """,
            },
            {
                "tests/test_init.py": """
                import pytest

                from homeassistant.components.example.client import Client


                @pytest.fixture
                def client():
                    made = Client()
                    made.seen = True
                    return made


                def test_client(client: Client) -> None:
                    assert client.seen
                """,
            },
        ),
    ),
    keeps=kept(
        {
            "tests/test_init.py": "def test_state(client: AsyncMock) -> None:\n    assert client"
        },
        {"tests/test_init.py": "def test_state(of_a_plugin) -> None:\n    assert True"},
        {
            "tests/test_init.py": """
            import pytest


            @pytest.fixture
            def client():
                return make_client()


            @pytest.mark.parametrize("name", names())
            def test_state(client, name) -> None:
                assert client
            """,
        },
    ),
)
def fixture_types(subject: Subject) -> Iterator[Change]:
    """Yield the parameters whose type their fixture, or all their values, tell."""
    known: dict[Module, Mapping[str, tuple[Module, Function]]] = {}
    for module, function, parameter in taken(subject.integration):
        name = parameter.arg
        if parameter.annotation is not None or name in FIXTURES:
            continue
        if name in parametrized(module, function):
            found = _of_all(_values(function, name), module)
        else:
            if module not in known:
                known[module] = _seen_from(subject, module)
            owner, fixture = known[module].get(name, (module, None))
            found = _given(owner, fixture, module) if fixture else None
        if found:
            code, imports = found
            edit = typed(subject.source(module), parameter, code)
            yield change(subject, module, parameter, edit, imports=sorted(imports))


def _seen_from(subject: Subject, module: Module) -> dict[str, tuple[Module, Function]]:
    """Return the fixtures that the tests of a module can take, by their names."""
    folders = subject.path(module).split("/")
    conftests = sorted(
        (
            each
            for each in subject.tests
            if each.path.name == "conftest.py"
            and folders[: (depth := subject.path(each).count("/"))]
            == subject.path(each).split("/")[:depth]
        ),
        key=lambda each: subject.path(each).count("/"),
    )
    return {
        fixture_name(fixture): (owner, fixture)
        for owner in (*conftests, module)
        for fixture in fixtures(owner)
    }


def _given(owner: Module, fixture: Function, module: Module) -> _Type | None:
    """Return the type of what a fixture gives."""
    if (annotation := fixture.returns) is not None:
        if isinstance(annotation, ast.Subscript) and (
            last_name(annotation.value) in _GENERATORS
        ):
            annotation = annotation.slice
            if isinstance(annotation, ast.Tuple):
                annotation = annotation.elts[0]
        return _written(owner, annotation, module)
    own = [*inner(fixture)]
    given = [each.value for each in own if isinstance(each, ast.Yield | ast.Return)]
    values = [each for each in given if each is not None]
    if not values:
        return _NONE
    return _of_all([(owner, each) for each in values], module, fixture)


def _written(owner: Module, annotation: ast.expr, module: Module) -> _Type | None:
    """Return how a module writes what another one has annotated."""
    imports: set[str] = set()
    for node in ast.walk(annotation):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return None
        if not isinstance(node, ast.Name) or node.id in module.bindings:
            continue
        match owner.bindings.get(node.id):
            case ast.Import(names=names):
                [alias] = [
                    each
                    for each in names
                    if node.id in (each.asname, each.name.partition(".")[0])
                ]
                imports.add(ast.unparse(ast.Import([alias])))
            case ast.ImportFrom() as statement:
                [alias] = [
                    each
                    for each in statement.names
                    if node.id in (each.asname, each.name)
                ]
                line = ast.ImportFrom(owner.imported(statement), [alias], 0)
                imports.add(ast.unparse(line))
            case None if node.id in _BUILTIN:
                pass
            case _ if owner is module:
                pass
            case _:
                return None
    return ast.unparse(annotation), frozenset(imports)


def _values(
    function: Function, name: str
) -> Iterator[tuple[Module | None, ast.expr | None]]:
    """Yield what a parameter of a test is, None where that is not told."""
    for mark in function.decorator_list:
        if not isinstance(mark, ast.Call) or last_name(mark) != "parametrize":
            continue
        names = argnames(argument(mark, 0, "argnames"))
        if name not in names:
            continue
        rows = argument(mark, 1, "argvalues")
        # What a fixture makes of a value may be something else.
        if (
            keyword(mark, "indirect")
            or not isinstance(rows, ast.List | ast.Tuple)
            or not rows.elts
        ):
            yield None, None
            return
        for row in rows.elts:
            yield None, _cell(row, names, name)


def _cell(row: ast.expr, names: list[str], name: str) -> ast.expr | None:
    """Return the value of a parameter in one of its rows."""
    cells = [row]
    match row:
        case ast.Call(args=args) if last_name(row) == "param":
            cells = args
        case ast.Tuple(elts=elts) | ast.List(elts=elts) if len(names) > 1:
            cells = elts
    return cells[names.index(name)] if len(cells) == len(names) else None


def _of_all(
    values: Iterable[tuple[Module | None, ast.expr | None]],
    module: Module,
    fixture: Function | None = None,
) -> _Type | None:
    """Return the type of some values, None where one of them has none that is told."""
    found: list[_Type] = []
    for owner, value in values:
        type_ = _of(owner or module, value, module, fixture)
        if type_ is None:
            return None
        found.append(type_)
    if not found:
        return None
    codes = sorted({code for code, _ in found}, key=lambda code: code == "None")
    return " | ".join(codes), reduce(frozenset.union, (each for _, each in found))


def _of(
    owner: Module, value: ast.expr | None, module: Module, fixture: Function | None
) -> _Type | None:
    """Return the type of a value, as a module writes it."""
    match value:
        case ast.Constant(value=constant) if constant is not Ellipsis:
            return _NONE if constant is None else (type(constant).__name__, frozenset())
        case ast.JoinedStr():
            return "str", frozenset()
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _of(owner, operand, module, fixture)
        case ast.Dict():
            return "dict[str, Any]", frozenset({"from typing import Any"})
        case ast.Call(func=ast.Name() as class_) if _is_class(owner, class_):
            return _written(owner, class_, module)
        case ast.Attribute(value=ast.Name() as enum) if _is_enum(owner, enum):
            return _written(owner, enum, module)
        case ast.Name(id=name) if fixture:
            return _bound(owner, fixture, name, module)
        case ast.Name():
            definition = owner.definition(value)
            if (
                definition
                and definition.module
                and isinstance(definition.node, ast.Constant | ast.Dict)
            ):
                return _of(definition.module, definition.node, module, None)
    return None


def _bound(owner: Module, fixture: Function, name: str, module: Module) -> _Type | None:
    """Return the type of what a fixture binds a name to, if it does so once."""
    values = [
        value
        for node in inner(fixture)
        for target, value in assigned(node)
        if isinstance(target, ast.Name) and target.id == name
    ]
    entered = [
        item.context_expr
        for node in inner(fixture)
        if isinstance(node, ast.With | ast.AsyncWith)
        for item in node.items
        if isinstance(item.optional_vars, ast.Name) and item.optional_vars.id == name
    ]
    match values, entered:
        case [value], [] if not isinstance(value, ast.Name):
            return _of(owner, value, module, fixture)
        case [], [ast.Call() as call]:
            mock = keyword(call, "new_callable")
            return _written(owner, mock, module) if isinstance(mock, ast.Name) else None
    return None


def _is_class(module: Module, name: ast.Name) -> bool:
    """Return whether a name is that of a class, as far as that is known."""
    definition = module.definition(name)
    if definition is None or isinstance(definition.node, ast.ClassDef):
        return definition is not None
    return definition.node is None and name.id[:1].isupper() and not name.id.isupper()


def _is_enum(module: Module, name: ast.Name) -> bool:
    definition = module.definition(name)
    return (
        definition is not None
        and definition.module is not None
        and isinstance(definition.node, ast.ClassDef)
        and definition.module.derives(definition.node, *_ENUMS)
    )
