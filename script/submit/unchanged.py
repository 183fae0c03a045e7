"""Hold a step against the finished integration: nothing may differ but what an absent feature explains."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from .comparison.absent import Absent, Files, absent
from .comparison.conditions import Conditions
from .comparison.constants import constants_of, unassigned
from .comparison.edits import Changed, Edit, Folded, Removed
from .comparison.left_over import left_over
from .comparison.modules import Module, modules
from .comparison.reach import reached_from
from .comparison.regions import Region
from .comparison.removals import Removals
from .comparison.statements import Statements


@dataclass(frozen=True, order=True)
class Difference:
    """Something in a step that the finished integration and the absence of features do not explain.

    Attributes:
        path: The file.
        line: Where it stands: in the step, or, where it is removed, in the finished integration.
        name: The function or class that it is in, as "MyConfigFlow.async_step_user".
        what: What it is.
    """

    path: str
    line: int
    name: str
    what: str


@dataclass(frozen=True, order=True)
class Folding:
    """A condition of the finished integration of which the step has only what follows.

    Attributes:
        path: The file.
        line: Where it stands in the finished integration.
        condition: Its code.
        taken: What it was taken for; None where the value itself stands in the step.
    """

    path: str
    line: int
    condition: str
    taken: bool | None


@dataclass(frozen=True)
class Comparison:
    """How a step differs from the finished integration.

    Attributes:
        absent: The features that it is without.
        differences: What they do not explain.
        foldings: The conditions that they decide.
    """

    absent: Absent
    differences: list[Difference]
    foldings: list[Folding]


def differences(step: Files, finished: Files) -> list[Difference]:
    """Return how the Python files of a step differ from the finished ones, beyond what is absent."""
    return compared(step, finished).differences


def compared(step: Files, finished: Files) -> Comparison:
    """Compare the Python files of a step with the finished ones."""
    step, finished = _of_core(step), _of_core(finished)
    now, before = modules(step), modules(finished)
    gone = absent(step, finished)
    constants = constants_of(before)
    regions: list[Region] = []
    found = [
        Difference(path, 0, "", "is not in the finished integration")
        for path in now.keys() - before.keys()
    ]
    for path, module in before.items():
        if path in now and now[path].tree is module.tree:
            continue
        conditions = Conditions(
            gone,
            constants[path],
            unassigned(module.tree, now[path].tree if path in now else None),
            reached_from(module.tree),
        )
        for edit in _edits(now.get(path), module, conditions):
            if isinstance(edit, Changed):
                found.append(_changed(now[path], edit))
            else:
                function = module.function_around(edit.node)
                regions.append(Region(module, edit, conditions, function))
    removals = Removals(before.values(), regions, gone)
    found += (_unexplained(region, removals) for region in removals.unexplained())
    found += (
        Difference(
            module.path,
            node.lineno,
            module.place(node),
            f"`{node.name}` is still there, and nothing uses it any more",
        )
        for module, node in left_over(now.values(), before.values())
    )
    foldings = {
        Folding(
            region.module.path,
            region.edit.node.lineno,
            ast.unparse(region.edit.node),
            region.edit.value,
        )
        for region in regions
        if isinstance(region.edit, Folded)
    }
    return Comparison(gone, sorted({*found}), sorted(foldings, key=_place))


def _of_core(files: Files) -> dict[str, bytes]:
    return {
        path: content
        for path, content in files.items()
        if path.startswith(("homeassistant/", "tests/"))
    }


def _place(folding: Folding) -> tuple[str, int]:
    return folding.path, folding.line


def _edits(
    step: Module | None, whole: Module, conditions: Conditions
) -> Iterator[Edit]:
    if step is None:
        return iter([Removed(whole.tree)])
    return Statements(conditions).body(step.tree.body, whole.tree.body).edits()


def _changed(module: Module, edit: Changed) -> Difference:
    what = (
        f"`{_shown(edit.node)}` instead of `{_shown(edit.whole)}`"
        if edit.whole
        else f"`{_shown(edit.node)}` is not there in the finished integration"
    )
    return Difference(
        module.path, module.line(edit.node), module.place(edit.node), what
    )


def _unexplained(region: Region, removals: Removals) -> Difference:
    module, node = region.module, region.node
    shown = _shown(node)
    match region.edit:
        case Folded(node=test, value=bool() as value):
            truth = removals.truth(region, test)
            what = (
                f"`{shown}` is taken for {str(value).lower()}, and nothing that is gone decides it"
                if truth is None
                else f"`{shown}` is taken for {str(value).lower()}, and is {str(truth).lower()} here"
            )
        case Folded():
            what = f"`{shown}` is replaced by a value, and there are options"
        case _ if isinstance(node, ast.Module):
            what = "the module is gone, and nothing that is gone explains it"
        case _:
            what = f"`{shown}` is gone, and nothing that is gone explains it"
    return Difference(module.path, module.line(node), module.place(node), what)


def _shown(node: ast.AST) -> str:
    """Return the first line of the code of a node."""
    match node:
        case ast.ClassDef(name=name):
            return f"class {name}"
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return f"def {name}"
    first, *rest = ast.unparse(node).splitlines() or [""]
    return f"{first} …" if rest else first
