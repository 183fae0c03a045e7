"""Tell removals that an absent feature explains from others."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from .absent import INTEGRATION, Absent
from .edits import Folded
from .idle import passes_on, says_nothing
from .modules import Module
from .names import Key, read_as
from .regions import Region, is_called
from .syntax import ENDINGS, FUNCTIONS, IMPORTS, is_docstring

# The kinds of a name that stands for a member, whatever of
_NAMES: Final = ("attribute", "string")


class Removals:
    """The regions of an integration, of which each has to be explained."""

    def __init__(
        self, modules: Iterable[Module], regions: Sequence[Region], absent: Absent
    ) -> None:
        """Explain what can be explained, one by the other.

        Args:
            modules: The finished integration.
            regions: What the step does not have.
            absent: The features that it is without.
        """
        self.regions = regions
        self.absent = absent
        self.explained: set[Region] = set()
        self.dead: frozenset[Key] = frozenset()
        self.gone: frozenset[Key] = frozenset()
        self._roots = frozenset(_roots(absent))
        self._inside = frozenset(
            key
            for region in regions
            for node in region.nodes
            for key in region.module.names.given.get(node, ())
        )
        self._users: dict[Key, list[Region]] = {}
        for region in regions:
            for key in region.used:
                self._users.setdefault(key, []).append(region)
        gone = frozenset(node for region in regions for node in region.nodes)
        self._kept, self._kept_given = (
            frozenset(
                key
                for module in modules
                for node, keys in getattr(module.names, what).items()
                if node not in gone
                for key in keys
            )
            for what in ("used", "given")
        )
        while True:
            self.dead = self._dead()
            given = (key for region in self.explained for key in region.given)
            self.gone = self.dead | frozenset(given) - self._kept
            explained = {
                region for region in self.regions if self._is_explained(region)
            }
            if explained <= self.explained:
                return
            self.explained |= explained

    def unexplained(self) -> Iterator[Region]:
        """Yield what nothing absent explains."""
        return (region for region in self.regions if region not in self.explained)

    def _dead(self) -> frozenset[Key]:
        """Return what is defined nowhere any more, and read by nothing that is not explained."""
        alive = set(self._kept)
        left = [region for region in self.regions if region not in self.explained]
        waiting: list[Region] = []
        for region in left:
            if (
                not region.given
                or region.is_called
                or not any(self._is_read_elsewhere(key, region) for key in region.given)
            ):
                alive.update(self._keeps(region))
            else:
                waiting.append(region)
        while reached := [
            region
            for region in waiting
            if any(self._is_alive(key, alive) for key in region.given)
        ]:
            waiting = [region for region in waiting if region not in reached]
            for region in reached:
                alive.update(self._keeps(region))
        gone = (key for region in (*waiting, *self.explained) for key in region.given)
        return frozenset(
            key
            for key in (*gone, *(self._inside & self._users.keys()))
            if not self._is_alive(key, alive)
        )

    def _keeps(self, region: Region) -> Iterator[Key]:
        """Yield what a region needs, in tests without what is there for the integration itself."""
        return (
            key
            for key in region.used
            if not (
                region.is_test
                and (key[0] in _NAMES or INTEGRATION.match(key[1]))
                and any(
                    not each.is_test
                    for form in _forms(key)
                    for each in self._users.get(form, ())
                )
            )
        )

    def _is_alive(self, key: Key, alive: set[Key]) -> bool:
        return not alive.isdisjoint(self._read_as(key))

    def _is_read_elsewhere(self, key: Key, region: Region) -> bool:
        return any(
            each in self._kept
            or any(other is not region for other in self._users.get(each, ()))
            for each in self._read_as(key)
        )

    def _read_as(self, key: Key) -> tuple[Key, ...]:
        """Return how something is read: by its name, or as an attribute of some module."""
        if key[0] == "global" and key not in self._kept and key not in self._users:
            return key, ("attribute", key[2])
        return read_as(key)

    def _is_explained(self, region: Region) -> bool:
        if isinstance(region.edit, Folded):
            return self._is_folded_rightly(region)
        return not region.edit.is_reachable or self._explains(region, region.node)

    def _is_folded_rightly(self, region: Region) -> bool:
        assert isinstance(region.edit, Folded)
        if region.edit.value is None:
            return self.absent.options
        truth = self.truth(region, region.edit.node)
        if truth is None:
            return any(map(self._fails, region.edit.dropped))
        return truth is region.edit.value

    def _fails(self, node: ast.AST) -> bool:
        """Return whether an expression raises in every flow that there still is."""
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name("self"), attr=name)):
                return name in {
                    f"_get_{source}_entry" for source in self.absent.sources
                }
            case ast.Attribute(value=inner) | ast.Subscript(value=inner):
                return self._fails(inner)
        return False

    def truth(self, region: Region, test: ast.expr) -> bool | None:
        """Return whether a condition holds in the step."""
        conditions = region.conditions
        conditions.enter(region.function)
        conditions.narrow(region.module.decided(region.node))
        conditions.is_gone = lambda node: self._is_gone(
            region.module.names.named.get(node, ())
        )
        return conditions.truth(test)

    def _is_gone(self, keys: Iterable[Key]) -> bool:
        return any(
            key in self._roots or (key in self.gone and key not in self._kept_given)
            for key in keys
        )

    def _mentions(self, region: Region, node: ast.AST) -> bool:
        named = (
            key
            for each in ast.walk(node)
            for key in region.module.names.named.get(each, ())
        )
        if region.is_test:
            named = (form for key in named for form in _forms(key))
        return self._is_gone(named)

    def _is_unused(self, region: Region, node: ast.AST) -> bool:
        """Return whether a definition is used by nothing any more, and was."""
        given = region.module.names.given.get(node, ())
        if isinstance(node, ast.Module):
            given = [*region.given]
        return (
            bool(given)
            and not (isinstance(node, FUNCTIONS) and is_called(node))
            and all(key in self.dead for key in given)
            and any(self._is_read_elsewhere(key, region) for key in given)
        )

    def _explains(self, region: Region, node: ast.AST) -> bool:
        """Return whether something that is absent explains that a node is."""
        if self._is_unused(region, node):
            return True
        match node:
            case ast.Module() if self._is_loaded_by_name(region):
                return True
            case ast.Module() if region.is_test and (tests := [*_tests(node)]):
                return all(self._explains(region, each) for each in tests)
            case ast.Module(body=body):
                own = [node for node in body if not isinstance(node, IMPORTS)]
                return self._explain(region, own)
            case (
                ast.FunctionDef(name=name, body=body)
                | ast.AsyncFunctionDef(name=name, body=body)
            ):
                if ("word", name) in self._roots:
                    return True
                if name.startswith("test_"):
                    return self._mentions(region, node)
                if region.is_test and self._mentions(region, node):
                    # What all that used it is without, too
                    return not self._is_missed(region, node)
                own = [each for each in body if not passes_on(each, name)]
                return self._explain(region, own) and (
                    len(own) < len(body) or not self._is_missed(region, node)
                )
            case ast.ClassDef(bases=bases, body=body):
                return any(
                    self._mentions(region, base) for base in bases
                ) or self._explain(region, body)
            case ast.If(test=test, body=body, orelse=orelse):
                return self._explains_if(region, test, body, orelse)
            case ast.For(iter=head, body=body) | ast.AsyncFor(iter=head, body=body):
                return self._mentions(region, head) or self._explain(region, body)
            case ast.While(test=head, body=body):
                return self.truth(region, head) is False or self._explain(region, body)
            case (
                ast.With(items=items, body=body) | ast.AsyncWith(items=items, body=body)
            ):
                return any(
                    self._mentions(region, item) for item in items
                ) or self._explain(region, body)
            case (
                ast.Try(body=body, finalbody=last)
                | ast.TryStar(body=body, finalbody=last)
            ):
                return self._explain(region, [*body, *last])
            case ast.Match(subject=subject, cases=cases):
                return self._mentions(region, subject) or all(
                    self._explain(region, case.body) for case in cases
                )
            case ast.ExceptHandler(type=caught, body=body):
                return (
                    caught is not None and self._mentions(region, caught)
                ) or self._explain(region, body)
            case ast.match_case(pattern=pattern, body=body):
                return self._mentions(region, pattern) or self._explain(region, body)
            case ast.Assign() | ast.AnnAssign() | ast.TypeAlias():
                return (
                    self._mentions(region, node)
                    and not self._is_missed(region, node)
                    and not self._lists_others(region, node)
                )
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                return all(self._explains(region, each) for each in names)
            case ast.Name(ctx=ast.Store()):
                # A value that nothing reads is still made, for what else that does.
                return False
            case ast.arg():
                return self._mentions(region, node) and not is_called(
                    region.function or node
                )
        if isinstance(node, ENDINGS) and region.node is node:
            # What is below it would be executed.
            return False
        return self._mentions(region, node) and not self._lists_others(region, node)

    def _lists_others(self, region: Region, node: ast.AST) -> bool:
        """Return whether a statement is about platforms, too, that the step has."""
        listed = {
            key[1]
            for each in ast.walk(node)
            for key in region.module.names.named.get(each, ())
            if key[0] == "listed"
        }
        return (
            isinstance(node, ast.stmt)
            and not listed.isdisjoint(self.absent.modules)
            and not listed.isdisjoint(self.absent.modules_left)
        )

    def _explain(self, region: Region, body: Iterable[ast.stmt]) -> bool:
        """Return whether each statement is explained, and there is one."""
        statements = [node for node in body if not is_docstring(node)]
        says = [node for node in statements if not says_nothing(node)]
        explained = [self._explains(region, node) for node in says]
        if any(explained):
            return all(
                each or self._is_for(region, node)
                for each, node in zip(explained, says, strict=True)
            )
        return bool(says) and all(self._is_for_others(region, node) for node in says)

    def _is_for_others(self, region: Region, node: ast.stmt) -> bool:
        """Return whether a statement only keeps what other statements used that are gone."""
        return self._is_for(region, node) and any(
            other is not region
            for key in region.module.names.given.get(node, ())
            for other in self._users.get(key, ())
        )

    def _is_for(self, region: Region, node: ast.stmt) -> bool:
        """Return whether a statement only keeps what is used by nothing that is not explained."""
        given = region.module.names.given.get(node, ())
        return (
            isinstance(node, ast.Assign | ast.AnnAssign)
            and bool(given)
            and not any(isinstance(each, ast.Await) for each in ast.walk(node))
            and all(
                key[0] == "local"
                and key not in self._kept
                and {*self._users.get(key, ())} <= {region, *self.explained}
                for key in given
            )
        )

    def _explains_if(
        self,
        region: Region,
        test: ast.expr,
        body: list[ast.stmt],
        orelse: list[ast.stmt],
    ) -> bool:
        truth = self.truth(region, test)
        if truth is None:
            if self._decides_by_absent(region, test):
                return not any(
                    isinstance(each, ENDINGS)
                    for statement in (*body, *orelse)
                    for each in ast.walk(statement)
                )
            return self._explain(region, body) and (
                not orelse or self._explain(region, orelse)
            )
        taken = body if truth else orelse
        return not taken or self._explain(region, taken)

    def _decides_by_absent(self, region: Region, test: ast.expr) -> bool:
        """Return whether a condition reads a local variable that only what is explained assigns."""
        explained = {key for each in self.explained for key in each.given}
        return any(
            key[0] == "local" and key in explained and key not in self._kept_given
            for node in ast.walk(test)
            for key in region.module.names.used.get(node, ())
        )

    def _is_missed(self, region: Region, node: ast.AST) -> bool:
        """Return whether something is still read that nothing assigns any more."""
        return any(
            key in self._kept and key not in self._kept_given
            for key in region.module.names.given.get(node, ())
        )

    def _is_loaded_by_name(self, region: Region) -> bool:
        if match := INTEGRATION.match(region.module.path):
            name = (
                region.module.path[match.end() :].partition("/")[0].removesuffix(".py")
            )
            return name in self.absent.modules
        stem = region.module.path.rpartition("/")[2].removesuffix(".py")
        return stem.removeprefix("test_") in self.absent.modules


def _forms(key: Key) -> tuple[Key, ...]:
    """Return the same name as an attribute and as a string, by which tests replace it."""
    return tuple((kind, key[1]) for kind in _NAMES) if key[0] in _NAMES else (key,)


def _tests(node: ast.AST) -> Iterator[ast.AST]:
    return (
        each
        for each in ast.walk(node)
        if isinstance(each, FUNCTIONS) and each.name.startswith("test_")
    )


def _roots(absent: Absent) -> Iterator[Key]:
    yield from (("word", word) for word in absent.words)
    yield from (("platform", module) for module in absent.modules)
    for source in absent.sources:
        yield "from", source
        yield "attribute", f"async_step_{source}"
    if absent.options:
        yield ("options",)
    if absent.subentries:
        yield ("subentries",)
    if absent.actions:
        yield ("actions",)
    if absent.migration:
        yield ("migration",)
