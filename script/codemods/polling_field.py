"""Poll as often as the integration chooses, and ask no user."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from script.cut.place import Place
from script.integration.json_file import Json, dump
from script.integration.modules import Module
from script.rules.flow.fields import polling_field

from .change import Change, Content
from .codemod import Codemod, kept, pairs
from .editing import broken, replaced, without_item
from .subject import Subject

_STRINGS: Final = "strings.json"
_FLOWS: Final = ("config", "options", "config_subentries")
_MEND: Final = "choose an interval that suits most, and fix it in the coordinator"

_FORM: Final = """
    SCHEMA = probatio.Schema(
        {
            probatio.Required(CONF_HOST): str,
            probatio.Optional(CONF_SCAN_INTERVAL, default=30): int,
        }
    )
    """
_WITHOUT: Final = "SCHEMA = probatio.Schema({probatio.Required(CONF_HOST): str})"


@dataclass(frozen=True)
class _Use:
    """Where what was typed is read, with what is taken where nothing was."""

    module: Module
    node: ast.expr
    default: ast.expr | None


@Codemod(
    name="polling-field",
    title="Ask no user how often to poll",
    changes=pairs(
        ({"config_flow.py": _FORM}, {"config_flow.py": _WITHOUT}),
        (
            {
                "config_flow.py": _FORM,
                "coordinator.py": "def interval(entry: ConfigEntry) -> int:\n"
                "    return entry.options.get(CONF_SCAN_INTERVAL, 30)",
            },
            {
                "config_flow.py": _WITHOUT,
                "coordinator.py": "def interval(entry: ConfigEntry) -> int:\n    return 30",
            },
        ),
        (
            {
                "config_flow.py": _FORM,
                "strings.json": '{"config": {"step": {"user": {"data": {"host": "Host", "scan_interval": "Interval"}}}}}',
            },
            {
                "config_flow.py": _WITHOUT,
                "strings.json": '{\n  "config": {\n    "step": {\n      "user": {\n        "data": {\n          "host": "Host"\n'
                "        }\n      }\n    }\n  }\n}",
            },
        ),
    ),
    keeps=kept(
        {"config_flow.py": _WITHOUT},
        {
            "config_flow.py": "SCHEMA = probatio.Schema({probatio.Required(CONF_SCAN_INTERVAL): int})  # !",
        },
        {
            "config_flow.py": """
            SCHEMA = probatio.Schema(
                {
                    probatio.Required(CONF_HOST): str,
                    probatio.Required(CONF_SCAN_INTERVAL): int,
                }
            )


            def interval(entry: ConfigEntry) -> int:
                return entry.data[CONF_SCAN_INTERVAL]  # !
            """,
        },
    ),
)
def polling(subject: Subject) -> Iterator[Change | Content | Place]:
    """Yield fields for how often to poll, if all that reads them has a default."""
    found = [*broken(subject, polling_field, ast.Call)]
    keys = {
        key
        for module, marker in found
        if marker.args and (key := module.value(marker.args[0]))
    }
    if not keys:
        return
    uses = [*_uses(subject, keys, {marker for _, marker in found})]
    in_the_way = [
        (module, marker)
        for module, marker in found
        if (parent := _schema(module, marker)) is None or len(parent.keys) < 2
    ] + [(use.module, use.node) for use in uses if use.default is None]
    if in_the_way:
        for module, node in in_the_way:
            yield subject.place(
                module,
                node,
                "users choose how often to poll, which core leaves to no one",
                _MEND,
            )
        return
    for module, marker in found:
        parent = _schema(module, marker)
        assert parent
        source = subject.source(module)
        at = parent.keys.index(marker)
        items = [
            _Item(key, value)
            for key, value in zip(parent.keys, parent.values, strict=True)
            if key is not None
        ]
        edit = without_item(source, items, items[at])
        loss = subject.place(
            module, marker, "users cannot choose how often to poll any more", _MEND
        )
        yield Change(subject.path(module), marker.lineno, loss=loss, edits=(edit,))
    for use in uses:
        assert use.default
        code = subject.source(use.module).code(use.default)
        yield replaced(subject, use.module, use.node, code)
    if said := subject.json(_STRINGS):
        wanted = {
            key: _without(value, keys) if key in _FLOWS else value
            for key, value in said.items()
        }
        if wanted != said:
            path = f"{subject.places.integration}{_STRINGS}"
            yield Content(path, 1, content=dump(wanted, sort="all"))


class _Item(ast.expr):
    """A key of a dictionary with its value, as one node."""

    def __init__(self, key: ast.expr, value: ast.expr) -> None:
        super().__init__()
        self.lineno, self.col_offset = key.lineno, key.col_offset
        self.end_lineno, self.end_col_offset = value.end_lineno, value.end_col_offset


def _schema(module: Module, marker: ast.Call) -> ast.Dict | None:
    """Return the dictionary that a field stands in."""
    parent = module.parents[marker]
    if isinstance(parent, ast.Dict) and all(parent.keys) and marker in parent.keys:
        return parent
    return None


def _uses(subject: Subject, keys: set[str], markers: set[ast.Call]) -> Iterator[_Use]:
    """Yield where the choice is read."""
    for module in subject.modules:
        for node in module.nodes:
            if any(each in markers for each in module.around(node)):
                continue
            match node:
                case ast.Call(func=ast.Attribute(attr="get"), args=[key, *rest]) if (
                    module.value(key) in keys
                ):
                    yield _Use(module, node, rest[0] if rest else None)
                case ast.Subscript(slice=key) if module.value(key) in keys:
                    yield _Use(module, node, None)


def _without(texts: Any, keys: set[str]) -> Any:
    if not isinstance(texts, dict):
        return texts
    result: Json = {
        key: _without(value, keys)
        for key, value in texts.items()
        if not (key in keys and isinstance(value, str))
    }
    return result
