"""Look at results of flows in tests as core does."""

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from script.cut.source import Edit
from script.integration.modules import Module
from script.integration.syntax import Function, last_name
from script.rules.tests.flow_starts import compared_by_value, numbered

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, replacing
from .subject import Subject

_TYPES: Final = "from homeassistant.data_entry_flow import FlowResultType"


@Codemod(
    name="flow-result-types",
    title="Compare types of flow results with `is`",
    changes=pairs(
        (
            'assert result["type"] == FlowResultType.FORM',
            'assert result["type"] is FlowResultType.FORM',
        ),
        (
            'assert result["type"] == "create_entry"',
            """
            from homeassistant.data_entry_flow import FlowResultType

            assert result["type"] is FlowResultType.CREATE_ENTRY
            """,
        ),
        (
            'assert (result["type"]\n    ==  # as shown\n    FlowResultType.FORM)',
            'assert (\n    result["type"]\n    is  # as shown\n    FlowResultType.FORM\n)',
        ),
        file="tests/test_config_flow.py",
    ),
    keeps=kept(
        'assert result["type"] is FlowResultType.FORM',
        'assert result["step_id"] == "user"',
        'assert device["type"] == "form"',
        file="tests/test_config_flow.py",
    ),
)
def flow_result_types(subject: Subject) -> Iterator[Change]:
    """Yield comparisons of types by value."""
    for module, node in broken(subject, compared_by_value, ast.Compare):
        source = subject.source(module)
        other = node.comparators[0]
        at = source.text.index("==", source.end(node.left))
        edits = [Edit(at, at + 2, "is")]
        imports = []
        match other:
            case ast.Constant(value=str() as value):
                edits.append(
                    replacing(source, other, f"FlowResultType.{value.upper()}")
                )
                imports.append(_TYPES)
            case ast.Attribute(value=owner) if last_name(owner) == "FlowResultType":
                pass
            case _:
                continue
        yield change(subject, module, node, *edits, imports=imports)


