"""Find the tests that prove a rule."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import override

from script.integration.fact import gap
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.modules import Module
from script.integration.nodes import walk
from script.integration.syntax import Function, last_name
from script.rules.tests.functions import tests as tests_in


@dataclass(frozen=True)
class Proof:
    """A kind of test that a rule rests on.

    Attributes:
        what: What such a test does, for messages: "a test …".
        names: What it mentions, with the fixtures and helpers it uses: names, strings, and
            attributes with what they are of, as "options.async_init".
        one_of: One of these as well, if there are any.
    """

    what: str
    names: frozenset[str]
    one_of: frozenset[str] = frozenset()

    @override
    def __str__(self) -> str:
        """Return what such a test mentions."""
        return ", ".join(
            (*sorted(self.names), *filter(None, [" or ".join(sorted(self.one_of))]))
        )

    def fits(self, mentioned: set[str]) -> bool:
        """Return whether a test that mentions this is of the kind."""
        return self.names <= mentioned and (
            not self.one_of or bool(self.one_of & mentioned)
        )


def proof(what: str, *names: str, one_of: Iterable[str] = ()) -> Proof:
    """Return a kind of test."""
    return Proof(what, frozenset(names), frozenset(one_of))


def unproven(integration: Integration, proofs: Iterable[Proof]) -> Iterator[Finding]:
    """Yield the kinds of which there is no test, and the tests that did not pass in the last run."""
    record = integration.last_run
    for each in proofs:
        tests = [
            (module, function)
            for module, function, mentioned in _tests(integration)
            if each.fits(mentioned)
        ]
        if not tests:
            yield gap(
                integration.tests_path,
                f"no test {each.what}",
                f"Add one, which mentions {each}",
            )
        if isinstance(record, str):
            continue
        for module, function in tests:
            match record.passed.get(f"{module.name}.{function.name}"):
                case None:
                    yield gap(
                        module,
                        f"{function.name} did not take part in the last run",
                        "Run script/test",
                        function,
                    )
                case False:
                    yield gap(
                        module,
                        f"{function.name} did not pass in the last run",
                        "Mend it, and run script/test",
                        function,
                    )


@cache
def _tests(integration: Integration) -> tuple[tuple[Module, Function, set[str]], ...]:
    """Return the tests, each with what it mentions."""
    return tuple(
        (module, node, _mentioned(integration, module, node))
        for module in integration.tests
        for node in tests_in(module)
    )


def _mentioned(integration: Integration, module: Module, test: Function) -> set[str]:
    """Return what a test mentions, with the fixtures and helpers that it uses."""
    mentioned: set[str] = set()
    seen: set[ast.AST] = set()
    pending: list[tuple[Module, ast.AST]] = [(module, test)]
    while pending:
        home, root = pending.pop()
        if root in seen:
            continue
        seen.add(root)
        for node in walk(root):
            match node:
                case (
                    ast.Name(id=name)
                    | ast.arg(arg=name)
                    | ast.Constant(value=str() as name)
                ):
                    mentioned.add(name)
                    pending += _defined(integration, home, name)
                case ast.Attribute(value=value, attr=name):
                    mentioned |= {name, f"{last_name(value)}.{name}"}
    return mentioned


def _defined(
    integration: Integration, module: Module, name: str
) -> Iterator[tuple[Module, ast.AST]]:
    """Yield what a name or a fixture stands for in the tests."""
    package = f"tests.components.{integration.domain}"
    for home in (module, integration.module(f"{package}.conftest")):
        bound = home.bindings.get(name) if home else None
        if home is None or bound is None:
            continue
        # What core has need not be read, which would take most of the time.
        if isinstance(bound, ast.ImportFrom) and not home.imported(bound).startswith(
            package
        ):
            return
        definition = home.member(name)
        if definition and definition.module in integration.tests and definition.node:
            yield definition.module, definition.node
        return
