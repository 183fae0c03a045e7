"""Find what mentions something that is gone, and how much goes with it."""

import ast
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from .blocks import Removal, taken
from .elements import operand, without_elements
from .entries import FUNCTIONS, enclosing
from .gone import Gone, Kind
from .names import Import, Module, bound, is_test_path, unused_imports
from .naming import naming
from .positions import are_alike, asks_user, starts_flow
from .related import gives_only
from .results import with_result
from .source import Change

# What an element may be part of and still be one of a kind with the others
_COLLECTING: Final = frozenset(
    {"frozenset", "set", "list", "tuple", "isinstance", "issubclass"}
)


@dataclass
class Mentions:
    """What a module has that names what is gone.

    Attributes:
        aside: What is not looked at.
        gone: Expressions that are gone as a whole.
        holders: What loses some of its elements.
        entered: Contexts that are gone, and leave what is done in them.
        stuck: Names whose surroundings cannot go with them.
        emptied: Qualified names of what stands for nothing but what is gone.
    """

    module: Module
    names: Gone
    removal: Removal
    aside: Collection[ast.AST] = ()
    gone: dict[ast.AST, Kind] = field(default_factory=dict)
    holders: set[ast.AST] = field(default_factory=set)
    entered: set[ast.With | ast.AsyncWith] = field(default_factory=set)
    stuck: dict[ast.AST, Kind] = field(default_factory=dict)
    emptied: set[str] = field(default_factory=set)
    _named: ast.AST = field(default_factory=ast.Pass)

    def __post_init__(self) -> None:
        """Find them."""
        self.source = self.module.source
        for statement, idle in unused_imports(self.source).items():
            self._import(statement, idle)
        for node in naming(self.module, self.names.identifiers):
            if node not in self.aside and (kind := self._kind(node)):
                self._named = node
                self._mark(node, kind)

    def changes(self) -> Iterator[Change]:
        """Yield the edits without what is gone, as far as that is whole."""
        for context in self.entered:
            yield taken(self.source, context, context.body)
        for holder in self.holders - self.gone.keys():
            if isinstance(holder, ast.BinOp):
                kept = holder.right if holder.left in self.gone else holder.left
                yield operand(self.source, holder, kept)
            elif isinstance(holder, ast.IfExp):
                kept = holder.orelse if holder.body in self.gone else holder.body
                yield operand(self.source, holder, kept)
            else:
                yield without_elements(self.source, holder, self.gone)

    def _kind(self, node: ast.AST) -> Kind | None:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            return None
        if kind := self.names.kind(self.module, node):
            return kind
        return Kind.UNUSED if self.names.is_text(self.module, node) else None

    def _import(self, node: Import, idle: Iterable[ast.alias]) -> None:
        """Take the imports of what is missing, once nothing uses them."""
        for alias in idle:
            name = self.module.imports[bound(alias)]
            if self.names.kind_of(name) is Kind.MISSING:
                self.gone[alias] = Kind.MISSING
        if all(alias in self.gone for alias in node.names):
            self.removal.add(node)
        elif any(alias in self.gone for alias in node.names):
            self.holders.add(node)

    def _mark(self, node: ast.AST, kind: Kind) -> None:
        """Take an expression for gone, and with it what is nothing without it."""
        if node in self.gone:
            return
        self.gone[node] = kind
        parent = self.source.parents[node]
        match parent:
            case (
                ast.Attribute()
                | ast.Await()
                | ast.FormattedValue()
                | ast.JoinedStr()
                | ast.Subscript()
                | ast.keyword()
            ):
                self._mark(parent, kind)
            case ast.Call(args=args, keywords=keywords) if (
                isinstance(node, ast.keyword) and node is self._named
            ):
                self._hold(parent, [*args, *keywords], kind)
            case ast.Starred() if isinstance(
                call := self.source.parents[parent], ast.Call
            ):
                self.gone[parent] = kind
                self._hold(call, [*call.args, *call.keywords], kind)
            case ast.Starred():
                self._mark(parent, kind)
            case ast.Call(func=func) if func is node:
                self._mark(parent, kind)
            case ast.Call():
                self._mark_call(parent, node, kind)
            case ast.List(elts=elements) | ast.Set(elts=elements):
                self._hold(parent, elements, kind)
            case ast.Tuple(elts=elements) if self._is_collection(parent):
                self._hold(parent, elements, kind)
            case ast.Tuple(ctx=ast.Load()):
                self._mark(parent, kind)
            case ast.Dict():
                self._mark_item(parent, node, kind)
            case ast.BinOp(op=ast.BitOr() | ast.Add(), left=left, right=right):
                self._hold(parent, [left, right], kind)
            case ast.IfExp(body=body, orelse=orelse) if (
                kind is Kind.MISSING and node in (body, orelse)
            ):
                # It would fail, so that it is always the other one.
                self._hold(parent, [body, orelse], kind)
            case ast.ExceptHandler():
                self.removal.handlers.add(parent)
            case ast.withitem():
                self._mark_context(parent, node, kind)
            case _:
                self._mark_statement(parent, node, kind)

    def _mark_statement(self, parent: ast.AST, node: ast.AST, kind: Kind) -> None:
        match parent:
            case ast.Expr() if asks_user(self._named):
                self.removal.reports.add(parent)
                self.removal.add(parent)
            case ast.Expr() | ast.AugAssign() | ast.Delete() | ast.ClassDef():
                self.removal.add(parent)
            case ast.For(iter=iterated, orelse=[]) if node is iterated:
                self.removal.add(parent)
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target) if (
                node is target
            ):
                self.removal.add(parent)
            case ast.Assign() if starts_flow(self.source, self._named) and (
                decided := with_result(self.source, parent)
            ):
                self.removal.add_all(decided)
            case ast.AnnAssign(annotation=annotation) if (
                node is annotation
                and kind is Kind.MISSING
                and isinstance(self.source.parents[parent], ast.Module | ast.ClassDef)
            ):
                self.removal.add(parent)
            case ast.Assign() | ast.AnnAssign() | ast.TypeAlias() if isinstance(
                self.source.parents[parent], ast.Module | ast.ClassDef
            ):
                self._mark_definition(parent, kind)
            case _:
                self._stick(kind)

    def _mark_definition(
        self, node: ast.Assign | ast.AnnAssign | ast.TypeAlias, kind: Kind
    ) -> None:
        """Take a name for gone that stands for nothing but what is gone."""
        if kind is Kind.MISSING:
            self.removal.add(node)
        elif isinstance(self.source.parents[node], ast.Module):
            self.emptied |= {
                f"{self.module.name}.{name}"
                for name, statement in self.module.definitions.items()
                if statement is node
            }

    def _mark_call(self, call: ast.Call, node: ast.AST, kind: Kind) -> None:
        """Take a call for gone that is given what is gone, unless it is given more of that kind."""
        others = [argument for argument in call.args if argument is not node]
        if not self._is_named(call) or any(
            isinstance(other, ast.Call | ast.Await)
            or are_alike(self.module, node, other)
            for other in others
        ):
            self._stick(kind)
        else:
            self._mark(call, kind)

    def _is_named(self, call: ast.Call) -> bool:
        """Return whether a call is of a function or class, or gives nothing that is used."""
        if isinstance(call.func, ast.Name) or self.module.qualified(call.func):
            return True
        parent = self.source.parents[call]
        while isinstance(parent, ast.Await | ast.Call):
            parent = self.source.parents[parent]
        return isinstance(parent, ast.Expr) or starts_flow(self.source, self._named)

    def _mark_item(self, mapping: ast.Dict, node: ast.AST, kind: Kind) -> None:
        """Take an item, or a mapping that is a record of what is gone."""
        values = mapping.values
        if (
            node in values
            and kind is Kind.UNUSED
            and (
                len(values) == 1
                or not all(are_alike(self.module, node, other) for other in values)
            )
        ):
            self._mark(mapping, kind)
            return
        for key, value in zip(mapping.keys, values, strict=True):
            if node in (key, value):
                self.gone[value] = kind
        self._hold(mapping, values, kind)

    def _mark_context(self, item: ast.withitem, node: ast.AST, kind: Kind) -> None:
        """Take one of several contexts, if nothing uses what it gives."""
        parent = self.source.parents[item]
        assert isinstance(parent, ast.With | ast.AsyncWith)
        is_only = len(parent.items) == 1
        if item.optional_vars or (is_only and not self._is_context(item)):
            self._stick(kind)
        elif is_only:
            self.entered.add(parent)
        else:
            self.holders.add(parent)

    def _is_context(self, item: ast.withitem) -> bool:
        """Return whether a context itself is gone, and what is done in it can be done without."""
        match item.context_expr:
            case ast.Call(func=func):
                return func is self._named and not is_test_path(self.module.path)
        return False

    def _stick(self, kind: Kind) -> None:
        """Take a fixture or a helper of tests that gives nothing without what is gone, or nothing."""
        function = next(enclosing(self.source, self._named, FUNCTIONS), None)
        if is_test_path(self.module.path) and gives_only(function, self._named):
            self.removal.add(function)
        else:
            self.stuck[self._named] = kind

    def _hold(self, holder: ast.AST, elements: Sequence[ast.AST], kind: Kind) -> None:
        """Take elements, or what holds them if they are all that it holds."""
        if all(element in self.gone for element in elements):
            if self._is_row(holder):
                self.holders.add(holder)
                return
            self.holders.discard(holder)
            self._mark(holder, kind)
        else:
            self.holders.add(holder)

    def _is_row(self, node: ast.AST) -> bool:
        """Return whether this is one of several lists in a mapping of which others keep something."""
        parent = self.source.parents[node]
        return (
            isinstance(node, ast.List)
            and isinstance(parent, ast.Dict)
            and any(
                isinstance(value, ast.List)
                and any(self._kind(element) is None for element in value.elts)
                for value in parent.values
            )
        )

    def _is_collection(self, node: ast.Tuple) -> bool:
        """Return whether a tuple holds elements of a kind, rather than being a record."""
        parent = self.source.parents[node]
        match parent:
            case ast.Compare() | ast.For() | ast.comprehension() | ast.ExceptHandler():
                return True
            case ast.Call(func=ast.Name(id=name)):
                return name in _COLLECTING
            case ast.Assign() | ast.AnnAssign() if isinstance(
                self.source.parents[parent], ast.Module | ast.ClassDef
            ):
                return True
        return all(are_alike(self.module, node.elts[0], each) for each in node.elts)