@Codemod(
    name="numbered-results",
    title="Call each result of a flow result",
    changes=pairs(
        (
            """
            async def test_flow(hass: HomeAssistant) -> None:
                result = await hass.config_entries.flow.async_init(DOMAIN)
                result2 = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                assert result2["title"] == "Example"
            """,
            """
            async def test_flow(hass: HomeAssistant) -> None:
                result = await hass.config_entries.flow.async_init(DOMAIN)
                result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                assert result["title"] == "Example"
            """,
        ),
        (
            """
            async def test_flow(hass: HomeAssistant) -> None:
                result_1 = await hass.config_entries.flow.async_init(DOMAIN)
                assert result_1["step_id"] == "user"
            """,
            """
            async def test_flow(hass: HomeAssistant) -> None:
                result = await hass.config_entries.flow.async_init(DOMAIN)
                assert result["step_id"] == "user"
            """,
        ),
        (
            """
            async def test_flow(hass: HomeAssistant) -> None:
                result = await hass.config_entries.flow.async_init(DOMAIN)
                result2 = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                result3 = await hass.config_entries.flow.async_configure(result2["flow_id"], {})
                assert result3["title"] == "Example"
            """,
            """
            async def test_flow(hass: HomeAssistant) -> None:
                result = await hass.config_entries.flow.async_init(DOMAIN)
                result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                assert result["title"] == "Example"
            """,
        ),
        (
            """
            async def test_flow(hass: HomeAssistant) -> None:
                result = await hass.config_entries.flow.async_init(DOMAIN)
                result2 = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                assert result2["step_id"] == "name"
                result3 = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                assert result3["title"] == "Example"
            """,
            """
            async def test_flow(hass: HomeAssistant) -> None:
                result = await hass.config_entries.flow.async_init(DOMAIN)
                result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                assert result["step_id"] == "name"
                result = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                assert result["title"] == "Example"
            """,
        ),
        file="tests/test_config_flow.py",
    ),
    keeps=kept(
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_init(DOMAIN)
            result2 = await hass.config_entries.flow.async_init(DOMAIN)
            result3 = await hass.config_entries.flow.async_configure(result["flow_id"], {})
            assert result3
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_init(DOMAIN)
            result2 = await hass.config_entries.flow.async_init(DOMAIN)
            assert result["flow_id"] != result2["flow_id"]
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            result = await hass.config_entries.flow.async_init(DOMAIN)
            for number in range(2):
                result2 = await hass.config_entries.flow.async_configure(result["flow_id"], {})
                assert result2
        """,
        """
        async def test_flow(hass: HomeAssistant) -> None:
            options_result = await hass.config_entries.options.async_init(ENTRY_ID)
            assert options_result
        """,
        file="tests/test_config_flow.py",
    ),
)
def numbered_results(subject: Subject) -> Iterator[Change]:
    """Yield the functions in which a result is not looked at once the next one is there."""
    seen: set[Function] = set()
    for module, node in broken(subject, numbered, ast.Name):
        function = module.function_around(node)
        if function and function not in seen and node.id.startswith("result"):
            seen.add(function)
            names = _renamable(module, function)
            if names:
                source = subject.source(module)
                edits = [replacing(source, each, "result") for each in names]
                yield change(subject, module, function, *edits)


def _renamable(module: Module, function: Function) -> list[ast.Name]:
    """Return the names of numbered results, if they follow one another."""
    names = sorted(
        (
            each
            for each in ast.walk(function)
            if isinstance(each, ast.Name)
            and each.id.removeprefix("result").lstrip("_").isdecimal()
            | (each.id == "result")
            and each.id.startswith("result")
        ),
        key=lambda each: (each.lineno, each.col_offset),
    )
    if any(
        isinstance(around, ast.For | ast.While | ast.AsyncFor | ast.Lambda)
        or (
            isinstance(around, ast.FunctionDef | ast.AsyncFunctionDef)
            and around is not function
        )
        for each in names
        for around in _within(module, each, function)
    ):
        return []
    # Each name may be read only from where it is assigned to where the next one is.
    before_last, current, assigned_in = "", "", None
    # The first result of the flow that each is one of
    flows: dict[str, str] = {}
    before: dict[str, str] = {}
    for each in names:
        statement = _statement(module, each)
        if isinstance(each.ctx, ast.Store):
            pending, assigned_in = each.id, statement
            # What is read on the right is still the one before.
            if any(
                other.id not in (current, pending)
                and not _is_same_flow(module, other, current, flows)
                for other in names
                if isinstance(other.ctx, ast.Load)
                and _statement(module, other) is statement
            ):
                return []
            before_last, current = current, pending
            before = dict(flows)
            flows[current] = flows.get(_continued(statement), current)
            continue
        if statement is assigned_in and (
            each.id in (before_last, current)
            or _is_same_flow(module, each, before_last, before)
        ):
            continue
        if each.id != current and not _is_same_flow(module, each, current, flows):
            return []
    return [each for each in names if each.id != "result"]


def _is_same_flow(
    module: Module, node: ast.Name, current: str, flows: Mapping[str, str]
) -> bool:
    """Return whether a result is only asked for its flow, which is that of the current one, too."""
    match module.parents[node]:
        case ast.Subscript(value=of, slice=ast.Constant(value="flow_id")) if of is node:
            return node.id in flows and flows[node.id] == flows.get(current)
    return False


def _continued(statement: ast.AST) -> str:
    """Return the name of the result whose flow a statement goes on with."""
    match statement:
        case ast.Assign(
            value=ast.Await(
                value=ast.Call(
                    func=ast.Attribute(attr="async_configure"),
                    args=[
                        ast.Subscript(
                            value=ast.Name(id=name),
                            slice=ast.Constant(value="flow_id"),
                        ),
                        *_,
                    ],
                )
            )
        ):
            return name
    return ""


def _statement(module: Module, node: ast.AST) -> ast.AST:
    while not isinstance(node, ast.stmt):
        node = module.parents[node]
    return node


def _within(module: Module, node: ast.AST, function: Function) -> Iterator[ast.AST]:
    for around in module.around(node):
        if around is function:
            return
        yield around
