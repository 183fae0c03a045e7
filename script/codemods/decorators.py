"""Mark functions and classes as core does: callbacks that are none, and descriptions that never change."""

import ast
from collections.abc import Iterator
from typing import Final

from script.cut.source import Edit
from script.integration.syntax import dotted, keyword, last_name
from script.rules.entities.descriptions import frozen_description
from script.rules.style import callback_coroutine

from .change import Change
from .codemod import Codemod, kept, pairs
from .editing import broken, change, replacing
from .subject import Subject

_ARGUMENTS: Final = ("frozen", "kw_only")


@Codemod(
    name="callbacks",
    title="Mark no coroutine as a callback",
    changes=pairs(
        (
            "@callback\nasync def async_update() -> None:\n    await read()",
            "async def async_update() -> None:\n    await read()",
        ),
        (
            "class Example:\n    @callback\n    async def async_update(self) -> None:\n        await read()",
            "class Example:\n    async def async_update(self) -> None:\n        await read()",
        ),
        (
            "@callback\n@cached\nasync def async_update() -> None:\n    await read()",
            "@cached\nasync def async_update() -> None:\n    await read()",
        ),
    ),
    keeps=kept(
        "@callback\ndef on_update() -> None:\n    read()",
        "async def async_update() -> None:\n    await read()",
        "@other\nasync def async_update() -> None:\n    await read()",
    ),
)
def callbacks(subject: Subject) -> Iterator[Change]:
    """Yield coroutines that are marked as callbacks."""
    for module, function in broken(subject, callback_coroutine, ast.AsyncFunctionDef):
        source = subject.source(module)
        for mark in function.decorator_list:
            if last_name(mark) == "callback":
                line = source.line_at(source.start(mark))
                edit = Edit(source.line_starts[line], source.line_starts[line + 1])
                yield change(subject, module, mark, edit)


@Codemod(
    name="frozen-descriptions",
    title="Freeze descriptions of entities",
    changes=pairs(
        (
            "@dataclass\nclass ExampleDescription(SensorEntityDescription):\n    number: int = 0",
            "@dataclass(frozen=True, kw_only=True)\nclass ExampleDescription(SensorEntityDescription):\n    number: int = 0",
        ),
        (
            "@dataclass(kw_only=True)\nclass ExampleDescription(SwitchEntityDescription):\n    number: int",
            "@dataclass(frozen=True, kw_only=True)\nclass ExampleDescription(SwitchEntityDescription):\n    number: int",
        ),
        (
            "@dataclass\nclass ExampleDescription(SensorEntityDescription):\n    number: int = 0\n\n\n"
            "class Example(SensorEntity):\n    def __init__(self) -> None:\n        self.number = 1",
            "@dataclass(frozen=True, kw_only=True)\nclass ExampleDescription(SensorEntityDescription):\n    number: int = 0\n\n\n"
            "class Example(SensorEntity):\n    def __init__(self) -> None:\n        self.number = 1",
        ),
        (
            "@dataclass()\nclass ExampleDescription(SensorEntityDescription):\n    number: int = 0",
            "@dataclass(frozen=True, kw_only=True)\nclass ExampleDescription(SensorEntityDescription):\n    number: int = 0",
        ),
        file="sensor.py",
    ),
    keeps=kept(
        "@dataclass(frozen=True, kw_only=True)\nclass ExampleDescription(SensorEntityDescription):\n    number: int",
        "@dataclass\nclass ExampleData:\n    number: int",
        "@dataclass\nclass ExampleDescription(SensorEntityDescription):\n    number: int = 0\n\n\n"
        "def change(description: ExampleDescription) -> None:\n    description.number = 1",
        "@dataclass\nclass ExampleMixin:\n    number: int = 0\n\n\n"
        "@dataclass\nclass ExampleDescription(ExampleMixin, SensorEntityDescription):\n    other: int = 0",
        file="sensor.py",
    ),
)
def frozen_descriptions(subject: Subject) -> Iterator[Change]:
    """Yield the decorators of descriptions that nothing changes and nobody makes by position."""
    stored = {
        node.attr
        for module in subject.modules
        for node in module.nodes
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        # What others have of that name is theirs.
        and dotted(node.value) != "self"
    }
    thawed = {*_thawed(subject)}
    for _, class_ in broken(subject, frozen_description, ast.ClassDef):
        own = {
            each.target.id
            for each in class_.body
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        }
        by_position = any(
            call.args and last_name(call.func) == class_.name
            for other in subject.modules
            for call in other.calls
        )
        if own & stored or by_position:
            thawed.add(class_.name)
    for module, class_ in broken(subject, frozen_description, ast.ClassDef):
        # A frozen class has none above it that is not.
        bases = {each.name for each in module.ancestors(class_)}
        if (
            class_.name in thawed
            or {each.rpartition(".")[2] for each in bases} & thawed
        ):
            continue
        for mark in class_.decorator_list:
            if last_name(mark) == "dataclass":
                source = subject.source(module)
                func = mark.func if isinstance(mark, ast.Call) else mark
                kept_arguments = [
                    source.code(each)
                    for each in (mark.keywords if isinstance(mark, ast.Call) else ())
                    if each.arg not in _ARGUMENTS
                ]
                given = ", ".join(["frozen=True", "kw_only=True", *kept_arguments])
                edit = replacing(source, mark, f"{source.code(func)}({given})")
                start = source.start(mark)
                # A decorator begins behind its sign.
                yield change(
                    subject,
                    module,
                    class_,
                    Edit(start, edit.end, edit.text),
                )


def _thawed(subject: Subject) -> Iterator[str]:
    """Yield the data classes that are not frozen, and of which no rule asks that they are."""
    asked = {
        class_.name for _, class_ in broken(subject, frozen_description, ast.ClassDef)
    }
    for module in subject.modules:
        for class_ in module.classes:
            for mark in class_.decorator_list:
                if (
                    last_name(mark) == "dataclass"
                    and class_.name not in asked
                    and not (isinstance(mark, ast.Call) and keyword(mark, "frozen"))
                ):
                    yield class_.name
