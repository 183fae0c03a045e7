"""Find what is left of a feature in code that was cut."""

import ast
from collections.abc import Iterator

from .absence import Absence
from .blocks import Removal
from .conditions import Conditions
from .entries import is_config_entry, other_flows
from .fixtures import lost_arguments
from .gone import Gone, Kind
from .mentions import Mentions
from .names import Module, Package, is_test_path
from .place import Place
from .source import Draft
from .testing import Tests, single_cases
from .values import Values


def places(
    before: Module,
    package: Package,
    module: Module,
    draft: Draft,
    gone: Gone,
    absence: Absence,
) -> Iterator[Place]:
    """Yield the places of a module that are left to its author."""

    def place(node: ast.AST, why: str, mend: str, *, blocks: bool) -> Place:
        code = " ".join(module.source.code(node).split())
        return Place(module.path, draft.line(node), code, why, mend, blocks)

    removal = Removal(module)
    is_tests = is_test_path(module.path)
    aside = (
        Tests(module, gone, Removal(module)).inside
        if is_tests
        else other_flows(package, module)
    )
    stuck = Mentions(module, gone, removal, aside).stuck
    for node, kind in stuck.items():
        if kind is Kind.MISSING:
            yield place(
                node,
                "is gone, and still used",
                "do without it in this step",
                blocks=True,
            )
        else:
            yield place(
                node,
                "names what comes later",
                "leave it out of this step if it reads odd",
                blocks=False,
            )
    named = {node.id for node in stuck if isinstance(node, ast.Name)}
    for argument in lost_arguments(module, gone.fixtures) if is_tests else ():
        if argument.arg not in named:
            yield place(
                argument,
                "is a fixture that is gone",
                "do without it in this step",
                blocks=True,
            )
    conditions = Conditions(Values(package, module, absence), removal)
    for node in conditions.stuck:
        yield place(
            node,
            "is decided in this step, but does more than decide",
            "write what is left of it",
            blocks=True,
        )
    for statement in removal.refused:
        yield place(
            statement,
            "is gone, and leaves a block with nothing in it",
            "write what happens there in this step",
            blocks=True,
        )
    for table in single_cases(before.source, module.source) if is_tests else ():
        yield place(
            table,
            "has one case left",
            "write it into the test of this step",
            blocks=False,
        )
    for node in () if is_tests else module.source.of_kind(ast.Attribute):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in absence.empty
            and is_config_entry(package, module, node.value)
        ):
            match module.source.parents.get(node):
                case ast.Subscript(value=value, ctx=ast.Load()) as read if (
                    value is node
                ):
                    yield place(
                        read,
                        f"raises KeyError before there are {node.attr}",
                        "do without it in this step",
                        blocks=True,
                    )
                case _:
                    yield place(
                        node,
                        f"has nothing in it before there are {node.attr}",
                        "leave it out of this step if it reads odd",
                        blocks=False,
                    )
