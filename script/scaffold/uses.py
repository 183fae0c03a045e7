"""Find what an integration has of its model's library, and its own library has not."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from script.integration.files import read_python
from script.integration.integration import Integration
from script.integration.keys import strings_at
from script.integration.tree import Tree

# Of a library: each class and coroutine, with the first line of what is said of it
type Names = Mapping[str, str]
# Path, line, what to do, and why
type Use = tuple[str, int, str, str]


def uses(root: Path, integration: Integration, originals: Iterable[Tree]) -> list[Use]:
    """Return where an integration uses what only a library of a model has."""
    own: Names = {
        name: text
        for library in integration.libraries
        for path in library.files
        if path.suffix == ".py" and (tree := read_python(path))
        for name, text in _named(tree)
    }
    every = [
        [*_used(root, integration, dict(_of_library(each)), own)] for each in originals
    ]
    return max(every, key=len, default=[])


def _of_library(tree: Tree) -> Iterator[tuple[str, str]]:
    for path, content in tree.items():
        if path.startswith("companion/library/") and "/src/" in path:
            if path.endswith(".py"):
                yield from _named(ast.parse(content))


def _named(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield the classes and functions of a module with the first line of what is said of each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            said = ast.get_docstring(node) or ""
            yield node.name, said.partition("\n")[0].rstrip(".")


def _used(
    root: Path, integration: Integration, model: Names, own: Names
) -> Iterator[Use]:
    requirement = ", ".join(strings_at(integration.manifest, "requirements"))
    modules = {*strings_at(integration.manifest, "loggers")}
    for module in integration.modules:
        defined = {name for name, _ in _named(module.tree)}
        for line, name in sorted(_names_in(module.tree, modules)):
            if name in model.keys() - own.keys() - defined:
                yield (
                    module.path.relative_to(root).as_posix(),
                    line,
                    f"Have {requirement} in the place of {name}",
                    model[name] or "the model's library has it",
                )


def _names_in(tree: ast.Module, libraries: set[str]) -> set[tuple[int, str]]:
    """Return what a module calls of some object, and what it has from a library, by line."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)):
                found.add((node.lineno, name))
            case ast.ImportFrom(module=str() as module, names=names) if (
                module in libraries or module.partition(".")[0] in libraries
            ):
                found |= {(alias.lineno, alias.name) for alias in names}
    return found
