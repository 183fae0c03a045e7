"""Import what a merge has left without an import, and nothing else."""

import ast
from collections.abc import Iterator, Sequence
import json
from pathlib import Path
import subprocess
import sys
from typing import Final

from script.codemods.change import with_imports
from script.integration.tree import Tree, read, write

from .elements import defined

# A name without an import or a definition
_UNDEFINED: Final = "F821"
_ORDER: Final = "I,F401,RUF022"


def tidied(work: Path, tree: Tree, others: Sequence[Tree]) -> Tree:
    """Return an integration with its imports in order, formatted by core's rules.

    What a module uses without importing it is imported as in another version of the module, or from the module of
    the integration that defines it.

    Args:
        work: An empty folder, with the settings of ruff in it or above it.
        tree: The files of the integration.
        others: Other versions of it.
    """
    write(work, tree)
    for path, names in _undefined(work).items():
        text = tree[path].decode()
        wanted = [
            line
            for name in names
            if (line := next(_imports(path, name, (tree, *others)), None))
        ]
        (work / path).write_text(with_imports(text, wanted), encoding="utf-8")
    _ruff("check", "--quiet", "--fix-only", "--select", _ORDER, work=work)
    _ruff("format", "--quiet", work=work)
    return read(work, tuple(tree))


def _undefined(work: Path) -> dict[str, list[str]]:
    """Return the names that each module uses and does not have."""
    printed = _ruff(
        *("check", "--select", _UNDEFINED, "--output-format", "json"), work=work
    )
    result: dict[str, list[str]] = {}
    for each in json.loads(printed):
        if each["code"] != _UNDEFINED:
            continue
        path = Path(each["filename"]).relative_to(work.resolve()).as_posix()
        name = each["message"].split("`")[1]
        if name not in result.setdefault(path, []):
            result[path].append(name)
    return result


def _ruff(*arguments: str, work: Path) -> str:
    return subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "--no-cache", "."],
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def _imports(path: str, name: str, trees: Sequence[Tree]) -> Iterator[str]:
    """Yield the statements that import a name into a module, those of the module itself first."""
    folder = path.rpartition("/")[0]
    beside = [
        (other, content)
        for tree in trees
        for other, content in tree.items()
        if other.rpartition("/")[0] == folder and other != path
    ]
    for tree in trees:
        yield from _imported(tree.get(path), name, relative=True)
    for other, content in beside:
        module = other.removeprefix(f"{folder}/").removesuffix(".py")
        if any(name == defined(node) for node in _statements(content)):
            yield f"from .{'' if module == '__init__' else module} import {name}\n"
    for _, content in beside:
        yield from _imported(content, name, relative=False)


def _imported(content: bytes | None, name: str, *, relative: bool) -> Iterator[str]:
    """Yield the statements of a module that import a name, each with that name alone."""
    for node in _statements(content):
        if isinstance(node, ast.Import | ast.ImportFrom) and (
            relative or not getattr(node, "level", 0)
        ):
            yield from (
                _alone(node, alias)
                for alias in node.names
                if name == (alias.asname or alias.name)
            )


def _alone(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> str:
    if isinstance(node, ast.Import):
        return f"import {ast.unparse(alias)}\n"
    module = f"{'.' * node.level}{node.module or ''}"
    return f"from {module} import {ast.unparse(alias)}\n"


def _statements(content: bytes | None) -> list[ast.stmt]:
    try:
        return ast.parse(content or b"").body
    except SyntaxError, ValueError:
        return []
