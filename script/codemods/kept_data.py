"""Find where an integration keeps data in `hass.data` under its domain."""

import ast
from dataclasses import dataclass, field

from script.integration.modules import Module
from script.integration.syntax import dotted, last_name

from .subject import Subject


@dataclass
class Uses:
    """Where data is kept under the domain.

    Attributes:
        kept: Each place that names the data of an entry, with its key.
        room: Statements that only make room.
        taken_away: Statements that only take the data of an entry away.
        emptied: Statements that take all data of the domain away.
        whole: Assignments of all data of the domain, which are of one entry alone, with that and its data.
        shared: Each place that names what all entries share under a key.
        listed: Each place that asks for the ids or the data of all entries.
        other: Places that do something else.
    """

    kept: list[tuple[Module, ast.expr, ast.expr]] = field(default_factory=list)
    room: list[tuple[Module, ast.stmt]] = field(default_factory=list)
    taken_away: list[tuple[Module, ast.stmt]] = field(default_factory=list)
    emptied: list[tuple[Module, ast.stmt]] = field(default_factory=list)
    whole: list[tuple[Module, ast.Assign, ast.expr, ast.expr]] = field(
        default_factory=list
    )
    shared: list[tuple[Module, ast.expr]] = field(default_factory=list)
    listed: list[tuple[Module, ast.Call, ast.Subscript]] = field(default_factory=list)
    other: list[tuple[Module, ast.AST]] = field(default_factory=list)


def uses_in(subject: Subject, modules: tuple[Module, ...]) -> Uses:
    """Return where modules keep data under the domain."""
    uses = Uses()
    for module in modules:
        for node in module.nodes:
            if _is_domain_data(subject, module, node):
                assert isinstance(node, ast.expr)
                _sort(uses, module, node)
            elif _asks_for_domain(subject, module, node):
                _sort_condition(uses, module, node)
    return uses


def _is_domain_data(subject: Subject, module: Module, node: ast.AST) -> bool:
    """Return whether this is `hass.data[DOMAIN]`, in one of its ways."""
    match node:
        case ast.Subscript(value=data, slice=key):
            pass
        case ast.Call(
            func=ast.Attribute(value=data, attr="setdefault"),
            args=[key, ast.Dict(keys=[])],
        ):
            pass
        case ast.Call(
            func=ast.Attribute(value=data, attr="get" | "setdefault" | "pop"),
            args=[key, *_],
        ):
            pass
        case _:
            return False
    return (dotted(data) == "hass.data" or dotted(data).endswith(".hass.data")) and (
        module.value(key) == subject.domain
    )


def _asks_for_domain(subject: Subject, module: Module, node: ast.AST) -> bool:
    match node:
        case ast.Compare(left=key, comparators=[data]):
            return (
                dotted(data).endswith("hass.data")
                and module.value(key) == subject.domain
            )
    return False


def _sort_condition(uses: Uses, module: Module, node: ast.AST) -> None:
    """Add a question whether there is any data."""
    parent = module.parents[node]
    match parent:
        case ast.If(
            test=ast.Compare(ops=[ast.NotIn()]),
            body=[ast.Assign(targets=[ast.Subscript()], value=ast.Dict(keys=[]))],
            orelse=[],
        ):
            uses.room.append((module, parent))
        case _:
            uses.other.append((module, node))


def _sort(uses: Uses, module: Module, node: ast.expr) -> None:
    """Add a place that names the data of the domain."""
    parent = module.parents[node]
    around = module.parents.get(parent)
    is_made = isinstance(node, ast.Subscript) or (
        isinstance(node, ast.Call) and dotted(node.func).endswith(".setdefault")
    )
    match parent:
        case ast.Expr() if isinstance(node, ast.Call) and is_made:
            uses.room.append((module, parent))
        case ast.Expr() if isinstance(node, ast.Call) and (
            dotted(node.func).endswith(".pop")
        ):
            uses.emptied.append((module, parent))
        case ast.Subscript(slice=key) if module.value(key) is not None:
            uses.shared.append((module, node))
        case ast.Attribute(attr="get" | "setdefault" | "pop") if (
            isinstance(around, ast.Call)
            and around.args
            and module.value(around.args[0]) is not None
        ):
            uses.shared.append((module, node))
        case ast.Attribute(attr="keys" | "values") if isinstance(
            node, ast.Subscript
        ) and isinstance(around, ast.Call):
            uses.listed.append((module, around, node))
        case ast.Compare(left=key, comparators=[of]) if (
            of is node and module.value(key) is not None
        ):
            uses.shared.append((module, node))
        case ast.Subscript(slice=key, ctx=ast.Load() | ast.Store()) if is_made and (
            entry_of(key) or isinstance(parent.ctx, ast.Load)
        ):
            uses.kept.append((module, parent, key))
        case ast.Subscript(slice=ast.Attribute(attr="entry_id"), ctx=ast.Del()) if (
            isinstance(around, ast.Delete) and len(around.targets) == 1
        ):
            uses.taken_away.append((module, around))
        case ast.Attribute(attr="pop") if (
            isinstance(around, ast.Call)
            and around.args
            and isinstance(around.args[0], ast.Attribute)
            and around.args[0].attr == "entry_id"
        ):
            statement = module.parents[around]
            if isinstance(statement, ast.Expr):
                uses.taken_away.append((module, statement))
            elif entry_of(around.args[0]):
                uses.kept.append((module, around, around.args[0]))
            else:
                uses.other.append((module, node))
        case ast.Assign(value=ast.Dict(keys=[])) if isinstance(around, ast.If):
            # Its condition is looked at.
            if not _is_making_room(around):
                uses.other.append((module, node))
        case ast.Assign(value=ast.Dict(keys=[])):
            uses.room.append((module, parent))
        case ast.Assign(
            targets=[target],
            value=ast.Dict(
                keys=[ast.Attribute(attr="entry_id", value=entry)], values=[value]
            ),
        ) if target is node:
            uses.whole.append((module, parent, entry, value))
        case _:
            uses.other.append((module, node))


def entry_of(key: ast.expr) -> ast.expr | None:
    """Return the entry whose id a key is, None where it is only an id."""
    match key:
        case ast.Attribute(attr="entry_id", value=entry) if last_name(entry).endswith(
            "entry"
        ):
            return entry
    return None


def hass_of(node: ast.expr) -> ast.expr:
    """Return the Home Assistant of the data that a place names the data of an entry in."""
    data = next(
        each
        for each in ast.walk(node)
        if isinstance(each, ast.Attribute) and dotted(each).endswith("hass.data")
    )
    return data.value


def _is_making_room(condition: ast.If) -> bool:
    return (
        isinstance(condition.test, ast.Compare)
        and len(condition.body) == 1
        and not condition.orelse
    )
