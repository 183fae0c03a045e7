"""Name what is right in a finished integration, and of no use in one that is new."""

import ast
from collections.abc import Iterator, Mapping
from typing import Final

from script.integration.tree import Places, Tree

from .place import Place

# Functions and methods, each with the reason
_OF_NO_USE: Final[Mapping[str, str]] = {
    "async_migrate_entry": "a new integration has no entries to migrate",
    "async_step_import": "a new integration has no YAML configuration to import",
}


def of_no_use_yet(tree: Tree, domain: str) -> Iterator[Place]:
    """Yield the functions that have nothing to do in a new integration, as remarks."""
    folder = Places(domain).integration
    for path, content in tree.items():
        if not (path.startswith(folder) and path.endswith(".py")):
            continue
        text = content.decode()
        if not any(name in text for name in _OF_NO_USE):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (
                why := _OF_NO_USE.get(node.name)
            ):
                yield Place(
                    path=path,
                    line=node.lineno,
                    code=text.splitlines()[node.lineno - 1].strip(),
                    why=why,
                    mend="Remove it, with its tests, unless there is more to it",
                    blocks=False,
                )
